"""A random walk: people press what is drawn for them, and sometimes what is not, with whatever
words, and all of it has to hold.

Two presses in three are of buttons that are really on somebody's cards, with forms filled in as
people do; what was seldom done is tried first. The others are wild: see `tests.kit.walking.wild`.
After some steps everything is looked at.
"""

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar
from unittest.mock import patch

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from handlers.grammar.command import Reply
from handlers.grammar.registry import NothingToShow, commands, draw
from handlers.grammar.roles import SETTING_UP
from handlers.grammar.scene import Scene
from handlers.staff.office import office_commands
from prompts.card import Button, Card
from storage.book import CHANNEL, OFF, Book
from storage.database import Database
from storage.room_names import in_the_name_of
from storage.tables import Answer, Meeting, MeetingState, Person, PlanEntry, Post, Step
from tests.kit.conference import Conference
from tests.kit.walking.filling import Filling
from tests.kit.walking.found import Found
from tests.kit.walking.looking import Looking
from tests.kit.walking.same_each_time import ids_in_order
from tests.kit.walking.starts import FAR, Start, elsewhere
from tests.kit.walking.surfaces import WORD
from tests.kit.walking.way_out import WayOut
from tests.kit.walking.wild import Wild, some_ids

MANAGER = "web:service_manager"
LOOKS_EVERY = 20
_CARDS = 4
_SEND = "~send~"
# Nobody in the meeting is shown what these were given: the office's own words; what people say of
# meetings, kept without who and when until there are five; who is with somebody, which the chair
# alone is told while they are here; what is known of somebody, while they are off the list; notes
# on lists, once it has begun; and why people stay apart who were apart already.
NOT_SHOWN = ("staff.", "feedback.", "rollcall.", "setup.person", "task.", "apart.submit")
# What these were given is shown until the same person gives something else.
REPLACES = (
    *("setup.", "report.submit", "letter.submit"),
    *("core_group.move", "debrief.submit", "answer."),
)
# Where a core group will meet is shown until it begins.
VENUE = "core_group's place"
T = TypeVar("T")


