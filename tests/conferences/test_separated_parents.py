"""Ava and Leo's parents do not meet: Dean takes part at another time, and Kerry says one thing in a
smaller group.

What each of them says reaches the chair, and is in the copies of those who were there. Nobody else
learns of it anywhere.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers.after.letters.letters import letter_of
from handlers.after.record.record import record
from handlers.after.record.record_paper import record_paper
from handlers.meeting.board import board
from handlers.meeting.mine import mine
from prompts.words import say
from storage.database import Database
from tests.kit.conference import Conference, SmallerGroup
from tests.kit.paper_room import paper_words

DEANS = "I sleep in the van by the yard, and I want help."
CRAIGS = "He can stay with us from Friday."
KERRYS = "He came to the window on Sunday. I did not ring anyone."
WHY = "Kerry asked not to meet Dean."


@pytest.fixture
def room(sqlite_database: Database) -> Iterator[Conference]:
    with closing(Conference(sqlite_database, "thornbeck")) as conference:
        yield conference


def test_parents_who_do_not_meet(room: Conference) -> None:
    chair, (mum, dad) = room.leading(), room.people("mum", "dad")
    chair.next()

    # From the start: Dean and his brother take part at another time. They are told in private; the
    # others see only who is here.
    chair.fills("apart.form", "", f"{dad.id},{room.ids['craig']}", WHY)
    assert say("closed.apart_only") in dad.lines("apart")
    room.everybody_is_here(but=["dad", "craig"])
    assert say("closed.apart_only") in dad.tries.is_here()
    assert "Dean" not in room.channel("here")
    assert room.panel_fact("apart") == "Dean, Craig"
    assert room.panel_fact("quorum").startswith("Enough agencies are here.")

    # The conference talks. Dean is not asked, and nobody waits for him.
    chair.begins("matters_most")
    mum.answers("matters_most", "Their gran, and each other.")
    assert "Dean" not in room.channel("asked", "matters_most")
    assert room.dispatcher.look_everywhere(dad.account, mine)[0].asked == ""

    # In the break Kerry says one thing to the chair and Nadia. It is over before the others are
    # back.
    kerrys = SmallerGroup(
        room,
        ("mum", "social_worker"),
        ("risky_person",),
        "Kerry wants to say it without the others.",
    )
    kerrys.person("mum").is_here()
    kerrys.person("mum").answers("risky_person", KERRYS)
    assert KERRYS in kerrys.person("social_worker").lines("said")
    assert "Answers received: 1 of 1" in kerrys.panel()
    kerrys.leading().presses("closed.end")

    # Dean and Craig, who has no account, talk with the chair by themselves: the chair writes for
    # Craig.
    deans = SmallerGroup(
        room, ("dad", "craig"), ("who_helps", "score/1"), "Dean takes part at another time."
    )
    dean, craig = deans.person("dad"), deans.leading().writes_for(deans.person("craig"))
    dean.is_here("No one")
    craig.is_here()
    dean.answers("who_helps", DEANS)
    deans.leading().goes_on_to("who_helps")
    deans.asks_everybody()
    craig.answers("who_helps", CRAIGS)
    deans.leading().goes_on_to("score/1")
    dean.scores("score/1", 3, "I miss them.")
    assert "I miss them." not in deans.leading().lines()
    deans.asks_everybody()
    craig.passes("score/1")
    deans.leading().presses("reveal", deans.now_on)
    assert "Dean: 3" in deans.leading().lines("reveal")
    deans.leading().presses("closed.end")

    # The conference goes on to its end without a word of either.
    room.everybody_plays()
    assert room.record().state == "approved"
    for words in (DEANS, CRAIGS, KERRYS, WHY, "Dean takes part"):
        assert words not in room.channel()
    for name in ("gran", "advocate", "health_visitor", "teacher", "police", "minute_taker"):
        copy = room.look(record, room.person(name).account)
        assert copy.closed_parts == ()
        assert "Dean" not in [row.person.name for row in copy.attendance]
        assert not any(words in copy.model_dump_json() for words in (DEANS, CRAIGS, KERRYS, WHY))

    # Each copy has what its reader was in, in a chapter of its own; the chair's has all.
    assert _chapters(room, "mum") == ["In a smaller group: Kerry, Nadia Frost and Ruth Calder"]
    assert KERRYS in _paper(room, "social_worker")
    assert DEANS not in _paper(room, "social_worker")
    assert _chapters(room, "dad") == ["In a smaller group: Dean, Craig and Ruth Calder"]
    for words in (DEANS, CRAIGS, KERRYS, WHY, "Dean: ", "Craig (written down by Ruth Calder)"):
        assert words in _paper(room, "chair") + _paper(room, "dad")
    assert _chapters(room, "police") == []

    # Dean's copy and letter say what was decided and why, and nothing of what the others said or
    # agreed to do.
    his = _paper(room, "dad") + _letter(room, "dad")
    assert "Leo: Child Protection plan" in his
    assert "Their gran, and each other." not in his
    assert all(action.what not in his for action in room.record().actions)
    assert room.look(board, dad.account).boxes == ()

    # A core group begins: Dean and Craig still take part at another time.
    room.meets_again("core_group.begin", "social_worker")
    assert room.look(
        lambda scene: [p.name for p in scene.book.people if p.attendance == "apart"]
    ) == ["Dean", "Craig"]
    assert "Dean" not in room.channel("ahead")
    assert say("closed.apart_only") in dad.tries.is_here()


def test_somebody_who_comes_back_says_that_they_are_here(room: Conference) -> None:
    chair, (mum, dad) = room.leading(), room.people("mum", "dad")
    room.begins_with("score/1")
    dad.scores("score/1", 9, "It is all fine.")
    chair.fills("apart.form", "", dad.id, WHY)
    assert "Dean (" not in room.channel("here")
    mum.scores("score/1", 3)
    chair.presses("reveal", room.now_on)
    assert "It is all fine." not in room.channel("reveal")
    assert WHY not in str(room.look(record, mum.account))
    assert WHY in str(room.look(record, chair.account))

    chair.fills("apart.form", "", "", "They have talked, and both want it.")
    assert say("closed.apart_over") in dad.lines("apart")
    dad.is_here()
    assert "Dean (" in room.channel("here")


def test_who_comes_back_before_the_numbers_are_shown_is_among_them(room: Conference) -> None:
    chair, (mum, dad) = room.leading(), room.people("mum", "dad")
    room.begins_with("score/1")
    dad.scores("score/1", 9, "It is all fine.")
    chair.fills("apart.form", "", dad.id, WHY)
    chair.fills("apart.form", "", "", "They have talked, and both want it.")
    dad.is_here()
    assert dad.opens("score/1").fields[0].value == "9"
    dad.scores("score/1", 7, "It is better.")
    mum.scores("score/1", 3)
    chair.presses("reveal", room.now_on)
    assert "It is better." in room.channel("reveal")


def test_what_was_said_under_seal_stays_with_who_said_it(room: Conference) -> None:
    chair, (mum, dad) = room.leading(), room.people("mum", "dad")
    room.begins_with("score/1")
    dad.scores("score/1", 9, "It is all fine.")
    chair.fills("apart.form", "", dad.id, WHY)
    _has_it_alone(room, "It is all fine.")

    # The numbers of the others are shown, and Dean comes back: his own stays his.
    mum.scores("score/1", 3)
    chair.presses("reveal", room.now_on)
    chair.fills("apart.form", "", "", "They have talked, and both want it.")
    dad.is_here()
    _has_it_alone(room, "It is all fine.")

    # The record says to the chair whose answer was not shown, and to Dean that it was his.
    item = room.look(lambda scene: scene.title(scene.step(room.now_on)))
    assert say("record_paper.kept_apart", name="Dean", items=[item]) in _paper(room, "chair")
    assert say("record_paper.own_kept", items=[item]) in _paper(room, "dad")
    assert say("record_paper.own_kept", items=[item]) not in _paper(room, "mum")
    assert "Dean: " not in _paper(room, "mum")


def test_an_answer_that_only_somebody_apart_gave_is_not_left_unasked(room: Conference) -> None:
    chair, dad = room.leading(), room.person("dad")
    room.begins_with("score/1")
    item = room.look(lambda scene: scene.title(scene.step(room.now_on)))
    dad.scores("score/1", 9, "It is all fine.")
    chair.fills("apart.form", "", dad.id, WHY)
    chair.goes_on_to("score/2")
    assert room.panel_fact("hidden") == item
    assert say("forms.needed_tick") in chair.tries.closes("We are done.")
    chair.closes("We are done.", stay_hidden="yes")
    assert say("record_paper.hidden_items", items=[item]) in _paper(room, "mum")
    _has_it_alone(room, "It is all fine.")


def _has_it_alone(room: Conference, words: str) -> None:
    """Dean can read what he said; nobody else can, and it is on nothing that is looked at
    together.
    """
    room.deliver()
    dad = room.person("dad")
    assert words in dad.presses("apart.kept")
    for person in ("chair", "mum", "gran", "social_worker", "teacher", "minute_taker", "dad"):
        account = room.person(person).account
        assert words not in str(room.look(board, account))
        assert words not in str(room.look(record, account))
        if person != "dad":
            assert words not in room.person(person).sees()
            assert words not in room.person(person).tries.presses("apart.kept")


def _paper(room: Conference, who: str) -> str:
    return paper_words(room.look(record_paper, room.person(who).account))


def _chapters(room: Conference, who: str) -> list[str]:
    """The chapters of somebody's record that only some people have."""
    paper = room.look(record_paper, room.person(who).account)
    return [
        chapter.title
        for chapter in paper.chapters
        if chapter.title.startswith("In a smaller group")
    ]


def _letter(room: Conference, who: str) -> str:
    person = room.person(who)
    letters = room.look(
        lambda scene: [letter_of(scene, letter.id) for letter in scene.book.letters()],
        person.account,
    )
    return "".join(paper_words(letter) for letter in letters if letter)
