"""The schema goes up and down, with something in every table, on both databases."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, Table, create_engine, inspect, select

from bot.web.operator import audit_order
from storage import engines, migrations
from storage.database import Database
from storage.marks import facts
from storage.schema_word import WORD, WORD_ID, SchemaTakenBack, WrongKey
from storage.sealing import Vault
from storage.tables import Row, ServiceLine
from tests.conftest import new_vault
from tests.kit import postgres
from tests.kit.conference import Conference
from tests.kit.dump import TABLES, line

A_VALUE: dict[type, Any] = {
    str: "words",
    int: 1,
    bool: True,
    datetime: datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    date: date(2026, 3, 2),
}
KEPT_WITH = "0014"
CHANGED = (
    "storage/tables has changed: `make migration WHAT='what changes'` drafts the migration for it"
)


@pytest.fixture
def empty(empty_url: str, vault: Vault) -> Iterator[Database]:
    with closing(Database.open(empty_url, vault)) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
    else:
        folder, name = request.getfixturevalue("postgres_folder"), f"test_{uuid4().hex}"
        yield postgres.create(folder, name)
        postgres.drop(folder, name)


def test_the_migrations_make_what_the_tables_say(database_url: str) -> None:
    with connected(database_url) as connection:
        missing = compare_metadata(MigrationContext.configure(connection), Row.metadata)
    assert not missing, CHANGED


def test_the_migrations_make_it_to_the_letter(empty: Database, empty_url: str) -> None:
    """Alembic's comparison overlooks conditions of indexes and what a foreign key does on
    deletion.
    """
    empty.migrate()
    with connected(empty_url) as connection:
        migrated = description(connection)
    empty.migrate_back("base")
    with connected(empty_url) as connection:
        Row.metadata.create_all(connection)
        assert description(connection) == migrated, CHANGED


def test_up_and_down_with_data_at_every_revision(empty: Database, empty_url: str) -> None:
    steps = migrations.revisions()
    for before, revision in zip(["base", *steps], steps, strict=False):
        empty.migrate(revision)
        fill(empty_url)
        empty.migrate_back(before)
        empty.migrate(revision)
    assert empty.ready()
    empty.migrate_back("base")
    assert not empty.ready()
    with connected(empty_url) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_all_that_was_kept_is_there_when_nothing_goes_with_a_person_any_more(
    empty: Database, empty_url: str
) -> None:
    before = migrations.revisions()[migrations.revisions().index(KEPT_WITH) - 1]
    empty.migrate(before)
    fill(empty_url)
    with connected(empty_url) as connection:
        filled = {table.name for table in tables(connection)}
    empty.migrate(KEPT_WITH)
    with connected(empty_url) as connection:
        kept = [table for table in tables(connection) if table.name in filled]
        assert all(connection.execute(select(table)).all() for table in kept)
        taken_off = {
            table.name: table.c.taken_off for table in tables(connection) if "taken_off" in table.c
        }
        assert taken_off.keys() == {"child", "trio"}
        assert not any(connection.scalar(select(column)) for column in taken_off.values())


def test_migrating_again_changes_nothing_and_keeps_the_data(
    database_url: str, vault: Vault
) -> None:
    fill(database_url)
    with closing(Database.open(database_url, vault)) as database:
        database.migrate()
    with connected(database_url) as connection:
        assert all(connection.execute(select(table)).all() for table in tables(connection))


def test_a_failed_migration_leaves_nothing_behind(
    empty: Database, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(connection: Connection, vault: Vault, revision: str) -> None:
        upgrade(connection, vault, revision)
        raise RuntimeError

    upgrade = migrations.upgrade
    monkeypatch.setattr(migrations, "upgrade", breaks)
    with pytest.raises(RuntimeError):
        empty.migrate()
    with connected(empty_url) as connection:
        assert inspect(connection).get_table_names() == []


def lines(database: Database) -> dict[str, str]:
    """Every row as it reads, by its id; not those that a migration makes of others, which are new
    each time.
    """
    kept = [
        table for name, table in TABLES.items() if name not in ("staff", "family_part", "key_check")
    ]
    with database.read() as session:
        reads = {row.id: line(row) for table in kept for row in session.scalars(select(table))}
        # Lines of one and the same second are numbered in the order of their ids.
        return {row_id: re.sub(r"\bnumber=\d+, ", "", one) for row_id, one in reads.items()}


def test_those_who_lead_are_named_when_staff_come_in(empty: Database, empty_url: str) -> None:
    empty.migrate("0012")
    empty.check_key()
    with connected(empty_url) as connection:
        meeting, person = (
            Table(name, MetaData(), autoload_with=connection) for name in ("meeting", "person")
        )
        for place, (state, sample, kind, roles) in enumerate(LEADING):
            row = {
                "id": f"m{place}",
                "room": f"slack:T/C{place // 2}",
                "state": state,
                "sample": sample,
                "kind": kind,
            }
            connection.execute(meeting.insert().values(_row(meeting, part_of_id=None, **row)))
            for n, (account, role) in enumerate(roles.items()):
                who = {
                    "id": f"p{place}-{n}",
                    "meeting_id": f"m{place}",
                    "position": n,
                    "account": account,
                    "role": role,
                }
                connection.execute(person.insert().values(_row(person, **who)))
        connection.commit()
    empty.migrate()
    with connected(empty_url) as connection:
        staff, family = (
            Table(name, MetaData(), autoload_with=connection) for name in ("staff", "family_part")
        )
        named = {
            row.account: row.may
            for row in connection.execute(select(staff))
            if row.removed_at is None
        }
        parts = {(row.room, row.account) for row in connection.execute(select(family))}
    assert named == {"ruth": "chair", "dot": "administer", "imran": "chair"}
    assert parts == {("slack:T/C0", "mum"), ("slack:T/C1", "dad"), ("slack:T/C2", "gran")}


# Two meetings a room: state, sample, kind, who is what. Nadia is the social worker who leads a core
# group.
LEADING: list[tuple[str, str, str, dict[str, str]]] = [
    ("approved", "", "conference", {"ruth": "chair", "mum": "parent"}),
    ("open", "", "core_group", {"nadia": "chair", "ruth": "administrator", "mum": "parent"}),
    ("preparing", "", "conference", {"imran": "chair", "dot": "administrator", "dad": "parent"}),
    ("approved", "", "conference", {"long_gone": "chair"}),
    ("open", "fennimore", "conference", {"web:chair": "chair", "gran": "network"}),
    ("cancelled", "", "conference", {"kim": "chair"}),
]


def _row(table: Table, **known: Any) -> dict[str, Any]:
    """A row with these values, and something in every other column."""
    return {
        column.name: known.get(column.name, a_value(column))
        for column in table.columns
        if column.name not in known
    } | known


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection past `Database`, to look at what is really there."""
    engine = create_engine(engines.address(url))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def description(connection: Connection) -> dict[str, list[str]]:
    look = inspect(connection)
    return {
        name: sorted(
            json.dumps(thing, default=str, sort_keys=True)
            for things in (
                look.get_columns(name),
                look.get_indexes(name),
                look.get_unique_constraints(name),
                look.get_foreign_keys(name),
                look.get_check_constraints(name),
                [look.get_pk_constraint(name)],
            )
            for thing in things
        )
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def fill(url: str) -> None:
    """One row in every table there is, with a value in every column; the database's own word and
    secrets stay, since it is not made by a migration without them.
    """
    with connected(url) as connection:
        found = {table.name: table for table in tables(connection)}
        check = found.pop("key_check")
        for table in found.values():
            connection.execute(table.delete())
            connection.execute(
                table.insert().values({column.name: a_value(column) for column in table.columns})
            )
        if not connection.scalar(select(check.c.id).where(check.c.id == WORD_ID)):
            word = new_vault().seal_unpadded(WORD, f"key_check.word:{WORD_ID}")
            connection.execute(check.insert().values(id=WORD_ID, word=word))
        connection.commit()


def tables(connection: Connection) -> list[Table]:
    """What the database has, those first that others point to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def a_value(column: Column[Any]) -> Any:
    if column.name == "id" or column.foreign_keys:
        return "the-row"
    if column.type.python_type is bytes:
        return new_vault().seal_unpadded("words", f"{column.table.name}.{column.name}:the-row")
    return A_VALUE[column.type.python_type]


def test_a_database_from_before_marks_comes_along_with_everything_in_it(
    database: Database, database_url: str, vault: Vault
) -> None:
    with closing(Conference(database)) as conference:
        conference.plays_once("to the close", conference.everybody_plays_to_the_close)
        database.check_key()
        conference.send("board.link", "web:chair")
        conference.deliver()
    before = lines(database)
    database.migrate_back("0010")
    with connected(database_url) as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM answer").scalars().all()
        assert {"said", "pass"} <= set(kinds) <= {"said", "pass", "agree"}
        bodies = connection.exec_driver_sql("SELECT body FROM answer").scalars().all()
        assert not any(vault.is_padded(bytes(body)) for body in bodies)
    database.migrate()
    assert lines(database) == before
    assert audit_order(database, {"audit": "verify"})["faults"] == []
    assert database.link_key == vault.signing_key, "links that were sent before open"


def set_back(connection: Connection, marked: Iterable[str], revision: str) -> None:
    """What somebody who can write in the database does without the key."""
    for name in marked:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" DROP COLUMN mark')
    connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    connection.commit()


def test_what_was_taken_back_without_the_key_is_not_marked_again(
    database: Database, database_url: str
) -> None:
    database.check_key()
    with closing(Conference(database)) as conference:
        conference.begins_with("matters_most")
    with connected(database_url) as connection:
        marked = [table.name for table in tables(connection) if "mark" in table.columns]
        set_back(connection, marked, "0010")
    with pytest.raises(WrongKey):
        database.migrate()


def test_a_database_that_says_it_is_older_than_it_is_is_not_marked_again(
    database: Database, database_url: str
) -> None:
    """Else whoever can write in it would have us mark what they changed."""
    database.check_key()
    with closing(Conference(database)) as conference:
        conference.begins_with("matters_most")
    with connected(database_url) as connection:
        set_back(connection, MARKED_SINCE, "0018")
    with pytest.raises(SchemaTakenBack):
        database.migrate()
    with connected(database_url) as connection:
        connection.exec_driver_sql("DELETE FROM key_check WHERE id = 'the-one'")
        connection.commit()
    with pytest.raises(SchemaTakenBack):
        database.migrate()


def test_words_of_a_meeting_are_bound_to_it_by_the_upgrade(
    database: Database, database_url: str
) -> None:
    with closing(Conference(database)) as conference:
        conference.plays_once("to the close", conference.everybody_plays_to_the_close)
    database.check_key()
    before = lines(database)
    database.migrate_back("0018")
    with connected(database_url) as connection:
        bare = {table.name for table in tables(connection) if "mark" not in table.columns}
    assert bare >= set(MARKED_SINCE)
    database.migrate()
    assert before.items() <= lines(database).items()
    assert audit_order(database, {"audit": "verify"})["faults"] == []


MARKED_SINCE = (
    *("child", "trio", "trio_wording", "last_mark", "point", "decision", "dissent", "reason"),
    *("plan_entry", "progress", "occasion", "invitation", "prepared_item", "correction"),
    *("debrief", "held_words", "room_watch", "reminder"),
)


def test_whoever_was_named_before_there_was_a_chain_gets_a_line(
    empty: Database, empty_url: str
) -> None:
    empty.migrate("0018")
    rows = [
        ("ruth", "chair", "upgrade", None),
        ("sam", "chair,manage", "operator", A_VALUE[datetime]),
        ("sam", "manage", "ruth", None),
        ("kim", "chair", "group", None),
        ("dot", "chair", "operator", A_VALUE[datetime]),
    ]
    with connected(empty_url) as connection:
        staff = Table("staff", MetaData(), autoload_with=connection)
        for place, (account, may, by, removed_at) in enumerate(rows):
            row = {"id": f"s{place}", "account": account, "may": may, "by": by}
            values = _row(staff, **row, removed_at=removed_at, name=b"")
            marked = facts("staff", row["id"], (account, may, removed_at))
            connection.execute(staff.insert().values({**values, "mark": new_vault().mark(marked)}))
        connection.commit()
    empty.migrate()
    with empty.read() as session:
        lines = session.scalars(select(ServiceLine).order_by(ServiceLine.number)).all()
        told = {(line.who, line.command, line.target) for line in lines}
    assert told == {
        ("upgrade", "staff.add", "s0 chair ruth"),
        ("upgrade", "staff.add", "s2 manage sam"),
        ("group", "staff.add", "s3 chair kim"),
        ("upgrade", "staff.remove", "s4 chair dot"),
    }
    assert audit_order(empty, {"audit": "verify"}) == {"lines": 4, "meetings": 0, "faults": []}
    with connected(empty_url) as connection:
        old_mark = new_vault().mark(facts("staff", "s4", ("dot", "chair", None)))
        staff = Table("staff", MetaData(), autoload_with=connection)
        back = staff.update().where(staff.c.id == "s4").values(removed_at=None, mark=old_mark)
        connection.execute(back)
        connection.commit()
    faults = audit_order(empty, {"audit": "verify"})["faults"]
    assert faults == ["staff s4: the list is not as the lines say"]
    empty.migrate_back("0018")
    empty.migrate()
    assert audit_order(empty, {"audit": "verify"})["lines"] == 4, "each has one line, not two"
