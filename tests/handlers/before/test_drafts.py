"""A draft is seen by nobody but its author, whatever is kept, sent and kept again; a property, on
every surface there is.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from storage.database import Database
from storage.room import numbers
from storage.tables import Meeting, Post
from tests.kit.preparing import BeforeTheDay, Writer

SITTINGS = st.lists(
    st.tuples(st.sampled_from(["keep", "send"]), st.booleans()), min_size=1, max_size=3
)
RECEIVE = {"chair"}


@pytest.fixture
def ahead(sqlite_database: Database) -> Iterator[BeforeTheDay]:
    with closing(BeforeTheDay(sqlite_database)) as conference:
        Writer(conference, "chair").confirms("prepare.tell_form")
        yield conference


@pytest.mark.parametrize("author", ["teacher", "mum"])
def test_a_draft_is_its_authors_alone_and_the_workers_read_what_was_passed_on(
    ahead: BeforeTheDay, author: str
) -> None:
    number = 0

    @settings(
        max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(SITTINGS)
    def holds(sittings: list[tuple[str, bool]]) -> None:
        nonlocal number
        writer, chair = Writer(ahead, author), Writer(ahead, "chair")
        for then, passed_on in sittings:
            number += 1
            mark = f"marzipan{number}x"
            fields = (
                {"worries": mark, "change": mark, "own_view": mark}
                if author == "teacher"
                else {"why": mark}
            )
            writer.writes(then, works=mark, **fields)
            if passed_on:
                chair.dares.presses("report.circulate")
            kept = {name: mark in Writer(ahead, name).everything() for name in ahead.ids}
            workers = (
                {"social_worker", "health_visitor"}
                if author == "teacher" and passed_on_once(ahead, author)
                else set()
            )
            may = {author} | ((RECEIVE | workers) if then == "send" else set())
            assert {name for name, seen in kept.items() if seen} == may

    holds()


def test_a_draft_leaves_no_trace_in_the_audit_or_the_posts(ahead: BeforeTheDay) -> None:
    chair, mum = Writer(ahead, "chair"), Writer(ahead, "mum")
    ready = chair.everything()
    mum.writes("keep", why="marzipan")
    assert chair.everything() == ready


def test_a_draft_moves_nobody_elses_counter(ahead: BeforeTheDay) -> None:
    def counts() -> tuple[dict[str, str], dict[str, int]]:
        with ahead.database.read() as session:
            meeting = session.scalars(select(Meeting)).one()
            found = numbers(session, [meeting.id])[meeting.id]
            wanted = dict(
                session.execute(
                    select(Post.audience, func.sum(Post.wanted)).group_by(Post.audience)
                ).all()
            )
            mum = ahead.ids["mum"]
            return {who: found.seen_by(row) for who, row in ahead.ids.items() if row != mum}, {
                audience: times for audience, times in wanted.items() if audience != mum
            }

    before = counts()
    Writer(ahead, "mum").writes("keep", why="marzipan")
    ahead.deliver()
    assert counts() == before
    Writer(ahead, "mum").writes("send", why="marzipan")
    assert counts() != before


def passed_on_once(ahead: BeforeTheDay, author: str) -> bool:
    """Whether the author's report was passed on to the workers."""
    return ahead.look(
        lambda scene: any(
            r.circulated_at for r in scene.book.reports() if r.author_id == ahead.ids[author]
        )
    )
