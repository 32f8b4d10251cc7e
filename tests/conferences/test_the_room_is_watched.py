"""A whole conference with strangers joining, people leaving and a channel that is opened up, in
Slack and in Teams (row S2).
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from prompts.words import say
from storage.database import Database
from tests.kit.preparing import Writer
from tests.kit.three_places import InService, InSlack, InTeams

pytestmark = pytest.mark.rehearsals

QUESTION = "why_worried"
CARYS = "I fell asleep, and the door was open."


@pytest.fixture(params=[InSlack, InTeams], ids=lambda place: place.__name__)
def posy(request: pytest.FixtureRequest, sqlite_database: Database) -> Iterator[InService]:
    """Posy's review, a week ahead, by the Cumbria profile."""
    place: Any = request.param
    with closing(place(sqlite_database, "fennimore")) as conference:
        yield conference


def test_strangers_leavers_and_a_channel_that_is_opened_up(posy: InService) -> None:
    chair, mum = Writer(posy, "chair"), Writer(posy, "mum")
    chair.confirms("setup.begin_form")
    posy.know_everybody()
    posy.begins_with(QUESTION)
    before = posy.posted()

    # Eve, who has no part, is let into the channel. The chair is told her name, and what Carys says
    # waits.
    posy.comes_in("eve")
    posy.deliver()
    assert "not part of this meeting" in chair.lines("room")
    assert say("watch.panel") in posy.panel()
    mum.answers(QUESTION, CARYS)
    assert posy.posted() == before

    # Eve is taken out: it goes on within seconds, in order, and what Carys said is there.
    posy.goes_out("eve")
    assert posy.posted() > before
    assert CARYS in posy.channel("said")
    assert say("watch.over") in chair.lines("room")
    assert say("watch.panel") not in posy.panel()

    # Carys leaves without a word. She is asked, the chair is told, and she comes back.
    posy.goes_out("mum")
    posy.deliver()
    assert say("watch.you_left") in mum.lines("went")
    assert "without saying so" in chair.lines("went")
    assert posy.panel_fact("left")
    posy.comes_in("mum")
    mum.is_here()
    assert not posy.panel_fact("left")

    # The health visitor leaves: what the quorum needs is counted again, and the chair can say why
    # they go on.
    quorum = posy.panel_fact("quorum")
    posy.goes_out("health_visitor")
    posy.deliver()
    assert posy.panel_fact("quorum") != quorum
    posy.comes_in("health_visitor")
    posy.person("health_visitor").is_here()
    assert posy.panel_fact("quorum") == quorum

    # Eve comes again, and this time she belongs here: the chair gives her a part.
    posy.comes_in("eve")
    posy.deliver()
    eve = posy.account("web:eve")
    chair.fills("room.part_form", who=eve, name="Eve Lund", role="observer")
    posy.deliver()
    assert "Eve Lund" in posy.panel_fact("expected")
    assert say("watch.panel") not in posy.panel()

    # The channel is opened to others. Nothing more is posted there; the chair goes on by private
    # messages.
    before = posy.posted()
    posy.opens_up()
    chair.presses("ask.again")
    assert posy.posted() == before
    assert say("watch.public") in chair.lines("room") or say("watch.shared") in chair.lines("room")
    chair.presses("room.private")
    assert mum.lines("again")

    # It is private again, and the channel is used again: what waited comes there, in order.
    posy.is_private_again()
    chair.presses("room.channel")
    posy.deliver()
    assert posy.posted() > before
    assert say("watch.panel_private") not in posy.panel()

    # Everybody goes on to the end.
    posy.plays_on()
    assert posy.state() == "approved"
    assert posy.left_to_show() == []


def test_by_private_messages_to_the_end(posy: InService) -> None:
    chair, mum = Writer(posy, "chair"), Writer(posy, "mum")
    chair.confirms("setup.begin_form")
    posy.know_everybody()
    posy.begins_with(QUESTION)
    before = posy.posted()
    posy.opens_up()
    chair.presses("ask.again")
    posy.deliver()
    chair.presses("room.private")
    posy.plays_on()
    assert posy.state() == "approved"
    assert posy.posted() == before
    assert mum.lines("closed")
    assert mum.lines("decision")
