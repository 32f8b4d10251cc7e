"""Nothing that was acknowledged is ever lost, and nothing is ever half written, however often the
process is killed.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from storage.book import body_of
from storage.database import Database
from storage.sealing import Vault
from storage.tables import Answer, AuditLine, Meeting, PlanEntry, Point, Post, Receipt
from tests.kit.kills import KEY

KILLS = 55


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.storm)])
def test_nothing_acknowledged_is_lost_and_nothing_is_half_written(
    database_url: str, seed: int
) -> None:
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "tests.kit.kills",
        database_url,
        str(KILLS),
        str(seed),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    with closing(Database.open(database_url, Vault(KEY))) as database, database.read() as session:
        kept = _kept(session)
        assert len(told["acknowledged"]) > KILLS / 2
        assert set(told["acknowledged"]) <= set(kept), "acknowledged, and lost"
        assert len(set(kept) - set(told["acknowledged"]) - _warm(kept)) <= KILLS, (
            "more was kept than could be under way"
        )
        _each_is_whole(session, kept, told["step"])
        _database_is_sound(session, database.dialect)


def _kept(session: Session) -> list[str]:
    """The keys of what was done, but for the beginning of the conference."""
    return [key for key in session.scalars(select(Receipt.key)) if not key.startswith("web:")]


def _warm(kept: list[str]) -> set[str]:
    return {key for key in kept if key.startswith("w-")}


def _each_is_whole(session: Session, kept: list[str], step: str) -> None:
    """Each receipt has its effect, once, and its audit line; every sealed text opens."""
    done = {
        what: sorted(key for key in kept if key.endswith(what))
        for what in ("answer", "point", "plan", "again")
    }
    answers, entries = (
        session.scalars(select(Answer)).all(),
        session.scalars(select(PlanEntry)).all(),
    )
    assert sorted(body_of(answer)["text"] for answer in answers) == done["answer"]
    assert sorted(point.words for point in session.scalars(select(Point))) == done["point"]
    assert sorted(body_of(entry)["what"] for entry in entries) == done["plan"]
    receipts, lines = (
        session.scalar(select(func.count(Receipt.id))),
        session.scalar(select(func.count(AuditLine.id))),
    )
    assert session.scalars(select(Meeting.version)).one() == receipts == lines
    _answers_follow_each_other(answers)
    _posts_wait(session, done, step)


def _answers_follow_each_other(answers: Sequence[Answer]) -> None:
    """Each person's versions are counted without a gap, and the last one alone counts."""
    for author in {answer.author_id for answer in answers}:
        theirs = sorted(
            (answer for answer in answers if answer.author_id == author),
            key=lambda answer: answer.version,
        )
        assert [answer.version for answer in theirs] == list(range(1, len(theirs) + 1))
        assert [answer.current for answer in theirs] == [False] * (len(theirs) - 1) + [True]


def _posts_wait(session: Session, done: dict[str, list[str]], step: str) -> None:
    """What was done is shown: each answer has wished for the question and for what was said, each
    "again" for a post.
    """
    wanted: dict[str, int] = dict(session.execute(select(Post.slot, Post.wanted)).all())
    slots = Counter(slot.partition(":")[0] for slot in wanted)
    assert wanted[f"said:{step}"] == len(done["answer"])
    assert wanted["offered:bottom_lines"] == len(done["plan"])
    assert slots["again"] == 1 + len(done["again"]), (
        "the chair asked the others too, at the beginning"
    )
    assert session.scalars(select(Meeting.places)).one() == sum(wanted.values())


def _database_is_sound(session: Session, dialect: str) -> None:
    if dialect == "sqlite":
        assert session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]
        assert not session.execute(text("PRAGMA foreign_key_check")).all()
