"""Before the day: who owes a report or has something on a list is reminded in private, until it is
there or the day has come.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest

from prompts.profile.after import ReminderTimes
from storage.database import Database
from tests.kit.calendar import Days
from tests.kit.conference import CUMBRIA
from tests.kit.preparing import BeforeTheDay, Writer


@pytest.fixture
def ahead(sqlite_database: Database) -> Iterator[BeforeTheDay]:
    with closing(BeforeTheDay(sqlite_database, "fennimore")) as conference:
        yield conference


def test_reports_and_lists_are_pinged_until_they_are_done_and_the_day_ends_it(
    ahead: BeforeTheDay,
) -> None:
    days, chair, joe, lin = (
        Days(ahead),
        Writer(ahead, "chair"),
        Writer(ahead, "social_worker"),
        Writer(ahead, "teacher"),
    )
    chair.fills("setup.day_form", on="2026-03-19", why_late="It is full.", why_moved="It is full.")
    days.at_once()
    assert days.until("2026-03-03") == [], "nothing is due yet"
    chair.confirms("prepare.tell_form")
    days.at_once()

    # The report is for 12 March, and the first thing on Joe's list for 9 March. Each has one
    # message for all that is due.
    assert days.until("2026-03-09") == [
        "Wed 04 Mar 09:00 social_worker: reminder",
        "Mon 09 Mar 09:00 social_worker: reminder",
        "Mon 09 Mar 09:00 teacher: reminder",
    ]
    (card,) = ahead.cards(lin.id, "reminder")
    assert (card.notice, [button.command for button in card.buttons]) == (
        "You have a message from Chairside.",
        ["report.form", "reminder.snooze", "overheard.say", "danger.show"],
    )
    assert (
        "Your report for the meeting is not here yet. It's due on Thursday 12 March."
        in lin.lines("reminder")
    )
    assert "It's due today. Write each worry with its goal" in days.words(joe, "reminder")
    assert "Posy" not in card.notice
    assert "reminder" not in ahead.channel()

    # A draft changes nothing; what is sent and ticked ends it, also where the message stands
    # already.
    lin.writes("keep", works="She is on time.")
    lin.presses("reminder.snooze", "2026-03-09")
    assert days.until("2026-03-10") == ["Tue 10 Mar 09:00 teacher: reminder"]
    lin.writes(
        "send",
        works="She is on time.",
        worries="Mondays.",
        change="Breakfast.",
        own_view="She is well.",
    )
    assert "There is nothing left to do here." in days.words(lin, "reminder")
    open_one = next(field for field in joe.form("task.tick_form").fields).choices[0].value
    joe.fills("task.tick_form", done=open_one)
    found = days.until("2026-03-18")
    assert not [line for line in found if "teacher: reminder" in line]
    assert "Thu 12 Mar 09:00 social_worker: reminder" in found, (
        "the next thing on his list has its own day"
    )

    # It begins: nobody is reminded of what was to be ready for it.
    chair.presses("setup.begin")
    ahead.know_everybody()
    assert [line for line in days.until("2026-03-30") if "reminder" in line] == []


def test_a_day_that_goes_by_is_not_pinged_about(ahead: BeforeTheDay) -> None:
    days, chair = Days(ahead), Writer(ahead, "chair")
    chair.confirms("prepare.tell_form")
    assert [line for line in days.until("2026-03-06") if "reminder" in line]
    assert [
        line for line in days.until("2026-04-30") if "reminder" in line or "overdue" in line
    ] == []


def test_after_the_last_reminder_those_who_set_up_are_told(sqlite_database: Database) -> None:
    few = CUMBRIA.model_copy(update={"reminders": ReminderTimes(late_at_most=1)})
    with closing(BeforeTheDay(sqlite_database, "fennimore", profiles={"cumbria": few})) as ahead:
        days, chair = Days(ahead), Writer(ahead, "chair")
        chair.fills(
            "setup.day_form", on="2026-05-28", why_late="It is full.", why_moved="It is full."
        )
        chair.confirms("prepare.tell_form")
        found = days.until("2026-05-22")
        assert [
            line for line in found if "social_worker: reminder" in line or "overdue" in line
        ] == [
            "Tue 12 May 09:00 social_worker: reminder",
            "Fri 15 May 09:00 social_worker: reminder",
            "Tue 19 May 09:00 social_worker: reminder",
            "Thu 21 May 09:00 chair: overdue",
        ]
        assert "We have reminded Joe Tarn, and something is still to come" in days.words(
            chair, "overdue"
        )
