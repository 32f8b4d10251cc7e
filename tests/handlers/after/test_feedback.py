"""Feedback: kept apart from who it was, and shown over many conferences only where nobody can be
made out (rows I7 and I11).
"""

import csv
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from handlers.after.feedback.asking import TAKEN_FOR
from handlers.after.feedback.results import (
    BATCH,
    FEWEST,
    Result,
    results,
    said_in,
    waiting_for_review,
)
from handlers.after.feedback.results_paper import results_csv, results_paper
from handlers.grammar.scene import Scene
from prompts.plain import twin
from prompts.words import say
from storage.book import as_body
from storage.database import Database
from storage.tables import Feedback, Meeting, Person, Power, ServiceLine
from tests.kit.dump import as_it_reads
from tests.kit.naming import named, not_named
from tests.kit.paper_room import closed_room, paper_words
from tests.kit.small_room import START, SmallRoom

HEARD = "Did people listen to what you said?"
YES, NO = {"heard": "yes"}, {"heard": "no"}


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    return closed_room(sqlite_database)


class House:
    """A service with conferences that took place long ago, and one chair who looks."""

    def __init__(self, database: Database, *, administrator: bool = False) -> None:
        self.database = database
        self.room = after_handover(database) if administrator else closed_room(database)
        self.room.later(days=400)
        self.count = 0

    def conference(
        self, *answers: dict[str, str], side: str = "family", days: int = 1, sample: str = ""
    ) -> None:
        """One conference, and what people said about it."""
        self.count += 1
        closed = START + timedelta(days=days, minutes=self.count)
        with self.database.session() as session:
            meeting = Meeting(
                room=f"web:{uuid4().hex}",
                profile="cumbria",
                family="X",
                sample=sample,
                state="approved",
                started_at=closed,
            )
            meeting.closed_at = closed
            session.add(meeting)
            session.flush()
            session.add_all(
                Feedback(meeting_id=meeting.id, side=side, body=as_body(body)) for body in answers
            )

    def result(self, ask: str = HEARD, side: str = "family") -> Result:
        """What is shown of one question."""
        found = self.room.see("chair", shown)
        return next(row for row in found if (row.question, row.side) == (ask, side))


@pytest.fixture
def house(sqlite_database: Database) -> House:
    return House(sqlite_database)


def test_everybody_the_profile_names_is_asked_in_private_and_told_what_happens_to_an_answer(
    room: SmallRoom,
) -> None:
    words = room.words("feedback", "mum")
    assert "Your answers are kept without your name." in words
    assert room.form("mum", "feedback.form").fields[0].label == HEARD
    assert "nothing to ask you" in room.refused("observer", "feedback.form")


def test_it_is_sent_once_and_kept_without_who_and_when(room: SmallRoom) -> None:
    room.send("mum", "feedback.submit", heard="no", better="Start later.")
    assert "Your answers are in" in room.refused("mum", "feedback.submit", heard="yes")
    assert "Your answers are in" in room.words("feedback", "mum")

    [kept] = as_it_reads(room.dispatcher.database)["feedback"]
    assert "Start later." in kept
    assert "side='family'" in kept
    assert not any(name in kept for name in ("person", "at=", "writer"))


def test_what_was_said_is_nowhere_in_the_conference(room: SmallRoom) -> None:
    room.send("mum", "feedback.submit", heard="no", better="Start later.")

    for slot, who in (("panel", "chair"), ("feedback", "chair"), ("letters", "chair")):
        assert "Start later" not in room.words(slot, who)


def test_answers_are_taken_for_four_weeks(room: SmallRoom) -> None:
    room.later(days=29)

    assert "too late" in room.refused("mum", "feedback.submit", heard="yes")


def test_nobody_has_to_answer_anything_and_an_empty_form_is_asked_back(room: SmallRoom) -> None:
    asked_back = room.asked_back("mum", "feedback.submit")["heard"]
    assert "You haven't answered anything yet" in asked_back.error

    room.send("mum", "feedback.submit", better="More breaks.")
    assert "Your answers are in" in room.words("feedback", "mum")


