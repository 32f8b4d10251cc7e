"""Wrong guesses at the code slow down the next one."""

import math
from collections.abc import Callable

_FREE = 4
_LONGEST_S = 60


class Guesses:
    """From the fifth wrong guess in a row on there is a wait, which doubles up to a minute.

    It is one wait for everybody: behind a proxy all come from the same address, and what a header
    says is not trusted.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._wrong = 0
        self._until = 0.0

    @property
    def wait_s(self) -> int:
        """Seconds until a guess is looked at again; 0 for now."""
        return max(0, math.ceil(self._until - self._now()))

    def wrong(self) -> None:
        """A guess was wrong."""
        self._wrong += 1
        if self._wrong > _FREE:
            self._until = self._now() + min(2 ** (self._wrong - _FREE), _LONGEST_S)

    def right(self) -> None:
        """A guess was right."""
        self._wrong = 0
