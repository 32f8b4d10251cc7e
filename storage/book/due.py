"""What comes due: reminders, alarms, and links while they open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_

from storage.pages import Pages
from storage.tables import (
    Alarm,
    PageLink,
    Person,
    Reminder,
)


class DuePages(Pages):
    """What comes due in one conference."""

    def reminders(self, person: Person | None = None) -> Sequence[Reminder]:
        """The reminders of this meeting, or somebody's."""
        mine = (Reminder.person_id == person.id,) if person else ()
        return self._all(Reminder, *mine, order=(Reminder.due_on, Reminder.id))

    def alarms(self, what: str) -> Sequence[Alarm]:
        """Alarms of one kind that have not rung."""
        return self._all(Alarm, Alarm.what == what, Alarm.done_at.is_(None), order=(Alarm.due_at,))

    def links(
        self, now: datetime, person: Person | None = None, what: str = ""
    ) -> Sequence[PageLink]:
        """Links that still open: a person's or everybody's, to one kind of page or all."""
        still = and_(PageLink.revoked_at.is_(None), PageLink.expires_at > now)
        whose = (PageLink.person_id == person.id,) if person else ()
        to = (PageLink.what == what,) if what else ()
        return self._all(PageLink, *whose, *to, still, order=(PageLink.expires_at,))
