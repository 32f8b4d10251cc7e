"""The cards of hard moments, as people get them in a sample conference: to be drawn, and looked
at.
"""

from bot.rehearsal.setup import account_of
from bot.spine.permission import CLOCK
from handlers.grammar.command import Command
from handlers.grammar.registry import draw
from handlers.grammar.room_seen import RoomMember, RoomSeen
from prompts.card import Card
from tests.kit.conference import Conference
from tests.kit.naming import not_named

QUESTION = "matters_most"
HARD = "The MASH raised it, and her siblings saw it."


def hard_moments(conference: Conference) -> dict[str, Card]:
    """Each card by a name for its picture."""
    chair, mum = conference.leading(), conference.person("mum")
    found = {"roll-call": shown(conference, "mum", "rollcall.form")}
    conference.begins_with(QUESTION)
    found["question"] = conference.look(lambda scene: draw(scene, f"asked:{scene.meeting.step_id}"))
    found["next-asks-first"] = shown(conference, "chair", "agenda.next")
    chair.nudges()
    found["own-card"] = next(card for card in conference.cards(mum.id) if card.buttons)
    found["answer-form"] = shown(conference, "mum", "answer.form", conference.now_on)
    found["danger"] = shown(conference, "mum", "danger.show")
    mum.tries.presses("overheard.say")
    found["alert"] = conference.cards(chair.id, "alert")[-1]
    found["panel"] = conference.cards(chair.id, "panel")[-1]
    hint = conference.sends_first("answer.submit", mum.account, conference.now_on, {"text": HARD})
    assert hint.card
    found["hint"] = hint.card
    found["watch"] = watched(conference)
    not_named(conference.database, account_of("chair"))
    found["new-chair"] = conference.look(lambda scene: draw(scene, "chairless"))
    return found


def shown(conference: Conference, who: str, command: str, target: str = "") -> Card:
    """What a press shows to the one who pressed."""
    card = conference.send(command, account_of(who), target).card
    assert card
    return card


def watched(conference: Conference) -> Card:
    """What the chair is told when somebody is in the room who has no part in it."""
    accounts = conference.look(lambda scene: [one.account for one in scene.book.people])
    members = tuple(RoomMember(account) for account in accounts if account)
    seen = RoomSeen((*members, RoomMember("web:eve", "Eve Lund"))).to_json()
    press = Command("seen", "room.seen", CLOCK, conference.room, values={"seen": seen})
    assert conference.dispatcher.dispatch(press).done
    return conference.cards(conference.ids["chair"], "room")[-1]
