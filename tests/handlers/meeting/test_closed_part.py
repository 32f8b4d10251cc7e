"""Closed parts (row B8): what is said there is seen by those who were in it; for everybody else it
did not take place.

The same conference is held twice, with a closed part and without. Whoever was not in it must see
the same, to the letter:
messages, their order and numbers, board, record, and what they are told.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.rehearsal.player import Player
from bot.rehearsal.room.platform import WebRoom
from bot.rehearsal.setup import account_of
from bot.spine.delivery import Delivery
from bot.web.events import Changes
from bot.web.operator import audit_order
from handlers.after.record.record import record
from handlers.grammar.command import Command, Reply
from handlers.grammar.registry import draw
from handlers.grammar.scene import Scene
from handlers.meeting.board import board
from handlers.meeting.mine import mine
from handlers.staff.office import OPERATOR
from handlers.staff.removing import MeetingWithoutChair, remove_staff
from prompts.card import Card, Text
from prompts.family import load_family
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from storage.inbox import find_meeting, find_person
from storage.room import RoomContents, find_rehearsal, rehearsals
from tests.conftest import new_vault
from tests.kit.conference import Conference
from tests.kit.drawn import drawn_now

SECRET = "I am afraid when the back door opens at night."
HIDDEN = "I would say this to nobody else."
IN_IT = ("chair", "mum", "social_worker")
NOT_IN_IT = ("gran", "health_visitor", "teacher", "minute_taker")
_ID = re.compile(r"\b[0-9a-f]{32}\b")
_TIME = re.compile(r"datetime\([^)]*\)|\d{4}-\d\d-\d\d[T ][\d:.]+(Z|\+00:00)?")


class Held:
    """A conference in the web room, with or without a closed part in its middle."""

    def __init__(self, database: Database, *, closed: bool) -> None:
        self.conference = Conference(database, "fennimore")
        changes = cast(Changes, SimpleNamespace(look_now=lambda: None))
        self._room = WebRoom(self.conference.dispatcher, changes)
        self.conference._delivery = self.conference._loop.run_until_complete(self._delivery())
        self._hold(closed)

    async def _delivery(self) -> Delivery:
        return Delivery(self.conference.dispatcher, {"web": self._room})

    def _hold(self, closed: bool) -> None:
        room = self.conference
        room.begins_with("matters_most")
        room.person("mum").answers("matters_most", "Me and Gran.")
        room.deliver()
        if closed:
            self.talk_apart()
        room.person("gran").agrees("matters_most")
        room.leading().goes_on_to("score/1")
        room.person("mum").scores("score/1", 8)
        room.person("gran").scores("score/1", 9)
        room.leading().reveals()
        room.deliver()

    def talk_apart(self) -> None:
        """Mum and Joe talk with the chair: two questions, one of them under seal; then it
        is over.
        """
        ask = ",".join(self.conference.steps[name] for name in ("risky_person", "score/2"))
        who = ",".join(self.conference.ids[name] for name in ("mum", "social_worker"))
        self.press(
            "chair",
            "closed.open",
            values={"who": who, "ask": ask, "why": "Mum asked to."},
            part=False,
        )
        step = self.now_on
        assert self.press("mum", "answer.submit", step, {"text": SECRET}) == Reply()
        self.press("chair", "agenda.next")
        self.press("social_worker", "answer.agree", step)
        self.press("chair", "agenda.next")
        self.press("mum", "answer.submit", self.now_on, {"score": "2", "why": SECRET})
        self.press("chair", "reveal", self.now_on)
        self.press("chair", "closed.end")
        self.conference.deliver()

    @property
    def part(self) -> str:
        """The closed part's room, as one of its people finds it."""

        def rooms(scene: Scene) -> list[str]:
            return [book.meeting.room for book, _ in scene.book.parts_with(cast(Any, scene.viewer))]

        return self.conference.look(rooms, account_of("chair"))[-1]

    @property
    def now_on(self) -> str:
        """The item that the closed part is on."""
        return self.conference.dispatcher.look(
            self.part, account_of("chair"), lambda scene: str(scene.meeting.step_id)
        )

    def press(
        self,
        who: str,
        name: str,
        target: str = "",
        values: dict[str, str] | None = None,
        *,
        part: bool = True,
    ) -> Reply:
        """Somebody presses something in the closed part, or in the whole conference."""
        room = self.part if part else self.conference.room
        self.conference.passes(seconds=1)
        key = f"{who}/{name}/{target}/{self.conference.now}"
        pressed = Command(key, name, account_of(who), room, target, values or {})
        return self.conference.dispatch(drawn_now(self.conference.dispatcher, pressed))

    def lines(self, who: str) -> str:
        """All that somebody's page shows."""
        return "\n".join(shown[-1] for shown in self._messages(who))

    def surfaces(self, who: str) -> str:
        """All that somebody can get, without the ids and times that differ between any two
        conferences.
        """
        account = account_of(who)
        look = self.conference.dispatcher.look
        seen = [
            *self._messages(who),
            self._numbers(who),
            look(self.conference.room, account, board),
            look(self.conference.room, account, record).model_dump_json(indent=1),
            self.conference.dispatcher.look_everywhere(account, mine),
        ]
        names: dict[str, str] = {}
        text = "\n".join(map(str, seen))
        return _TIME.sub(
            "a time", _ID.sub(lambda found: names.setdefault(found[0], f"id-{len(names)}"), text)
        )

    def _standing(self, who: str, view: Any) -> Any:
        with self.conference.database.read() as session:
            meeting = find_meeting(session, self.conference.room, to_change=False)
            assert meeting
            person = find_person(meeting, account_of(who))
            return view(RoomContents(session, meeting, person))

    def _messages(self, who: str) -> list[tuple[str, int, int, str]]:
        return cast(
            list[tuple[str, int, int, str]],
            self._standing(
                who,
                lambda room: [
                    (shown.slot, shown.place, shown.change, shown.card) for shown in room.messages()
                ],
            ),
        )

    def _numbers(self, who: str) -> str:
        return str(self._standing(who, lambda room: room.numbers()))


