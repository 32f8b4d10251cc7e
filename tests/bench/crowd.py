"""A crowd: one finished conference copied, in the database itself, until there are as many as a
county holds in years.
"""

from contextlib import closing

from sqlalchemy import Column, Connection, String, func, select, text

from storage.database import Database
from storage.tables import Answer, Meeting, Row
from tests.bench.answering import PEOPLE, QUESTIONS, WORDS
from tests.conftest import new_vault
from tests.kit.conference import Conference
from tests.kit.marking import mark_again

_ROOM = "web:template"
_HEX = {"sqlite": "printf('%08x', n)", "postgresql": "lpad(to_hex(n), 8, '0')"}


def fill(database: Database, meetings: int, answers: int) -> tuple[int, int]:
    """Fills the database with copies of one conference; gives how many meetings and answers there
    are then.
    """
    _one(database, answers // meetings)
    copy_all(database, meetings - 1)
    with database.read() as session:
        return session.scalar(select(func.count(Meeting.id))) or 0, session.scalar(
            select(func.count(Answer.id))
        ) or 0


def copy_all(database: Database, times: int) -> None:
    """Copies every conference there is so many times.

    The ids of the copies end in the number of the copy.
    """
    with database.session() as session:
        connection = session.connection()
        connection.execute(text(f"CREATE TEMPORARY TABLE numbers AS {_numbers(times)}"))
        for table in Row.metadata.sorted_tables:
            if "meeting_id" in table.columns or table.name in (
                "meeting",
                "receipt",
                "trio_wording",
                "last_mark",
            ):
                _copy(connection, database.dialect, table.name, list(table.columns))
        connection.execute(text("DROP TABLE numbers"))
    mark_again(database, new_vault())


def _one(database: Database, answers: int) -> None:
    """One conference with so many answers, delivered and closed."""
    with closing(Conference(database, room=_ROOM)) as conference:
        conference.begins_with(QUESTIONS[0])
        for question in QUESTIONS:
            conference.leading().goes_on_to(question)
            conference.asks_everybody()
            for who in PEOPLE[: max(0, answers)]:
                conference.person(who).answers(question, WORDS)
                answers -= 1
        conference.leading().closes("We agreed what happens next.")
        conference.deliver()


def _numbers(many: int) -> str:
    return (
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM "
        f"numbers WHERE n < {many}) SELECT n FROM numbers"
    )


def _copy(connection: Connection, dialect: str, table: str, columns: list[Column[object]]) -> None:
    """Each row once more for each number; ids are changed alike everywhere, so that copies hang
    together.
    """
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(_copied(table, column, _HEX[dialect]) for column in columns)
    connection.execute(
        text(f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}", numbers')
    )


def _copied(table: str, column: Column[object], number: str) -> str:
    name = f'"{column.name}"'
    if (table, column.name) in (("meeting", "room"), ("receipt", "key")):
        return f"{name} || {number}"
    if isinstance(column.type, String) and column.type.length in (32, 40):
        return (
            f"CASE WHEN length({name}) = 32 THEN substr({name}, 1, 24) || {number} ELSE {name} END"
        )
    return name
