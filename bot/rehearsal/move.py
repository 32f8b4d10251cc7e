"""A press of a sample person."""

from dataclasses import dataclass

from prompts.family import Values
from storage.tables import Person


@dataclass(frozen=True)
class Move:
    """A press: who, which command, about what, with what filled in.

    `once` is false where it may be pressed again later.
    """

    person: Person
    name: str
    target: str = ""
    values: Values | None = None
    once: bool = False
