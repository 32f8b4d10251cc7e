"""Setting up a conference in a real channel: the chair says who takes part and what worries there are, in private, then begins.

Nothing is posted in the channel before the chair begins, and people in the channel who have no part are named first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.command import Refused, Reply
from handlers.forms import checked
from handlers.registry import draws, handles, opens, shows
from handlers.roles import CHAIR, PROFESSIONALS, Role
from handlers.rollcall import role_words
from handlers.scene import Scene, Turn
from handlers.start import SetupTrio, begin, name_children, new_trio
from prompts.card import Bullets, Button, Card, Choice, Facts, Field, Heading, Part, Text
from prompts.profile import Profile
from prompts.words import say
from storage.tables import Person

PREPARING = frozenset({"preparing"})


def start_form(profiles: Mapping[str, Profile]) -> Card:
    """The form that starts to set up a conference; its button sends `conference.prepare`."""
    fields = (
        Field("profile", say("setting_up.profile"), "choice", required=True, choices=_profiles(profiles)),
        Field("family", say("setting_up.family"), "line", say("setting_up.family_hint"), required=True, limit=80),
        Field("children", say("setting_up.children"), "lines", say("setting_up.children_hint"), required=True, limit=300),
        Field("name", say("setting_up.chair"), "line", say("rollcall.name_hint"), required=True, limit=80),
    )
    send = Button(say("setting_up.start"), "conference.prepare", style="main")
    return Card(say("setting_up.title"), (Text(say("setting_up.text")),), fields, (send,))


def _opening(values: Mapping[str, str], profiles: Mapping[str, Profile]) -> tuple[str, str]:
    typed = checked(start_form(profiles), values)
    return typed["profile"], typed["family"]


@opens("conference.prepare", _opening)
def prepare(turn: Turn) -> Reply:
    """The one who sets up is the chair. What they need comes as a private card."""
    typed = checked(start_form({turn.profile.id: turn.profile}), turn.values)
    turn.meeting.state = "preparing"
    chair = Person(meeting_id=turn.meeting.id, position=0, role=Role.CHAIR, account=turn.actor, name=typed["name"])
    turn.meeting.people = [chair]
    turn.meeting.children = name_children(turn, (name.strip() for name in typed["children"].splitlines() if name.strip()))
    turn.tell("setup", chair)
    return Reply(Card(say("setting_up.prepared"), (Text(say("setting_up.prepared_text")),)), room=turn.meeting.room)


@draws("setup")
def setup_card(scene: Scene, _: str) -> Card:
    """What is known so far, for the chair alone."""
    if scene.meeting.state != "preparing":
        return Card(say("setting_up.done"), notice=say("setting_up.notice"))
    facts = Facts(((say("setting_up.about"), ", ".join(scene.children)), (say("setting_up.by_profile"), scene.profile.title)))
    parts: list[Part] = [facts, Heading(say("setting_up.people")), Bullets(tuple(_line(scene, p) for p in scene.book.people))]
    parts += _trio_parts(scene)
    names = ("person", "remove", *(("trio", "trio_remove") if scene.profile.trios != "none" else ()))
    buttons = [Button(say(f"setting_up.{name}"), f"setup.{name}_form") for name in names]
    buttons.append(Button(say("setting_up.begin"), "setup.begin_form", style="main"))
    return Card(say("setting_up.title"), tuple(parts), buttons=tuple(buttons), notice=say("setting_up.notice"))


@shows("setup.person_form", by=CHAIR, when=PREPARING)
def ask_who_takes_part(turn: Turn) -> Reply:
    """The form for somebody who takes part, with an account of the platform or without."""
    return Reply(_person_form(turn), done=False)


@handles("setup.person", by=CHAIR, when=PREPARING)
def add_person(turn: Turn) -> None:
    """Somebody takes part."""
    account = turn.value("member") or None
    twice = account and any(person.account == account for person in turn.book.people)
    role, agency = turn.value("role"), turn.value("agency")
    faults = {"member": say("setting_up.twice")} if twice else {}
    if role in PROFESSIONALS and not agency:
        faults["agency"] = say("setting_up.agency_needed")
    typed = checked(_person_form(turn), turn.values, faults)
    place = max(person.position for person in turn.book.people) + 1
    person = Person(position=place, account=account, name=typed["name"], title=typed.get("title", ""), role=role, agency=agency)
    turn.book.add(person)
    turn.meeting.people.append(person)
    turn.tell("setup", turn.person)


@shows("setup.remove_form", by=CHAIR, when=PREPARING)
def ask_whom_to_remove(turn: Turn) -> Reply:
    """The form to take somebody off the list."""
    return Reply(_choose(turn, "remove", _others(turn)), done=False)


@handles("setup.remove", by=CHAIR, when=PREPARING)
def remove_person(turn: Turn) -> None:
    """Somebody does not take part after all."""
    chosen = checked(_choose(turn, "remove", _others(turn)), turn.values)["which"]
    turn.book.remove(turn.meeting.people, chosen)
    turn.tell("setup", turn.person)


@shows("setup.trio_form", by=CHAIR, when=PREPARING)
def ask_for_trio(turn: Turn) -> Reply:
    """The form for a danger statement with its safety goal, made with the family before the day (row C5)."""
    return Reply(_trio_form(turn), done=False)


@handles("setup.trio", by=CHAIR, when=PREPARING)
def add_trio(turn: Turn) -> None:
    """A danger statement with its goal; four at the most."""
    if turn.profile.trios == "none":
        raise Refused(Card(say("setting_up.without_trios")))
    if len(turn.meeting.trios) >= 4:
        raise Refused(Card(say("setting_up.four"), (Text(say("setting_up.four_text")),)))
    typed = checked(_trio_form(turn), turn.values)
    place = max((trio.position for trio in turn.meeting.trios), default=-1) + 1
    turn.meeting.trios.append(new_trio(turn, place, SetupTrio(**typed)))
    turn.tell("setup", turn.person)


@shows("setup.trio_remove_form", by=CHAIR, when=PREPARING)
def ask_which_trio(turn: Turn) -> Reply:
    """The form to take a worry and its goal off the list."""
    return Reply(_choose(turn, "trio_remove", _trios(turn)), done=False)


@handles("setup.trio_remove", by=CHAIR, when=PREPARING)
def remove_trio(turn: Turn) -> None:
    """A worry and its goal are taken off the list, to be written anew or left out."""
    turn.book.remove(turn.meeting.trios, checked(_choose(turn, "trio_remove", _trios(turn)), turn.values)["which"])
    turn.tell("setup", turn.person)


@shows("setup.begin_form", by=CHAIR, when=PREPARING)
def ask_before_beginning(turn: Turn) -> Reply:
    """What is missing, and who is in the channel without a part, before anything is posted."""
    return Reply(_begin_form(turn), done=False)


@handles("setup.begin", by=CHAIR, when=PREPARING)
def begin_conference(turn: Turn) -> None:
    """The conference begins: from now on the channel sees it."""
    if turn.profile.trios == "needed" and not turn.meeting.trios:
        raise Refused(Card(say("setting_up.no_trios")))
    checked(_begin_form(turn), turn.values)
    begin(turn)
    turn.tell("setup", turn.person)


@dataclass(frozen=True)
class Member:
    """Somebody in the platform's channel."""

    account: str
    name: str


