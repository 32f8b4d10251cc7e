"""What came of walking."""

from collections import Counter
from dataclasses import dataclass, field

from handlers.grammar.registry import commands
from handlers.grammar.roles import CLOCK
from handlers.staff.office import office_commands

CLOCKS = frozenset(name for name, entry in commands.items() if entry.by and entry.by <= CLOCK)
# What people send: from a seat in a meeting, and from the office.
NAMES = tuple(sorted((commands.keys() - CLOCKS) | office_commands.keys()))


@dataclass
class Found:
    """`sent` and `done` count commands by name; the rest is what should not be, as sentences."""

    sent: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    uncaught: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """All that should not be."""
        return [*self.uncaught, *self.stuck, *self.lost, *self.shown, *self.reached]

    @property
    def never_done(self) -> list[str]:
        """The commands that a person may send and that nobody has got done."""
        return [name for name in NAMES if not self.done[name]]

    def __str__(self) -> str:
        sent, done = self.sent.total(), self.done.total()
        kinds = len(NAMES) - len(self.never_done)
        return (
            f"{sent} commands ({done} done, {kinds} of {len(NAMES)} kinds): "
            f"{len(self.uncaught)} uncaught, {len(self.stuck)} stuck rooms, "
            f"{len(self.lost)} words lost, {len(self.shown)} hidden answers shown, "
            f"{len(self.reached)} other meetings reached"
        )
