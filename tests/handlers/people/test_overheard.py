"""Being overheard (row S3): who is in the room with somebody, and what they let the chair know, is
seen by the chair alone.
"""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.rehearsal.player import Player
from bot.spine.platform import Parcel
from handlers.grammar.registry import draw
from handlers.grammar.scene import Scene
from prompts.card import Calls, Card
from prompts.words import say
from storage.database import Database
from tests.kit.conference import Conference, Wall
from tests.kit.surfaces import WebWall, surfaces

UNSEEN = "My unseen uncle"


class BothWalls(WebWall):
    """Keeps what is shown as the web room does, and as a script reads it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.script = Wall()

    async def show(self, parcel: Parcel) -> str:
        await self.script.show(parcel)
        return await super().show(parcel)


@pytest.fixture
def room(database: Database) -> Iterator[Conference]:
    walls = BothWalls(database)
    with closing(Conference(database, platform=walls)) as conference:
        conference.wall = walls.script
        yield conference


def seen_by_others(room: Conference) -> dict[str, str]:
    """All that anybody but the chair sees or finds.

    How many posts there were is the queue's own count, which nobody sees.
    """
    room.deliver()
    found = surfaces(room.dispatcher, room.room, "web:chair")
    return {**found, "meeting": re.sub(r"places=\d+", "", found["meeting"])}


def test_who_is_in_the_room_goes_to_the_chair_alone(room: Conference) -> None:
    room.begins_with("rollcall")
    room.person("mum").is_here(with_them=UNSEEN)
    others = seen_by_others(room)
    others.pop("person")  # the row itself, which is sealed
    assert UNSEEN not in "\n".join(others.values())
    assert UNSEEN in room.panel_fact("with_them")
    assert UNSEEN not in room.look(lambda scene: repr(scene.book.reasons()))


def test_a_minute_taker_neither_reads_nor_wipes_who_is_in_the_room(room: Conference) -> None:
    room.begins_with("rollcall")
    mum, dot, chair = room.people("mum", "minute_taker", "chair")
    mum.is_here(with_them=UNSEEN)
    form = room.send("rollcall.form", dot.account, mum.id).card
    assert form
    assert UNSEEN not in repr(form)
    dot.writes_for(mum).is_here()
    assert UNSEEN in room.panel_fact("with_them")
    form = room.send("rollcall.form", chair.account, mum.id).card
    assert UNSEEN in repr(form)


def test_i_cant_talk_freely_leaves_no_trace_but_with_the_chair(room: Conference) -> None:
    room.begins_with("matters_most")
    mum = room.person("mum")
    before = seen_by_others(room)
    for _ in range(2):
        reply = room.send("overheard.say", mum.account)
        assert (reply.card, reply.link, reply.done) == (None, "", False)
    assert seen_by_others(room) == before
    told = room.cards(room.ids["chair"], "alert")
    assert len(told) == 1, "a second tap says nothing new"
    assert told[0].title.startswith(say("alerts.not_free", name="Carys", time="")[:-2].strip())
    assert [button.command for button in told[0].buttons][:2] == ["pause.start", "closed.form"]
    assert told[0].notice == say("panel.notice")
    assert "Carys can't talk freely" in room.panel()


def test_the_new_chair_knows_it_too_and_the_one_before_does_not_go_on_reading_it(
    room: Conference,
) -> None:
    room.begins_with("matters_most")
    room.person("mum").presses("danger.show")
    taker = room.person("minute_taker")
    taker.is_here()
    room.leading()
    room.person("chair").fills("handover.form", person=taker.id, reason="The line broke.")
    assert "Carys pressed" in room.panel()
    alert = room.look(lambda scene: scene.book.alerts()[0].id)
    assert "Carys" not in room.look(lambda scene: repr(draw_for(scene, alert, "chair")))


def test_danger_gives_numbers_that_dial_and_tells_the_chair_alone(room: Conference) -> None:
    room.begins_with("matters_most")
    before = seen_by_others(room)
    card = room.send("danger.show", room.person("gran").account).card
    assert card
    calls = next(part for part in card.parts if isinstance(part, Calls))
    assert [call.link for call in calls.rows][:3] == [
        "tel:999",
        "tel:03332401727",
        "tel:03003732724",
    ]
    assert "55" in calls.rows[0].hint
    assert say("danger.told") in repr(card)
    assert seen_by_others(room) == before
    assert "Bethan pressed" in room.cards(room.ids["chair"], "alert")[0].title


def test_the_chairs_own_press_tells_nobody(room: Conference) -> None:
    room.begins_with("matters_most")
    assert say("danger.told") not in room.person("chair").presses("danger.show")
    assert not room.cards(room.ids["chair"], "alert")


def test_every_form_has_the_silent_press_and_every_private_card_both(room: Conference) -> None:
    room.begins_with("matters_most")
    mum = room.person("mum")
    commands = [button.command for button in mum.opens("matters_most").buttons]
    assert commands == ["answer.submit", "answer.pass", "overheard.say"]
    room.send("ask.nudge", room.person("chair").account)
    nudge = room.cards(mum.id, "nudge")[0]
    assert [button.command for button in nudge.buttons][-2:] == ["overheard.say", "danger.show"]
    assert [button.command for button in room.cards(room.ids["chair"], "panel")[-1].buttons][
        -1
    ] == "danger.show"


def test_a_form_that_comes_back_has_it_too(room: Conference) -> None:
    room.begins_with("matters_most")
    back = room.send(
        "answer.submit", room.person("mum").account, room.steps["matters_most"], {"text": ""}
    ).card
    assert back
    assert back.buttons[-1].command == "overheard.say"


@pytest.mark.parametrize("family", ["fennimore", "pellow"])
def test_the_danger_button_stands_in_the_channel_once_at_any_time(
    database: Database, family: str
) -> None:
    with closing(Conference(database, family)) as conference:
        for _ in Player(conference.dispatcher, conference.room).presses():
            conference.passes(seconds=1)
            buttons = [
                button.command for card in conference.cards("channel") for button in card.buttons
            ]
            assert buttons.count("danger.show") == 1
        assert conference.look(lambda scene: scene.meeting.state) == "approved"
        for person in conference.ids.values():
            for card in conference.cards(person):
                assert [button.command for button in card.buttons].count("danger.show") == 1


def draw_for(scene: Scene, alert: str, who: str) -> Card:
    viewer = next(person for person in scene.book.people if person.account == f"web:{who}")
    return draw(scene.seen_by(viewer), f"alert:{alert}")
