"""A random walk: people press what is drawn for them, and sometimes what is not, with whatever
words, and all of it has to hold.

Most presses are of buttons that are really on somebody's cards, with forms filled in as people do.
Some are mutated: any
command, any target, hostile values. After some steps everything is looked at: see
`Walk.look_at_everything`.
"""

import json
import random
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.grammar.command import Reply
from handlers.grammar.registry import NothingToShow, commands, draw
from handlers.grammar.roles import CLOCK, SETTING_UP
from handlers.grammar.scene import Scene
from handlers.questions.sealed_steps import sealed_steps
from prompts.card import Button, Card, Field
from prompts.plain import twin
from storage.book import CHANNEL, Book
from storage.database import Database
from storage.room_names import in_the_name_of
from storage.tables import Meeting, Person, Post
from tests.kit.conference import Conference
from tests.kit.dump import as_it_reads
from tests.kit.preparing import BeforeTheDay

HOSTILE = (
    *(
        "",
        " ",
        "\0",
        "\ud83d",
        "‮\x07\x1b[31m",
        "x" * 5000,
        "<b>&amp;</b>",
        "'; drop table person; --",
        "{}",
        "[]",
        "null",
    ),
    *(
        "-1",
        "11",
        "1e9",
        "٣",
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "2026-W10-1",
        "25:99",
        '[{"account": 1}]',
        "yes,no",
    ),
)
TARGETS = (
    "",
    "nobody",
    "section:actions",
    "entry:",
    "new:harm",
    "point:",
    "summary",
    "part:opening",
    ":",
    "/",
    "x" * 290,
)
VALUES = (
    "text",
    "which",
    "reason",
    "why",
    "on",
    "date",
    "score",
    "who",
    "members",
    "words",
    "setup",
    "then",
    "member",
    "role",
)
# What these keep holds until somebody writes it again: a name, a day and a place, a note, a letter
# that is not signed.
SETTINGS = (
    "setup.person",
    "setup.day",
    "setup.children",
    "conference.",
    "rollcall.",
    "task.",
    "letter.",
    "core_group.move",
)
# What these were given is what people said: each word of it is there the moment that it is
# acknowledged.
SAID = (
    "answer.submit",
    "plan.submit",
    "dissent.submit",
    "agenda.skip",
    "decision.submit",
    "close.submit",
    "point.submit",
)
_WORD = re.compile(r"word\d+q")
_CLOCKS = frozenset(name for name, entry in commands.items() if entry.by <= CLOCK)
_NAMES = tuple(sorted(commands.keys() - _CLOCKS))


@dataclass
class Found:
    """What came of it."""

    commands: int = 0
    done: int = 0
    names: set[str] = field(default_factory=set)
    uncaught: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """A line for the log of a run."""
        tried = (
            f"{self.commands} commands ({self.done} done, {len(self.names)} of {len(_NAMES)} kinds)"
        )
        faults = (
            f"{len(self.uncaught)} uncaught, {len(self.stuck)} stuck "
            f"rooms, {len(self.lost)} words lost"
        )
        return f"{tried}: {faults}, {len(self.shown)} hidden answers shown"

    @property
    def faults(self) -> list[str]:
        """All that should not be."""
        return [*self.uncaught, *self.stuck, *self.lost, *self.shown]


