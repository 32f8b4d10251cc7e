"""Time in a rehearsal: it goes on when somebody lets it, for that one rehearsal; what becomes due
on the way happens in order.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.spine.dispatch import Dispatcher
from bot.spine.permission import CLOCK
from bot.spine.reminders import ReminderDelivery
from handlers.grammar.command import Command
from storage.alarms import due_alarms
from storage.rehearsed_time import ahead_rooms, lines_told, meetings_in, next_due, put_ahead

_STEPS = 200  # more things than a family has in a day


@dataclass(frozen=True)
class TimeSkipped:
    """What happened while time went on: the moment it is now in the rehearsal, and the ids of those
    who were told something.
    """

    now: datetime
    told: tuple[str, ...]


class RehearsedTime:
    """Lets time go on in rehearsals. Real conferences and other rehearsals keep their own time."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._reminders = ReminderDelivery(dispatcher)

    def to_the_next_thing(self, room: str) -> TimeSkipped | None:
        """To the moment of what is due next, which then happens.

        Nothing, where nothing is due any more.
        """
        due = self._next(room)
        return self._until(room, max(due, self._now(room))) if due else None

    def a_day_later(self, room: str) -> TimeSkipped:
        """Twenty-four hours on; what is due on the way happens at its moment."""
        return self._until(room, self._now(room) + timedelta(days=1))

    def ring_all(self) -> None:
        """Does what has become due in the rehearsals whose clocks are ahead; the others have the
        clock that all have.
        """
        with self._dispatcher.database.read() as session:
            rooms = ahead_rooms(session)
        for room, ahead in rooms.items():
            self._ring(room, self._dispatcher.now() + ahead)

    def _until(self, room: str, end: datetime) -> TimeSkipped:
        before = self._lines(room)
        for _ in range(_STEPS):
            due = self._next(room)
            if due is None or due > end:
                break
            self._ring(room, self._set(room, max(due, self._now(room))))
        now = self._set(room, max(end, self._now(room)))
        self._dispatcher.wake()
        after = self._lines(room)
        return TimeSkipped(
            now, tuple(person for person, count in after.items() if count > before.get(person, 0))
        )

    def _set(self, room: str, moment: datetime) -> datetime:
        """Puts the rehearsal's clock forward to a moment, to the next whole second."""
        ahead = max(timedelta(), moment - self._dispatcher.now()) + timedelta(seconds=1)
        with self._dispatcher.database.session() as session:
            put_ahead(session, room, ahead)
        return self._now(room)

    def _ring(self, room: str, now: datetime) -> None:
        with self._dispatcher.database.read() as session:
            meetings = meetings_in(session, room)
            due = due_alarms(session, now, meetings=meetings)
        for alarm in due:
            key = f"alarm:{alarm.id}"
            self._dispatcher.dispatch(Command(key, alarm.what, CLOCK, alarm.room, alarm.id))
        while self._reminders.hand_over_some(now, meetings):
            pass

    def _now(self, room: str) -> datetime:
        return self._dispatcher.look(room, None, lambda scene: scene.now)

    def _next(self, room: str) -> datetime | None:
        with self._dispatcher.database.read() as session:
            return next_due(session, room)

    def _lines(self, room: str) -> dict[str, int]:
        with self._dispatcher.database.read() as session:
            return lines_told(session, room)
