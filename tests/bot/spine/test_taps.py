"""A double tap counts once, and an old copy of a card does nothing but say what is on now."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count

import pytest

from bot.rehearsal.setup import account_of
from handlers.grammar.command import Command, Reply
from handlers.grammar.registry import draw
from prompts.card import Button
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from tests.kit.conference import Conference

QUESTION = "matters_most"
MOVING = (
    "agenda.next",
    "agenda.back",
    "agenda.park",
    "pause.start",
    "timer.start",
    "ask.again",
    "ask.nudge",
)
_taps = count(1)


@pytest.fixture
def conference(database: Database) -> Iterator[Conference]:
    with closing(Conference(database)) as there:
        there.begins_with(QUESTION)
        yield there


def test_ten_taps_on_next_move_once(conference: Conference) -> None:
    conference.person("mum").answers(QUESTION, "Her gran.")
    step, press = conference.now_on, on_the_panel(conference, "agenda.next")
    with ThreadPoolExecutor(10) as people:
        replies = list(people.map(lambda _: tap(conference, press), range(10)))
    assert sum(reply.done for reply in replies) == 1
    assert waves_and_steps(conference) == (step, 1)


@pytest.mark.parametrize("command", MOVING)
def test_a_second_tap_changes_nothing_and_says_what_is_on(
    conference: Conference, command: str
) -> None:
    conference.person("mum").answers(QUESTION, "Her gran.")
    press = on_the_panel(conference, command)
    assert tap(conference, press).done
    before = conference.look(lambda scene: scene.meeting.version)
    told = tap(conference, press)
    assert not told.done
    assert conference.look(lambda scene: scene.meeting.version) == before


def test_an_old_copy_says_what_is_on_now(conference: Conference) -> None:
    press = on_the_panel(conference, "agenda.next")
    conference.person("mum").answers(QUESTION, "Her gran.")
    conference.asks_everybody()
    conference.person("gran").answers(QUESTION, "The cat.")
    on, told = waves_and_steps(conference), tap(conference, press)
    assert not told.done
    assert told.card
    assert say("dispatch.moved") in twin(told.card)
    assert any(button == on_the_panel(conference, "agenda.next") for button in told.card.buttons)
    assert waves_and_steps(conference) == on


def test_a_press_that_was_drawn_for_nothing_is_not_obeyed(conference: Conference) -> None:
    on = waves_and_steps(conference)
    for target in ("", "@", "@1.0.1", "x" * 40):
        assert not tap(conference, Button("", "agenda.next", target)).done
    assert waves_and_steps(conference) == on


def on_the_panel(conference: Conference, command: str) -> Button:
    """The button as the chair has it before them now."""
    panel = conference.look(lambda scene: draw(scene, "panel"), account_of("chair"))
    return next(button for button in panel.buttons if button.command == command)


def tap(conference: Conference, button: Button) -> Reply:
    """Each tap is a delivery of its own."""
    key = f"tap-{next(_taps)}"
    return conference.dispatcher.dispatch(
        Command(key, button.command, account_of("chair"), conference.room, button.target)
    )


def waves_and_steps(conference: Conference) -> tuple[str, int]:
    """The item that the conference is on, and how many groups have been asked after the first."""
    return conference.look(
        lambda scene: (
            scene.meeting.step_id or "",
            scene.book.current.wave if scene.book.current else 0,
        )
    )


def test_next_asks_first_while_nobody_has_answered(conference: Conference) -> None:
    on, asked = (
        waves_and_steps(conference),
        tap(conference, on_the_panel(conference, "agenda.next")),
    )
    assert waves_and_steps(conference) == on
    assert asked.card
    assert "Carys and Bethan" in twin(asked.card)
    assert [(button.command, button.style) for button in asked.card.buttons] == [
        ("ask.nudge", "main"),
        ("agenda.next", "plain"),
    ]
    assert tap(conference, asked.card.buttons[1]).done
    assert waves_and_steps(conference) != on


def test_next_asks_first_while_none_of_the_family_has_answered(conference: Conference) -> None:
    conference.asks_everybody()
    conference.person("teacher").answers(QUESTION, "His gran.")
    assert not tap(conference, on_the_panel(conference, "agenda.next")).done
    conference.person("mum").passes(QUESTION)
    assert tap(conference, on_the_panel(conference, "agenda.next")).done


def test_nudge_is_the_main_button_until_the_family_is_heard(conference: Conference) -> None:
    assert main_buttons(conference) == ["ask.nudge"]
    conference.person("mum").answers(QUESTION, "Her gran.")
    assert main_buttons(conference) == ["agenda.next"]


def test_next_asks_first_while_suggestions_are_not_agreed(conference: Conference) -> None:
    chair, gran = conference.leading(), conference.person("gran")
    chair.begins("actions")
    conference.asks_everybody()
    gran.offers(
        "actions", what="Ring at seven.", owners=gran.id, by_when="2026-03-16", side="family"
    )
    assert main_buttons(conference) == ["plan.list"]
    asked = tap(conference, on_the_panel(conference, "agenda.next"))
    assert asked.card
    assert not asked.done
    assert say("unheard.not_agreed_text", number=1) in twin(asked.card)
    chair.agrees_all_in("actions")
    assert tap(conference, on_the_panel(conference, "agenda.next")).done


def main_buttons(conference: Conference) -> list[str]:
    """The commands of the panel's main buttons."""
    panel = conference.look(lambda scene: draw(scene, "panel"), account_of("chair"))
    return [button.command for button in panel.buttons if button.style == "main"]