class Walk:
    """One conference, pressed at random, beside another that nothing may happen to."""

    def __init__(self, conference: Conference, seed: int, where: str, found: Found) -> None:
        self._conference, self._found = conference, found
        self._where = where
        self._chance = chance = random.Random(seed)
        self._filling = Filling(chance, lambda: conference.now.date())
        self._wild = Wild(chance, self._ids, self._filling.word)
        self._forms: dict[str, tuple[str, Card]] = {}
        self._pressed: list[tuple[str, Button]] = []
        self._waits: dict[str, dict[str, str]] = {}
        self._kept: dict[str, str] = {}
        self._returned: list[str] = []
        self._last = ""
        self._far = self._opens_elsewhere()
        self._looking = Looking(
            conference,
            self._far,
            chance,
            found,
            self._where,
            WayOut(conference.dispatcher, self._filling),
            MANAGER,
        )

    def goes(self, steps: int) -> None:
        """Presses so often, and looks at everything now and then."""
        with self._errors(), self._counted():
            self._looking.elsewhere_changes()
            for step in range(1, steps + 1):
                self._time_passes()
                self._presses()
                if step % LOOKS_EVERY == 0:
                    self._looking.glances()
            self._looks_at_everything()
            self._looking.takes_it_to_its_end()
            self._looking.glances()

    def _opens_elsewhere(self) -> str:
        with closing(elsewhere(self._conference.database)) as far:
            self._far_room = far.room
            return far.look(lambda scene: scene.meeting.id)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What is logged as an error is not caught, whoever would go on all the same."""
        handler = _Errors(lambda words: self._found.uncaught.append(f"{self._where}: {words}"))
        log = logging.getLogger("bot")
        log.addHandler(handler)
        try:
            yield
        finally:
            log.removeHandler(handler)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Notes which handlers do what they are for, and neither refuse nor ask again."""
        noted = {
            name: replace(entry, handler=self._noting(name, entry.handler))
            for name, entry in commands.items()
        }
        office = {
            name: replace(entry, handler=self._noting(name, entry.handler))
            for name, entry in office_commands.items()
        }
        with patch.dict(commands, noted), patch.dict(office_commands, office):
            yield

    def _noting(self, name: str, handler: Callable[[T], Reply | None]) -> Callable[[T], Any]:
        def noted(turn: T) -> Reply | None:
            reply = handler(turn)
            self._returned.append(name)
            return reply

        return noted

    # -- pressing

    def _presses(self) -> None:
        goes_on = self._last in self._forms and self._chance.random() < 0.75
        actor = self._last = self._last if goes_on else self._actor()
        if self._chance.random() < 0.66 and not actor.startswith(FAR):
            room, button, values = self._sensible(actor)
        else:
            room, button, values = self._in_the_wild(actor)
        if button.command in office_commands:
            if self._far in values.values():
                return  # a manager may do that
            self._looking.elsewhere_is_as_it_was()
        self._returned.clear()
        reply = self._sends(room, button, actor, values)
        self._found.done.update(self._returned)
        if button.command in office_commands:
            self._looking.elsewhere_changes()  # a manager works for every room
        if reply is None:
            return
        if reply.card and reply.card.buttons:
            self._forms[actor] = room, reply.card
        self._remembers(button, actor, values, reply)

    def _sends(self, room: str, button: Button, actor: str, values: dict[str, str]) -> Reply | None:
        self._found.sent[button.command] += 1
        here, self._conference.room = self._conference.room, room
        try:
            return self._conference.sends_first(button.command, actor, button.target, values)
        except Exception as fault:
            self._found.uncaught.append(f"{self._where}: {button.command} raised {fault!r}")
            return None
        finally:
            self._conference.room = here

    def _remembers(self, button: Button, actor: str, values: dict[str, str], reply: Reply) -> None:
        """What was said has to be found from now on; while its author looks at hard words, it has
        not been said.
        """
        for waits in _buttons(reply):
            if _SEND in waits.target:
                self._waits[waits.target.rpartition("~")[2]] = values
                return
        if _SEND in button.target:
            values = self._waits.pop(button.target.rpartition("~")[2], {})
        if button.command in self._returned and _changes(button.command):
            self._notes(button, actor, values)

    def _notes(self, button: Button, actor: str, values: dict[str, str]) -> None:
        who = dict(self._ids_of_accounts()).get(actor, actor)
        if button.command.startswith(NOT_SHOWN):
            return
        about = f"{button.command.partition('.')[0]} {_about(button.target) or who}"
        if button.command.startswith("answer.") and ":" not in about:
            about += f":{self._author_of(_about(button.target), actor) or who}"
        if button.command == "core_group.begin":
            self._forgets(VENUE)
        if button.command == "core_group.move":
            about = "core_group"  # whoever moved it last
            self._forgets(VENUE)
        if button.command.startswith(REPLACES):
            self._forgets(about)
        self._kept |= dict.fromkeys(_words(*values.values()), about)
        if button.command == "core_group.move":
            self._kept |= dict.fromkeys(_words(values.get("venue", "")), VENUE)

    def _author_of(self, step_id: str, actor: str) -> str | None:
        """Who somebody is where a question is asked: in a smaller group they have another row."""
        of_step = select(Person.id).join(Step, Step.meeting_id == Person.meeting_id)
        with self._conference.database.read() as session:
            return session.scalar(of_step.where(Step.id == step_id, Person.account == actor))

    def _forgets(self, about: str) -> None:
        self._kept = {word: was for word, was in self._kept.items() if was != about}

    def _time_passes(self) -> None:
        if self._chance.random() < 0.04:
            self._looking.elsewhere_is_as_it_was()
            self._conference.now += timedelta(hours=self._chance.choice((1, 5, 30, 72, 200)))
            self._returned.clear()
            self._conference.ticks()
            self._found.done.update(self._returned)
            self._looking.elsewhere_changes()

    def _actor(self) -> str:
        people = self._people()
        leads = [account for account, role in people if role in SETTING_UP]
        chance = self._chance.random()
        if leads and chance < 0.45:
            return self._chance.choice(leads)
        if chance < 0.5 or not people:
            return self._chance.choice((MANAGER, "web:a-stranger", f"{FAR}mum"))
        return self._chance.choice(people)[0]

    def _ids_of_accounts(self) -> list[tuple[str, str]]:
        try:
            return self._conference.look(
                lambda scene: [(p.account, p.id) for p in scene.book.people if p.account]
            )
        except LookupError:
            return []

    def _people(self) -> list[tuple[str, str]]:
        try:
            return self._conference.look(
                lambda scene: [(p.account, p.role) for p in scene.book.people if p.account]
            )
        except LookupError:
            return []

    # -- sensible presses

    def _sensible(self, actor: str) -> tuple[str, Button, dict[str, str]]:
        """What they were answered last is gone on with; or one of their cards is pressed."""
        room, card = self._forms.pop(actor, ("", Card("")))
        if not card.buttons or self._chance.random() < 0.2:
            return self._from_their_cards(actor)
        button = card.buttons[0] if card.fields else self._seldom_done(list(card.buttons))
        return self._pressing(room, card, button)

    def _from_their_cards(self, actor: str) -> tuple[str, Button, dict[str, str]]:
        if actor == MANAGER and self._chance.random() < 0.7:
            names = [name for name in office_commands if not name.endswith("_form")]
            button = self._seldom_done([Button("", name) for name in names])
            return self._conference.room, button, {}
        cards = self._cards_of(actor, _CARDS)
        all_of_them = [(room, card, button) for room, card in cards for button in card.buttons]
        if not all_of_them:
            return self._in_the_wild(actor)
        chosen = self._seldom_done([button for _, _, button in all_of_them])
        room, card, button = next(one for one in all_of_them if one[2] is chosen)
        return self._pressing(room, card, button)

    def _pressing(
        self, room: str, card: Card, button: Button
    ) -> tuple[str, Button, dict[str, str]]:
        self._pressed.append((room, button))
        values = self._filling.sensibly(card) if button is card.buttons[0] else {}
        return room, button, values

    def _seldom_done(self, buttons: list[Button]) -> Button:
        """What was seldom done is pressed more often; the main button too."""
        sent, done = self._found.sent, self._found.done
        weights = [
            (3 if button.style == "main" else 1)
            / (1 + done[button.command] + sent[button.command] / 4) ** 2
            for button in buttons
        ]
        if self._chance.random() < 0.3:
            weights = [3.0 if button.style == "main" else 1.0 for button in buttons]
        return self._chance.choices(buttons, weights)[0]

    def _card_of(self, actor: str) -> tuple[str, Card]:
        return next(iter(self._cards_of(actor, 1)), (self._conference.room, Card("")))

    def _cards_of(self, actor: str, some: int) -> list[tuple[str, Card]]:
        """Some of the cards before somebody, their own and the newest more often."""
        with self._conference.database.read() as session:
            rows = session.execute(_posts_before(actor)).all()
            weights = [_weight(post) / (1 + age) ** 0.5 for age, (post, _, _) in enumerate(rows)]
            chosen = self._chance.choices(range(len(rows)), weights, k=some) if rows else []
            return [self._drawn(session, *rows[place]) for place in sorted(set(chosen))]

    def _drawn(
        self, session: Session, post: Post, meeting: Meeting, person: Person
    ) -> tuple[str, Card]:
        scene = self._conference.dispatcher.scene(
            Book(session, meeting), None if post.audience == CHANNEL else person
        )
        return in_the_name_of(meeting.room, meeting.id), _as_card(scene, post.slot)

    # -- wild presses

    def _in_the_wild(self, actor: str) -> tuple[str, Button, dict[str, str]]:
        """Anything; an old press again; a press about something else; a form badly filled."""
        if actor.startswith(FAR):
            return self._from_elsewhere()
        if actor in self._forms and self._chance.random() < 0.8:
            room, form = self._forms.pop(actor)
            values = self._wild.badly_filled(form, self._filling.sensibly(form))
            return room, form.buttons[0], values
        room, card = self._card_of(actor)
        kind = self._chance.randrange(3)
        if kind == 0 and self._pressed:
            return (*self._chance.choice(self._pressed), {})
        if kind == 1 and card.buttons:
            return room, self._wild.another(self._chance.choice(card.buttons)), {}
        button, values = self._wild.anything()
        return self._some_room(), button, values

    def _from_elsewhere(self) -> tuple[str, Button, dict[str, str]]:
        """Somebody who has no part here presses what others press."""
        if self._pressed:
            return (*self._chance.choice(self._pressed), {})
        return (self._conference.room, *self._wild.anything())

    def _some_room(self) -> str:
        here, chance = self._conference.room, self._chance.random()
        if chance < 0.1:
            return in_the_name_of(here, self._far)
        return self._far_room if chance < 0.2 else here

    def _ids(self) -> list[str]:
        with self._conference.database.read() as session:
            return some_ids(session, self._chance)

    # -- looking

    def _looks_at_everything(self) -> None:
        missing = self._looking.looks_at_everything(self._kept) - self._reworded() - self._waiting()
        for word in sorted(missing):
            self._found.lost.append(f"{self._where}: {word} of {self._kept.pop(word)}")
        self._looking.elsewhere_is_as_it_was()

    def _waiting(self) -> set[str]:
        """Words of check-ins that stand in a meeting which has not begun: their author alone may
        see them. They are looked for again once it has.
        """
        of_planned = (
            select(Answer)
            .join(Step, Step.id == Answer.step_id)
            .join(Meeting, Meeting.id == Step.meeting_id)
            .where(Answer.current, Meeting.state == MeetingState.PLANNED)
        )
        with self._conference.database.read() as session:
            return _words(*(answer.body for answer in session.scalars(of_planned)))

    def _reworded(self) -> set[str]:
        """Words of entries of the plan that read otherwise now: the plan shows the last wording."""
        with self._conference.database.read() as session:
            entries = session.scalars(select(PlanEntry)).all()
            standing = {entry.thread for entry in entries if entry.current}
            before = (entry for entry in entries if not entry.current and entry.thread in standing)
            return _words(*(entry.body for entry in before))


