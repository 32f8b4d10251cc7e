"""What a press carries to a chat service and back, and how the same press is known again."""

import hashlib
import json


def packed(*texts: str) -> str:
    """Texts as one, to be carried by a button or a form.

    `&`, `<` and `>` are not in it: services escape those on the way back.
    """
    text = json.dumps(texts, ensure_ascii=True, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def unpacked(text: str | None, number: int) -> tuple[str, ...] | None:
    """That many texts as `packed` wrote them; None for anything else."""
    try:
        found = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    whole = isinstance(found, list) and len(found) == number
    return tuple(found) if whole and all(isinstance(one, str) for one in found) else None


def filling_key(*filled_in: object, secret: bytes = b"") -> str:
    """A form that is sent twice has the same key; sent again with other words it has another.

    Nobody who has no `secret` can try words against it.
    """
    told = json.dumps(filled_in, sort_keys=True).encode()
    return hashlib.blake2b(told, key=secret, digest_size=20).hexdigest()
