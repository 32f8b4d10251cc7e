"""Every button and form that a sample conference draws, in the room, in Slack and in Teams: pressed
twice it counts once, and an old copy of it does no harm.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count

import pytest

from bot.rehearsal.player import Player
from handlers.grammar.command import Command
from handlers.grammar.registry import commands
from handlers.grammar.scene import Scene
from prompts.card import Card
from prompts.words import say
from storage.database import Database
from tests.bot.spine.test_every_old_copy import HARMLESS as HARMLESS_OLD
from tests.bot.spine.test_every_press_twice import HARMLESS
from tests.kit.doors import Answer, Control, Door, RoomDoor, SlackDoor, TeamsDoor
from tests.kit.dump import KEYED, SEALED, TABLES
from tests.kit.filling import filled_in

# Of what is drawn on the way, some that must be among it.
PRESSED = {
    "agenda.next",
    "agenda.back",
    "agenda.park",
    "answer.pass",
    "ask.nudge",
    "danger.show",
    "letter.approve",
    "overheard.say",
    "pause.start",
    "timer.start",
}
SENT = {
    "action.give",
    "close.submit",
    "closed.open",
    "core_group.move",
    "decision.submit",
    "dissent.submit",
    "plan.submit",
    "rollcall.submit",
    "stop.submit",
}
OLD = {"agenda.next", "agenda.back", "agenda.park", "answer.pass", "ask.nudge", "pause.start"}
SMALL = ("step", "person", "plan_entry", "letter", "alarm", "report", "child", "trio")
# Forms that may be sent however long they were left open.
MEANT = {
    "close.form": "ends the meeting, whatever item it is on",
    "closed.form": "opens a closed part beside it",
    "stop.form": "ends the meeting, whatever item it is on",
}
# What counts, and what is looked at as it lies: where a meeting is, and what people have done.
COUNTED = sorted(TABLES.keys() - {"receipt", "audit_line", "message"})
LOOKED_AT = {
    "meeting": "id, state, step_id, round, timer_ends_at, summary, held_on, followed",
    **{
        name: ", ".join(
            column.name
            for column in TABLES[name].__table__.columns
            if column.name not in KEYED and (name, column.name) not in SEALED
        )
        for name in SMALL
    },
}
# What is said of a press that comes too late.
NOW = (
    say("dispatch.moved"),
    say("dispatch.when_paused"),
    say("dispatch.when_closed", core_group=False),
)
WHERE = (
    "SELECT id, state, step_id, round FROM meeting ORDER BY id",
    "SELECT id, state, wave, position, revealed_at FROM step ORDER BY id",
)
_OFTEN = 2
_numbers = count(1)


class Taps:
    """Presses all that is drawn on the way through a conference, and takes each press back."""

    def __init__(self, door: Door, file: str) -> None:
        self.door, self._file = door, file
        self.twice: set[str] = set()
        self.sent_twice: set[str] = set()
        self.old: dict[tuple[str, str], int] = {}
        self.harmed: dict[str, str] = {}
        self.unsaid: set[str] = set()
        self._tried: set[tuple[str, str]] = set()
        self._forms: list[tuple[Control, Answer, dict[str, str]]] = []

    # -- now

    def press_twice(self, control: Control) -> None:
        """What it does the second time; what its form and the buttons beside that do, too."""
        if (control.who, control.command) in self._tried or control.command not in commands:
            return
        self._tried.add((control.who, control.command))
        with self._taken_back():
            at = self._where()
            first = self.door.press(control)
            moved = self._where() != at
            told = self._second(control, lambda: self.door.press(control))
            if moved and commands[control.command].moves and not told.words.strip():
                self.unsaid.add(control.command)
        if first.form:
            self._send_twice(control)
        for inside in first.controls:
            self.press_twice(inside)

    def _send_twice(self, control: Control) -> None:
        with self._taken_back():
            card = self._form_of(control)
            if card is None:
                return
            words = f"The cat is well, {next(_numbers)} times."
            values = filled_in(card, self.door.dispatcher.now().date(), words)
            first, other = self.door.press(control), self.door.press(control)
            self._forms.append((control, other, values))
            before = self._facts()
            self.door.fill_in(control.who, first.form, values)
            if self._facts() != before:
                self.sent_twice.add(card.buttons[0].command)
            self._second(control, lambda: self.door.fill_in(control.who, first.form, values))
            self._second(control, lambda: self.door.fill_in(control.who, other.form, values))

    def _second(self, control: Control, again: Callable[[], Answer]) -> Answer:
        before, at = self._facts(), self._where()
        told = again()
        if control.command not in HARMLESS:
            self._check(control, "the second time", before)
        if commands[control.command].changes:
            self.twice.add(control.command)
        assert self._where() == at, control
        return told

    # -- later

    def press_old(self, controls: set[Control]) -> None:
        """What was drawn for the item before, and is not any more."""
        for control in controls:
            named, entry = (control.who, control.command), commands.get(control.command)
            if entry is None or not entry.changes or self.old.get(named, 0) >= _OFTEN:
                continue
            self.old[named] = self.old.get(named, 0) + 1
            before, at = self._facts(), self._where()
            told = self.door.press(control)
            if control.command not in HARMLESS_OLD:
                self._check(control, "as an old copy", before)
            assert self._where() == at, control
            if entry.moves and not any(words in told.words for words in NOW):
                self.unsaid.add(control.command)

    def send_old_forms(self) -> None:
        """Forms that somebody has left open: they may still be sent, and move nobody."""
        for control, answer, values in self._forms:
            with self._taken_back():
                at = self._where()
                self.door.fill_in(control.who, answer.form, values)
                if self._where() != at and control.command not in MEANT:
                    self.harmed[f"{control.who} {control.command} left open"] = "moved"
        self._forms.clear()

    # -- inside

    def _check(self, control: Control, when: str, before: dict[str, object]) -> None:
        after = self._facts()
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            self.harmed[f"{control.who} {control.command} {when}"] = ", ".join(changed)

    def _facts(self) -> dict[str, object]:
        self.door.settle()
        with closing(sqlite3.connect(self._file)) as live:
            found: dict[str, object] = {
                name: live.execute(f"SELECT count(*) FROM {name}").fetchone() for name in COUNTED
            }
            return found | {
                name: live.execute(f"SELECT {columns} FROM {name} ORDER BY id").fetchall()
                for name, columns in LOOKED_AT.items()
            }

    def _where(self) -> object:
        self.door.settle()
        with closing(sqlite3.connect(self._file)) as live:
            return [live.execute(asked).fetchall() for asked in WHERE]

    def _form_of(self, control: Control) -> Card | None:
        command = Command(
            f"look-{next(_numbers)}",
            control.command,
            self.door.account(f"web:{control.who}"),
            self.door.room,
            control.target,
        )
        card = self.door.dispatcher.dispatch(command).card
        return card if card and card.fields else None

    @contextmanager
    def _taken_back(self) -> Iterator[None]:
        self.door.settle()
        with closing(sqlite3.connect(":memory:")) as kept:
            with closing(sqlite3.connect(self._file)) as live:
                live.backup(kept)
            yield
            self.door.settle()
            with closing(sqlite3.connect(self._file)) as live:
                kept.backup(live)


@pytest.mark.rehearsals
@pytest.mark.parametrize("place", [RoomDoor, SlackDoor, TeamsDoor])
def test_nothing_that_is_drawn_counts_twice(
    sqlite_database: Database, sqlite_url: str, place: Callable[[Database, str], Door]
) -> None:
    with closing(place(sqlite_database, "fennimore")) as door:
        taps = Taps(door, sqlite_url.removeprefix("sqlite:///"))
        stage, before = "", set[Control]()
        for _ in presses(door):
            if stage == (stage := door.dispatcher.look(door.room, None, stage_of)):
                continue
            door.deliver()
            drawn = set(door.drawn())
            taps.press_old(before - drawn)
            taps.send_old_forms()
            for control in sorted(drawn, key=lambda one: (one.who, one.command, one.target)):
                taps.press_twice(control)
            before = drawn
    assert not taps.harmed
    assert not taps.unsaid
    assert taps.twice >= PRESSED
    assert taps.sent_twice >= SENT
    assert {command for _, command in taps.old} >= OLD


def presses(door: Door) -> Iterator[None]:
    """The sample's way through the conference; before the first press, and after each."""
    yield
    for _ in Player(door.dispatcher, door.room).presses():
        door.passes(seconds=1)
        yield


def stage_of(scene: Scene) -> str:
    """What people are at: an item, or the time before or after the conference."""
    return f"{scene.meeting.id} {scene.meeting.state} {scene.meeting.step_id}"
