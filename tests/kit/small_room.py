"""A small conference for tests: eight people, one family, a few items of the Cumbria agenda,
through the real dispatcher.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import TypeVar

from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command, Reply
from handlers.grammar.registry import draw
from handlers.grammar.scene import Scene
from prompts.card import Card, Field
from prompts.plain import twin
from prompts.profile import Profile
from storage.database import Database
from storage.outbox import delivered, lease
from tests.kit.drawn import drawn_now
from tests.kit.naming import named
from tests.kit.profiles import tables_of
from tests.kit.snapshots import once

T = TypeVar("T")

ROOM = "web:small"
START = datetime(2025, 11, 24, 10, 0, tzinfo=UTC)
_ITEMS = ("rollcall", "harm", "strengths", "score", "fit", "overall", "recommendation", "decision")
_PLAN = ("who_involved", "rules", "actions", "core_group", "first_core_group", "summary")
_TRIO = {
    "title": "Nights",
    "danger": "Mia may be left alone at night.",
    "goal": "A grown-up is with Mia each night.",
    "last": {1: 3},
}
PEOPLE = (
    ("chair", "Ruth", "chair", "social_care"),
    ("mum", "Kerry", "parent", ""),
    ("gran", "Maureen", "network", ""),
    ("social_worker", "Nadia", "social_worker", "social_care"),
    ("teacher", "Mr Odell", "professional", "education"),
    ("nurse", "Gwen", "professional", "health"),
    ("minute_taker", "Priti", "minute_taker", "social_care"),
    ("observer", "Lou", "observer", ""),
)


@cache
def small_profile() -> Profile:
    """The Cumbria profile with only a few of its items."""
    data = tables_of("cumbria")
    for part in data["part"]:
        part["question"] = [
            question for question in part["question"] if question["id"] in _ITEMS + _PLAN
        ]
    data.pop("report", None)
    data["part"] = [part for part in data["part"] if part["question"]]
    return Profile.model_validate(data)


class SmallRoom:
    """A conference that has begun: everybody is here but the observer. Gran is on the phone."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._played = ""
        self._now = START
        self._keys = count()
        self.dispatcher = Dispatcher(database, {"cumbria": small_profile()}, self._tick)
        self.once("begins", self._begins)

    def once(self, name: str, play: Callable[[], object]) -> None:
        """Has something played once a run; rooms that come to the same point later are put straight
        there.
        """

        def plays() -> tuple[datetime, int]:
            play()
            return self._now, next(self._keys)

        self._played += f"/{name}"
        self._now, used = once(self._database, self._played, plays)
        self._keys = count(used)

    def _begins(self) -> None:
        named(self._database, "chair", "minute_taker")
        people = [
            {
                "name": name,
                "role": role,
                "agency": agency,
                "account": None if who == "gran" else who,
            }
            for who, name, role, agency in PEOPLE
        ]
        setup = {
            "profile": "cumbria",
            "family": "Hill",
            "children": ["Mia"],
            "people": people,
            "trios": [_TRIO],
        }
        self.send("chair", "conference.start", setup=json.dumps(setup))
        for who, name, *_ in PEOPLE[:-1]:
            target = self.id("gran") if who == "gran" else ""
            self.send(
                "chair" if who == "gran" else who,
                "rollcall.submit",
                target,
                name=name,
                understood="yes",
            )

    def send(self, who: str, command: str, target: str = "", /, **values: str) -> Reply:
        """Somebody presses something; it has to go through."""
        reply = self.attempt(who, command, target, **values)
        assert reply.done or (reply.card and not any(field.error for field in reply.card.fields)), (
            reply.card and twin(reply.card)
        )
        return reply

    def attempt(self, who: str, command: str, target: str = "", /, **values: str) -> Reply:
        """Somebody presses something; it may be turned down."""
        pressed = Command(f"key-{next(self._keys)}", command, who, ROOM, target, values)
        return self.dispatcher.dispatch(drawn_now(self.dispatcher, pressed))

    def refused(self, who: str, command: str, target: str = "", **values: str) -> str:
        """Somebody presses something and is turned down: the words they read."""
        reply = self.attempt(who, command, target, **values)
        assert not reply.done
        assert reply.card
        return twin(reply.card)

    def asked_back(
        self, who: str, command: str, target: str = "", **values: str
    ) -> dict[str, Field]:
        """Somebody sends a form and gets it back: its fields by name."""
        reply = self.attempt(who, command, target, **values)
        assert not reply.done
        assert reply.card
        assert any(field.error for field in reply.card.fields)
        return {field.name: field for field in reply.card.fields}

    def form(self, who: str, command: str, target: str = "") -> Card:
        """The form that somebody gets."""
        card = self.send(who, command, target).card
        assert card
        return card

    def go_to(self, question: str) -> None:
        """The chair goes on to an item, skipping what comes before."""
        while self.now_on() != question:
            self.send("chair", "agenda.skip", reason="Not in this test.")

    def now_on(self) -> str:
        """The question the conference is on."""
        return self.see(
            "chair", lambda scene: scene.book.current.question if scene.book.current else ""
        )

    def step(self) -> str:
        """The id of the item the conference is on."""
        return self.see("chair", lambda scene: scene.meeting.step_id or "")

    def id(self, who: str) -> str:
        """A person's id."""
        place = [name for name, *_ in PEOPLE].index(who)
        return self.see("chair", lambda scene: scene.book.people[place].id)

    def threads(self, section: str) -> list[str]:
        """The entries of a section of the plan."""
        return self.see(
            "chair",
            lambda scene: [entry.thread for entry in scene.book.plan() if entry.section == section],
        )

    def see(self, who: str | None, view: Callable[[Scene], T]) -> T:
        """What somebody, or the channel, sees."""
        return self.dispatcher.look(ROOM, who, view)

    def card(self, slot: str, who: str | None = None) -> Card:
        """A slot as it is drawn for somebody, or for the channel."""
        return self.see(who, lambda scene: draw(scene, slot))

    def words(self, slot: str, who: str | None = None) -> str:
        """A slot as plain words."""
        return twin(self.card(slot, who))

    def queued(self, audience: str = "channel") -> list[str]:
        """The slots that wait to be shown to an audience, in order; they count as taken
        afterwards.
        """
        slots = []
        with self.dispatcher.database.session() as session:
            while leased := lease(session, self._now):
                slots.append((leased.audience, leased.slot))

                delivered(session, leased, "ref", self._now)
        return [slot for to, slot in slots if to == audience]

    def later(self, **time: float) -> None:
        """Time passes."""
        self._now += timedelta(**time)

    def _tick(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now
