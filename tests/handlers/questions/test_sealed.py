"""Sealed is sealed on every surface: what somebody answered makes no difference to anything that
anybody else can see.

Two conferences take the same course, in any order of commands by anybody, and differ in one
person's sealed answers alone.
"""

import logging
import re
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import handlers.plan.entries
import storage.outbox
import storage.tables.rows
from bot.rehearsal.staff import name_sample_staff
from handlers.grammar import drawn_for
from handlers.grammar.command import Command, Reply
from prompts.words import say
from storage.database import Database
from storage.tables import Answer
from tests.kit.conference import Conference
from tests.kit.naming import LONG_BEFORE
from tests.kit.surfaces import WebWall, surfaces

PASS: dict[str, str] = {}
SEALED = {
    ("score/1", "mum"): (
        {"score": "0", "why": "unseen zero", "up": "unseen step"},
        {"score": "10", "why": "My attachment to unseen siblings"},
        {"score": "7"},
        PASS,
    ),
    ("recommendation/1", "gran"): (
        {"wish": "An unseen wish."},
        {"wish": "Unseen respite from placement."},
        PASS,
    ),
    ("recommendation/1", "social_worker"): (
        {"plan": "child_protection", "category": "neglect", "why": "unseen neglect"},
        {"plan": "neither", "why": "unseen, no further action"},
        PASS,
    ),
}
PEOPLE = ("chair", "mum", "gran", "social_worker", "health_visitor", "teacher", "minute_taker")
ANSWER = {
    "score": "5",
    "why": "I say.",
    "wish": "I wish.",
    "plan": "child_in_need",
    "text": "I say.",
}
MOVES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("answer.submit", "{step}", ANSWER),
    ("answer.pass", "{step}", {}),
    ("answer.agree", "{step}", {}),
    ("answer.form", "{step}", {}),
    ("answer.form", "{step}:{author}", {}),
    ("answer.submit", "{step}:{author}", ANSWER),
    ("phone.choose", "", {"person": "{author}"}),
    ("agenda.next", "anyway", {}),
    ("agenda.back", "", {}),
    ("agenda.park", "", {}),
    ("agenda.resume", "{step}", {}),
    ("agenda.skip", "", {"reason": "Enough for today."}),
    ("agenda.order", "", {"step": "{step}", "reason": "Back to it."}),
    ("ask.again", "", {}),
    ("ask.nudge", "", {}),
    ("reveal.form", "", {}),
    ("timer.start", "", {}),
    ("pause.start", "", {}),
    ("pause.end", "", {}),
    ("rollcall.submit", "", {"name": "Me", "understood": "yes"}),
    ("rollcall.leave", "", {}),
    ("handover.submit", "", {"person": "{minute_taker}", "reason": "My line."}),
    ("point.list", "", {}),
    ("point.form", "{answer}", {}),
    ("point.agree", "{answer}", {}),
    ("point.submit", "new:harm", {"words": "A point."}),
    ("decision.form", "", {}),
    ("decision.submit", "", {"plan": "child_in_need", "why": "I decide."}),
    ("dissent.submit", "{child}", {"words": "I do not agree."}),
    ("plan.submit", "bottom_lines", {"what": "Somebody is there."}),
    ("plan.list", "bottom_lines", {}),
    ("board.link", "", {}),
    ("close.form", "", {}),
    ("close.submit", "", {"text": "We agreed.", "stay_hidden": "yes"}),
    ("record.approve", "", {}),
)
THE_SECRET = -1
CLOSES = next(n for n, (name, _, _) in enumerate(MOVES) if name == "close.submit")


