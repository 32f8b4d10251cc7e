"""A script language for whole conferences: people by their sample ids, who do what people do,
through the real dispatcher.

    mum.answers("matters_most", "Her mum, her gran and the cat.")
    chair.goes_on()
    assert "the cat" in conference.channel()

Time moves only as the script says. Whatever is queued is delivered to a wall that everybody reads
as the room would show it.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

from sqlalchemy import select

from bot.rehearsal.player import Player
from bot.rehearsal.setup import account_of, setup_of
from bot.rehearsal.staff import name_sample_staff
from bot.spine.clock import Clock
from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher
from bot.spine.platform import Parcel, Platform
from handlers.after.record.model import Record
from handlers.after.record.record import parts_of, record
from handlers.agenda.moving import moves_on
from handlers.grammar.command import Command, Reply
from handlers.grammar.hints import AS_IT_IS
from handlers.grammar.registry import as_drawn, commands, draw
from handlers.grammar.scene import Scene
from handlers.meeting.board import board
from handlers.plan.actions import actions_now
from prompts.card import Card
from prompts.family import Family, load_family
from prompts.plain import twin
from prompts.profile import Profile, load_profiles
from prompts.words import say
from storage.database import Database
from storage.room_names import in_the_name_of
from storage.tables import Post
from tests.kit.chair import Chair
from tests.kit.naming import LONG_BEFORE
from tests.kit.people import Somebody
from tests.kit.snapshots import once

T = TypeVar("T")

ROOM = "web:the-script"
A_MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PROFILES = load_profiles()
CUMBRIA = PROFILES["cumbria"]


class Conference:
    """A conference of a sample family, as a script runs it."""

    def __init__(
        self,
        database: Database,
        family: str = "fennimore",
        room: str = ROOM,
        profiles: Mapping[str, Profile] = PROFILES,
        profile: str = "",
        platform: Platform | None = None,
        begins: datetime = A_MONDAY,
    ) -> None:
        self.database = database
        self.family: Family = load_family(family)
        self.room = room
        self.now = begins
        self.dispatcher = Dispatcher(database, profiles, lambda: self.now)
        name_sample_staff(database, LONG_BEFORE)
        self.wall = Wall()
        self._loop = asyncio.new_event_loop()
        self._keys = count(1)
        self._delivery = self._loop.run_until_complete(self._start_delivery(platform or self.wall))
        self.steps: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.profile = profile
        self.opens()

    def opens(self) -> None:
        """The conference begins at once, with everything known."""
        self.setup = setup_of(self.family, self.now.date(), self.profile)
        self.send("conference.start", account_of("chair"), values={"setup": self.setup})
        self.steps, self.ids = self._names()

    def meets_again(self, command: str, who: str) -> None:
        """Somebody begins the meeting that was planned; from now on the script is about
        that one.
        """
        asked = self.send(f"{command}_form", account_of(who)).card
        assert asked
        self.send(asked.buttons[0].command, account_of(who))
        self.steps, self.ids = self._names()

    def cards_of_today(self) -> str:
        """What buttons posted from now on carry: the room, and the meeting that it is on."""
        return self.look(lambda scene: in_the_name_of(scene.meeting.room, scene.meeting.id))

    @contextmanager
    def on_cards_of(self, name: str) -> Iterator[None]:
        """The script is about an earlier meeting for a while: its cards are pressed, and its posts
        read.
        """
        now = self.room, self.steps, self.ids
        self.room = name
        self.steps, self.ids = self._names()
        yield
        self.room, self.steps, self.ids = now

    def close(self) -> None:
        """Ends the script."""
        self.dispatcher.close()
        self._loop.close()

    # -- people

    def people(self, *names: str) -> list[Somebody]:
        """People of the sample, or all of them, in the order of the sample."""
        return [Somebody(self, name) for name in names or self.ids]

    def person(self, name: str) -> Somebody:
        """Somebody of the sample."""
        return Somebody(self, name)

    def leading(self, name: str = "chair") -> Chair:
        """Somebody who leads: the chair of the sample, or who has taken over."""
        return Chair(self, name)

    def everybody_is_here(self, but: Iterable[str] = ()) -> None:
        """Everybody answers the roll-call as the sample says; the minute taker writes for people on
        the phone.
        """
        absent = set(but)
        for sample in self.family.person:
            if sample.id not in absent:
                person = self.person(sample.id)
                (
                    person if not sample.phone else self.person("minute_taker").writes_for(person)
                ).is_here(sample.with_them)

    def begins_with(self, question: str) -> None:
        """Everybody is here, and the chair begins with a question."""
        self.leading().next()
        self.everybody_is_here()
        self.leading().begins(question)

    def asks_everybody(self) -> None:
        """The chair asks the others, until everybody has been asked the question we are on."""
        while not self.look(
            lambda scene: scene.book.current is None or moves_on(scene, scene.book.current)
        ):
            self.leading().next()

    def everybody_plays_until(self, question: str) -> None:
        """Everybody presses what the sample has for them until the conference is on a question."""
        presses = Player(self.dispatcher, self.room).presses()
        while self.current() != question:
            self.passes(seconds=1)
            assert next(presses, None) is not None, (
                f"the sample plays no further than {self.current()}"
            )

    def everybody_plays_to_the_close(self) -> None:
        """Everybody presses what the sample has for them until the conference is closed, and its
        record a draft.
        """
        for _ in Player(self.dispatcher, self.room).presses():
            self.passes(seconds=1)
            if self.look(lambda scene: scene.meeting.state) != "open":
                break

    def everybody_plays(self) -> None:
        """Everybody presses what the sample has for them until there is nothing more to press."""
        for _ in Player(self.dispatcher, self.room).presses():
            self.passes(seconds=1)

    def plays_once(self, name: str, play: Callable[[], None]) -> None:
        """Plays how many scripts begin, once a run: the others are put straight to where it ends.

        Only as the first thing that a script does; the same name is the same presses.
        """

        def plays() -> tuple[datetime, int, dict[str, Card]]:
            play()
            return self.now, next(self._keys), dict(self.wall.stands)

        begins = (self.family.id, self.profile, self.room, self.now.isoformat(), name)
        self.now, used, stands = once(self.database, "/".join(begins), plays)
        self._keys, self.wall.stands = count(used), dict(stands)
        self.steps, self.ids = self._names()

    # -- time

    def passes(self, *, minutes: int = 0, seconds: int = 0) -> None:
        """Time passes; nothing else happens."""
        self.now += timedelta(minutes=minutes, seconds=seconds)

    def ticks(self) -> None:
        """The clock looks at what is due."""
        self._loop.run_until_complete(Clock(self.dispatcher).do_what_is_due())

    # -- what stands in the room

    def channel(self, slot: str = "", question: str = "") -> str:
        """What the channel shows to everybody: all of it, or the posts of one kind, or those about
        one question.
        """
        return self.shown("channel", slot, question)

    def channel_now(self, slot: str) -> str:
        """What the channel would show in a slot, drawn from the facts as they are."""
        return twin(self.look(lambda scene: draw(scene, slot)))

    def panel(self) -> str:
        """The chair's panel."""
        chair = self.look(lambda scene: scene.chair.id)
        return self.shown(chair, "panel")

    def panel_fact(self, name: str) -> str:
        """One line of the chair's panel:

        "here", "missing", "quorum" …; nothing where it is not there.
        """
        label = say(f"panel.{name}") + ": "
        return next(
            (
                line.removeprefix(label)
                for line in self.panel().splitlines()
                if line.startswith(label)
            ),
            "",
        )

    def board(self) -> str:
        """The board as everybody may see it, as one text."""
        return repr(self.look(board))

    def record(self) -> Record:
        """The record as everybody may see it."""
        return self.look(record)

    def post(self, slot: str) -> Post:
        """The post of a slot, as it is kept."""
        with self.database.read() as session:
            return session.scalars(select(Post).where(Post.slot == slot)).one()

    def left_to_show(self) -> list[str]:
        """The slots that still wait to be shown."""
        self.deliver()
        with self.database.read() as session:
            return list(session.scalars(select(Post.slot).where(Post.waiting)))

    def shown(self, audience: str, slot: str = "", question: str = "") -> str:
        """What is shown to an audience, "channel" or a person's id, once all that is queued is
        delivered.
        """
        return "\n\n".join(twin(card) for card in self.cards(audience, slot, question))

    def cards(self, audience: str, slot: str = "", question: str = "") -> list[Card]:
        """The cards that stand in the room, in their order."""
        self.deliver()
        about = self.steps[question] if question else ""
        with self.database.read() as session:
            posts = session.execute(
                select(Post.id, Post.slot).where(Post.audience == audience).order_by(Post.place)
            ).all()
        wanted = [
            post_id
            for post_id, kept in posts
            if slot in ("", kept.partition(":")[0]) and about in kept
        ]
        return [self.wall.stands[post_id] for post_id in wanted]

    def current(self) -> str:
        """The question the conference is on."""
        now_on = self.now_on
        return next(name for name, step_id in self.steps.items() if step_id == now_on)

    @property
    def now_on(self) -> str:
        """The id of the step the conference is on."""
        return self.look(lambda scene: scene.meeting.step_id or "")

    def answer_id(self, question: str, person_id: str) -> str:
        """The id of somebody's answer that everybody can see."""
        step = self.steps[question]
        answers = self.look(lambda scene: scene.book.answers(None))
        return next(
            answer.id
            for answer in answers
            if (answer.step_id, answer.author_id) == (step, person_id)
        )

    def child(self, name: str) -> str:
        """A child's id."""
        return self.look(
            lambda scene: next(child.id for child in scene.meeting.children if child.name == name)
        )

    def action(self, words: str) -> str:
        """What buttons call the action in whose words these are."""
        return self.look(
            lambda scene: next(action.root for action in actions_now(scene) if words in action.what)
        )

    def progress(self) -> str:
        """The id of what was last said about an action."""
        return self.look(lambda scene: scene.book.progress()[-1].id)

    def look(self, view: Callable[[Scene], T], account: str | None = None) -> T:
        """What somebody, or the channel, sees of the conference."""
        return self.dispatcher.look(self.room, account, view)

    # -- how it is done

    def send(
        self, name: str, actor: str, target: str = "", values: dict[str, str] | None = None
    ) -> Reply:
        """Sends a command, its words as they are, with a key of its own, a second after whatever
        happened before.
        """
        return self.sends_first(name, actor, target, {**(values or {}), **AS_IT_IS})

    def sends_first(
        self, name: str, actor: str, target: str = "", values: dict[str, str] | None = None
    ) -> Reply:
        """Sends a command as a form does the first time: its author hears of words that not
        everybody knows.
        """
        self.passes(seconds=1)
        key = f"{self.room}/{self.now.isoformat()}/{next(self._keys)}"
        return self.dispatch(
            Command(key, name, actor, self.room, self._as_drawn(name, actor, target), values or {})
        )

    def _as_drawn(self, name: str, actor: str, target: str) -> str:
        """The target of a button that somebody sees now."""
        entry = commands.get(name)
        if entry is None or entry.drawn_for is None:
            return target
        with suppress(LookupError):
            return self.look(lambda scene: as_drawn(scene, name, target), actor)
        return target

    def dispatch(self, command: Command) -> Reply:
        """Has a command done."""
        return self.dispatcher.dispatch(command)

    def deliver(self) -> None:
        """Shows all that is queued and due."""
        while self._loop.run_until_complete(self._delivery.show_next()):
            pass

    async def _start_delivery(self, platform: Platform) -> Delivery:
        return Delivery(self.dispatcher, {"web": platform})

    def names(self) -> dict[str, str]:
        """The ids of people in the meeting that the room is on, by sample id."""
        return self.look(lambda scene: _people(scene, self.family))

    def _names(self) -> tuple[dict[str, str], dict[str, str]]:
        """The steps by question, with "/1", "/2" … where it is asked for each; the people by sample
        id.
        """
        return self.look(lambda scene: (_steps(scene), _people(scene, self.family)))