@pytest.fixture(scope="module")
def with_it(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """One for all tests here: each ends the closed parts that it opens, and nobody else
    can tell.
    """
    path = tmp_path_factory.mktemp("held") / "chairside.db"
    shutil.copy(migrated_file, path)
    with closing(Database.open(f"sqlite:///{path}", new_vault())) as database:
        held = Held(database, closed=True)
        yield held
        held.conference.close()


@pytest.fixture
def without(postgres_database: Database) -> Iterator[Held]:
    held = Held(postgres_database, closed=False)
    yield held
    held.conference.close()


def test_for_everybody_else_it_is_as_if_it_had_not_taken_place(
    with_it: Held, without: Held
) -> None:
    for who in NOT_IN_IT:
        assert with_it.surfaces(who) == without.surfaces(who), who
    channel = with_it.conference.look(record)
    assert channel.closed_parts == ()


def test_those_who_were_in_it_have_it(with_it: Held) -> None:
    for who in IN_IT:
        assert SECRET in with_it.lines(who), who
        copy = with_it.conference.look(record, account_of(who))
        assert SECRET in copy.closed_parts[0].model_dump_json()
        assert SECRET not in copy.model_copy(update={"closed_parts": ()}).model_dump_json()
        assert SECRET not in str(with_it.conference.look(board, account_of(who))), (
            "the board is for sharing on a screen"
        )


def test_nobody_else_can_speak_in_it(with_it: Held) -> None:
    with_it.press("chair", "closed.open", values=_again(with_it), part=False)
    for who in (*NOT_IN_IT, "nobody"):
        for command in ("answer.form", "answer.submit", "agenda.next", "rollcall.submit", "reveal"):
            reply = with_it.press(who, command, with_it.now_on, {"text": "I was not asked."})
            assert reply.card
            assert say("dispatch.nowhere") in str(reply.card), (who, command)
    with_it.press("chair", "closed.end")


def test_nothing_but_talking_is_done_in_it_by_anybody(with_it: Held) -> None:
    with_it.press("chair", "closed.open", values=_again(with_it), part=False)
    for who, command in (
        ("chair", "close.form"),
        ("chair", "decision.form"),
        ("mum", "plan.form"),
        ("chair", "handover.form"),
    ):
        assert say("closed.not_here") in str(with_it.press(who, command).card), command
    with_it.press("chair", "closed.end")
    for who, command in (
        ("chair", "record.approve"),
        ("mum", "feedback.form"),
        ("chair", "core_group.begin"),
    ):
        assert say("closed.not_here") in str(with_it.press(who, command).card), command


def test_ending_is_not_the_main_thing_while_answers_are_missing_and_asks_while_some_are_hidden(
    with_it: Held,
) -> None:
    with_it.press("chair", "closed.open", values=_again(with_it, "score/2"), part=False)
    assert _end(with_it) == ("plain", "closed.end")
    with_it.press("mum", "answer.submit", with_it.now_on, {"score": "2", "why": SECRET})
    assert _end(with_it) == ("plain", "closed.end_form")
    asked = with_it.press("chair", "closed.end_form").card
    assert asked
    assert say("closed.end_sealed") in twin(asked)
    assert SECRET not in twin(asked)
    with_it.press("chair", "reveal", with_it.now_on)
    assert _end(with_it) == ("main", "closed.end")
    with_it.press("chair", asked.buttons[0].command)
    assert say("closed.over") in with_it.lines("mum")


def _end(held: Held) -> tuple[str, str]:
    """The button that ends it, on the chair's panel as it is now."""
    scenes = held.conference.dispatcher.look(
        held.part, account_of("chair"), lambda scene: draw(scene, "panel").buttons
    )
    return next(
        (button.style, button.command)
        for button in scenes
        if button.command.startswith("closed.end")
    )


def test_it_can_be_held_in_a_break_and_the_chair_sees_that_it_is_still_open(with_it: Held) -> None:
    with_it.press("chair", "pause.start", part=False)
    assert say("closed.opened") in str(
        with_it.press("chair", "closed.open", values=_again(with_it), part=False).card
    )
    with_it.press("chair", "pause.end", part=False)
    assert say("closed.still_open") in str(with_it.press("chair", "close.form", part=False).card)
    with_it.press("chair", "closed.end")
    assert say("closed.still_open") not in str(
        with_it.press("chair", "close.form", part=False).card
    )


def test_it_is_no_rehearsal_of_its_own(with_it: Held) -> None:
    with with_it.conference.database.read() as session:
        assert [meeting.room for meeting in rehearsals(session)] == [with_it.conference.room]
        assert find_rehearsal(session, with_it.part.removeprefix("web:")) is None


def test_only_the_chair_opens_one_and_one_at_a_time(with_it: Held) -> None:
    values = _again(with_it)
    for who in ("mum", "minute_taker", "social_worker"):
        assert say("dispatch.not_yours") in str(
            with_it.press(who, "closed.open", values=values, part=False).card
        )
    assert say("closed.opened") in str(
        with_it.press("chair", "closed.open", values=values, part=False).card
    )
    assert say("closed.one_at_a_time") in str(
        with_it.press("chair", "closed.open", values=values, part=False).card
    )
    assert say("closed.not_one") in str(with_it.press("chair", "closed.end", part=False).card)
    with_it.press("chair", "closed.end")


def _again(held: Held, question: str = "who_helps") -> dict[str, str]:
    return {
        "who": held.conference.ids["mum"],
        "ask": held.conference.steps[question],
        "why": "Once more.",
    }


def test_in_a_rehearsal_the_others_answer_for_whoever_sits_in_it_and_for_nobody_else(
    sqlite_database: Database,
) -> None:
    held = Held(sqlite_database, closed=False)
    held.press("chair", "closed.open", values=_again(held), part=False)
    dispatcher, room = held.conference.dispatcher, held.conference.room
    answers = load_family("fennimore").answers["who_helps"]
    version = held.conference.look(lambda scene: scene.meeting.version)
    assert Player(dispatcher, room, "chair").play_item()
    held.conference.deliver()
    assert str(answers["mum"]) in held.lines("mum")
    assert held.conference.look(lambda scene: scene.meeting.version) == version
    assert Player(dispatcher, room, "gran").play_item()
    assert held.conference.look(lambda scene: scene.meeting.version) > version
    held.conference.close()


def test_after_a_handover_the_new_chair_is_told_nothing_of_it_and_is_not_held_up_by_it(
    sqlite_database: Database,
) -> None:
    held = Held(sqlite_database, closed=False)
    held.press("chair", "closed.open", values=_again(held), part=False)
    before = held.lines("minute_taker")
    over = {"person": held.conference.ids["minute_taker"], "reason": "My line broke."}
    assert held.press("chair", "handover.submit", values=over, part=False).done
    held.conference.deliver()
    assert "smaller group" not in held.lines("minute_taker").removeprefix(before).replace(
        say("closed.title"), ""
    )
    form = held.press("minute_taker", "close.form", part=False).card
    assert say("closed.still_open") not in str(form)
    opened = held.press(
        "minute_taker",
        "closed.open",
        values=_again(held) | {"who": held.conference.ids["gran"]},
        part=False,
    )
    assert say("closed.opened") in str(opened.card)
    assert held.press("chair", "closed.end").done, "who opened it still leads it"
    held.conference.close()


def test_when_its_chair_is_taken_off_the_list_somebody_in_it_is_asked_by_name(
    sqlite_database: Database,
) -> None:
    held = Held(sqlite_database, closed=False)
    both = f"{held.conference.ids['mum']},{held.conference.ids['minute_taker']}"
    held.press("chair", "closed.open", values=_again(held) | {"who": both}, part=False)
    part, step = held.part, held.now_on
    assert held.press("mum", "answer.submit", step, {"text": SECRET}) == Reply()
    _handed_over(held)
    (without,) = _taken_off(held)
    assert without.room == held.conference.room
    assert without.words == say(
        "staff.asked_to_take_over", names=["Dot Ellery"], name="Imran Sadler"
    )
    assert say("staff.chairless") in held.lines("mum")
    assert say("staff.chairless") not in held.lines("gran")
    for who, may in (("mum", False), ("gran", False), ("minute_taker", True)):
        assert _in(held, part, who, "chair.take").done == may, who
    assert _in(held, part, "minute_taker", "closed.end").done
    held.conference.deliver()
    assert say("closed.over") in held.lines("mum")
    for who, knows in (("mum", True), ("minute_taker", True), ("social_worker", False)):
        copy = held.conference.look(record, account_of(who)).model_dump_json()
        assert (SECRET in copy) == knows, who
    assert SECRET not in held.lines("gran")
    assert audit_order(sqlite_database, {"audit": "verify"})["faults"] == []
    held.conference.close()


def test_after_a_handover_nobody_is_told_that_it_ended_without_its_chair(
    sqlite_database: Database,
) -> None:
    held = Held(sqlite_database, closed=False)
    held.press("chair", "closed.open", values=_again(held), part=False)
    part, step = held.part, held.now_on
    assert held.press("mum", "answer.submit", step, {"text": SECRET}) == Reply()
    _handed_over(held)
    before = {who: held.lines(who) for who in ("minute_taker", "gran")}
    assert _taken_off(held) == []
    assert say("closed.over") in held.lines("mum")
    assert SECRET in held.conference.look(record, account_of("mum")).model_dump_json()
    assert {who: held.lines(who) for who in before} == before
    assert not _in(held, part, "minute_taker", "chair.take").done
    held.conference.close()


def test_when_nobody_in_it_may_take_over_it_ends_and_all_that_was_said_is_kept(
    sqlite_database: Database,
) -> None:
    held = Held(sqlite_database, closed=False)
    ask = ",".join(held.conference.steps[name] for name in ("who_helps", "score/2"))
    held.press("chair", "closed.open", values=_again(held) | {"ask": ask}, part=False)
    part = held.part
    first = held.now_on
    held.press("mum", "answer.submit", first, {"text": SECRET})
    while (step := held.now_on) == first:
        held.press("chair", "agenda.next", "anyway")
    assert held.press("mum", "answer.submit", step, {"score": "2", "why": HIDDEN}) == Reply()
    others = {who: held.lines(who) for who in ("gran", "social_worker")}
    (without,) = _taken_off(held)
    assert "smaller" not in without.words
    assert say("closed.over") in held.lines("mum")
    copy = held.conference.look(record, account_of("mum")).model_dump_json()
    assert (SECRET in copy, HIDDEN in copy) == (True, False)
    for command, values in (("answer.submit", {"text": SECRET}), ("closed.end", {})):
        assert not _in(held, part, "mum", command, step, values).done
    for who, before in others.items():
        told = held.lines(who).removeprefix(before)
        assert say("staff.chairless") in told
        assert "smaller group" not in told
    held.press("minute_taker", "chair.take", part=False)
    held.conference.deliver()
    assert SECRET not in held.lines("minute_taker")
    assert SECRET not in held.conference.look(record, account_of("minute_taker")).model_dump_json()
    assert held.press(
        "minute_taker",
        "closed.open",
        values=_again(held) | {"who": held.conference.ids["gran"]},
        part=False,
    ).card == Card(say("closed.opened"), (Text(say("closed.opened_text")),))
    held.conference.close()


def _taken_off(held: Held) -> list[MeetingWithoutChair]:
    """The operator takes the chair off the list."""
    found = held.conference.dispatcher.in_the_office(
        OPERATOR, lambda office: remove_staff(office, account_of("chair"))
    )
    held.conference.deliver()
    return found


def _in(
    held: Held,
    part: str,
    who: str,
    command: str,
    target: str = "",
    values: dict[str, str] | None = None,
) -> Reply:
    """Somebody presses something in a closed part that the chair may be gone from."""
    key = f"{who}/{command}/{held.conference.now}"
    held.conference.passes(seconds=1)
    pressed = Command(key, command, account_of(who), part, target, values or {})
    return held.conference.dispatch(drawn_now(held.conference.dispatcher, pressed))


def _handed_over(held: Held) -> None:
    over = {"person": held.conference.ids["minute_taker"], "reason": "My line broke."}
    assert held.press("chair", "handover.submit", values=over, part=False).done
    held.conference.deliver()


def test_what_a_lock_screen_shows_of_it_is_what_it_shows_of_everything(with_it: Held) -> None:
    with_it.press("chair", "closed.open", values=_again(with_it), part=False)

    def notices(scene: Scene) -> set[str]:
        return {draw(scene, slot).notice for slot in ("welcome", "closed_over")}

    assert with_it.conference.dispatcher.look(with_it.part, account_of("mum"), notices) == {
        with_it.conference.look(lambda scene: draw(scene, "welcome").notice)
    }
    with_it.press("chair", "closed.end")
