"""How fast we may send into one conversation: below Teams' 7 a second and 60 in 30 seconds, and
slower when Teams says so.
"""

import time
from collections import deque
from collections.abc import Callable

_LIMITS = ((1.0, 6), (30.0, 55))


class Pace:
    """Counts what was sent into each conversation by this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent: dict[str, deque[float]] = {}
        self._held: dict[str, float] = {}

    def take(self, conversation: str) -> float:
        """0 when one may be sent now, and then it counts; otherwise the seconds to wait."""
        now = self._clock()
        wait = max(self._held.get(conversation, now) - now, self._wait(conversation, now))
        if wait <= 0:
            self._held.pop(conversation, None)
            self._sent.setdefault(conversation, deque(maxlen=_LIMITS[-1][1])).append(now)
            self._forget(now)
        return max(wait, 0.0)

    def hold(self, conversation: str, seconds: float) -> None:
        """Teams said to wait."""
        self._held[conversation] = self._clock() + seconds

    def _wait(self, conversation: str, now: float) -> float:
        sent = self._sent.get(conversation, ())
        return max(
            (sent[-most] + span - now for span, most in _LIMITS if len(sent) >= most), default=0.0
        )

    def _forget(self, now: float) -> None:
        """Conversations that have been quiet cost nothing."""
        if len(self._sent) > 1000:
            self._sent = {
                name: sent for name, sent in self._sent.items() if sent[-1] > now - _LIMITS[-1][0]
            }
