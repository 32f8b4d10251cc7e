"""The clock: time passing is a command too.

APScheduler ticks; what is due is a row, and its key makes it count once.
"""

import asyncio
import logging

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.spine.dispatch import Dispatcher
from bot.spine.faults import where
from bot.spine.permission import CLOCK
from bot.spine.reminders import ReminderDelivery
from handlers.grammar.command import Command
from storage.alarms import DueAlarm, due_alarms

log = logging.getLogger(__name__)
# A tick that takes longer than a second is no news: the next one goes on.
logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


class Clock:
    """Rings the alarms that are due. Two clocks do no harm."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._reminders = ReminderDelivery(dispatcher)
        self._ticking = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(self.tick, "interval", seconds=1, coalesce=True, max_instances=1)

    def start(self) -> None:
        """Starts ticking."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Stops ticking, once the tick that is under way is done."""
        self._scheduler.pause()
        async with self._ticking:
            self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Does what is due.

        Where the database is gone for a moment, the next tick does it: nothing that is due is lost.
        """
        async with self._ticking:
            try:
                await self.do_what_is_due()
            except Exception as fault:
                log.error("a tick failed, and the next one goes on: %s", where(fault))

    async def do_what_is_due(self) -> None:
        """Sends a command for each alarm that is due, and hands over the reminders that are."""
        for alarm in await self._dispatcher.run(self._due):
            ring = Command(
                key=f"alarm:{alarm.id}",
                name=alarm.what,
                actor=CLOCK,
                room=alarm.room,
                target=alarm.id,
            )
            try:
                await self._dispatcher.send(ring)
            except Exception as fault:  # it stays due; the others need not wait for it
                log.error("alarm %s failed: %s", alarm.id, where(fault))
        while await self._dispatcher.run(self._reminders.hand_over_some):
            pass

    def _due(self) -> list[DueAlarm]:
        with self._dispatcher.database.read() as session:
            return due_alarms(session, self._dispatcher.now())
