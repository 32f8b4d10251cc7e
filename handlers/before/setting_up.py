"""Setting up a conference, days ahead: the chair, or an administrator for them, says what is known,
in private; the chair begins.

Nothing is posted in the channel before the chair begins, and people in the channel who have no part
are named first.
"""

from collections.abc import Iterator, Mapping

from handlers.before.apart import apart_in_channel, take_apart
from handlers.before.day import kind_words, when_words, why_late
from handlers.before.order_ahead import is_reordered, parts_in_order
from handlers.before.ready import missing_lines
from handlers.before.start import begin, name_children
from handlers.before.trios import trio_lines
from handlers.dates.preparing_days import held_by, limit_line
from handlers.grammar.after_command import says_troubles
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.registry import SETS_UP, draws, opens
from handlers.grammar.roles import CHAIR, SETTING_UP, Role
from handlers.grammar.room_wrong import let_in
from handlers.grammar.scene import Scene, Turn
from handlers.people.channel import ChannelMember, channel_members
from handlers.people.invitations import how_words
from handlers.people.told import (
    PREPARING,
    day_said,
    has_not_begun,
    is_cancelled,
    setters,
    tell_invited,
    tell_setters,
)
from prompts.card import Bullets, Button, Card, Choice, Facts, Field, Heading, Part, Text
from prompts.profile import Profile
from prompts.words import say
from storage.book import Book
from storage.tables import MeetingState, Person, Power


def start_form(profiles: Mapping[str, Profile], powers: frozenset[Power] = SETS_UP) -> Card:
    """The form that starts to set up a conference; its button sends `conference.prepare`.

    `powers` is what the service lets its reader do: who may not chair sets it up for a chair.
    """
    parts = _parts_to_set_up(powers)
    fields = (
        Field(
            "profile",
            say("setting_up.profile"),
            "choice",
            required=True,
            choices=_profiles(profiles),
        ),
        Field(
            "family",
            say("setting_up.family"),
            "line",
            say("setting_up.family_hint"),
            required=True,
            limit=80,
        ),
        Field(
            "children",
            say("setting_up.children"),
            "lines",
            say("setting_up.children_hint"),
            required=True,
            limit=300,
        ),
        Field(
            "name",
            say("setting_up.chair"),
            "line",
            say("rollcall.name_hint"),
            required=True,
            limit=80,
        ),
        Field("part", say("setting_up.part"), "choice", choices=parts, value=parts[0].value),
    )
    send = Button(say("setting_up.start"), "conference.prepare", style="main")
    return Card(say("setting_up.title"), (Text(say("setting_up.text")),), fields, (send,))


def _opening(values: Mapping[str, str], profiles: Mapping[str, Profile]) -> tuple[str, str]:
    typed = checked(start_form(profiles), values)
    return typed["profile"], typed["family"]


@opens("conference.prepare", _opening)
def prepare(turn: Turn) -> Reply:
    """The one who sets up is the chair, or an administrator who hands the chair's seat.

    What they need comes privately.
    """
    typed = checked(start_form({turn.profile.id: turn.profile}), turn.values)
    turn.meeting.state = MeetingState.PREPARING
    role = typed.get("part", Role.CHAIR)
    turn.meeting.people = [
        Person(
            meeting_id=turn.meeting.id,
            position=0,
            role=role,
            account=turn.actor,
            name=typed["name"],
        )
    ]
    turn.meeting.children = name_children(
        turn, (name.strip() for name in typed["children"].splitlines() if name.strip())
    )
    tell_setters(turn)
    return Reply(
        Card(say("setting_up.prepared"), (Text(say("setting_up.prepared_text")),)),
        room=turn.meeting.room,
    )


@says_troubles("setup")
def nobody_here(_: Book) -> tuple[Person, ...]:
    """It stands beside the card that says what could not be shown, and goes the same way: its own
    failures are not told there.
    """
    return ()


@draws("setup")
def setup_card(scene: Scene, _: str) -> Card:
    """What is known so far, for those who set up."""
    if not has_not_begun(scene):
        return Card(
            say("setting_up.done"),
            (Text(say("setting_up.done_text")),),
            notice=say("setting_up.notice"),
        )
    if not scene.may(*SETTING_UP):
        return Card(
            say("setting_up.title"),
            (Text(say("ready.not_yours")),),
            notice=say("setting_up.notice"),
        )
    people = Bullets(tuple(_line(scene, person) for person in scene.book.people))
    parts = (_about(scene), Heading(say("setting_up.people")), people, *_trios(scene))
    if is_cancelled(scene):
        return Card(say("setting_up.was"), parts, notice=say("setting_up.notice"))
    return Card(
        say("setting_up.title"),
        parts,
        buttons=tuple(_buttons(scene)),
        notice=say("setting_up.notice"),
    )