def test_fewer_than_a_batch_of_conferences_show_nothing(house: House) -> None:
    for _ in range(BATCH - 1):
        house.conference(YES, YES, YES, NO)

    assert house.result().rows == ()
    house.conference(YES)
    assert house.result().rows == (
        ("Yes", "13"),
        ("Partly", "fewer than 5"),
        ("No", "fewer than 5"),
    )


def test_no_count_below_five_and_no_total_is_shown(house: House) -> None:
    for _ in range(BATCH):
        house.conference(*[YES] * 4, NO)
    house.conference()

    text = house.room.see(
        "chair",
        lambda scene: (
            paper_words(results_paper([said_in(scene)], scene.now)) + results_csv([said_in(scene)])
        ),
    )
    assert house.result().rows == (("Yes", "20"), ("Partly", "fewer than 5"), ("No", "5"))
    assert "25" not in text


def test_too_few_answers_show_nothing_however_many_conferences(house: House) -> None:
    for n in range(2 * BATCH):
        house.conference(YES if n < FEWEST - 1 else {"better": "x"})

    assert house.result().rows == ()


def test_looking_before_and_after_one_conference_shows_no_difference(house: House) -> None:
    for _ in range(BATCH):
        house.conference(*[YES] * 6, *[NO] * 6)
    before = house.room.see("chair", shown)
    for _ in range(BATCH - 1):
        house.conference(NO, side="family", days=2)

        assert house.room.see("chair", shown) == before
    house.conference(NO, days=2)
    assert house.result().rows == (("Yes", "30"), ("Partly", "fewer than 5"), ("No", "35"))


def test_family_and_workers_are_counted_apart(house: House) -> None:
    for _ in range(BATCH):
        house.conference(*[YES] * 5)
        house.conference(*[NO] * 3, side="workers")

    assert house.result().rows[0] == ("Yes", "25")
    assert house.result(side="workers").rows == (
        ("Yes", "fewer than 5"),
        ("Partly", "fewer than 5"),
        ("No", "15"),
    )


def test_rehearsals_and_conferences_that_still_take_answers_do_not_count(house: House) -> None:
    for _ in range(BATCH):
        house.conference(*[YES] * 5, sample="fennimore")
        house.conference(*[YES] * 5, days=400 - TAKEN_FOR.days + 1)

    assert house.result().rows == ()


def test_words_are_shown_only_when_somebody_has_let_them_through_and_there_are_enough(
    house: House,
) -> None:
    ask = "What should we do differently next time?"
    for n in range(BATCH):
        house.conference({"better": f"Word {n}"}, {"better": f"More {n}"})
    assert house.result(ask).words == ()

    let_through(house, "show", FEWEST - 1)
    assert house.result(ask).words == ()
    let_through(house, "show", 1)
    let_through(house, "hide", 5)
    assert len(house.result(ask).words) == FEWEST
    assert house.room.see("chair", lambda scene: waiting_for_review(said_in(scene))) == []


def test_an_administrator_reads_words_one_by_one_and_lets_them_through_or_not(
    sqlite_database: Database,
) -> None:
    house = House(sqlite_database, administrator=True)
    for n in range(BATCH):
        house.conference({"better": f"Word {n}"})
    assert "feedback.review" in [
        button.command for button in house.room.card("feedback_desk", "chair").buttons
    ]
    read = []
    while buttons := (card := house.room.form("chair", "feedback.review")).buttons:
        read.append(twin(card))
        house.room.attempt("chair", "feedback.decide", buttons[0].target)

    assert len(set(read)) == BATCH
    assert len(house.result("What should we do differently next time?").words) == BATCH
    assert "read these words already" in house.room.refused("chair", "feedback.decide", "x:show")


def test_nobody_of_the_conference_reads_words_before_that(room: SmallRoom) -> None:
    for who in ("chair", "mum", "social_worker", "minute_taker", "observer"):
        room.refused(who, "feedback.review")
        room.refused(who, "feedback.decide", "x:show")
    for who in ("mum", "social_worker", "minute_taker"):
        room.refused(who, "feedback.results")
    assert room.send("chair", "feedback.results").link.startswith("feedback:")


