"""Monday the conference, the week after a core group: the record and the letters of Monday stay
open in their own name.
"""

from contextlib import closing

from handlers.after.record.record import record
from handlers.grammar.registry import commands
from handlers.meeting.mine import mine
from storage.database import Database
from tests.kit.calendar import Days
from tests.kit.conference import Conference


def test_the_record_is_put_right_and_the_letters_go_out_after_the_core_group_has_begun(
    database: Database,
) -> None:
    with closing(Conference(database, "fennimore")) as family:
        chair, mum, joe = family.leading(), family.person("mum"), family.person("social_worker")
        family.everybody_plays_until("summary")
        chair.closes("Posy is safe with Carys and Dot.")
        monday = family.cards_of_today()
        Days(family).until("2026-03-11", 9)

        # Wednesday: the core group begins. The chair's list still says that Monday's record waits,
        # and nothing else twice.
        family.meets_again("core_group.begin", "social_worker")
        waits = family.dispatcher.look_everywhere(chair.account, mine)
        assert [(one.room == monday, bool(one.asked)) for one in waits] == [
            (False, False),
            (True, True),
        ]
        assert [
            one.room == monday for one in family.dispatcher.look_everywhere(mum.account, mine)
        ] == [False]
        assert "chair" not in family.look(lambda scene: scene.chair.name), "Joe leads now"

        with family.on_cards_of(monday):
            assert "not ready yet" in mum.tries.presses("record.open"), "it is a draft"
            chair.fills("letter.form", mum.id, why="Carys has her mother's help.")
            chair.presses("letter.approve", mum.id)
            chair.fills("debrief.form", people=mum.id, words="She was tired.")
            chair.fills("correct.form", "summary", words="Posy is safe with Carys, Dot and Lin.")
            chair.approves_the_record()
            mum.presses("record.open")
            mum.presses("letter.open")
            chair.presses("board.link")
            assert family.look(lambda scene: scene.meeting.state) == "approved"
            assert "you have approved the record" in family.panel()
            kinds = ("panel", "letters", "debrief", "feedback", "signed", "closed")
            cards = [
                card
                for kind in kinds
                for who in (chair.id, mum.id, "channel")
                for card in family.cards(who, kind)
            ]
            dead = {
                b.command
                for card in cards
                for b in card.buttons
                if commands[b.command].later == "refused"
            }
            assert dead == set(), "whatever stands on these cards can still be pressed"

        # Week three: a correction is a new version of Monday's record, and says that the plan of
        # now stays as it is.
        Days(family).until("2026-03-24")
        with family.on_cards_of(monday):
            form = family.send("correct.form", chair.account, "summary").card
            assert form
            assert "Today's plan stays as it is." in repr(form)
            chair.fills(
                "correct.form",
                "summary",
                words="Posy is safe with Carys and Lin.",
                why="Dot was not there.",
            )
            kept = family.look(record)
            assert (kept.version, kept.summary) == (2, "Posy is safe with Carys and Lin.")
            assert "version 2" in family.channel("signed")

        # What is to do now is done in the meeting that holds it, whatever card it is pressed on;
        # all else is said kindly.
        action = family.action("Wednesday")
        with family.on_cards_of(monday):
            joe.fills("action.done_form", action, how="Ned's gran takes her.")
            for press in (
                "core_group.begin",
                "core_group.move_form",
                "checkin.form",
                "agenda.next",
                "close.form",
            ):
                assert "A new meeting has begun since then" in joe.tries.presses(press)
            assert "A new meeting has begun since then" in mum.tries.presses(
                "answer.form", family.steps["matters_most"]
            )
        assert family.look(lambda scene: [row.what for row in scene.book.progress()]) == ["done"]
        assert family.record().summary == "", "nothing of Monday's papers is in the core group's"


def test_a_card_of_another_room_or_of_nobody_opens_nothing(sqlite_database: Database) -> None:
    with (
        closing(Conference(sqlite_database, "fennimore")) as family,
        closing(Conference(sqlite_database, "harrick", "web:else")),
    ):
        chair = family.leading()
        there = family.cards_of_today()
        family.room = there.replace(family.room, "web:else")
        assert "do not have a part" in chair.tries.presses("record.open")
        family.room = there[:-1] + "x"
        assert "do not have a part" in chair.tries.presses("record.open")


def test_who_did_not_chair_the_conference_has_no_say_in_its_papers(over: Conference) -> None:
    monday = over.cards_of_today()
    over.meets_again("core_group.begin", "social_worker")
    with over.on_cards_of(monday):
        for command in ("letter.approve", "record.approve", "correct.form"):
            assert "That button is for someone else" in over.person("social_worker").tries.presses(
                command
            )
