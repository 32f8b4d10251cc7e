"""The same press counts once, however often it arrives, at once or out of order."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from handlers.grammar.command import Command, Reply
from storage.database import Database
from storage.sealing import Vault
from storage.tables import Answer, AuditLine, Meeting, Receipt, Row
from tests.kit import postgres
from tests.kit.conference import Conference
from tests.kit.dump import as_it_reads

QUESTION = "professionals_matter"


@pytest.fixture
def conference(database: Database) -> Iterator[Conference]:
    """A conference of the small family."""
    with closing(Conference(database)) as there:
        yield there


@pytest.fixture
def second_database(
    request: pytest.FixtureRequest, database: Database, vault: Vault, tmp_path: Path
) -> Iterator[Database]:
    """Another database of the same kind."""
    if database.dialect == "sqlite":
        migrated: Path = request.getfixturevalue("migrated_file")
        (tmp_path / "second.db").write_bytes(migrated.read_bytes())
        url = f"sqlite:///{tmp_path}/second.db"
    else:
        url = postgres.create(
            request.getfixturevalue("postgres_folder"),
            f"second_{uuid4().hex}",
            "chairside_migrated",
        )
    with closing(Database.open(url, vault)) as second:
        yield second


class FourTimes(Conference):
    """A conference in which every press arrives four times: twice at once, and twice more when
    others have come after it.
    """

    def __init__(self, database: Database) -> None:
        self._chance = random.Random(4)
        self._at_once = ThreadPoolExecutor(2)
        self._late: list[Command] = []
        super().__init__(database)

    def dispatch(self, command: Command) -> Reply:
        replies = list(self._at_once.map(self.dispatcher.dispatch, [command, command]))
        self._late += [command, command]
        self._chance.shuffle(self._late)
        while len(self._late) > 8:
            self.dispatcher.dispatch(self._late.pop())
        return next((reply for reply in replies if reply != Reply()), replies[0])

    def close(self) -> None:
        for command in self._late:
            self.dispatcher.dispatch(command)
        self._at_once.shutdown()
        super().close()


def test_every_press_counts_once(database: Database, second_database: Database) -> None:
    for kind, kept in ((Conference, database), (FourTimes, second_database)):
        with closing(kind(kept)) as conference:
            a_short_conference(conference)
    assert as_it_reads(second_database) == as_it_reads(database)


def a_short_conference(conference: Conference) -> None:
    """A bit of everything that people press."""
    chair = conference.leading()
    mum, gran, joe, dot = conference.people("mum", "gran", "social_worker", "minute_taker")
    conference.begins_with(QUESTION)
    mum.answers(QUESTION, "Aisha. She does not rush.")
    mum.answers(QUESTION, "Aisha. She has time.")
    gran.agrees(QUESTION)
    chair.asks_again()
    chair.next()
    joe.passes(QUESTION)
    dot.words_point(QUESTION, mum, "Aisha has time.")
    chair.starts_the_timer()
    chair.calls_a_break()
    chair.ends_the_break()
    chair.parks()
    chair.comes_back_to(QUESTION)
    chair.skips("Enough is said.")
    chair.begins("score/1")
    mum.scores("score/1", 4)
    gran.passes("score/1")
    chair.nudges()
    chair.reveals()
    chair.begins("decision/1")
    chair.decides("child_in_need", "It stopped.")
    joe.disagrees("Posy", "Not yet, I think.")
    chair.begins("actions")
    gran.offers(
        "actions", what="Ring at seven.", owners=gran.id, by_when="2026-03-16", side="family"
    )
    chair.agrees_all_in("actions")
    chair.hands_over_to(dot, "My line is bad.")
    conference.leading("minute_taker").closes("We agreed.")


def test_many_people_press_at_once_and_each_several_times(
    conference: Conference, database: Database
) -> None:
    conference.begins_with(QUESTION)
    conference.asks_everybody()
    step, before = conference.now_on, count_of(database, Receipt)
    who = [person for person in conference.people() if person.name not in ("chair", "minute_taker")]
    presses = [
        Command(
            p.name, "answer.submit", p.account, conference.room, step, {"text": f"{p.name} says"}
        )
        for p in who
    ] * 4
    random.Random(7).shuffle(presses)
    with ThreadPoolExecutor(8) as threads:
        assert all(reply.done for reply in threads.map(conference.dispatcher.dispatch, presses))
    assert count_of(database, Receipt) == before + len(who)
    assert count_of(database, AuditLine) == before + len(who)
    assert count_of(database, Answer) == len(who)
    assert conference.look(lambda scene: scene.meeting.version) == before + len(who)


def test_one_room_is_opened_once_by_many(database: Database) -> None:
    with closing(Conference(database)) as conference, ThreadPoolExecutor(4) as threads:
        values = {"setup": conference.setup}
        again = [
            Command(f"other-{n}", "conference.start", "web:chair", "web:new", "", values)
            for n in range(4)
        ]
        replies = list(threads.map(conference.dispatcher.dispatch, again))
    assert sorted(reply.done for reply in replies) == [False, False, False, True]
    assert count_of(database, Meeting) == 2


def count_of(database: Database, table: type[Row]) -> int:
    """How many rows a table has."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
