"""A form and what is done with it are one declaration: who may open it may send it."""

import pytest

import handlers.catalogue  # noqa: F401  (registers every form)
from handlers.grammar import registry
from handlers.grammar.form_commands import form, moving_form
from handlers.grammar.registry import RUNNING, commands
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Turn
from prompts.card import Card

ANOTHER = "prepare.tried_form"  # for others; "prepare.tried" is somebody's own press


def twins() -> list[tuple[str, str]]:
    """The commands that show a form and send it, by their names."""
    found = [(name, name.removesuffix("_form")) for name in commands if name.endswith("_form")]
    found += [(name, name.removesuffix("form") + "submit") for name in commands]
    return [
        (show, submit)
        for show, submit in found
        if show not in (submit, ANOTHER) and submit in commands
    ]


def test_who_may_open_a_form_may_send_it_at_the_same_moment() -> None:
    there = twins()
    assert len(there) > 40
    for show, submit in there:
        opened, sent = commands[show], commands[submit]
        assert (opened.by, opened.when, opened.later, opened.staff) == (
            sent.by,
            sent.when,
            sent.later,
            sent.staff,
        ), show
        assert not opened.changes


def nothing(_: Turn) -> None:
    """Does nothing."""


def test_both_commands_come_of_one_declaration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.grammar.registry.commands", {})
    form("try.form", "try.submit", asks=lambda _: Card("Try"), by=CHAIR, when=RUNNING)(nothing)
    moving_form("go.form", "go.submit", asks=lambda _: Card("Go"), by=CHAIR)(nothing)
    made = registry.commands
    assert set(made) == {"try.form", "try.submit", "go.form", "go.submit"}
    assert made["try.form"].when == made["try.submit"].when == RUNNING
    assert made["try.submit"].changes
    assert made["go.submit"].moves
    with pytest.raises(ValueError, match="two handlers"):
        form("again.form", "try.submit", asks=lambda _: Card("Try"), by=CHAIR)(nothing)