def test_a_manager_without_a_part_in_any_meeting_reads_words_in_the_office(house: House) -> None:
    named(house.database, "manager", may=[Power.MANAGE])
    for n in range(BATCH):
        house.conference({"better": f"Word {n}"})
    for who in ("mum", "observer", "stranger", "minute_taker"):
        not_named(house.database, who)
    named(house.database, "minute_taker", may=[Power.CHAIR, Power.ADMINISTER])
    for who in ("mum", "observer", "stranger", "minute_taker"):
        for command, target in (
            ("staff.feedback", ""),
            ("staff.review", ""),
            ("staff.decide", f"{waiting(house)[0]}:show"),
        ):
            assert say("staff.not_named") in house.room.refused(who, command, target)
    assert len(waiting(house)) == BATCH
    read = []
    while buttons := (card := house.room.form("manager", "staff.review")).buttons:
        assert {button.command for button in buttons} == {"staff.decide"}
        read.append(twin(card))
        house.room.attempt("manager", "staff.decide", buttons[0].target)
    assert len(set(read)) == BATCH
    assert waiting(house) == []
    assert "read these words already" in house.room.refused("manager", "staff.decide", "x:show")
    assert house.room.send("manager", "staff.feedback").link.startswith("answers:")
    with house.database.read() as session:
        lines = session.scalars(select(ServiceLine)).all()
        assert [line.command for line in lines] == ["feedback.show"] * BATCH


def test_a_manager_never_reads_words_from_a_meeting_in_which_they_had_a_part(house: House) -> None:
    named(house.database, "manager", "other", may=[Power.MANAGE])
    for n in range(BATCH):
        house.conference({"better": f"Word {n}"})
    with house.database.session() as session:
        meeting = session.scalars(select(Meeting).where(Meeting.state == "approved")).first()
        assert meeting
        person = Person(meeting_id=meeting.id, position=0, role="chair", account="manager")
        person.name = "Sam"
        session.add(person)
    while buttons := house.room.form("manager", "staff.review").buttons:
        house.room.attempt("manager", "staff.decide", buttons[1].target)
    assert len(waiting(house)) == 1
    (left,) = waiting(house)
    assert "read these words" in house.room.refused("manager", "staff.decide", f"{left}:show")
    house.room.attempt("other", "staff.decide", f"{left}:show")
    assert waiting(house) == []


def waiting(house: House) -> list[str]:
    """The ids of words that nobody has read."""
    return house.room.see(
        None, lambda scene: [row.id for row, _ in waiting_for_review(said_in(scene))]
    )


def test_a_spreadsheet_takes_nothing_for_a_formula(house: House) -> None:
    for _ in range(BATCH):
        house.conference({"better": '=HYPERLINK("http://x")'})
    let_through(house, "show", BATCH)
    rows = list(
        csv.reader(StringIO(house.room.see("chair", lambda scene: results_csv([said_in(scene)]))))
    )

    assert rows[0] == ["side", "question", "answer", "count"]
    assert [row[2] for row in rows if "HYPERLINK" in row[2]] == ['\'=HYPERLINK("http://x")'] * BATCH


def shown(scene: Scene) -> tuple[Result, ...]:
    """What is shown of everything that people said."""
    return results(said_in(scene))


def after_handover(database: Database) -> SmallRoom:
    """A conference whose first chair has handed over, and is an administrator in it."""
    room = SmallRoom(database)
    room.send("chair", "handover.submit", person=room.id("minute_taker"), reason="The line is bad.")
    room.send("minute_taker", "close.submit", text="Done.")
    return room


def let_through(house: House, review: str, how_many: int) -> None:
    """Somebody who reviews words does so; there is none of them in this conference, so by hand."""

    def first(scene: Scene) -> list[str]:
        return [row.id for row, _ in waiting_for_review(said_in(scene))[:how_many]]

    chosen = house.room.see("chair", first)
    with house.database.session() as session:
        for row_id in chosen:
            session.get_one(Feedback, row_id).review = review
