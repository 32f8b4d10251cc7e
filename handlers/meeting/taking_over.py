"""Taking the chair of a meeting whose chair is not on the service's list any more."""

from handlers.grammar.command import Refused, Reply
from handlers.grammar.links import close_pages
from handlers.grammar.registry import BEGUN, draws, handles
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene, Turn
from handlers.people.staffing import TAKES_OVER, could_take_over
from handlers.people.told import has_not_begun, tell_setters
from prompts.card import Button, Card, Text
from prompts.words import say
from storage.tables import Attendance, MeetingState, Person, Power

_WHEN = (BEGUN | {MeetingState.PREPARING}) - {MeetingState.APPROVED}


@handles("chair.take", by=TAKES_OVER, when=_WHEN, staff=frozenset({Power.CHAIR}))
def take_over(turn: Turn) -> Reply:
    """Somebody who may chair takes the seat that is empty; the reason is kept."""
    if not is_chairless(turn):
        raise Refused(Card(say("staff.title"), (Text(say("staff.chairs_already")),)))
    take_the_chair(turn, turn.person, say("staff.took_over"))
    return Reply()


def take_the_chair(turn: Turn, successor: Person, why: str) -> None:
    """Somebody leads from now on.

    Who led stays as an administrator, and nothing they wrote is lost.
    """
    turn.keep_reason("handover", successor.id, why)
    for chair in turn.chairs:
        close_pages(turn, chair)
        chair.role = Role.ADMINISTRATOR
    successor.role = Role.CHAIR
    if successor.attendance == Attendance.AWAY:
        successor.attendance = Attendance.EXPECTED
    if has_not_begun(turn):
        tell_setters(turn)
        return
    turn.tell("panel", successor)
    if turn.meeting.state in (MeetingState.OPEN, MeetingState.PAUSED):
        turn.show(f"handover:{turn.meeting.version}/{successor.id}")
        turn.book.show_again("chairless")
    turn.book.show_again("take_over")


def is_chairless(scene: Scene) -> bool:
    """Whether nobody who leads it may do so any more."""
    return not any(scene.keeps_seat(chair) for chair in scene.chairs)


@draws("chairless")
def chairless_card(scene: Scene, _: str) -> Card:
    """Tells everybody that we wait for somebody to lead."""
    if not is_chairless(scene):
        return Card(
            say("handover.done_title"), (Text(say("handover.done", name=scene.chair.name)),)
        )
    text = say("staff.chairless_text", name=scene.chair.name)
    return Card(say("staff.chairless"), (Text(text), Text(say("staff.chairless_kept"))))


@draws("take_over")
def take_over_card(scene: Scene, _: str) -> Card:
    """For those who could take over, with the button; for administrators, who could."""
    if not is_chairless(scene):
        return Card(
            say("staff.taken"), (Text(say("staff.taken_text")),), notice=say("staff.notice")
        )
    others = could_take_over(scene)
    names = ", ".join(person.name for person in others)
    mine = scene.viewer is not None and scene.viewer in others
    buttons = (Button(say("staff.take"), "chair.take", style="main"),) if mine else ()
    text = Text(say("staff.take_over_text", names=names, managers=", ".join(scene.book.managers())))
    return Card(say("staff.chairless"), (text,), buttons=buttons, notice=say("staff.notice"))
