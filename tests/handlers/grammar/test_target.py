"""Targets read as they were posted, and every command name can be found by searching for it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import handlers.catalogue  # noqa: F401  (registers every command)
from handlers.grammar.registry import commands
from handlers.grammar.target import Target, target_for

ROOT = Path(__file__).parents[3]
SOURCES = [path for folder in ("handlers", "bot") for path in (ROOT / folder).rglob("*.py")]
STEP, PERSON = "0f" * 16, "a1" * 16

POSTED = {
    "": ("", "", "", "", "", ""),
    STEP: (STEP, "", "", "", "", ""),
    f"{STEP}:{PERSON}": (STEP, PERSON, "", "", "", ""),
    f"entry:{STEP}": ("entry", STEP, "", "", "", ""),
    "section:rules@1f3a": ("section", "rules", "", "1f3a", "", ""),
    f"entry:{STEP}/what": ("entry", STEP, "what", "", "", ""),
    f"{STEP}/{PERSON}": (STEP, "", PERSON, "", "", ""),
    f"{STEP}:show": (STEP, "show", "", "", "", ""),
    "@3.0.12": ("", "", "", "3.0.12", "", ""),
    f"{STEP}@3.0.12~send~{PERSON}": (STEP, "", "", "3.0.12", "send", PERSON),
    f"{STEP}:{PERSON}~change~7": (STEP, PERSON, "", "", "change", "7"),
}


@pytest.mark.parametrize("text", POSTED)
def test_a_target_reads_as_it_was_posted(text: str) -> None:
    target = Target.parse(text)
    parts = target.head, target.tail, target.part, target.drawn_for, target.chosen, target.held
    assert parts == POSTED[text]
    assert str(target) == text


def test_somebody_else_is_named_where_they_are_written_for() -> None:
    assert target_for(STEP, PERSON, PERSON) == STEP
    assert target_for(STEP, PERSON, "scribe") == f"{STEP}:{PERSON}"


def test_every_command_is_written_out_where_it_is_declared() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    assert [name for name in commands if f'"{name}"' not in text] == []


def test_no_command_name_is_put_together() -> None:
    names = "\n".join(commands)
    found = {
        f"{path.relative_to(ROOT)}: {made}"
        for path in SOURCES
        for made in put_together(path.read_text(encoding="utf-8"))
        if re.search(f"^{made}$", names, re.MULTILINE)
    }
    assert found == set()


def test_a_name_that_is_put_together_is_found() -> None:
    source = 'Button(say(f"panel.{name}"), f"setup.{name}_form")'
    assert list(put_together(source)) == [r"setup\.[a-z_.]*_form"]


def put_together(source: str) -> Iterator[str]:
    """A pattern for each f-string that has a word and a full stop in it, but for the keys of
    words.
    """
    tree = ast.parse(source)
    keys = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "say"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node not in keys:
            parts = [
                re.escape(str(one.value)) if isinstance(one, ast.Constant) else "[a-z_.]*"
                for one in node.values
            ]
            fixed = "".join(part for part in parts if part != "[a-z_.]*")
            if "." in fixed and re.search("[a-z]", fixed):
                yield "".join(parts)