class _Errors(logging.Handler):
    """Hands on what is logged as an error."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(record.getMessage())


def _changes(name: str) -> bool:
    entry = commands.get(name) or office_commands.get(name)
    return entry is not None and entry.changes


def _about(target: str) -> str:
    """What a press is about, without what it was drawn for and what its author has chosen."""
    return target.partition("@")[0].partition("~")[0]


def _words(*texts: str) -> set[str]:
    """The words of the walk in what was typed."""
    return set(WORD.findall(" ".join(texts)))


def _buttons(reply: Reply) -> tuple[Button, ...]:
    return reply.card.buttons if reply.card else ()


def _posts_before(actor: str) -> Select[Post, Meeting, Person]:
    """What stands before somebody, the newest first."""
    return (
        select(Post, Meeting, Person)
        .join(Meeting, Meeting.id == Post.meeting_id)
        .join(Person, Person.meeting_id == Meeting.id)
        .where(
            Person.account == actor,
            Person.attendance != OFF,
            Post.audience.in_((CHANNEL, Person.id)),
            Meeting.state != "planned",
        )
        .order_by(Meeting.started_at.desc(), Post.queued.desc(), Post.id)
    )


def _weight(post: Post) -> int:
    """What is asked now, and what is somebody's own, is looked at more."""
    return 6 if post.slot.startswith("asked:") else 4 if post.audience != CHANNEL else 1


def _as_card(scene: Scene, slot: str) -> Card:
    try:
        return draw(scene, slot)
    except NothingToShow as nothing:
        return nothing.card


def walks(
    databases: Iterator[Database], starts: Iterable[Start], seed: int, steps: int, found: Found
) -> None:
    """One walk from each start; adds to what was found."""
    for start in starts:
        walks_from(start, databases, seed, steps, found)


def walks_from(
    start: Start, databases: Iterator[Database], seed: int, steps: int, found: Found
) -> None:
    """One walk from one start."""
    with ids_in_order(seed), closing(start(next(databases), seed)) as conference:
        Walk(conference, seed, f"{start.__name__} {seed}", found).goes(steps)
