"""Closing: what is unfinished is said, the chair may close anyway, the plan is posted, nothing
changes any more (row B14).
"""

import pytest

from prompts.plain import twin
from storage.database import Database
from tests.kit.small_room import SmallRoom

SUMMARY = "Mia has a plan. Maureen sleeps there on Fridays."


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    return SmallRoom(sqlite_database)


def with_a_plan(room: SmallRoom) -> SmallRoom:
    """The conference on its last item, with two actions, a core group and one offer that nobody has
    agreed.
    """
    room.go_to("actions")
    action = {"what": "Ring the nursery.", "by_when": "2025-12-01"}
    room.send("mum", "plan.submit", "actions", **action, owners=room.id("mum"), side="family")
    room.send(
        "teacher",
        "plan.submit",
        "actions",
        **action,
        owners=room.id("teacher"),
        side="professional",
    )
    room.send("chair", "plan.agree", "section:actions")
    room.send("chair", "plan.submit", "core_group", person=room.id("mum"))
    room.send("chair", "plan.submit", "first_core_group", date="2025-12-03", place="At school")
    room.go_to("first_core_group")
    room.send("mum", "plan.submit", "people", name="Sue", role="Aunt", how_often="Tuesdays")
    room.go_to("summary")
    return room


def test_the_form_says_first_what_is_not_finished(room: SmallRoom) -> None:
    room.send("chair", "agenda.next")
    room.send("chair", "agenda.park")
    room.go_to("score")
    room.send("mum", "answer.submit", room.step(), score="4")
    room.send("chair", "agenda.park")
    words = twin(room.form("chair", "close.form"))

    assert "If you close now, they stay hidden." in words
    room.send("chair", "close.submit", text=SUMMARY, stay_hidden="yes")
    assert "How safe: Nights. They stay hidden." in twin(room.form("chair", "record.approve_form"))
    assert "Put aside, and not taken up again: What has hurt or scared; How safe: Nights." in words
    assert "Hidden answers that have not been shown: How safe: Nights." in words
    assert "No decision yet for Mia." in words
    assert "Not done yet: Do the words still fit: Nights;" in words
    assert "Kerry" not in words


def test_offers_that_are_not_agreed_are_named(room: SmallRoom) -> None:
    words = twin(with_a_plan(room).form("chair", "close.form"))

    assert "not agreed yet: Who is in the plan." in words
    assert "Not done yet" not in words


def test_a_summary_is_needed(room: SmallRoom) -> None:
    fields = room.asked_back("chair", "close.submit", text="  ")

    assert fields["text"].error
    assert room.see(None, lambda scene: scene.meeting.state) == "open"


def test_the_chair_may_close_with_things_unfinished(room: SmallRoom) -> None:
    room.send("chair", "close.submit", text=SUMMARY)

    assert room.see(
        None, lambda scene: (scene.meeting.state, scene.meeting.closed_at is not None)
    ) == ("closed", True)


def test_the_summary_and_the_agreed_plan_are_posted_in_order(room: SmallRoom) -> None:
    with_a_plan(room).queued()
    room.send("chair", "close.submit", text=SUMMARY)

    posted = [slot for slot in room.queued() if slot.startswith(("closed", "plan:"))]
    assert posted == ["closed", "plan:actions", "plan:core_group", "plan:first_core_group"]
    assert "- The plan is in the next messages." in room.words("closed")
    assert room.words("plan:actions").splitlines() == [
        "Actions",
        "",
        "Family and friends",
        "- Ring the nursery. Kerry, by Monday 1 December.",
        "",
        "Professionals",
        "- Ring the nursery. Mr Odell, by Monday 1 December.",
        "This is a draft until Ruth has read it all and signed it off.",
    ]
    assert "Wednesday 3 December" in room.words("plan:first_core_group")


def test_the_last_post_says_what_happens_next_and_what_those_can_do_who_disagree(
    room: SmallRoom,
) -> None:
    room.send("chair", "close.submit", text=SUMMARY)
    words = room.words("closed")

    assert f"Ruth: “{SUMMARY}”" in words
    assert "The record of today is a draft." in words
    assert "What happens next\n- Nothing was agreed for the plan today." in words
    assert "next messages" not in words
    assert "If you do not agree" in words


def test_nothing_changes_any_more_once_it_is_closed(room: SmallRoom) -> None:
    with_a_plan(room)
    before = room.words("plan:actions")
    [thread, _] = room.threads("actions")
    room.send("chair", "close.submit", text=SUMMARY)

    for who, command, target in (
        ("chair", "plan.withdraw", thread),
        ("chair", "plan.submit", "actions"),
        ("minute_taker", "plan.list", "actions"),
        ("mum", "plan.form", "people"),
        ("chair", "close.submit", ""),
        ("chair", "agenda.next", ""),
    ):
        assert "The conference is over" in room.refused(who, command, target, text=SUMMARY)
    assert room.words("plan:actions") == before
    assert not any(button.command == "plan.form" for button in room.card("offered:actions").buttons)


def test_the_record_is_a_draft_until_the_chair_approves_it(room: SmallRoom) -> None:
    with_a_plan(room)
    room.refused("chair", "record.approve")
    room.send("chair", "close.submit", text=SUMMARY)
    room.queued()
    room.refused("minute_taker", "record.approve")
    room.send("chair", "record.approve")

    assert {"closed", "plan:actions"} <= set(room.queued())
    assert "signed it off" in room.words("closed")
    assert "draft" not in room.words("closed") + room.words("plan:actions")
    room.refused("chair", "record.approve")


def test_a_running_timer_ends_with_the_conference(room: SmallRoom) -> None:
    room.send("chair", "timer.start")
    room.send("chair", "close.submit", text=SUMMARY)

    assert room.see(
        None, lambda scene: (scene.book.alarms("timer.ring"), scene.meeting.timer_ends_at)
    ) == ([], None)


def test_only_the_chair_closes(room: SmallRoom) -> None:
    for who in ("mum", "social_worker", "minute_taker", "observer"):
        room.refused(who, "close.form")
        room.refused(who, "close.submit", text=SUMMARY)
