"""What the chair can do about a room that is not as it should be: mend it, give somebody a part, or
go on without it.
"""

from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.registry import BEGUN, RUNNING, handles, shows
from handlers.grammar.roles import CHAIR, PROFESSIONALS, Role
from handlers.grammar.room_wrong import WrongMembers, everybody_at_the_table, what_is_wrong
from handlers.grammar.scene import Turn
from handlers.meeting.room_cards import try_now_button
from handlers.meeting.room_watch import tell_what_is_wrong
from handlers.people.role_words import part_fields
from prompts.card import Button, Card, Choice, Field, Text
from prompts.words import say
from storage.tables import Attendance, Person, RoomUse

# Who chairs, administers or manages is named by the service, never by being in a channel (row S1).
_BARRED = frozenset({Role.CHAIR, Role.ADMINISTRATOR, Role.SERVICE_MANAGER, Role.CLOCK})


@shows("room.how", by=CHAIR, when=BEGUN, later="here")
def say_how(turn: Turn) -> Reply:
    """How the room is put right, and then "Try now"."""
    wrong = what_is_wrong(turn.book)
    lines = [
        say(f"watch.how_{what}")
        for what, is_so in (
            ("public", wrong.public),
            ("shared", wrong.shared),
            ("out", wrong.strangers or wrong.apart),
            ("nothing", not wrong),
        )
        if is_so
    ]
    return Reply(
        Card(say("watch.how"), tuple(Text(line) for line in lines), buttons=(try_now_button(),)),
        done=False,
    )


def ask_what_part(turn: Turn) -> Card:
    """Asks who of those in the room belongs here, and in what role."""
    return _part_form(turn, what_is_wrong(turn.book))


@form("room.part_form", "room.part", asks=ask_what_part, by=CHAIR, when=RUNNING)
def give_a_part(turn: Turn) -> Reply:
    """Somebody in the room belongs here: they take part from now on, and say that they are here as
    everybody does.
    """
    wrong = what_is_wrong(turn.book)
    agency_needed = turn.value("role") in PROFESSIONALS and not turn.value("agency")
    faults = {"agency": say("setting_up.agency_needed")} if agency_needed else {}
    typed = checked(_part_form(turn, wrong), turn.values, faults)
    place = max(person.position for person in turn.book.people) + 1
    person = turn.book.add(
        Person(
            position=place, attendance=Attendance.EXPECTED, account=typed["who"], name=typed["name"]
        )
    )
    person.role, person.title, person.agency = (
        typed["role"],
        typed.get("title", ""),
        typed.get("agency", ""),
    )
    turn.meeting.people.append(person)
    turn.tell("scribe", *(one for one in (person,) if person.role == Role.MINUTE_TAKER))
    turn.show("here")
    tell_what_is_wrong(turn, wrong)
    return Reply(Card(say("watch.given", name=person.name)))


@handles("room.private", by=CHAIR, when=BEGUN, later="here")
def go_on_privately(turn: Turn) -> None:
    """From now on everybody is shown by private message what the channel would show.

    What waits for it comes so, too.
    """
    watch = turn.book.add(turn.book.room_watch)
    watch.use = RoomUse.PRIVATE
    for slot in turn.book.waiting_for_all():
        turn.tell(slot, *everybody_at_the_table(turn.book))
    turn.tell(f"room:{watch.told}", *turn.chairs)


@handles("room.channel", by=CHAIR, when=BEGUN, later="here")
def use_channel_again(turn: Turn) -> None:
    """The channel is used again, once it is looked at and nothing is wrong with it."""
    watch = turn.book.add(turn.book.room_watch)
    watch.use, watch.checked_at = RoomUse.CHANNEL, None
    turn.book.try_posts_now()
    turn.tell(f"room:{watch.told}", *turn.chairs)


def _part_form(turn: Turn, wrong: WrongMembers) -> Card:
    if not wrong.who_could_belong:
        raise Refused(Card(say("watch.nobody")))
    who = tuple(Choice(member.account, member.name) for member in wrong.who_could_belong)
    alone = wrong.who_could_belong[0] if len(who) == 1 else None
    fields = (
        Field(
            "who",
            say("watch.who"),
            "choice",
            required=True,
            choices=who,
            value=alone.account if alone else "",
        ),
        Field(
            "name",
            say("setting_up.name"),
            "line",
            required=True,
            limit=80,
            value=alone.name if alone else "",
        ),
        *part_fields(turn.profile, (role for role in Role if role not in _BARRED)),
    )
    send = Button(say("watch.give"), "room.part", style="main")
    return Card(say("watch.belong"), (Text(say("watch.belong_text")),), fields, (send,))