class Walk:
    """One conference, pressed at random."""

    def __init__(self, conference: Conference, seed: int, found: Found) -> None:
        self._conference, self._chance, self._found = conference, random.Random(seed), found
        self._where = f"walk {seed}"
        self._forms: dict[str, tuple[str, Card]] = {}
        self._new: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self._words = 0

    def goes(self, steps: int, until: float) -> None:
        """Presses so often, or until the time is up, and looks at everything now and then."""
        for step in range(1, steps + 1):
            self._presses()
            if step % 25 == 0:
                self.look_at_everything()
            if monotonic() > until:
                break
        self.look_at_everything()

    # -- pressing

    def _presses(self) -> None:
        self._time_passes()
        actor = self._actor()
        room, button, values = (
            self._mutated() if self._chance.random() < 0.25 else self._drawn(actor)
        )
        found = self._found
        found.commands += 1
        found.names.add(button.command)
        try:
            reply = self._send(room, button, actor, values)
        except Exception as fault:
            found.uncaught.append(f"{self._where}: {button.command} raised {fault!r}")
            return
        if reply.failed:
            found.uncaught.append(
                f"{self._where}: {button.command} failed with {values!r}, about {button.target!r}"
            )
        if reply.card and reply.card.buttons:
            self._forms[actor] = room, reply.card
        if reply.done and commands[button.command].changes:
            found.done += 1
            self._remember(button.command, values)

    def _send(self, room: str, button: Button, actor: str, values: dict[str, str]) -> Reply:
        here, self._conference.room = self._conference.room, room
        try:
            return self._conference.send(button.command, actor, button.target, values)
        finally:
            self._conference.room = here

    def _remember(self, command: str, values: dict[str, str]) -> None:
        if command.startswith(SETTINGS) or values.get("then") == "keep":
            return
        self._new |= {word: command for text in values.values() for word in _WORD.findall(text)}

    def _time_passes(self) -> None:
        if self._chance.random() < 0.03:
            self._conference.now += timedelta(hours=self._chance.randint(1, 72))
            try:
                self._conference.ticks()
            except Exception as fault:
                self._found.uncaught.append(f"{self._where}: a tick raised {fault!r}")

    def _actor(self) -> str:
        accounts = [account for account, _ in self._people() if account]
        leads = [account for account, role in self._people() if account and role in SETTING_UP]
        if leads and self._chance.random() < 0.45:
            return self._chance.choice(leads)
        return self._chance.choice([*accounts, "web:a-stranger"])

    def _people(self) -> list[tuple[str | None, str]]:
        try:
            return self._conference.look(
                lambda scene: [(person.account, person.role) for person in scene.book.people]
            )
        except LookupError:
            return []

    def _drawn(self, actor: str) -> tuple[str, Button, dict[str, str]]:
        """A button that is really there for somebody: on what they were answered last, or on a card
        of theirs.
        """
        room, card = self._forms.get(actor, ("", Card("")))
        if not card.buttons or self._chance.random() < 0.4:
            room, card = self._card_of(actor)
        if not card.buttons:
            return self._mutated()
        button = (
            card.buttons[0] if self._chance.random() < 0.6 else self._chance.choice(card.buttons)
        )
        fields = card.fields if button is card.buttons[0] else ()
        return room, button, {one.name: self._filled(one) for one in fields}

    def _card_of(self, actor: str) -> tuple[str, Card]:
        with self._conference.database.read() as session:
            rows = session.execute(
                select(Post.slot, Post.audience, Meeting, Person)
                .join(Meeting, Meeting.id == Post.meeting_id)
                .join(Person, Person.meeting_id == Meeting.id)
                .where(
                    Person.account == actor,
                    Person.attendance != "off",
                    Post.audience.in_((CHANNEL, Person.id)),
                )
            ).all()
            if not rows:
                return self._conference.room, Card("")
            slot, audience, meeting, person = self._chance.choice(rows)
            scene = self._conference.dispatcher.scene(
                Book(session, meeting), None if audience == CHANNEL else person
            )
            try:
                card = draw(scene, slot)
            except NothingToShow as nothing:
                card = nothing.card
            except Exception as fault:
                self._found.uncaught.append(f"{self._where}: drawing {slot} raised {fault!r}")
                card = Card("")
            return in_the_name_of(meeting.room, meeting.id), card

    def _mutated(self) -> tuple[str, Button, dict[str, str]]:
        """Anything at all."""
        ids = self._ids()
        target = self._chance.choice([*TARGETS, *self._chance.sample(ids, min(len(ids), 12))])
        values = {
            name: self._chance.choice([*HOSTILE, *ids[:3], self._word()])
            for name in self._chance.sample(VALUES, 4)
        }
        if self._chance.random() < 0.1:
            values["members"] = json.dumps([{"account": "web:mum", "name": "Carys"}])
        return self._conference.room, Button("", self._chance.choice(_NAMES), target), values

    def _ids(self) -> list[str]:
        with self._conference.database.read() as session:
            tables = (Person, Meeting, Post)
            found = [
                row for table in tables for row in session.scalars(select(table.id).limit(200))
            ]
            slots = [
                slot.partition(":")[2] for slot in session.scalars(select(Post.slot).limit(200))
            ]
        self._chance.shuffle(found)
        return [*found, *filter(None, slots)]

    def _filled(self, one: Field) -> str:
        if self._chance.random() < 0.1:
            return self._chance.choice(HOSTILE)
        values = [choice.value for choice in one.choices]
        match one.kind:
            case "choice":
                return self._chance.choice(values) if values else ""
            case "choices":
                return ",".join(
                    self._chance.sample(
                        values, self._chance.randint(min(1, len(values)), len(values))
                    )
                )
            case "score":
                return str(self._chance.randint(0, 10))
            case "date":
                day = self._conference.now.date() + timedelta(days=self._chance.randint(-3, 40))
                return day.isoformat()
            case "tick":
                return self._chance.choice(("yes", "yes", ""))
            case "member":
                return self._chance.choice(("", "web:mum", f"web:new{self._chance.randint(1, 4)}"))
        return "10:30" if one.limit == 5 else f"{self._word()} said"[: one.limit or None]

    def _word(self) -> str:
        self._words += 1
        return f"word{self._words}q"

    # -- looking

    def look_at_everything(self) -> None:
        """Every card can be drawn; nothing hidden shows; every word is there; somebody has a way
        on.
        """
        with self._conference.database.read() as session:
            for meeting in session.scalars(select(Meeting).where(Meeting.state != "planned")):
                book = Book(session, meeting)
                self._look_at(session, book)
        text = "\n".join(
            line for lines in as_it_reads(self._conference.database).values() for line in lines
        )
        there = set(_WORD.findall(text))
        for word, command in self._kept.items():
            if word not in there:
                self._found.lost.append(f"{self._where}: {word} of {command}")
        for word, command in self._new.items():
            if word not in there and command in SAID:
                self._found.lost.append(f"{self._where}: {word} of {command}, at once")
        self._kept = {
            word: command for word, command in (self._kept | self._new).items() if word in there
        }
        self._new = {}

    def _look_at(self, session: Session, book: Book) -> None:
        scene, found = self._conference.dispatcher.scene(book, None), self._found
        for step in sealed_steps(scene):
            if step.state == "done":
                found.shown.append(
                    f"{self._where}: {step.question} is done, and its answers were never shown"
                )
        hidden = self._hidden(scene)
        for person in (None, *book.people):
            for slot, card in self._cards(session, book, person):
                me = person.id if person else ""
                shown = {word for word in _WORD.findall(twin(card)) if hidden.get(word, me) != me}
                if shown:
                    found.shown.append(f"{self._where}: {slot} shows {shown}")
        self._is_not_stuck(scene)

    def _hidden(self, scene: Scene) -> dict[str, str]:
        """Words of answers under a seal, each with whose they are."""
        steps = sealed_steps(scene)
        found: dict[str, str] = {}
        for person in scene.book.people:
            for answer in scene.book.answers(person, steps):
                if answer.author_id == person.id:
                    found |= dict.fromkeys(_WORD.findall(answer.body), person.id)
                else:
                    self._found.shown.append(f"{self._where}: somebody sees what is hidden")
        return found

    def _cards(
        self, session: Session, book: Book, person: Person | None
    ) -> Iterator[tuple[str, Card]]:
        audience = person.id if person else CHANNEL
        scene = self._conference.dispatcher.scene(book, person)
        here = Post.meeting_id == book.meeting.id, Post.audience == audience
        slots = session.scalars(select(Post.slot).where(*here))
        for slot in slots.all():
            try:
                yield slot, draw(scene, slot)
            except NothingToShow as nothing:
                yield slot, nothing.card
            except Exception as fault:
                self._found.uncaught.append(
                    f"{self._where}: drawing {slot} for {person and person.role} raised {fault!r}"
                )

    def _is_not_stuck(self, scene: Scene) -> None:
        state = scene.meeting.state
        slot = {"preparing": "setup", "open": "panel", "paused": "panel"}.get(state)
        if slot is None or scene.meeting.followed:
            return
        those = [
            p
            for p in scene.book.people
            if p.account and p.role in (SETTING_UP if slot == "setup" else ("chair",))
        ]
        ways = [button for person in those for button in draw(scene.seen_by(person), slot).buttons]
        if not ways:
            self._found.stuck.append(
                f"{self._where}: nobody has a way on in a meeting that is {state}"
            )


def walks(databases: Iterator[Database], seeds: range, steps: int, seconds: float) -> Found:
    """Walks through one conference after another, prepared, begun and over, in both profiles, until
    the time is up.
    """
    found, until = Found(), monotonic() + seconds
    for seed in seeds:
        if monotonic() > until:
            break
        database = next(databases)
        with closing(_conference(database, seed)) as conference:
            Walk(conference, seed, found).goes(steps, until)
    return found


def _conference(database: Database, seed: int) -> Conference:
    family = ("fennimore", "pellow", "harrick")[seed % 3]
    if seed % 4 == 0:
        return BeforeTheDay(database, family)
    conference = Conference(database, family)
    if seed % 4 == 2:
        conference.everybody_plays_to_the_close()
    elif seed % 4 == 3:
        conference.begins_with(list(conference.steps)[2 + seed % 5])
    return conference
