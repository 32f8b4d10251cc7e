"""The whole life of a small conference, with closed parts in it or without, and all that one person
can get of it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from sqlalchemy import select

from bot.documents.word import as_word
from bot.spine.clock import Clock
from handlers.after.feedback.results import said_in
from handlers.after.feedback.results_paper import results_csv, results_paper
from handlers.after.letters.letters import letter_of
from handlers.after.record.record import parts_of, record
from handlers.after.record.record_paper import record_paper
from handlers.grammar.command import Command
from handlers.grammar.registry import NothingToShow, draw
from handlers.grammar.scene import Scene
from handlers.meeting.board import board
from handlers.meeting.mine import mine
from handlers.plan.course import course
from prompts.card import to_json
from storage.book import CHANNEL, Book
from storage.database import Database
from storage.outbox import delivered, lease, meeting_of
from storage.room import numbers
from storage.tables import Meeting, Post
from storage.tracker import arrivals
from tests.kit.drawn import drawn_now
from tests.kit.small_room import PEOPLE, ROOM, SmallRoom

SECRET = "I am afraid when the back door opens at night."
OTHERS = ("mum", "gran", "social_worker", "teacher", "nurse", "minute_taker", "observer")
POINTS = ("talked", "judged", "decided", "planned", "at the end")
NAMES = {who: name for who, name, *_ in PEOPLE}
_SAID = {
    "text": SECRET,
    "what": SECRET,
    "score": "2",
    "why": SECRET,
    "wish": SECRET,
    "plan": "child_in_need",
}
_ID = re.compile(r"[0-9a-f]{32}")
_LATER = datetime(2025, 12, 3, 9, 0, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    """A closed part: when, with whom besides the chair, what is asked, and whether it is ended
    before the conference goes on.
    """

    point: str
    who: tuple[str, ...]
    ask: tuple[str, ...]
    ends: bool = True


class Life(SmallRoom):
    """From the roll-call to the core group after the conference.

    `others` is what all but those who attend apart say.
    """

    def __init__(
        self, database: Database, parts: Iterable[Part] = (), apart: str = "", others: str = "Mia"
    ) -> None:
        super().__init__(database)
        self._parts, self._apart, self._others = tuple(parts), apart, others
        self.told: dict[str, list[str]] = {}
        if apart:
            self.send("chair", "apart.submit", who=self.id(apart), why=SECRET)
        self._hears_what_people_say()
        self._decides()
        self._closes()

    async def goes_on(self) -> None:
        """What comes after: letters and record are signed off, people say how it was, reminders
        ring, the core group begins.
        """
        self.send("chair", "letter.approve")
        self.send("social_worker", "debrief.submit", people=self.id("mum"), words=self._others)
        self.send(
            "chair",
            "correct.submit",
            "summary",
            words=f"{self._others} is safe now.",
            why=self._others,
        )
        self.send("chair", "record.approve")
        for who in ("mum", "teacher"):
            self.attempt(who, "feedback.submit", heard="yes", better=self._others)
        self._keep_what_was_told()
        for at in (_LATER, _LATER.replace(day=8)):
            self._now = max(self._now, at)
            await Clock(self.dispatcher).do_what_is_due()
            self._keep_what_was_told()
        self.before = {who: "\n".join([*self.papers(who), *self.surfaces(who)]) for who in OTHERS}
        self.send("social_worker", "core_group.begin")
        self.attempt("mum", "rollcall.submit", name="Kerry", understood="yes")
        self._keep_what_was_told()
        self.after = {who: "\n".join(self.surfaces(who)) for who in OTHERS}

    def all_that(self, who: str) -> str:
        """All that somebody could get in that life, with ids counted off."""
        told = [
            line for name in (*self._channel(who), NAMES[who]) for line in self.told.get(name, [])
        ]
        text = "\n".join([*told, self.before[who], self.after[who]])
        names: dict[str, str] = {}
        return _ID.sub(lambda found: names.setdefault(found[0], f"#{len(names)}"), text)

    def papers(self, who: str) -> Iterator[str]:
        """What somebody can open and keep. Who has no account opens nothing."""
        if who != "gran":
            yield self.see(who, lambda scene: record(scene).model_dump_json(indent=1))
            yield repr([self.see(who, view) for view in (record_paper, _results)])
            yield self._in_word(who) if who == "nurse" else ""
            yield repr(
                self.see(
                    who,
                    lambda scene: [letter_of(scene, letter.id) for letter in scene.book.letters()],
                )
            )

    def _in_word(self, who: str) -> str:
        """The Word file is made of the paper: it is enough to see what one person gets."""
        return "".join(
            Document(BytesIO(as_word(self.see(who, record_paper), _LATER))).element.body.itertext()
        )

    def surfaces(self, who: str) -> Iterator[str]:
        """What somebody sees now: own list, board, course, each card that stands anywhere for them,
        and the tracker.
        """
        if who != "gran":
            yield repr(self.dispatcher.look_everywhere(who, mine))
            yield repr([self.see(who, view) for view in (board, course)])
        with self.dispatcher.database.read() as session:
            for meeting in session.scalars(
                select(Meeting).where(Meeting.room == ROOM).order_by(Meeting.started_at)
            ):
                scene = self.dispatcher.scene(Book(session, meeting), None)
                person = next(person for person in scene.book.people if person.name == NAMES[who])
                yield repr([answer.body for answer in scene.book.answers(person)])
                yield (
                    f"{meeting.state} "
                    f"{numbers(session, [meeting.id])[meeting.id].seen_by(person.id)}"
                )
                audiences = (*self._channel(who), person.id)
                posts = select(Post).where(
                    Post.meeting_id == meeting.id, Post.audience.in_(audiences)
                )
                for post in session.scalars(posts.order_by(Post.audience != CHANNEL, Post.place)):
                    shown = _drawn(
                        scene.seen_by(person if post.audience != CHANNEL else None), post.slot
                    )
                    yield f"{post.audience} {post.slot} {post.place} {post.wanted} {shown}"
            yield repr(arrivals(session, since=_LATER.date().replace(year=2020), rehearsals=False))

    def _channel(self, who: str) -> tuple[str, ...]:
        """The channel, for whom it is there: not for somebody who attends apart."""
        return () if who == self._apart else (CHANNEL,)

    # -- the conference

    def _hears_what_people_say(self) -> None:
        self.go_to("harm")
        self.attempt(
            "mum", "answer.submit", self.step(), what=f"{self._others} was alone on Friday."
        )
        self._at("talked")
        for answer in self.see(None, lambda scene: [row.id for row in scene.book.answers(None)]):
            self.send("minute_taker", "point.submit", answer, words=f"{self._others}, on Friday.")
        self.go_to("score")
        for who, score in (("mum", "4"), ("teacher", "5"), ("nurse", "6")):
            self.attempt(who, "answer.submit", self.step(), score=score, why=self._others)
        self.send("chair", "reveal", self.step())
        self._at("judged")

    def _decides(self) -> None:
        self.go_to("recommendation")
        self.attempt("mum", "answer.submit", self.step(), wish=f"Help for {self._others}.")
        self.attempt("nurse", "answer.submit", self.step(), plan="child_in_need", why=self._others)
        self.send("chair", "reveal", self.step())
        self.go_to("decision")
        self.send(
            "chair", "decision.submit", self.step(), plan="child_in_need", why="Gran is there."
        )
        self._at("decided")
        child = self.see("chair", lambda scene: scene.meeting.children[0].id)
        self.attempt("teacher", "dissent.submit", child, words=f"I worry about {self._others}.")
        self.go_to("actions")
        for who, what in (("mum", "Ring the school"), ("social_worker", "Mend the gate")):
            text = f"{what} for {self._others}."
            self.attempt(
                "chair",
                "plan.submit",
                "actions",
                what=text,
                owners=self.id(who),
                by_when="2025-12-03",
                side="family",
            )
        self.send("chair", "plan.submit", "first_core_group", date="2025-12-08", place="At school")
        self._at("planned")

    def _closes(self) -> None:
        self.go_to("summary")
        self._at("at the end")
        self.send("chair", "close.submit", text=f"{self._others} is safe.")

    # -- closed parts

    def _at(self, point: str) -> None:
        self._keep_what_was_told()
        now = self._now
        for part in self._parts:
            if part.point == point:
                self._talk_apart(part)
                self._keep_what_was_told()
        self._now = now  # what others see tells the time, and they might as well have had a break

    def _talk_apart(self, part: Part) -> None:
        steps = self.see(
            "chair", lambda scene: {step.question: step.id for step in scene.meeting.steps}
        )
        who, ask = (
            ",".join(self.id(name) for name in part.who),
            ",".join(steps[name] for name in part.ask),
        )
        self.send("chair", "closed.open", who=who, ask=ask, why=SECRET)
        for name in part.who:
            self._says(name, "rollcall.submit", name=NAMES[name], understood="yes")
        for _ in range(2 * len(part.ask)):
            for name in part.who:
                self._says(name, "answer.submit", **_SAID)
            self._says("chair", "reveal")
            self._says("chair", "agenda.next")
        if part.ends:
            self._says("chair", "closed.end")

    def _says(self, who: str, name: str, /, **values: str) -> None:
        """Somebody of the part presses something there; the chair, for somebody on the phone."""

        def look(scene: Scene) -> tuple[str, str, str]:
            part = next(part for part in parts_of(scene) if part.meeting.state == "open")
            person = next(person for person in part.book.people if person.name == NAMES[who])
            return part.meeting.room, part.meeting.step_id or "", person.id

        room, step, person = self.see("chair", look)
        actor, whose = ("chair", f":{person}") if who == "gran" else (who, "")
        about = {
            "rollcall.submit": person,
            "answer.submit": f"{step}{whose}",
            "agenda.next": "anyway",
        }
        target = about.get(name, "")
        pressed = Command(f"key-{next(self._keys)}", name, actor, room, target, values)
        self.dispatcher.dispatch(drawn_now(self.dispatcher, pressed))

    def _keep_what_was_told(self) -> None:
        """Takes what waits to be shown, as a platform would, and keeps for whom it was."""
        with self.dispatcher.database.session() as session:
            while leased := lease(session, self._now):
                scene = self.dispatcher.scene(Book(session, meeting_of(session, leased)), None)
                person = scene.book.person(leased.audience)
                name = person.name if person else leased.audience
                self.told.setdefault(name, []).append(
                    f"{leased.slot} {leased.wanted} {leased.place}"
                )
                delivered(session, leased, "ref", self._now)


def _drawn(scene: Scene, slot: str) -> str:
    try:
        return to_json(draw(scene, slot))
    except NothingToShow as nothing:
        return to_json(nothing.card)


def _results(scene: Scene) -> list[object]:
    """What people said about meetings, as a paper and for a spreadsheet."""
    said = [said_in(scene)]
    return [results_paper(said, scene.now), results_csv(said)]
