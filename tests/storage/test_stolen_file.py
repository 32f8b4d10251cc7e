"""Whoever has the database and not the key cannot tell what an answer was: not by its columns, and
not by its length.
"""

from contextlib import closing
from itertools import pairwise
from typing import Any

import pytest

from storage.database import Database
from storage.sealing import Vault, sealed_columns
from tests.kit.conference import Conference
from tests.kit.dump import TABLES, as_it_lies

WHY = (
    "He came to the door at night, and I was so scared that I hid with "
    "Posy and rang my mum until he went."
)
ANSWERS: dict[str, tuple[dict[str, str], ...]] = {
    "score/1": (
        {},
        {"score": "0"},
        {"score": "10", "why": WHY, "up": WHY},
        {"score": "7", "why": "Yes."},
    ),
    "recommendation/1": (
        {},
        {"plan": "child_protection", "category": "neglect", "why": WHY},
        {"plan": "child_protection", "category": "emotional", "why": "Yes."},
        {"plan": "neither", "why": WHY},
    ),
}
WHO = {"score/1": "mum", "recommendation/1": "social_worker"}
# What differs between any two rows: ids, times, and what is sealed or marked.
_OWN = frozenset({"id", "at", "due_at", "key", "mark", "room", "meeting_id"})


@pytest.mark.parametrize("question", list(ANSWERS))
def test_every_answer_looks_alike_to_whoever_has_no_key(database: Database, question: str) -> None:
    seen = [
        _as_a_thief_sees_it(database, question, number) for number in range(len(ANSWERS[question]))
    ]
    for one, other in pairwise(seen):
        assert one == other
    assert len(seen[0]["answer"]) == 1


def _as_a_thief_sees_it(database: Database, question: str, number: int) -> dict[str, list[str]]:
    """All rows that an answer leaves behind: plain columns as they are, without ids, and of sealed
    ones the length.
    """
    before = {row["id"] for rows in as_it_lies(database).values() for row in rows}
    with closing(Conference(database, "fennimore", room=f"web:stolen-{number}")) as room:
        room.begins_with(question)
        room.deliver()
        values = ANSWERS[question][number]
        name = "answer.submit" if values else "answer.pass"
        reply = room.send(name, f"web:{WHO[question]}", room.now_on, values)
        assert reply.done, reply
        room.deliver()
        kept = as_it_lies(database)
    return {
        table: sorted(_line(row) for row in rows if row["id"] not in before)
        for table, rows in kept.items()
        if table in ("answer", "audit_line", "post", "message", "reason")
    }


def _line(row: dict[str, Any]) -> str:
    return ", ".join(f"{name}={_seen(value)}" for name, value in row.items() if name not in _OWN)


def _seen(value: Any) -> str:
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return (
        "an id" if isinstance(value, str) and len(value.rpartition(":")[2]) == 32 else repr(value)
    )


def test_texts_are_padded_and_open_as_they_were(vault: Vault) -> None:
    for text in ("", "a", "é" * 63, "x" * 127, "x" * 128, "ends in zero\0", "ends in a marker é"):
        sealed = vault.seal(text, "a.b:1")
        assert vault.open(sealed, "a.b:1") == text
        assert (len(sealed) - len(vault.seal("", "a.b:1"))) in (0, 128)


def test_every_sealed_column_is_padded(played_database: Database, vault: Vault) -> None:
    kept = as_it_lies(played_database)
    for table, column in sealed_columns(TABLES):
        assert all(vault.is_padded(row[column]) for row in kept[table] if row[column]), (
            table,
            column,
        )
