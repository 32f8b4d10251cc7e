"""Handing over reminders: what is due is claimed, moved on and queued in one transaction, some
conferences at a time.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.spine.dispatch import Dispatcher
from handlers.dates.rhythm import Rhythm
from handlers.reminding.due import NextReminder, goes_on, tell_lead
from storage.reminders import DueReminder, NextDue, books_of, claim_due, hand_over

AT_A_TIME = 100
_LATER = timedelta(hours=1)


class ReminderDelivery:
    """Hands over the reminders that are due. Several processes may do so side by side."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._rhythms = {name: Rhythm.of(profile) for name, profile in dispatcher.profiles.items()}
        # At nine o'clock hundreds go on alike.
        self._goes_on = lru_cache(maxsize=512)(self._counted)

    def hand_over_some(
        self, now: datetime | None = None, meetings: Sequence[str] | None = None
    ) -> int:
        """Hands over some of what is due; says how many, 0 when nothing is left for us.

        `now` is another clock's time for some `meetings`. What is to be shown is shown by the real
        one.
        """
        real = self._dispatcher.now()
        moment = now or real
        with self._dispatcher.database.session() as session:
            claimed = claim_due(session, moment, AT_A_TIME, meetings)
            over: list[str] = []
            hand_over(session, [self._moved_on(due, moment, over) for due in claimed], real)
            for book in books_of(session, over):
                tell_lead(self._dispatcher.scene(book, None))
                book.queue_posts(real)
        if claimed:
            self._dispatcher.wake()
        return len(claimed)

    def _moved_on(self, due: DueReminder, now: datetime, over: list[str]) -> NextDue:
        if due.profile not in self._rhythms:
            return NextDue(
                due, now + _LATER, due.late, due.told_on, ""
            )  # nobody knows its rhythm until the profile is back
        on = self._goes_on(due.profile, due.what, due.due_on, due.late, due.told_on, now)
        if on.over:
            over.append(due.meeting_id)
        slot = f"reminder:{on.told_on.isoformat()}" if on.tell and on.told_on else ""
        return NextDue(due, on.due_at, on.late, on.told_on, slot)

    def _counted(
        self, profile: str, what: str, due_on: date, late: int, told_on: date | None, now: datetime
    ) -> NextReminder:
        return goes_on(self._rhythms[profile], what, due_on, late, told_on, now)
