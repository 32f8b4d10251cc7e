"""The board (row I4): what everybody sees and reads together.

Sealed answers leave no trace on it.
"""

from dataclasses import asdict

import pytest

from handlers.meeting.board import Board, board
from handlers.meeting.board_boxes import BoardPoint
from storage.database import Database
from tests.kit.small_room import SmallRoom

EVERYBODY = (None, "chair", "mum", "social_worker", "minute_taker", "observer")


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    return SmallRoom(sqlite_database)


def points(room: SmallRoom, box: str) -> tuple[BoardPoint, ...]:
    return next(row.points for row in room.see(None, board).boxes if row.id == box)


def said_by_mum(room: SmallRoom, **values: str) -> str:
    """Mum answers the item the conference is on; gives the answer's id."""
    step = room.step()
    room.send("mum", "answer.submit", step, **values)
    return room.see(None, lambda scene: scene.answers(*scene.meeting.steps)[0].id)


def test_it_shows_the_item_the_conference_is_on(room: SmallRoom) -> None:
    room.go_to("harm")
    item = room.see(None, board).item

    assert item
    assert (item.part, item.title) == (
        "Part 3: What we worry about and what works well",
        "What has hurt or scared",
    )


def test_worries_and_what_works_stand_in_two_columns_in_the_profiles_order(room: SmallRoom) -> None:
    columns = [(box.id, box.column) for box in room.see(None, board).boxes if box.column != "wide"]

    assert columns == [
        ("harm", "worries"),
        ("complicating", "worries"),
        ("strengths", "works"),
        ("safety", "works"),
    ]


def test_what_somebody_said_is_there_at_once_and_not_agreed(room: SmallRoom) -> None:
    room.go_to("strengths")
    said_by_mum(room, text="Maureen comes on Fridays")

    assert points(room, "strengths") == (
        BoardPoint("", "Maureen comes on Fridays", "Kerry", agreed=False),
    )


def test_agreed_wording_stands_with_the_authors_words_beside_it(room: SmallRoom) -> None:
    room.go_to("strengths")
    answer = said_by_mum(room, text="Mum's there Fridays")
    room.send("chair", "point.submit", answer, words="Maureen stays with Mia on Fridays.")

    assert points(room, "strengths") == (
        BoardPoint(
            "Maureen stays with Mia on Fridays.", "Mum's there Fridays", "Kerry", agreed=True
        ),
    )


def test_words_that_change_after_they_were_agreed_are_new_words(room: SmallRoom) -> None:
    room.go_to("strengths")
    answer = said_by_mum(room, text="Fridays")
    room.send("chair", "point.submit", answer, words="Maureen stays on Fridays.")
    said_by_mum(room, text="Saturdays too")

    assert points(room, "strengths") == (
        BoardPoint("Maureen stays on Fridays.", "Fridays", "Kerry", agreed=True),
        BoardPoint("", "Saturdays too", "Kerry", agreed=False),
    )


def test_sealed_answers_leave_no_trace_before_they_are_shown_not_even_to_their_authors(
    room: SmallRoom,
) -> None:
    room.go_to("score")
    before = {who: room.see(who, board) for who in EVERYBODY}
    room.send("mum", "answer.submit", room.step(), score="4", why="Gran is there")
    room.send("teacher", "answer.pass", room.step())

    assert {who: room.see(who, board) for who in EVERYBODY} == before


def test_a_trio_has_its_scale_once_the_marks_are_shown(room: SmallRoom) -> None:
    room.go_to("score")
    room.send("mum", "answer.submit", room.step(), score="4")
    room.send("teacher", "answer.pass", room.step())
    assert room.see(None, board).trios[0].scale is None
    room.send("chair", "reveal", room.step())

    scale = room.see(None, board).trios[0].scale
    assert scale
    assert [(mark.who, mark.score, mark.before) for mark in scale.marks] == [
        ("Kerry", 4, 3),
        ("Mr Odell", None, None),
    ]


def test_a_trio_shows_the_wording_that_holds_and_counts_the_ones_before(room: SmallRoom) -> None:
    room.go_to("fit")
    room.send(
        "chair",
        "fit.submit",
        room.step(),
        fits="no",
        danger="Mia is alone at night.",
        goal="Someone is there.",
    )

    [trio] = room.see(None, board).trios
    assert (trio.danger, trio.goal, trio.earlier) == (
        "Mia is alone at night.",
        "Someone is there.",
        1,
    )


def test_decisions_stand_by_child(room: SmallRoom) -> None:
    assert [(row.child, row.words) for row in room.see(None, board).decisions] == [("Mia", "")]
    room.go_to("decision")
    room.send("chair", "decision.submit", room.step(), plan="child_in_need", why="Gran is there.")

    assert [(row.child, row.words, row.why) for row in room.see(None, board).decisions] == [
        ("Mia", "Child in Need plan", "Gran is there.")
    ]


def test_the_plan_grows_on_it_and_offers_are_marked(room: SmallRoom) -> None:
    room.go_to("actions")
    action = {"by_when": "2025-12-01", "side": "family", "owners": room.id("mum")}
    room.send("mum", "plan.submit", "actions", what="Ring the nursery", **action)
    room.send("chair", "plan.submit", "actions", what="Ring the school", **action)
    room.send(
        "chair", "plan.submit", "core_group", person=room.id("mum"), part="Brings the red book"
    )
    room.send("chair", "plan.submit", "first_core_group", date="2025-12-03", place="at school")
    sheet = room.see(None, board)

    assert [(entry.main.partition(".")[0], entry.agreed) for entry in sheet.plan[0].entries] == [
        ("Ring the school", True),
        ("Ring the nursery", False),
    ]
    assert (sheet.core_group, sheet.first_core_group) == (
        ("Kerry",),
        "Wednesday 3 December, at school",
    )


def test_it_freezes_when_the_conference_closes_and_stays_a_draft_until_it_is_approved(
    room: SmallRoom,
) -> None:
    def state(sheet: Board) -> tuple[bool, bool, bool]:
        return sheet.frozen, sheet.draft, sheet.item is None

    room.go_to("summary")
    assert state(room.see(None, board)) == (False, True, False)
    room.send("chair", "close.submit", text="Done.")
    assert state(room.see(None, board)) == (True, True, True)
    room.send("chair", "record.approve")
    assert state(room.see(None, board)) == (True, False, True)


def test_the_chair_gets_a_link_for_half_a_day_and_can_withdraw_it(room: SmallRoom) -> None:
    def links() -> list[str]:
        return room.see(
            "chair",
            lambda scene: [link.id for link in scene.book.links(scene.now, scene.chair, "board")],
        )

    first, second = (room.send("chair", "board.link").link for _ in range(2))
    assert sorted(f"board:{link}" for link in links()) == sorted((first, second))

    room.later(hours=12)
    assert links() == []
    room.send("chair", "board.link")
    room.send("chair", "board.revoke")
    assert links() == []


def test_only_the_chair_gets_a_link(room: SmallRoom) -> None:
    for who in ("mum", "social_worker", "minute_taker", "observer"):
        room.refused(who, "board.link")
        room.refused(who, "board.revoke")


def test_it_is_plain_data(room: SmallRoom) -> None:
    assert asdict(room.see(None, board))["title"] == "What we have so far for Mia"