def _about(scene: Scene) -> Facts:
    occasion = scene.book.occasion
    limits = (
        [limit_line(scene, occasion, limit) for limit in held_by(scene, occasion)]
        if occasion
        else []
    )
    order = (
        [scene.in_words(part.title) for part in parts_in_order(scene)]
        if is_reordered(scene)
        else []
    )
    rows = (
        ("about", ", ".join(scene.children)),
        ("by_profile", scene.profile.title),
        ("kind", kind_words(scene)),
        ("on", when_words(scene)),
        ("place", occasion.place if occasion else ""),
        ("reason", occasion.reason if occasion else ""),
        ("clock_from", day_said(occasion.clock_from) if occasion else ""),
        ("birth_on", day_said(occasion.birth_on) if occasion else ""),
        *(("held_by", limit) for limit in limits),
        ("why_late", why_late(scene)),
        ("order", "; ".join(order)),
    )
    return Facts(tuple((say(f"setting_up.fact_{name}"), words) for name, words in rows if words))


def _trios(scene: Scene) -> tuple[Part, ...]:
    return (
        (Heading(say("setting_up.trios")), *trio_lines(scene))
        if scene.profile.trios != "none"
        else ()
    )


def _buttons(scene: Scene) -> Iterator[Button]:
    yield Button(say("setting_up.day"), "setup.day_form")
    yield Button(say("setting_up.person"), "setup.person_form")
    yield Button(say("setting_up.change"), "setup.change_form")
    yield Button(say("setting_up.remove"), "setup.remove_form")
    yield Button(say("setting_up.children_change"), "setup.children_form")
    if scene.profile.trios != "none":
        yield Button(say("setting_up.trios"), "setup.trios")
    yield Button(say("setting_up.seat"), "setup.seat_form")
    if scene.leads:
        yield Button(say("setting_up.order"), "setup.order_form")
    yield Button(say("setting_up.cancel"), "setup.cancel_form")
    if scene.leads:
        yield Button(say("setting_up.begin"), "setup.begin_form", style="main")


def ask_before_beginning(turn: Turn) -> Card:
    """What is missing, and who is in the channel without a part, before anything is posted."""
    _check_apart(turn)
    return _begin_form(turn)


@form("setup.begin_form", "setup.begin", asks=ask_before_beginning, by=CHAIR, when=PREPARING)
def begin_conference(turn: Turn) -> None:
    """The conference begins: from now on the channel sees it."""
    if turn.profile.trios == "needed" and not turn.meeting.trios:
        raise Refused(Card(say("setting_up.no_trios")))
    _check_apart(turn)
    checked(_begin_form(turn), turn.values)
    take_apart(turn)
    let_in(turn.book, [member.account for member in strangers(turn)])
    begin(turn)
    turn.tell("setup", *setters(turn))
    tell_setters(turn)
    tell_invited(turn)


def strangers(turn: Turn) -> list[ChannelMember]:
    """Those in the channel who have no part in the conference.

    The platform says who is in the channel.
    """
    accounts = {person.account for person in turn.book.people}
    return [member for member in channel_members(turn) if member.account not in accounts]


def _check_apart(turn: Turn) -> None:
    """Who is to attend apart sees nothing of the channel: they cannot be in it when the conference
    begins (row B8).
    """
    names = apart_in_channel(turn, {member.account for member in channel_members(turn)})
    if names:
        raise Refused(
            Card(say("setting_up.begin"), (Text(say("closed.apart_in_channel", names=names)),))
        )


def _begin_form(turn: Turn) -> Card:
    others, missing = strangers(turn), missing_lines(turn)
    parts: list[Part] = [Text(say("setting_up.begin_text", children=turn.children))]
    if missing:
        parts += [Text(say("ready.begin_anyway")), Bullets(tuple(missing))]
    fields: tuple[Field, ...] = ()
    if others:
        parts += [
            Text(say("setting_up.strangers"), strong=True),
            Bullets(tuple(member.name for member in others)),
        ]
        fields = (Field("strangers_ok", say("setting_up.strangers_ok"), "tick", required=True),)
    send = Button(say("setting_up.begin_now"), "setup.begin", style="main")
    return Card(say("setting_up.begin"), tuple(parts), fields, (send,))


def _parts_to_set_up(powers: frozenset[Power]) -> tuple[Choice, ...]:
    chair = (Role.CHAIR,) if Power.CHAIR in powers else ()
    return tuple(
        Choice(role, say(f"setting_up.part_{role}")) for role in (*chair, Role.ADMINISTRATOR)
    )


def _line(scene: Scene, person: Person) -> str:
    agency = next((row.label for row in scene.profile.agency if row.id == person.agency), "")
    part, how = say(f"rollcall.role_{person.role}"), how_words(scene, person)
    title = person.title if person.title != part else ""
    return say("setting_up.line", name=person.name, role=part, title=title, agency=agency, how=how)


def _profiles(profiles: Mapping[str, Profile]) -> tuple[Choice, ...]:
    return tuple(Choice(profile.id, profile.title) for profile in profiles.values())
