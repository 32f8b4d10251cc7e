"""Whom to call when somebody is in danger: a service's own numbers, by day and by night, and where
they come from.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from prompts.card import Call
from prompts.profile.base import ProfileTable, Words
from prompts.profile.rules import Guidance

EMERGENCY = "999"
LIKE_A_NUMBER = r"^[0-9][0-9 ]{1,18}[0-9]$"


class PhoneNumber(ProfileTable):
    """A number.

    `hint` says when it is answered; `checked` is the day on which somebody compared it with its
    source.
    """

    who: Words
    number: Annotated[str, Field(pattern=LIKE_A_NUMBER)]
    hint: str = ""
    source: Words
    checked: date | None = None

    @property
    def call(self) -> Call:
        """The number on a card."""
        return Call(self.who, self.number, self.hint)


class Danger(Guidance):
    """Guidance with numbers: children's services by `day` and by `night`, and other lines that
    help.

    A service without both may rehearse, but not hold a real conference: see `missing_numbers`.
    """

    day: PhoneNumber | None = None
    night: PhoneNumber | None = None
    number: tuple[PhoneNumber, ...] = ()

    @property
    def numbers(self) -> tuple[PhoneNumber, ...]:
        """All numbers, those of children's services first."""
        return (*filter(None, (self.day, self.night)), *self.number)

    @property
    def lines(self) -> tuple[str, ...]:
        """The guidance with its numbers as plain lines, for papers."""
        return (
            *self.say,
            *(f"{one.who}: {one.number}. {one.hint}".strip() for one in self.numbers),
        )

    def missing_numbers(self) -> list[str]:
        """What a service has to put in before it holds real conferences: for its operators."""
        found = [
            f"table 'danger.{name}': put the number of children's services by {name}"
            for name in self._not_there()
        ]
        own = {"day": self.day, "night": self.night}
        return found + [
            (
                f"table 'danger.{name}', key 'checked': put the day on "
                "which somebody checked the number"
            )
            for name, number in own.items()
            if number and number.checked is None
        ]

    def doubts(self) -> list[str]:
        """What an operator should know about the numbers that are there."""
        checked = [one.checked for one in (self.day, self.night) if one and one.checked]
        found = (
            [f"Children's services' numbers were last checked on {min(checked)}."]
            if checked
            else []
        )
        if self.night and self.night.number == EMERGENCY:
            found.append("At night people are sent to 999: put a duty team in 'danger.night'.")
        return found

    def _not_there(self) -> list[str]:
        return [
            name for name, number in (("day", self.day), ("night", self.night)) if number is None
        ]
