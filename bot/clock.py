"""The clock: time passing is a command too. APScheduler ticks; what is due is a row, and its key makes it count once."""

import logging

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.dispatch import CLOCK, Dispatcher
from bot.faults import where
from handlers.command import Command
from storage.alarms import DueAlarm, due_alarms

log = logging.getLogger(__name__)


class Clock:
    """Rings the alarms that are due. Two clocks do no harm."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(self.tick, "interval", seconds=1, coalesce=True, max_instances=1)

    def start(self) -> None:
        """Starts ticking."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stops ticking."""
        self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Sends a command for each alarm that is due."""
        for alarm in await self._dispatcher.run(self._due):
            ring = Command(key=f"alarm:{alarm.id}", name=alarm.what, actor=CLOCK, room=alarm.room, target=alarm.id)
            try:
                await self._dispatcher.send(ring)
            except Exception as fault:  # it stays due; the others need not wait for it
                log.error("alarm %s failed: %s", alarm.id, where(fault))

    def _due(self) -> list[DueAlarm]:
        with self._dispatcher.database.read() as session:
            return due_alarms(session, self._dispatcher.now())
