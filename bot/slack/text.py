"""Text for Block Kit: plain where people wrote it, marked only where we make it bold, and escaped
exactly once.

Slack reads marks (`*`, `_`, `<!channel>`, links) only in `mrkdwn`; `plain_text` shows what it is
given. So what people
wrote goes out as plain text, unchanged, and marked text is always one bold line of ours with `&`,
`<` and `>` escaped.
Lengths count as Slack's clients count them: in UTF-16 units, so that an emoji is two.
"""

import re
from typing import Any

from prompts.direction import isolate

Json = dict[str, Any]

SECTION, HEADER, LABEL, BUTTON, OPTION, TITLE, INPUT = 3000, 150, 2000, 75, 75, 24, 3000
_MARKS = re.compile(r"[*_~`\n]")
_ENDS = ("\n\n", "\n", ". ", "? ", "; ", ", ", " ")


def plain(text: str, most: int = SECTION) -> Json:
    """A plain text object; longer words are cut with an ellipsis, so split them first where nothing
    may be lost.
    """
    shown = shorten(text, most)
    apart = isolate(shown)
    fits = apart if size(apart) <= most else shown
    return {"type": "plain_text", "text": fits or "–", "emoji": False}


def bold(text: str) -> Json:
    """A bold line; words with marks of their own stay plain, since Slack would read those."""
    marked = f"*{escape(isolate(text.strip()))}*"
    if _MARKS.search(text.strip()) or size(marked) > SECTION or not text.strip():
        return plain(text)
    return {"type": "mrkdwn", "text": marked, "verbatim": True}


def call(number: str, link: str, label: str) -> Json:
    """A telephone number to copy, in bold, and a link that dials it.

    Only digits and blanks are in either.
    """
    return {"type": "mrkdwn", "text": f"*{number}*  <{link}|{label}>", "verbatim": True}


def escape(text: str) -> str:
    """Slack's three special characters, escaped.

    Call it once, and only for `mrkdwn` and a message's fallback text.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(text: str) -> int:
    """How long Slack takes a text to be."""
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)


def shorten(text: str, most: int) -> str:
    """The text, cut at a word with an ellipsis when it is longer than `most`."""
    text = text.strip()
    if size(text) <= most:
        return text
    head = head_of(text, most - 1)
    space = head.rfind(" ")
    return (head[:space] if space > most // 2 else head).rstrip() + "…"


def pieces(text: str, most: int = SECTION) -> list[str]:
    """The text in pieces of at most `most`, cut between paragraphs, lines, sentences or words.

    Nothing is lost but blanks.
    """
    rest, found = text.strip(), []
    while size(rest) > most:
        head = head_of(rest, most)
        cut = next(
            (at + len(end) for end in _ENDS if (at := head.rfind(end)) > most // 3), len(head)
        )
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [piece for piece in (*found, rest) if piece]


def head_of(text: str, most: int) -> str:
    """As much of the text as fits."""
    head = text[:most]
    while size(head) > most:
        head = head[: len(head) - max(1, (size(head) - most) // 2)]
    return head