def strangers(turn: Turn) -> list[Member]:
    """Those in the channel who have no part in the conference. The platform says who is in the channel."""
    members = [Member(**member) for member in json.loads(turn.value("members") or "[]")]
    accounts = {person.account for person in turn.book.people}
    return [member for member in members if member.account not in accounts]


def _trio_parts(scene: Scene) -> list[Part]:
    """The worries with their goals so far, where the profile has any."""
    if scene.profile.trios == "none":
        return []
    trios = tuple(say("setting_up.trio_line", title=trio.title, words=trio.wordings[-1]) for trio in scene.meeting.trios)
    none_yet = Text(say("setting_up.no_trios" if scene.profile.trios == "needed" else "setting_up.trios_if_made"))
    return [Heading(say("setting_up.trios")), Bullets(trios) if trios else none_yet]


def _begin_form(turn: Turn) -> Card:
    others = strangers(turn)
    parts: list[Part] = [Text(say("setting_up.begin_text", children=turn.children))]
    fields: tuple[Field, ...] = ()
    if others:
        parts += [Text(say("setting_up.strangers"), strong=True), Bullets(tuple(member.name for member in others))]
        fields = (Field("strangers_ok", say("setting_up.strangers_ok"), "tick", required=True),)
    send = Button(say("setting_up.begin_now"), "setup.begin", style="main")
    return Card(say("setting_up.begin"), tuple(parts), fields, (send,))


def _person_form(turn: Turn) -> Card:
    roles = tuple(Choice(role, say(f"rollcall.role_{role}")) for role in Role if role not in (Role.CHAIR, Role.CLOCK))
    agencies = tuple(Choice(agency.id, agency.label) for agency in turn.profile.agency)
    fields = (
        Field("member", say("setting_up.member"), "member", say("setting_up.member_hint")),
        Field("name", say("setting_up.name"), "line", required=True, limit=80),
        Field("role", say("setting_up.role"), "choice", required=True, choices=roles),
        Field("title", say("setting_up.who_to_child"), "line", say("setting_up.who_hint"), limit=80),
        Field("agency", say("setting_up.agency"), "choice", say("setting_up.agency_hint"), choices=agencies),
    )
    return Card(say("setting_up.person"), fields=fields, buttons=(Button(say("setting_up.add"), "setup.person", style="main"),))


def _trio_form(turn: Turn) -> Card:
    limit = turn.profile.limits.long
    fields = (
        Field("title", say("setting_up.trio_title"), "line", say("setting_up.trio_title_hint"), required=True, limit=60),
        Field("danger", say("setting_up.danger"), "lines", say("setting_up.danger_hint"), required=True, limit=limit),
        Field("goal", say("setting_up.goal"), "lines", say("setting_up.goal_hint"), required=True, limit=limit),
    )
    return Card(say("setting_up.trio"), fields=fields, buttons=(Button(say("setting_up.add"), "setup.trio", style="main"),))


def _choose(turn: Turn, what: str, choices: tuple[Choice, ...]) -> Card:
    if not choices:
        raise Refused(Card(say("setting_up.nobody")))
    field = Field("which", say("setting_up.which"), "choice", required=True, choices=choices)
    send = Button(say(f"setting_up.{what}"), f"setup.{what}", style="main")
    return Card(say(f"setting_up.{what}"), fields=(field,), buttons=(send,))


def _others(turn: Turn) -> tuple[Choice, ...]:
    return tuple(Choice(person.id, person.name) for person in turn.book.people if person is not turn.person)


def _trios(turn: Turn) -> tuple[Choice, ...]:
    return tuple(Choice(trio.id, trio.title) for trio in turn.meeting.trios)


def _line(scene: Scene, person: Person) -> str:
    agency = next((row.label for row in scene.profile.agency if row.id == person.agency), "")
    return say("setting_up.line", name=person.name, role=role_words(person), agency=agency, account=person.account)


def _profiles(profiles: Mapping[str, Profile]) -> tuple[Choice, ...]:
    return tuple(Choice(profile.id, profile.title) for profile in profiles.values())
