"""The list of staff: shown to managers, who add to it and take people off it."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.grammar.command import Refused, Reply
from handlers.grammar.forms import checked
from handlers.staff.office import Office, in_office
from handlers.staff.removing import MeetingWithoutChair, name_staff, remove_staff
from prompts.card import Bullets, Button, Card, Choice, Field, Part, Text
from prompts.words import say
from storage.tables import Power, Staff

_POWERS = tuple(Power)


@in_office("staff.list")
def show_staff(office: Office) -> Reply:
    """Everybody who is named, and what they may."""
    people = Bullets(tuple(staff_line(row) for row in office.staff.current()))
    buttons = (
        Button(say("staff.add"), "staff.add_form", style="main"),
        Button(say("staff.remove"), "staff.remove_form"),
        Button(say("staff.rooms"), "staff.rooms"),
        Button(say("staff.tracker"), "staff.tracker"),
        Button(say("feedback.results"), "staff.feedback"),
        Button(say("staff.review"), "staff.review"),
    )
    return Reply(
        Card(say("staff.title"), (Text(say("staff.text")), people), buttons=buttons), done=False
    )


@in_office("staff.add_form")
def ask_whom_to_add(_: Office) -> Reply:
    """The form to add somebody, or to change what they may."""
    return Reply(_add_form(), done=False)


@in_office("staff.add", changes=True)
def add(office: Office) -> Reply:
    """Somebody is named."""
    typed = checked(_add_form(), office.values)
    may = [Power(one) for one in typed["may"].split(",")]
    if typed["member"] == office.actor and Power.MANAGE not in may:
        raise Refused(_line("staff.not_yourself"))
    without = name_staff(office, typed["member"], typed["name"], may)
    return Reply(_changed(say("staff.added", name=typed["name"]), without))


@in_office("staff.remove_form")
def ask_whom_to_remove(office: Office) -> Reply:
    """The form to take somebody off the list."""
    return Reply(_remove_form(office), done=False)


@in_office("staff.remove", changes=True)
def remove(office: Office) -> Reply:
    """Somebody is taken off the list; says where somebody else must take over."""
    account = checked(_remove_form(office), office.values)["who"]
    row = office.staff.find(account)
    name = row.name if row else ""
    without = remove_staff(office, account)
    return Reply(_changed(say("staff.removed", name=name), without), done=False)


@in_office("staff.tracker", changes=True)
def open_tracker(office: Office) -> Reply:
    """A link to the tracker of reports, for the manager who asks."""
    link = office.staff.make_tracker_link(office.actor, office.now)
    return Reply(_line("staff.tracker_text"), f"reports:{link}")


def staff_line(row: Staff) -> str:
    """Somebody on the list, and what they may."""
    powers = ", ".join(say(f"staff.may_{power}") for power in _POWERS if power in row.powers)
    return say("staff.line", name=row.name or row.account, powers=powers)


def taken_off_card(without: Sequence[MeetingWithoutChair]) -> Card:
    """For managers, when a user group has taken somebody off the list."""
    return replace(_changed(say("staff.left_group"), without), notice=say("staff.notice"))


def _changed(words: str, without: Sequence[MeetingWithoutChair]) -> Card:
    """What was done, and where somebody must take over now."""
    parts: list[Part] = [Text(words)]
    if without:
        parts += [
            Text(say("staff.take_over"), strong=True),
            Bullets(tuple(one.words for one in without)),
        ]
    buttons = (Button(say("staff.rooms"), "staff.rooms", style="main"),) if without else ()
    return Card(say("staff.title"), tuple(parts), buttons=buttons)


def _add_form() -> Card:
    powers = tuple(Choice(power, say(f"staff.may_{power}")) for power in _POWERS)
    fields = (
        Field("member", say("staff.who"), "member", required=True),
        Field("name", say("staff.name"), "line", required=True, limit=80),
        Field(
            "may", say("staff.may"), "choices", say("staff.may_hint"), required=True, choices=powers
        ),
    )
    return Card(
        say("staff.add"),
        (Text(say("staff.add_text")),),
        fields,
        (Button(say("staff.add_now"), "staff.add", style="main"),),
    )


def _remove_form(office: Office) -> Card:
    others = [row for row in office.staff.current() if row.account != office.actor]
    if not others:
        raise Refused(_line("staff.nobody"))
    field = Field(
        "who",
        say("staff.who"),
        "choice",
        required=True,
        choices=tuple(Choice(r.account, r.name or r.account) for r in others),
    )
    send = Button(say("staff.remove_now"), "staff.remove", style="danger")
    return Card(say("staff.remove"), (Text(say("staff.remove_text")),), (field,), (send,))


def _line(words: str, **names: str) -> Card:
    return Card(say("staff.title"), (Text(say(words, **names)),))
