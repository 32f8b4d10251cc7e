"""What people wrote or are called stands in the database sealed, and opens only where it was put,
with the right key.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import LargeBinary, String, Table, select, text, update
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.schema_word import WrongKey
from storage.sealing import CannotOpen, Vault, sealed_columns
from storage.tables import Meeting, Row
from storage.tables.states import StoredEnum

OLD, NEW = os.urandom(32), os.urandom(32)
ROWS: dict[str, type[Row]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Row.registry.mappers
}
SEALED = sorted(sealed_columns(ROWS))
A_VALUE: dict[type, Any] = {
    str: "word",
    int: 1,
    bool: True,
    datetime: datetime(2026, 3, 2, tzinfo=UTC),
    date: date(2026, 3, 2),
}

# Ids, names of roles, states and questions. Whatever a person wrote or is called is no part of this
# list.
NOT_SEALED = {
    "alarm": {"what"},
    "alert": {"what"},
    "audit_line": {"command", "person_id", "target"},
    "coming": {"what"},
    "conversation": {"name", "state"},
    "child": {"root_id"},
    "correction": {"item"},
    "family_part": {"account", "room"},
    "feedback": {"review", "side"},
    "held_words": {"account", "command", "target"},
    "invitation": {"how"},
    "meeting": {"follows_id", "kind", "profile", "room", "sample", "state", "step_id"},
    "message": {"audience"},
    "occasion": {"at", "kind", "parts"},
    "page_link": {"target", "what"},
    "person": {"account", "agency", "attendance", "role", "root_id"},
    "plan_entry": {"root_id", "section", "state", "thread"},
    "point": {"box", "replaces_id"},
    "post": {"audience", "ref", "slot", "trouble"},
    "prepared_item": {"about_id", "item"},
    "progress": {"entry", "state", "what"},
    "reason": {"target", "what"},
    "receipt": {"key"},
    "reminder": {"owner", "target", "what"},
    "room_watch": {"told", "use"},
    "report": {"form"},
    "report_version": {"state"},
    "service_line": {"command", "target", "who"},
    "staff": {"account", "by", "may", "removed_by"},
    "step": {"about_id", "question", "state"},
    "trio": {"root_id"},
}

KEYED = {"mark", "link", "trail"}  # made with the key: they say nothing


def test_every_column_of_text_is_sealed_or_named_here() -> None:
    plain = {
        name: {column.name for column in row.__table__.columns if is_plain_text(column)}
        for name, row in ROWS.items()
    }
    assert {name: columns for name, columns in plain.items() if columns} == NOT_SEALED


def test_every_column_of_bytes_is_sealed() -> None:
    kept = {
        (name, c.name)
        for name, row in ROWS.items()
        for c in row.__table__.columns
        if isinstance(c.type, LargeBinary)
    }
    assert {place for place in kept if place[1] not in KEYED} == set(SEALED)


def test_no_sealed_text_can_be_found_in_the_database(
    database: Database, quick_folder: Path
) -> None:
    with database.session() as session:
        for row in (a_row(table) for table in in_order()):
            session.add(row)
            session.flush()
    with database.read() as session:
        for name, column in SEALED:
            assert getattr(session.get(ROWS[name], "the-row"), column) == marker(name, column)
    everything = b"".join(
        (*bytes_in(database), *(path.read_bytes() for path in quick_folder.glob("chairside.db*")))
    )
    assert len(everything) > 1000
    assert not [place for place in SEALED if marker(*place).encode() in everything]


def test_text_moved_to_another_row_does_not_open(database: Database) -> None:
    first, second = meetings(database)
    with database.session() as session:
        there = session.execute(
            text("SELECT family FROM meeting WHERE id = :id"), {"id": first}
        ).scalar_one()
        session.execute(update(Meeting).where(Meeting.id == second).values(_family=there))
    with database.read() as session, pytest.raises(CannotOpen):
        _ = session.get_one(Meeting, second).family


def test_text_moved_to_another_column_does_not_open(database: Database) -> None:
    first, _ = meetings(database)
    with database.session() as session:
        session.execute(update(Meeting).where(Meeting.id == first).values(_summary=Meeting._family))
    with database.read() as session, pytest.raises(CannotOpen):
        _ = session.get_one(Meeting, first).summary


def test_the_same_text_is_never_sealed_the_same_way() -> None:
    vault = Vault(OLD)
    assert vault.seal("the same", "a.b:1") != vault.seal("the same", "a.b:1")


def test_a_changed_byte_does_not_open() -> None:
    vault = Vault(OLD)
    kept = vault.seal("words", "a.b:1")
    for place in range(len(kept)):
        with pytest.raises(CannotOpen):
            vault.open(kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :], "a.b:1")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(CannotOpen):
        Vault(NEW).open(Vault(OLD).seal("words", "a.b:1"), "a.b:1")


def test_an_old_key_still_opens_and_the_new_one_seals() -> None:
    both, before = Vault(NEW, OLD), Vault(OLD).seal("before", "a.b:1")
    assert both.open(before, "a.b:1") == "before"
    assert Vault(NEW).open(both.seal("after", "a.b:1"), "a.b:1") == "after"


@pytest.mark.parametrize("keys", [(), (b"short",), (OLD, b"short")])
def test_a_vault_wants_whole_keys(keys: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(*keys)


def test_the_database_refuses_a_wrong_key_and_says_what_to_do(database_url: str) -> None:
    check(database_url, OLD)
    with pytest.raises(WrongKey, match="CHAIRSIDE_KEY"):
        check(database_url, NEW)
    check(database_url, OLD)
    check(database_url, NEW, OLD)


def test_text_of_a_transaction_that_failed_is_forgotten(database: Database) -> None:
    first, _ = meetings(database)
    with database.session() as session:
        meeting = session.get_one(Meeting, first)
        with pytest.raises(RuntimeError), session.begin_nested():
            meeting.family = "never kept"
            session.flush()
            raise RuntimeError
        assert meeting.family == "Ash"
        meeting.sample = "two"
    with database.read() as session:
        assert session.get_one(Meeting, first).family == "Ash"


def test_a_database_error_does_not_repeat_what_was_to_be_kept(database: Database) -> None:
    first, _ = meetings(database)
    with pytest.raises(DBAPIError) as caught, database.session() as session:
        session.add(
            Meeting(
                id=first, room="MARK-room", profile="p", family="Ash", started_at=datetime.now(UTC)
            )
        )
    assert "MARK-room" not in str(caught.value).replace(str(caught.value.orig), "")


def check(url: str, *keys: bytes) -> None:
    database = Database.open(url, Vault(*keys))
    try:
        database.check_key()
    finally:
        database.close()


def meetings(database: Database) -> tuple[str, str]:
    rows = [
        Meeting(room=name, profile="p", family=name, started_at=datetime.now(UTC))
        for name in ("Ash", "Birch")
    ]
    with database.session() as session:
        session.add_all(rows)
    return rows[0].id, rows[1].id


def in_order() -> list[Table]:
    return Row.metadata.sorted_tables


def a_row(table: Table) -> Row:
    """A row with a value in every column and a marker in every sealed one; all rows have the same
    id, so all fit together.
    """
    sealed = {column: marker(name, column) for name, column in SEALED if name == table.name}
    plain = {
        column.name: column for column in table.columns if column.name not in {*sealed, *KEYED}
    }
    values: dict[str, Any] = {
        name: "the-row" if name == "id" or column.foreign_keys else a_value(column)
        for name, column in plain.items()
    }
    keyed = {column.name: b"keyed" for column in table.columns if column.name in KEYED - {"mark"}}
    return ROWS[table.name](**values, **sealed, **keyed)


def a_value(column: Any) -> Any:
    if isinstance(column.type, StoredEnum):
        return next(iter(column.type.of))
    return A_VALUE[getattr(column.type, "impl_instance", column.type).python_type]


def marker(table: str, column: str) -> str:
    return f"MARK-{table}-{column}"


def is_plain_text(column: Any) -> bool:
    kept_as = getattr(column.type, "impl_instance", column.type)
    return isinstance(kept_as, String) and not column.foreign_keys and column.name != "id"


def bytes_in(database: Database) -> Iterator[bytes]:
    with database.read() as session:
        for table in in_order():
            for row in session.execute(select(table)):
                yield from (
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                )
