"""Filling in forms, as people do: by their fields."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from prompts.card import Card, Field

# What not everybody knows: whoever types it is asked first.
_HARD = ("about the MASH and the CIN plan", "after the strategy discussion", "at the ICPC")
SLIPS = ("9999-12-31", "9998-06-01")
_TIME = 5


@dataclass
class Filling:
    """Somebody who types: each time words that nobody typed before."""

    chance: random.Random
    today: Callable[[], date]
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def sensibly(self, form: Card) -> dict[str, str]:
        """The form as people fill it in; some of what need not be said is left out."""
        return {one.name: self._one(one) for one in form.fields}

    def surely(self, form: Card) -> Mapping[str, str]:
        """The form with everything in it that it asks for, whatever is chosen."""
        return {one.name: self._certain(one) for one in form.fields}

    def word(self) -> str:
        """A word that is found again."""
        return f"word{next(self.numbers)}q"

    def _one(self, one: Field) -> str:
        if self.chance.random() < 0.3 and (one.value or not one.required):
            return one.value
        values = [choice.value for choice in one.choices]
        match one.kind:
            case "choice":
                return self.chance.choice(values or [""])
            case "choices":
                return self._some(values)
            case "score":
                return str(self.chance.randint(0, 10))
            case "date":
                return self._day()
            case "tick":
                return self.chance.choice(("yes", "yes", ""))
            case "member":
                return self.chance.choice(("", f"web:new{self.chance.randint(1, 4)}"))
        return self._text(one)

    def _day(self) -> str:
        """A day soon; or a slip of the finger."""
        if self.chance.random() < 0.25:
            return self.chance.choice(SLIPS)
        return (self.today() + timedelta(days=self.chance.randint(0, 40))).isoformat()

    def _text(self, one: Field) -> str:
        if one.limit == _TIME:
            return "10:30"
        hard = f" {self.chance.choice(_HARD)}" if self.chance.random() < 0.15 else ""
        return f"{self.word()} said{hard}"[: one.limit or None]

    def _some(self, values: list[str]) -> str:
        least = min(1, len(values))
        return ",".join(self.chance.sample(values, self.chance.randint(least, len(values))))

    def _certain(self, one: Field) -> str:
        if one.value:
            return one.value
        first = one.choices[0].value if one.choices else ""
        day = (self.today() + timedelta(days=7)).isoformat()
        known = {"choice": first, "choices": first, "score": "5", "date": day, "tick": "yes"}
        return known.get(one.kind, "" if one.kind == "member" else self._plain(one))

    def _plain(self, one: Field) -> str:
        return "10:30" if one.limit == _TIME else "We go on."[: one.limit or None]
