"""A service's database that once held rehearsals too: they are kept, and nothing comes of them any
more.
"""

import asyncio
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from bot.spine.clock import Clock
from bot.spine.delivery import Delivery
from bot.spine.opening import open_service
from bot.spine.settings import Settings
from handlers.meeting.mine import mine
from storage.database import Database
from storage.old_rehearsals import lay_aside
from storage.room import open_link
from storage.tables import Alarm, Answer, Meeting, PageLink, Person, Post, Reminder
from storage.tracker import arrivals
from tests.kit.conference import Conference
from tests.kit.preparing import BeforeTheDay


def rehearsed(database: Database) -> Conference:
    """A rehearsal in the middle, with a link, with a post that waits, and something that is due."""
    conference = Conference(database)
    conference.begins_with("matters_most")
    conference.person("mum").answers("matters_most", "Her gran.")
    with database.session() as session:
        meeting = session.scalars(select(Meeting)).one()
        session.execute(update(Post).values(waiting=True))
        session.add(
            Alarm(meeting_id=meeting.id, what="timer.ring", due_at=conference.now, done_at=None)
        )
        mum = session.scalars(select(Person).where(Person.account == "web:mum")).one()
        later = conference.now + timedelta(hours=1)
        session.add(
            PageLink(
                id="1" * 32, meeting_id=meeting.id, person_id=mum.id, what="board", expires_at=later
            )
        )
    return conference


async def something_is_shown(conference: Conference) -> bool:
    """Whether a service that does what is due has anything to show."""
    await Clock(conference.dispatcher).do_what_is_due()
    return await Delivery(conference.dispatcher, {}).show_next()


def counted(database: Database) -> dict[str, int]:
    tables = (Meeting, Person, Post, Alarm, Answer, PageLink, Reminder)
    with database.read() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }


def test_nothing_is_sent_rung_reminded_or_opened_and_all_is_kept(database: Database) -> None:
    with closing(rehearsed(database)) as conference:
        before = counted(database)
        with database.session() as session:
            lay_aside(session, conference.now)
        with database.read() as session:
            assert session.scalar(select(Alarm.id).where(Alarm.done_at.is_(None))) is None
            assert open_link(session, "1" * 32, "board", conference.now) is None
            assert session.scalars(select(Answer)).first().body == '{"text": "Her gran."}'  # type: ignore[union-attr]
        assert not asyncio.run(something_is_shown(conference))
        assert counted(database) == before


def test_nobody_is_reminded_of_a_rehearsal(database: Database) -> None:
    with closing(BeforeTheDay(database)) as ahead:
        with database.session() as session:
            assert session.scalar(select(Reminder.id).where(Reminder.due_at.is_not(None)))
            lay_aside(session, ahead.now)
        with database.read() as session:
            assert session.scalar(select(Reminder.id).where(Reminder.due_at.is_not(None))) is None


def test_a_meeting_that_got_into_the_room_as_if_it_were_real_is_no_real_one(
    database: Database,
) -> None:
    with closing(BeforeTheDay(database)) as ahead:
        with database.session() as session:
            session.scalars(select(Meeting)).one().sample = ""
            session.scalars(
                select(Person).where(Person.account == "web:mum")
            ).one().account = "slack:T1/U1"
            lay_aside(session, ahead.now)
        assert ahead.dispatcher.look_everywhere("slack:T1/U1", mine) == []
        with database.read() as session:
            assert (
                arrivals(session, since=ahead.now.date() - timedelta(days=30), rehearsals=False)
                == []
            )


def test_a_service_lays_them_aside_when_it_starts(tmp_path: Path) -> None:
    settings = Settings.model_validate({"CHAIRSIDE_DATA": str(tmp_path)})
    with closing(open_service(settings, print)) as database:
        rehearsed(database).close()
    with closing(open_service(settings, print)) as database, database.read() as session:
        assert session.scalar(select(Post.id).where(Post.waiting)) is None
        assert session.scalar(select(Meeting.state)) == "open"


def test_what_is_real_goes_on(database: Database) -> None:
    with closing(rehearsed(database)) as conference:
        with database.session() as session:
            meeting = session.scalars(select(Meeting)).one()
            meeting.room, meeting.sample = "slack:T1/C1", ""
            waiting = session.scalar(select(func.count()).select_from(Post).where(Post.waiting))
            lay_aside(session, conference.now)
        with database.read() as session:
            assert (
                session.scalar(select(func.count()).select_from(Post).where(Post.waiting))
                == waiting
            )
            assert open_link(session, "1" * 32, "board", conference.now)
            assert session.scalar(select(Meeting.sample)) == ""
