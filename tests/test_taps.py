"""A double tap counts once, and an old copy of a card does nothing but say what is on now."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count

import pytest

from bot.rehearsal.setup import account_of
from handlers.command import Command, Reply
from handlers.registry import draw
from prompts.card import Button
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from tests.conference import Conference

QUESTION = "matters_most"
MOVING = ("agenda.next", "agenda.back", "agenda.park", "pause.start", "timer.start", "ask.again", "ask.nudge")
_taps = count(1)


@pytest.fixture
def conference(database: Database) -> Iterator[Conference]:
    with closing(Conference(database)) as there:
        there.begins_with(QUESTION)
        yield there


def test_ten_taps_on_next_move_once(conference: Conference) -> None:
    step, press = conference.now_on, on_the_panel(conference, "agenda.next")
    with ThreadPoolExecutor(10) as people:
        replies = list(people.map(lambda _: tap(conference, press), range(10)))
    assert sum(reply.done for reply in replies) == 1
    assert waves_and_steps(conference) == (step, 1)


@pytest.mark.parametrize("command", MOVING)
def test_a_second_tap_changes_nothing_and_says_what_is_on(conference: Conference, command: str) -> None:
    press = on_the_panel(conference, command)
    assert tap(conference, press).done
    before = conference.look(lambda scene: scene.meeting.version)
    told = tap(conference, press)
    assert not told.done
    assert conference.look(lambda scene: scene.meeting.version) == before


def test_an_old_copy_says_what_is_on_now(conference: Conference) -> None:
    press = on_the_panel(conference, "agenda.next")
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
    return conference.dispatcher.dispatch(Command(key, button.command, account_of("chair"), conference.room, button.target))


def waves_and_steps(conference: Conference) -> tuple[str, int]:
    """The item that the conference is on, and how many groups have been asked after the first."""
    return conference.look(lambda scene: (scene.meeting.step_id or "", scene.book.current.wave if scene.book.current else 0))
