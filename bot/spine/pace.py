"""How fast we may send into one conversation: never faster than its service takes, and slower when
the service says so. Whoever may not send yet is told when, and does something else meanwhile.
"""

import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta

from bot.spine.platform import NotYet


class Pace:
    """Counts what was sent into each conversation by this process."""

    def __init__(
        self, *limits: tuple[float, int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`limits` are seconds, and how many messages may be sent within them."""
        self._limits = limits
        self._clock = clock
        self._sent: dict[str, deque[float]] = {}
        self._held: dict[str, float] = {}

    def take_turn(self, conversation: str) -> None:
        """One is sent now. Raises `NotYet` where that is too soon."""
        wait = self.take(conversation)
        if wait > 0:
            raise NotYet(timedelta(seconds=wait))

    def take(self, conversation: str) -> float:
        """0 when one may be sent now, and then it counts; otherwise the seconds to wait."""
        now = self._clock()
        wait = max(self._held.get(conversation, now) - now, self._wait(conversation, now))
        if wait <= 0:
            self._held.pop(conversation, None)
            self._count(conversation, now)
        return max(wait, 0.0)

    def hold(self, conversation: str, seconds: float) -> None:
        """The service said to wait."""
        self._held[conversation] = self._clock() + seconds

    def _wait(self, conversation: str, now: float) -> float:
        sent = self._sent.get(conversation, ())
        return max(
            (sent[-most] + span - now for span, most in self._limits if len(sent) >= most),
            default=0.0,
        )

    def _count(self, conversation: str, now: float) -> None:
        most = max((most for _, most in self._limits), default=0)
        self._sent.setdefault(conversation, deque(maxlen=most)).append(now)
        if len(self._sent) > 1000:  # conversations that have been quiet cost nothing
            longest = max((span for span, _ in self._limits), default=0.0)
            self._sent = {
                name: sent for name, sent in self._sent.items() if sent and sent[-1] > now - longest
            }
