"""Every press of whole sample conferences is made twice: the second changes nothing that anybody
keeps or sees.
"""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.rehearsal.player import Player
from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command, Reply
from handlers.grammar.registry import commands
from handlers.grammar.scene import Scene
from storage.database import Database
from storage.tables import AuditLine, Meeting, Receipt, Row
from tests.kit.dump import TABLES, line
from tests.kit.sample import sample

ROOM = "web:twice"
# What may happen twice, and why that harms nobody.
HARMLESS: dict[str, str] = {
    "agenda.paper": "each press opens a link of one's own",
    "board.link": "each press opens a link of one's own, and all of them end together",
    "feedback.results": "each press opens a link of one's own",
    "letter.open": "each press opens a link of one's own",
    "record.open": "each press opens a link of one's own",
}
_SMALL = ("meeting", "step", "person", "plan_entry", "letter", "alarm", "report", "child", "trio")


class Twice:
    """A dispatcher for impatient people.

    `harmed` names each command that did more the second time.
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.look = dispatcher.look
        self.harmed: dict[str, str] = {}
        self.pressed: set[str] = set()
        self.moved: set[str] = set()
        self._dispatcher = dispatcher

    def dispatch(self, command: Command) -> Reply:
        """Presses, and presses again: another delivery of the same button."""
        on = self.look(command.room, None, where)
        reply = self._dispatcher.dispatch(command)
        if "open" in commands[command.name].when and self.look(command.room, None, where) != on:
            self.moved.add(command.name)
        if reply.done and commands[command.name].changes and command.name not in HARMLESS:
            self.pressed.add(command.name)
            before = facts(self._dispatcher.database)
            self._dispatcher.dispatch(replace(command, key=f"{command.key}-again"))
            after = facts(self._dispatcher.database)
            if before != after:
                changed = [
                    (name, before[name], after[name])
                    for name in before
                    if before[name] != after[name]
                ]
                self.harmed[command.name] = str(changed)
        return reply


@pytest.mark.parametrize("family", ["fennimore", "harrick"])
def test_the_second_press_changes_nothing(sqlite_database: Database, family: str) -> None:
    with sample(sqlite_database, family, ROOM) as (dispatcher, a_second_passes):
        impatient = Twice(dispatcher)
        for _ in Player(impatient, ROOM).presses():  # type: ignore[arg-type]  # a dispatcher whose people press twice
            a_second_passes()
    assert not impatient.harmed
    assert {name for name in impatient.moved if not commands[name].moves} == set()
    assert {"agenda.next", "reveal", "close.submit"} <= impatient.moved
    assert len(impatient.pressed) > 10, impatient.pressed


def where(scene: Scene) -> object:
    """Where a meeting is: what only a command that was registered with `moves` may change."""
    steps = [
        (step.state, step.wave, step.position, step.revealed_at) for step in scene.meeting.steps
    ]
    return scene.meeting.id, scene.meeting.state, scene.meeting.step_id, steps


def facts(database: Database) -> dict[str, object]:
    """How many rows each table has, and what stands in those that say where a meeting is."""
    with database.read() as session:
        found: dict[str, object] = {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in TABLES.items()
            if table not in (Receipt, AuditLine)
        }
        for name in _SMALL:
            found[name] = [
                _line(row)
                for row in session.scalars(select(TABLES[name]).order_by(TABLES[name].id))
            ]
    return found


def _line(row: Row) -> str:
    if isinstance(row, Meeting):
        return (
            f"{row.state} {row.step_id} {row.round} {row.timer_ends_at} "
            f"{row.summary} {row.held_on} {row.followed}"
        )
    return line(row)