@dataclass(frozen=True)
class Course:
    """What happens: whose secret to which question, told in two ways, and who does what
    around it.
    """

    question: str
    author: str
    told: tuple[dict[str, str], dict[str, str]]
    moves: list[tuple[str, int]]


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Any course in which the author answers at least once."""
    question, author = draw(st.sampled_from(sorted(SEALED)))
    answers = SEALED[question, author]
    one, other = draw(st.permutations(range(len(answers))))[:2]
    move = st.tuples(st.sampled_from(PEOPLE), st.integers(0, len(MOVES) - 1))
    again = st.just((author, THE_SECRET))
    moves = draw(st.lists(move | again, min_size=3, max_size=14))
    return Course(question, author, (answers[one], answers[other]), [(author, THE_SECRET), *moves])


class Ids:
    """Ids that are the same in both conferences but for the letter in front, which says whose turn
    it is.
    """

    def __init__(self) -> None:
        self.letter = "a"
        self._given: Counter[str] = Counter()

    def begin(self, letter: str, number: int) -> None:
        """Gives ids to a conference of its own from now on."""
        self.letter, self._given[letter] = letter, number << 16

    def next(self) -> str:
        """A fresh id."""
        self._given[self.letter] += 1
        return f"{self.letter}{self._given[self.letter]:031x}"


@pytest.fixture
def ids(monkeypatch: pytest.MonkeyPatch) -> Ids:
    """Ids of rows, in place of random ones."""
    given_out = Ids()
    for module in (storage.tables.rows, storage.outbox, handlers.plan.entries):
        monkeypatch.setattr(module, "new_id", given_out.next)
    # What a control was drawn for may be a digest of ids, which nobody could even out later.
    digest = drawn_for._short
    monkeypatch.setattr(drawn_for, "_short", lambda texts: digest([evened(one) for one in texts]))
    return given_out


def evened(text: str) -> str:
    """A text with ids that are the same in both conferences."""
    return re.sub(r"\b[ab]([0-9a-f]{31})\b", r"#\1", text)


class Told:
    """One of the two conferences, and all that its people other than the author have been told."""

    def __init__(
        self, database: Database, ids: Ids, course: Course, letter: str, number: int
    ) -> None:
        self._ids, self.letter, self.course = ids, letter, course
        self._secrets = count(1)
        self.secret = course.told["ab".index(letter)]
        self.replies: list[str] = []
        self.logs: list[str] = []
        name_sample_staff(
            database, LONG_BEFORE
        )  # both find them named, so that neither uses up ids for it
        ids.begin(letter, number)
        self.conference = Conference(
            database, room=f"web:{letter}{number}", platform=WebWall(database)
        )
        self.conference.begins_with(course.question)
        self.step = self.conference.now_on
        people, child = self.conference.ids, self.conference.child("Posy")
        self._names = {
            "step": self.step,
            "author": people[course.author],
            "minute_taker": people["minute_taker"],
            "child": child,
        }

    def make(self, who: str, move: int) -> bool:
        """Somebody does something, or tries; the author's secret goes in as this conference tells
        it.
        """
        name, target, values = (
            MOVES[move] if move != THE_SECRET else (_secret(self.secret), "{step}", self.secret)
        )
        names = {**self._names, "answer": self._answer()}
        self._ids.letter = self.letter
        filled = {field: value.format(**names) for field, value in values.items()}
        account, about = f"web:{who}", target.format(**names)
        send = self._as_a_form_is_sent if move == THE_SECRET else self.conference.send
        reply = send(name, account, about, filled)
        if who != self.course.author:
            self.replies.append(f"{name}: {reply}")
        return reply.done

    def _as_a_form_is_sent(
        self, name: str, account: str, target: str, values: dict[str, str]
    ) -> Reply:
        """First comes the hint, where there are words that not everybody knows; then they go out as
        they are.
        """
        room = self.conference
        room.passes(seconds=1)
        command = Command(
            f"{room.room}/secret/{next(self._secrets)}", name, account, room.room, target, values
        )
        reply = room.dispatch(command)
        if reply.card and reply.card.title == say("hints.title"):
            return room.dispatch(replace(command, target=reply.card.buttons[-1].target, values={}))
        return reply

    def seen(self) -> dict[str, str]:
        """What others see, with ids that are the same in both conferences."""
        self._ids.letter = self.letter
        self.conference.deliver()
        found = surfaces(
            self.conference.dispatcher, self.conference.room, f"web:{self.course.author}"
        )
        found["replies"] = "\n".join(self.replies)
        return {self._evened(name): self._evened(text) for name, text in found.items()}

    def reveal(self) -> bool:
        """The author says it once more and the chair shows all, if the course has left that
        possible.
        """
        self._ids.letter = self.letter
        leader = self.conference.look(lambda scene: scene.chair.account or "")
        for command in ("pause.end", "agenda.resume"):
            self.conference.send(command, leader, self.step)
        return (
            self.make(self.course.author, THE_SECRET)
            and self.conference.send("reveal", leader, self.step).done
        )

    def _answer(self) -> str:
        with self.conference.database.read() as session:
            mine = select(Answer.id).where(
                Answer.step_id == self.step,
                Answer.author_id == self._names["author"],
                Answer.current,
            )
            return session.scalar(mine) or ""

    def _evened(self, text: str) -> str:
        return evened(text).replace(self.conference.room, "web:here")


def _secret(values: dict[str, str]) -> str:
    return "answer.submit" if values else "answer.pass"


_examples = count(1)


@given(course=courses())
@example(
    Course(
        "recommendation/1",
        "social_worker",
        (SEALED["recommendation/1", "social_worker"][0], PASS),
        [("social_worker", THE_SECRET), ("chair", CLOSES)],
    )
)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
    print_blob=True,
)
def test_a_sealed_answer_makes_no_difference_to_anybody_else(
    database: Database, ids: Ids, caplog: pytest.LogCaptureFixture, course: Course
) -> None:
    caplog.set_level(logging.DEBUG)
    number = next(_examples)
    with ExitStack() as stack:
        twins = [Told(database, ids, course, letter, number) for letter in "ab"]
        for twin in twins:
            stack.callback(twin.conference.close)
            caplog.clear()
            for who, move in course.moves:
                twin.make(who, move)
            twin.logs = [record.getMessage() for record in caplog.records]
        one, other = (twin.seen() for twin in twins)
        assert one == other
        assert twins[0].logs == twins[1].logs
        assert "unseen" not in f"{one} {twins[0].logs}"
        for twin in twins:
            if twin.reveal():
                words = next(
                    (value for name, value in twin.secret.items() if name in ("why", "wish")), ""
                )
                assert words in twin.conference.channel_now(f"reveal:{twin.step}")
