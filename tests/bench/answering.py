"""How fast answers are kept: through dispatch, and beside it a bare transaction that writes the
same rows.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import count
from statistics import quantiles
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Session

from bot.rehearsal.setup import account_of
from bot.spine.dispatch import utc_now
from handlers.grammar.command import Command, Reply
from storage.book import as_body
from storage.database import Database
from storage.marks import facts
from storage.sealing import Vault
from storage.tables import Answer, AuditLine, Meeting, Post, Receipt, Row, new_id
from tests.kit.conference import Conference

QUESTIONS = (
    "matters_most",
    "first_event",
    "worst_event",
    "recent_event",
    "strengths",
    "safety",
    "child_part",
    "child_asks",
)
PEOPLE = ("mum", "gran", "social_worker", "health_visitor", "teacher")
WORDS = (
    "Her mum, her gran and the cat. She tells the cat all her news, and "
    "looks for Carys each time a door opens."
)
A_CONFERENCE = len(QUESTIONS) * len(PEOPLE)
WARM_UP = 2
WAYS = ("dispatch", "session", "statements")


@dataclass(frozen=True)
class Times:
    """How long each of many took, in milliseconds."""

    each: list[float]

    def warm(self) -> "Times":
        """Without the first few, in which everything is done for the first time."""
        return Times(self.each[WARM_UP * A_CONFERENCE :])

    @property
    def a_second(self) -> float:
        """How many were done a second, one after the other."""
        return 1000 * len(self.each) / sum(self.each)

    @property
    def p50(self) -> float:
        """Half took no longer."""
        return quantiles(self.each, n=100)[49]

    @property
    def p99(self) -> float:
        """Of a hundred, ninety-nine took no longer."""
        return quantiles(self.each, n=100)[98]


def measure(
    databases: dict[str, Database], vault: Vault, answers: int
) -> dict[str, dict[str, Times]]:
    """For each database, times of answers through dispatch, and of the same rows written bare, all
    in turns.

    "session" writes them as rows of an SQLAlchemy session, "statements" as bare INSERT and UPDATE
    statements.
    """
    conferences = WARM_UP + answers // A_CONFERENCE
    found: dict[str, dict[str, Times]] = {
        name: {way: Times([]) for way in WAYS} for name in databases
    }
    for asked in zip(
        *(_asking(database, conferences) for database in databases.values()), strict=True
    ):
        for name, (conference, question) in zip(databases, asked, strict=True):
            rows = _Rows(conference, question)
            for who in PEOPLE:
                times = found[name]
                times["dispatch"].each.append(_dispatch(conference, question, who))
                times["session"].each.append(
                    _timed(partial(_by_session, databases[name], rows, who))
                )
                times["statements"].each.append(
                    _timed(partial(_by_statements, databases[name], vault, rows, who))
                )
    return {
        name: {way: each.warm() for way, each in times.items()} for name, times in found.items()
    }


def _asking(database: Database, conferences: int) -> Iterator[tuple[Conference, str]]:
    """Conference after conference, everybody there and asked each question."""
    for _ in range(conferences):
        with closing(Conference(database, room=f"web:{new_id()}")) as conference:
            conference.begins_with(QUESTIONS[0])
            for question in QUESTIONS:
                conference.leading().goes_on_to(question)
                conference.asks_everybody()
                yield conference, question


def _dispatch(conference: Conference, question: str, who: str) -> float:
    """Somebody answers; the milliseconds until it is kept."""
    fields = conference.look(lambda scene: scene.profile.questions[question].fields)
    values = dict.fromkeys([field.id for field in fields] or ["text"], WORDS)
    command = Command(
        new_id(),
        "answer.submit",
        account_of(who),
        conference.room,
        conference.steps[question],
        values,
    )
    replies: list[Reply] = []
    took = _timed(lambda: replies.append(conference.dispatcher.dispatch(command)))
    assert replies[0].done, replies
    return took


def _timed(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return 1000 * (perf_counter() - start)


class _Rows:
    """The rows that one answer changes, as values to write; the posts are the question's, what was
    said, and the panel.
    """

    _versions = count(1000)

    def __init__(self, conference: Conference, question: str) -> None:
        self._people, self._step = conference.ids, conference.steps[question]
        with conference.database.read() as session:
            self.meeting = session.scalars(
                select(Meeting.id).where(Meeting.room == conference.room)
            ).one()
            here = select(Post.id).where(Post.meeting_id == self.meeting)
            self.posts = list(
                session.scalars(
                    here.where(Post.slot.in_([f"asked:{self._step}", "panel", "welcome"]))
                )
            )

    def of(self, who: str) -> dict[type[Row], dict[str, Any]]:
        """The new rows: a receipt, the answer, an audit line."""
        now, person = utc_now(), self._people[who]
        answer = {
            "step_id": self._step,
            "author_id": person,
            "writer_id": person,
            "current": False,
            "kind": "said",
            "at": now,
        }
        line = {
            "person_id": person,
            "command": "answer.submit",
            "target": self._step,
            "at": now,
            "meeting_id": self.meeting,
        }
        return {
            Receipt: {"id": new_id(), "key": new_id(), "at": now},
            Answer: {
                "id": new_id(),
                "meeting_id": self.meeting,
                "version": next(self._versions),
                **answer,
            },
            AuditLine: {
                "id": new_id(),
                "number": next(self._versions),
                "link": bytes(16),
                "hidden": "",
                **line,
            },
        }


def _by_session(database: Database, rows: _Rows, who: str) -> None:
    new = rows.of(who)
    with database.session() as session:
        session.add_all(
            [
                Receipt(**new[Receipt]),
                Answer(**new[Answer], body=as_body({"text": WORDS})),
                AuditLine(**new[AuditLine]),
            ]
        )
        _count_up(session, rows)


def _by_statements(database: Database, vault: Vault, rows: _Rows, who: str) -> None:
    new = rows.of(who)
    row = new[Answer]
    row["body"] = vault.seal(as_body({"text": WORDS}), f"answer.body:{row['id']}", least=2048)
    new[AuditLine]["hidden"] = vault.seal(
        "", f"audit_line.hidden:{new[AuditLine]['id']}", least=512
    )
    row["kind"] = vault.seal(row["kind"], f"answer.kind:{row['id']}")
    row["mark"] = vault.mark(facts("answer", row["id"], (row[name] for name in Answer.DECIDING)))
    with database.session() as session:
        connection = session.connection()
        for table, values in new.items():
            connection.execute(insert(table).values(**values))
        _count_up(connection, rows)


def _count_up(session: Session | Connection, rows: _Rows) -> None:
    for post in rows.posts:
        session.execute(
            update(Post)
            .where(Post.id == post)
            .values(wanted=Post.wanted + 1, waiting=True, due_at=utc_now())
        )
    counted = {"version": Meeting.version + 1, "places": Meeting.places + 3}
    session.execute(update(Meeting).where(Meeting.id == rows.meeting).values(**counted))
