"""A family's time, driven: from one thing that is due to the next, with every private message and
the day it came on.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from prompts.plain import twin
from storage.tables import Alarm, Post, Reminder
from tests.kit.conference import Conference
from tests.kit.people import Somebody

UK = ZoneInfo("Europe/London")
# What stands beside the channel all the time is no message.
_STANDING = ("panel", "scribe", "lead")


class Days:
    """Lets time pass in a conference and keeps who was told what, on which day."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.told: list[tuple[str, str, str]] = []
        self._seen = set(self._standing())

    def until(self, day: str, hour: int = 12) -> list[str]:
        """Time passes until a day and hour by the wall clock; gives what people were told
        meanwhile, a line each.
        """
        end = datetime.fromisoformat(day).replace(hour=hour, tzinfo=UK)
        before = len(self.told)
        self._look()
        while (due := self._due()) and due <= end:
            self.conference.now = max(self.conference.now, due) + timedelta(seconds=1)
            self.conference.ticks()
            self._look()
        self.conference.now = max(self.conference.now, end)
        self.conference.ticks()
        self._look()
        return [f"{when} {who}: {what}" for when, who, what in self.told[before:]]

    def at_once(self) -> list[tuple[str, str]]:
        """What people were told that nobody waited for: what kind of message, and who."""
        before = len(self.told)
        self._look()
        return [(what, who) for _, who, what in self.told[before:]]

    def of(self, person: Somebody) -> list[str]:
        """The days on which somebody was told something, and what kind of message it was."""
        return [f"{when} {what}" for when, who, what in self.told if who == person.name]

    def _due(self) -> datetime | None:
        with self.conference.database.read() as session:
            alarm = session.scalar(select(func.min(Alarm.due_at)).where(Alarm.done_at.is_(None)))
            reminder = session.scalar(select(func.min(Reminder.due_at)))
        return min((moment for moment in (alarm, reminder) if moment), default=None)

    def _look(self) -> None:
        """Keeps what is new. A message that only changes where it stands tells nobody anything."""
        standing, when = self._standing(), f"{self.conference.now.astimezone(UK):%a %d %b %H:%M}"
        new = {place for post_id, place in standing.items() if post_id not in self._seen}
        for name, person_id in self.conference.names().items():
            self.told += [
                (when, name, slot) for audience, slot in sorted(new) if audience == person_id
            ]
        self._seen |= standing.keys()

    def _standing(self) -> dict[str, tuple[str, str]]:
        """The private messages that stand somewhere."""
        self.conference.deliver()
        with self.conference.database.read() as session:
            posts = session.execute(select(Post.id, Post.audience, Post.slot)).all()
        return {
            post_id: (audience, slot.partition(":")[0])
            for post_id, audience, slot in posts
            if audience != "channel"
            and slot.partition(":")[0] not in _STANDING
            and post_id in self.conference.wall.stands
        }

    def words(self, person: Somebody, slot: str) -> str:
        """The last message of a kind that somebody has."""
        cards = self.conference.cards(person.id, slot)
        return twin(cards[-1]) if cards else ""
