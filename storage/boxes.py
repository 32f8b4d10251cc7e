"""Boxes for one reader: whoever has the public key can put something in, only the private key takes
it out (X25519).
"""

import base64
import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.sealing import CannotOpen

_BOX = "box:"
_KEY = 32
# Each box has a key of its own, so that one and the same nonce is used once.
_NONCE = bytes(12)


def new_pair() -> tuple[bytes, bytes]:
    """A fresh private key and its public one."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal_for(public: bytes, text: str) -> str:
    """The text in a box for whoever has the private key."""
    once = X25519PrivateKey.generate()
    sender = once.public_key().public_bytes_raw()
    key = _key(once.exchange(X25519PublicKey.from_public_bytes(public)), sender, public)
    return (
        _BOX + base64.b64encode(sender + AESGCM(key).encrypt(_NONCE, text.encode(), None)).decode()
    )


def open_box(private: bytes, box: str) -> str:
    """What is in a box; text that is in none comes back as it is. Raises `CannotOpen`."""
    if not box.startswith(_BOX):
        return box
    mine = X25519PrivateKey.from_private_bytes(private)
    kept = base64.b64decode(box.removeprefix(_BOX))
    sender, inside = kept[:_KEY], kept[_KEY:]
    shared = mine.exchange(X25519PublicKey.from_public_bytes(sender))
    try:
        key = _key(shared, sender, mine.public_key().public_bytes_raw())
        return AESGCM(key).decrypt(_NONCE, inside, None).decode()
    except InvalidTag as fault:
        raise CannotOpen("this key does not open it") from fault


def _key(shared: bytes, sender: bytes, public: bytes) -> bytes:
    return hashlib.blake2b(shared + sender + public, digest_size=_KEY).digest()