class Played(Conference):
    """A conference that is there already: the script takes it up where it stands."""

    def opens(self) -> None:
        """It is open."""
        self.steps, self.ids = self._names()


class SmallerGroup(Conference):
    """A closed part of a conference, as a script runs it."""

    def __init__(self, whole: Conference, who: Iterable[str], ask: Iterable[str], why: str) -> None:
        chosen, asked = (
            ",".join(whole.ids[name] for name in who),
            ",".join(whole.steps[name] for name in ask),
        )
        whole.leading().fills("closed.form", "", chosen, asked, why)
        self.__dict__ |= whole.__dict__
        self._whole = whole
        self.room = whole.look(lambda scene: parts_of(scene)[-1].meeting.room, account_of("chair"))
        self.steps = self.look(_steps)
        here = self.look(lambda scene: {person.root: person.id for person in scene.book.people})
        self.ids = {
            name: here[person_id] for name, person_id in whole.ids.items() if person_id in here
        }

    def passes(self, *, minutes: int = 0, seconds: int = 0) -> None:
        """Time passes for all."""
        self._whole.passes(minutes=minutes, seconds=seconds)

    def panel(self) -> str:
        """The chair's second panel."""
        return self.shown(self.ids["chair"], "panel")


class Wall:
    """Where posts are shown: each stands in its place, and what is shown again replaces what was
    there.
    """

    def __init__(self) -> None:
        self.stands: dict[str, Card] = {}

    async def show(self, parcel: Parcel) -> str:
        """Puts a card up."""
        self.stands[parcel.post_id] = parcel.card
        return parcel.post_id


def _people(scene: Scene, family: Family) -> dict[str, str]:
    return {
        sample.id: person.id
        for sample, person in zip(family.person, scene.book.people, strict=False)
    }


def _steps(scene: Scene) -> dict[str, str]:
    places = {
        row.id: place
        for rows in (scene.meeting.trios, scene.meeting.children)
        for place, row in enumerate(rows, 1)
    }
    return {
        f"{step.question}/{places[step.about_id]}" if step.about_id else step.question: step.id
        for step in scene.meeting.steps
    }
