"""The small conference when it is over: actions with owners and days, for tests of what comes
after.
"""

from datetime import datetime, timedelta

from bot.spine.reminders import ReminderDelivery
from handlers.plan.actions import actions_now
from storage.database import Database
from tests.kit.small_room import SmallRoom

MUMS, GRANS, TOGETHER = "Ring the school.", "Sit with Mia.", "Mend the gate."
DAY = "2025-12-03"  # a Wednesday; the conference is on Monday 24 November 2025
BEFORE, ON_THE_DAY = (
    datetime.fromisoformat("2025-11-28T09:00:10+00:00"),
    datetime.fromisoformat("2025-12-03T09:00:10+00:00"),
)


class ClosedRoom(SmallRoom):
    """Mum has an action, gran (on the phone) has one, and the social worker and the teacher have
    one together.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.once("closed", self._closes)

    def _closes(self) -> None:
        self.go_to("actions")
        for what, owners, side in (
            (MUMS, ("mum",), "family"),
            (GRANS, ("gran",), "family"),
            (TOGETHER, ("social_worker", "teacher"), "professional"),
        ):
            people = ",".join(self.id(who) for who in owners)
            self.send(
                "chair", "plan.submit", "actions", what=what, owners=people, by_when=DAY, side=side
            )
        self.send("chair", "close.submit", text="Mia is safe.")
        self.queued()

    def action(self, what: str) -> str:
        """What buttons call an action."""
        return self.see(
            "chair",
            lambda scene: next(action.root for action in actions_now(scene) if action.what == what),
        )

    def at(self, moment: datetime) -> None:
        """It is a certain moment."""
        self._now = moment

    def reminds(self, ahead: timedelta = timedelta(0)) -> int:
        """A clock hands over what is due; gives how many reminders that were.

        `ahead` is how wrong that clock is.
        """
        before, self._now = self._now, self._now + ahead
        handed = 0
        clock = ReminderDelivery(self.dispatcher)
        while some := clock.hand_over_some():
            handed += some
        self._now = before
        return handed

    def private(self, who: str) -> list[str]:
        """What waits to be shown to somebody alone, by slot; it counts as taken afterwards."""
        standing = ("panel", "scribe", "lead")
        return [
            slot for slot in self.queued(self.id(who)) if slot.partition(":")[0] not in standing
        ]
