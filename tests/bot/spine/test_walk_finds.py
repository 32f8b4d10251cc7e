"""The walk finds faults: each is planted here, in a place where a change could bring it in, and the
walk has to find it within so many presses.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete

from handlers.grammar.command import Refused, Reply
from handlers.grammar.registry import commands, drawings
from handlers.grammar.scene import Scene, Turn
from handlers.meeting import board_boxes
from handlers.questions.sealed_steps import OpenAnswers, sealed_steps
from handlers.staff.office import Office, office_commands
from prompts.card import Card, Text
from storage.book import Book, body_of
from storage.database import Database
from storage.tables import Answer, Person, ReportVersion
from tests.kit.walking.found import Found
from tests.kit.walking.starts import (
    Start,
    at_a_question,
    at_a_sealed_question,
    before_the_day,
    everybody_told,
    planning_the_core_group,
)
from tests.kit.walking.walk import walks_from

Plant = Callable[[pytest.MonkeyPatch], None]

STEPS = 80


@pytest.fixture
def goes_wrong(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What goes wrong was planted."""
    yield
    caplog.clear()


def fails(turn: Turn) -> Reply:
    raise ZeroDivisionError("planted")


def refuses(turn: Turn | Office) -> Reply:
    raise Refused(Card("Not now."))


def a_handler_that_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        commands, "answer.submit", replace(commands["answer.submit"], handler=fails)
    )


def a_meeting_that_cannot_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("close.submit", "closed.end"):
        monkeypatch.setitem(commands, name, replace(commands[name], handler=refuses))


def a_conference_that_is_prepared_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("setup.begin", "setup.cancel"):
        monkeypatch.setitem(commands, name, replace(commands[name], handler=refuses))
    free = replace(office_commands["staff.free"], handler=refuses)
    monkeypatch.setitem(office_commands, "staff.free", free)


def a_sealed_answer_on_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = drawings["asked"]

    def leaky(scene: Scene, target: str) -> Card:
        card = asked(scene, target)
        return replace(card, parts=(*card.parts, Text(all_sealed(scene))))

    monkeypatch.setitem(drawings, "asked", leaky)


def a_sealed_answer_on_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = board_boxes.board_boxes

    def leaky(scene: Scene) -> Any:
        return (*boxes(scene), all_sealed(scene))

    monkeypatch.setattr("handlers.meeting.board.board_boxes", leaky)


def a_sealed_answer_in_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsealed(scene: Scene) -> OpenAnswers:
        by_step: dict[str, list[Answer]] = {}
        for answer in all_answers(scene):
            by_step.setdefault(answer.step_id, []).append(answer)
        return OpenAnswers(scene, by_step)

    monkeypatch.setattr("handlers.after.record.record.open_answers", unsealed)
    for module in ("agenda", "judgement"):
        name = f"handlers.after.record.{module}.is_open"
        monkeypatch.setattr(name, lambda step: True, raising=False)


def an_item_that_ends_as_done_unshown(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("handlers.after.closing", "handlers.meeting.closed_part"):
        monkeypatch.setattr(f"{module}.end_of", lambda scene, step: "done")
        monkeypatch.setattr(f"{module}.stay_hidden_field", lambda scene: ())


def words_that_go_with_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    take_off = Book.take_off

    def forgets(book: Book, person: Person) -> None:
        take_off(book, person)
        reports = [report.id for report in book.reports()]
        book._session.execute(delete(ReportVersion).where(ReportVersion.report_id.in_(reports)))

    monkeypatch.setattr(Book, "take_off", forgets)


def a_day_that_nothing_can_be_counted_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.grammar.forms.LAST_DAY", date.max)


def all_answers(scene: Scene) -> list[Answer]:
    found = (
        scene.book.answer_of(person, step)
        for step in scene.meeting.steps
        for person in scene.book.people
    )
    return [answer for answer in found if answer]


def all_sealed(scene: Scene) -> str:
    sealed = {step.id for step in sealed_steps(scene)}
    answers = [answer for answer in all_answers(scene) if answer.step_id in sealed]
    return " ".join(word for answer in answers for word in body_of(answer).values())


PLANTS: dict[Plant, tuple[Start, str, range]] = {
    a_handler_that_raises: (at_a_question, "uncaught", range(5)),
    a_meeting_that_cannot_be_closed: (at_a_question, "stuck", range(1)),
    a_conference_that_is_prepared_for_ever: (before_the_day, "stuck", range(1)),
    a_sealed_answer_on_a_card: (at_a_sealed_question, "shown", range(5)),
    a_sealed_answer_on_the_board: (at_a_sealed_question, "shown", range(5)),
    a_sealed_answer_in_the_record: (at_a_sealed_question, "shown", range(5)),
    an_item_that_ends_as_done_unshown: (at_a_sealed_question, "shown", range(5)),
    words_that_go_with_a_person: (everybody_told, "lost", range(10, 18)),
    a_day_that_nothing_can_be_counted_from: (planning_the_core_group, "uncaught", range(8)),
}


@pytest.mark.fuzz
@pytest.mark.usefixtures("goes_wrong")
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_the_walk_finds(
    plant: Plant, monkeypatch: pytest.MonkeyPatch, sqlite_files: Iterator[Database]
) -> None:
    start, kind, seeds = PLANTS[plant]
    plant(monkeypatch)
    for seed in seeds:
        found = Found()  # a walk goes by what was seldom done: alone, it is the same each time
        walks_from(start, sqlite_files, seed, STEPS, found)
        if getattr(found, kind):
            return
    pytest.fail(f"not found in {len(seeds)} walks")
