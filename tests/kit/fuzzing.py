"""Requests that nobody would send by accident: bodies of the right kind that something was done to,
and no bodies at all.
"""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from handlers.grammar.registry import commands

Json = dict[str, Any]

ODD: tuple[Any, ...] = (
    None,
    0,
    -1,
    10**30,
    1e308,
    True,
    "",
    "0",
    "x" * 3000,
    "\x00",
    "\ud83d",  # half a character
    "😀\u202e",
    "'; drop table meeting; --",
    "{{ 7 * 7 }}",
    "../../etc/passwd",
    "web:chair",
    [],
    {},
    [[]],
    [None],
    {"id": 5},
    {"id": None},
    [{"id": "x"}],
)
TEXTS = tuple(text for text in ODD if isinstance(text, str) and text != "\ud83d")
SHORT = tuple(text[:300] for text in TEXTS if text)  # a line of a request has an end
KINDS = (
    "application/x-www-form-urlencoded",
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/json; charset=none-such",
    "",
    "/",
)


class Fuzz:
    """A source of requests; the same number gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def one(self, *offered: Any) -> Any:
        return self.random.choice(offered)

    def changed(self, body: Json, times: int = 0) -> Json:
        """A body in which something, or several things, became odd or are gone."""
        made = copy.deepcopy(body)
        for _ in range(times or self.random.randint(1, 3)):
            self._change(made)
        return made

    def bytes(self, body: bytes) -> bytes:
        """A body that was cut, doubled, or in which some bytes are others."""
        match self.random.randrange(5):
            case 0:
                return body[: self.random.randrange(len(body) + 1)]
            case 1:
                return body * 2
            case 2:
                return self.random.randbytes(self.random.randrange(300))
            case 3:
                return b"[" * self.random.randrange(60_000)
        at = self.random.randrange(len(body) + 1)
        return body[:at] + self.random.randbytes(3) + body[at:]

    def form(self) -> Json:
        """A press in the rehearsal room, of any command there is, with anything in it."""
        values = {
            f"v.{self._name()}": self.one(*TEXTS, "4", "yes", "2026-03-09")
            for _ in range(self.random.randrange(5))
        }
        command = self.one(*commands, "", "no.such", "play")
        return {"command": command, "target": self.one(*TEXTS), "key": self.key(), **values}

    def key(self) -> str:
        return f"{self.random.getrandbits(64):016x}"

    def path(self, pattern: str, known: Json) -> str:
        """A path of a route, with something for each of its variables."""
        filled = pattern
        for name, value in known.items():
            filled = filled.replace(
                "{" + name + "}", quote(str(self.one(value, value, value, *SHORT)), safe="")
            )
        return filled

    def query(self, names: Json) -> str:
        asked = {
            name: self.one(value, value, *SHORT)
            for name, value in names.items()
            if self.random.random() < 0.7
        }
        return urlencode(asked, errors="replace")

    def _name(self) -> str:
        return str(
            self.one(
                "text",
                "words",
                "score",
                "reason",
                "who",
                "part",
                "setup",
                "child",
                "name",
                "day",
                "then",
                "x",
                "",
            )
        )

    def _change(self, made: Any) -> None:
        places = list(_places(made))
        if places:
            inside, name = self.random.choice(places)
            if isinstance(inside, dict) and self.random.random() < 0.3:
                del inside[name]
            else:
                inside[name] = copy.deepcopy(self.random.choice(ODD))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a body, the body in a body too."""
    if isinstance(value, dict | list):
        for name, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, name
            yield from _places(inner)


def as_json(body: Json) -> bytes:
    return json.dumps(body).encode()
