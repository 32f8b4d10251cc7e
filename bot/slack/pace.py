"""Slack takes one message a second in a channel.

We keep to it ourselves, so that it need not refuse.
"""

import asyncio

_APART = 1.05


class Pace:
    """Lets one message a second pass for each channel.

    For one process: what several send together, Slack itself slows.
    """

    def __init__(self, apart: float = _APART) -> None:
        self._apart = apart
        self._next: dict[str, float] = {}

    async def wait(self, channel: str) -> None:
        """Waits for this channel's turn."""
        now = asyncio.get_running_loop().time()
        turn = max(now, self._next.get(channel, 0.0))
        self._next[channel] = turn + self._apart
        self._forget(now)
        await asyncio.sleep(turn - now)

    def _forget(self, now: float) -> None:
        if len(self._next) > 1000:
            self._next = {channel: turn for channel, turn in self._next.items() if turn > now}
