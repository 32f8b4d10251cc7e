"""Rooms that need a manager: a chair is to be named, or a prepared conference that was forgotten is
to be called off.
"""

from handlers.before.changing_the_day import call_off
from handlers.before.day import when_words
from handlers.grammar.command import Refused, Reply
from handlers.grammar.forms import checked
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene, Turn
from handlers.meeting.taking_over import take_the_chair
from handlers.people.staffing import could_take_over
from handlers.people.told import is_preparing, setters
from handlers.staff.office import Office, in_office
from prompts.card import Bullets, Button, Card, Choice, Field, Text
from prompts.words import say
from storage.book import OFF, Book
from storage.tables import Attendance, MeetingState, Person, Power, Staff

_LIMIT = 500


@in_office("staff.rooms")
def show_rooms(office: Office) -> Reply:
    """The meetings that are not over, without a word of any case."""
    lines = tuple(meeting_line(office.scene(book)) for book in _known(office))
    buttons = (
        Button(say("staff.give_chair"), "staff.chair_form", style="main"),
        Button(say("staff.free"), "staff.free_form"),
    )
    card = Card(
        say("staff.rooms"), (Text(say("staff.rooms_text")), Bullets(lines)), buttons=buttons
    )
    return Reply(
        card if lines else Card(say("staff.rooms"), (Text(say("staff.no_rooms")),)), done=False
    )


@in_office("staff.chair_form")
def ask_who_chairs(office: Office) -> Reply:
    """The form that names who chairs a meeting from now on."""
    return Reply(_chair_form(office), done=False)


@in_office("staff.chair", changes=True)
def give_the_chair(office: Office) -> Reply:
    """Somebody on the list takes the chair of a meeting, whether they had a part in it or not."""
    typed = checked(_chair_form(office), office.values)
    turn, row = office.turn(_one(office, typed["meeting"])), office.staff.find(typed["who"])
    if row is None or turn.book.had_family_part(row.account):
        raise Refused(_line("staff.with_the_family_other"))
    successor = _person_of(office, turn, row)
    if successor.role == Role.CHAIR:
        raise Refused(_line("staff.chairs_already"))
    if successor.role not in (
        Role.ADMINISTRATOR,
        Role.MINUTE_TAKER,
        Role.OBSERVER,
        Role.SERVICE_MANAGER,
    ):
        raise Refused(_line("staff.takes_part", name=row.name))
    turn.viewer = successor
    take_the_chair(turn, successor, typed["reason"])
    return Reply(_line("staff.chair_given", name=row.name))


@in_office("staff.free_form")
def ask_which_to_call_off(office: Office) -> Reply:
    """The form that calls off a prepared conference that was forgotten."""
    return Reply(_free_form(office), done=False)


@in_office("staff.free", changes=True)
def free_room(office: Office) -> Reply:
    """A prepared conference is called off, with the reason; all that was written is kept, and the
    room is free.
    """
    typed = checked(_free_form(office), office.values)
    book, row = _one(office, typed["meeting"]), office.staff.find(office.actor)
    turn = office.turn(book)
    if not is_preparing(turn):
        raise Refused(_line("staff.not_prepared"))
    turn.viewer = _person_of(office, turn, row) if row else turn.book.people[0]
    call_off(turn, typed["reason"])
    return Reply(_line("staff.freed"))


def meeting_line(scene: Scene) -> str:
    """Which meeting it is, for somebody who has no part in it: who leads it, and when; and who
    could take over.
    """
    leads = ", ".join(person.name for person in setters(scene))
    kind = "core_group" if scene.is_core_group else scene.meeting.state
    words = say(f"staff.meeting_{kind}", leads=leads, when=when_words(scene))
    if all(scene.keeps_seat(chair) for chair in scene.chairs):
        return words
    others = ", ".join(person.name for person in could_take_over(scene))
    return words + " " + say("staff.needs_a_chair", others=others)


def _known(office: Office) -> list[Book]:
    return [book for book in office.staff.unfinished() if book.meeting.profile in office.profiles]


def _one(office: Office, meeting_id: str) -> Book:
    book = office.staff.unfinished_one(meeting_id)
    if book is None:
        raise Refused(_line("staff.no_rooms"))
    return book


def _person_of(office: Office, turn: Turn, row: Staff) -> Person:
    """Who somebody is in a meeting; somebody who had no part in it comes in as a manager of the
    service.
    """
    everybody = (*turn.book.people, *turn.book.taken_off)
    here = next((person for person in everybody if person.account == row.account), None)
    if here:
        if here.attendance == OFF:
            turn.book.bring_back(here)
        return here
    place = max(person.position for person in everybody) + 1
    person = Person(
        position=place,
        role=Role.SERVICE_MANAGER,
        account=row.account,
        attendance=Attendance.AWAY,
        name=row.name,
    )
    turn.meeting.people.append(turn.book.add(person))
    office.staff.write()  # what they do there is kept under their id
    return person


def _chair_form(office: Office) -> Card:
    staff = tuple(
        Choice(r.account, r.name or r.account)
        for r in office.staff.current()
        if Power.CHAIR in r.powers
    )
    fields = (
        Field(
            "meeting",
            say("staff.which"),
            "choice",
            required=True,
            choices=_choices(office, _known(office)),
        ),
        Field("who", say("staff.who_chairs"), "choice", required=True, choices=staff),
        Field("reason", say("staff.why"), "lines", required=True, limit=_LIMIT),
    )
    send = Button(say("staff.give_chair_now"), "staff.chair", style="main")
    return Card(say("staff.give_chair"), (Text(say("staff.give_chair_text")),), fields, (send,))


def _free_form(office: Office) -> Card:
    prepared = [book for book in _known(office) if book.meeting.state == MeetingState.PREPARING]
    if not prepared:
        raise Refused(_line("staff.none_prepared"))
    fields = (
        Field(
            "meeting",
            say("staff.which"),
            "choice",
            required=True,
            choices=_choices(office, prepared),
        ),
        Field(
            "reason",
            say("staff.why_off"),
            "lines",
            say("staff.why_off_hint"),
            required=True,
            limit=_LIMIT,
        ),
    )
    send = Button(say("staff.free_now"), "staff.free", style="danger")
    return Card(say("staff.free"), (Text(say("staff.free_text")),), fields, (send,))


def _choices(office: Office, books: list[Book]) -> tuple[Choice, ...]:
    if not books:
        raise Refused(_line("staff.no_rooms"))
    return tuple(Choice(book.meeting.id, meeting_line(office.scene(book))) for book in books)


def _line(words: str, **names: str) -> Card:
    return Card(say("staff.title"), (Text(say(words, **names)),))
