"""Presses that nobody would make by accident: any command, any target, hostile values."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from prompts.card import Button, Card
from storage.tables import Row
from tests.kit.dump import TABLES
from tests.kit.walking.filling import SLIPS
from tests.kit.walking.found import NAMES

DAYS = (*SLIPS, "0001-01-01", "2026-02-30", "2026-W10-1")
HOSTILE = (
    *("", " ", "\0", "\ud83d", "‮\x07\x1b[31m", "x" * 5000, "<b>&amp;</b>"),
    *("'; drop table person; --", "{}", "[]", "null", "-1", "11", "1e9", "٣", "yes,no"),
    *("25:99", '[{"account": 1}]'),
    *DAYS,
)
TARGETS = (
    *("", "nobody", "section:actions", "entry:", "new:harm", "point:", "summary"),
    *("part:opening", ":", "/", "x" * 290),
)
VALUES = (
    *("text", "which", "reason", "why", "on", "date", "score", "who", "members", "words"),
    *("setup", "then", "member", "role"),
)


@dataclass
class Wild:
    """`ids` gives some row ids, of this meeting and of one that has nothing to do with it."""

    chance: random.Random
    ids: Callable[[], list[str]]
    word: Callable[[], str]

    def anything(self) -> tuple[Button, dict[str, str]]:
        """Any command, about anything, with anything in it."""
        ids = self.ids()
        names = self.chance.sample(VALUES, 4)
        values = {name: self.chance.choice([*HOSTILE, *ids[:4], "Words."]) for name in names}
        if self.chance.random() < 0.1:
            values["members"] = json.dumps([{"account": "web:mum", "name": "Carys"}])
        target = self.chance.choice([*TARGETS, *ids])
        return Button("", self.chance.choice(NAMES), target), values

    def another(self, button: Button) -> Button:
        """The same press, about something else."""
        return replace(button, target=self.chance.choice([*self.ids(), *TARGETS]))

    def badly_filled(self, form: Card, values: dict[str, str]) -> dict[str, str]:
        """The form, and in some fields what does not belong there."""
        ids = self.ids()
        for field in form.fields:
            if field.kind == "date":
                values[field.name] = self.chance.choice(DAYS)
            elif self.chance.random() < 0.3:
                values[field.name] = self._value(ids)
        return values

    def _value(self, ids: list[str]) -> str:
        return self.chance.choice([*HOSTILE, *ids[:4], self.word()])


def some_ids(session: Session, chance: random.Random, at_most: int = 12) -> list[str]:
    """Ids of rows of any kind and any meeting."""
    tables = chance.sample(sorted(TABLES), len(TABLES))
    found: list[str] = []
    for name in tables:
        row: type[Row] = TABLES[name]
        rows = session.scalars(select(row.id).order_by(row.id).limit(200)).all()
        found += chance.sample(rows, min(2, len(rows)))
        if len(found) >= at_most:
            break
    return found
