"""`say`: a sentence from `prompts/words/<file>.toml`, filled in with facts.

The only way words reach a card.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from prompts.direction import isolate, isolated_join

FOLDER = Path(__file__).parent / "words"


def _in_a_sentence(fact: object) -> object:
    return isolate(fact) if isinstance(fact, str) else fact


# Cards hold plain text: renderers escape, once. Escaping here as well would show people "&amp;".
_plain = Environment(
    undefined=StrictUndefined,
    autoescape=False,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_in_a_sentence,
)


def together(names: list[str]) -> str:
    """`Ava`, `Ava and Leo`, `Ava, Leo and Sam`."""
    apart = [isolate(name) for name in names]
    return " and ".join(filter(None, [", ".join(apart[:-1]), *apart[-1:]]))


_plain.filters["together"] = together
_plain.filters["join"] = isolated_join


def say(key: str, /, **facts: Any) -> str:
    """The words at `key` ("rollcall.ask": file, then key), with the facts in their places.

    Raises `KeyError` when there are no such words and `jinja2.UndefinedError` when a fact is
    missing.
    """
    return _template(key).render(facts).strip() if facts else _as_it_stands(key)


@cache
def _as_it_stands(key: str) -> str:
    return _template(key).render().strip()


@cache
def _template(key: str) -> Template:
    file, _, name = key.partition(".")
    found: Any = _file(file)
    for step in name.split("."):
        found = found[step]
    return _plain.from_string(found)


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _own(text: str) -> Template:
    return _plain.from_string(text)


def fill(text: str, **facts: Any) -> str:
    """A sentence of a profile ("Who matters most to {{ child }}?") with the facts in their
    places.
    """
    return _own(text).render(facts).strip()
