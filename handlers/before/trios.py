"""Worries and goals: a danger statement and its safety goal, made with the family before the day,
up to four (row C5).

A form asks for the parts of each and puts them together; the one who writes then reads the whole
and can change it.
"""

from datetime import date

from handlers.before.start import SetupTrio, new_trio
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked, filled, typed_day
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import shows
from handlers.grammar.roles import SETTING_UP, Role
from handlers.grammar.scene import Scene, Turn
from handlers.people.told import PREPARING, day_said, tell_setters, today, told_people
from prompts.card import Bullets, Button, Card, Choice, Field, Heading, Part, Text
from prompts.words import say
from storage.tables import Trio, TrioWording

MOST = 4
WITH_THE_FAMILY = SETTING_UP | {Role.SOCIAL_WORKER}
_PARTS = ("who", "happened", "might", "doing", "sees")


@shows("setup.trios", by=WITH_THE_FAMILY, when=PREPARING)
def show_trios(turn: Turn) -> Reply:
    """The worries and goals so far, with what can be done about them."""
    return Reply(Card(say("setting_up.trios"), tuple(trio_parts(turn)), buttons=trio_buttons(turn)))


@shows("setup.trio_help_form", by=WITH_THE_FAMILY, when=PREPARING)
def help_with_trio(turn: Turn) -> Reply:
    """Asks for the parts of a worry and its goal."""
    _check_room(turn)
    return Reply(_help_form(turn), done=False)


@shows("setup.trio_help", by=WITH_THE_FAMILY, when=PREPARING)
def put_trio_together(turn: Turn) -> Reply:
    """The whole, put together from its parts, to be read and changed.

    Nothing is kept before that.
    """
    typed = {
        name: text.rstrip(" .") for name, text in checked(_help_form(turn), turn.values).items()
    }
    values = {
        "title": typed["title"],
        "danger": say("setting_up.danger_whole", **typed),
        "goal": say("setting_up.goal_whole", **typed),
    }
    return Reply(filled(_trio_form(turn, None), values), done=False)


def ask_for_trio(turn: Turn) -> Card:
    """The form for the whole wording: a new one, or one that is there."""
    trio = _there(turn)
    if trio is None:
        _check_room(turn)
        return _trio_form(turn, None)
    wording = trio.wordings[-1]
    made = {"made": "yes", "made_on": trio.made_on.isoformat()} if trio.made_on else {}
    values = {"title": trio.title, "danger": wording.danger, "goal": wording.goal, **made}
    return filled(_trio_form(turn, trio), values)


@form("setup.trio_form", "setup.trio", asks=ask_for_trio, by=WITH_THE_FAMILY, when=PREPARING)
def keep_trio(turn: Turn) -> None:
    """Keeps a worry with its goal, and whether it was made with the family; the wording before is
    kept as well.
    """
    trio = _there(turn)
    if trio is None:
        _check_room(turn)
    typed = read_by_others(turn, _trio_form(turn, trio), _faults(turn))
    if trio is None:
        place = max((other.position for other in turn.meeting.trios), default=-1) + 1
        trio = new_trio(
            turn, place, SetupTrio(title=typed["title"], danger=typed["danger"], goal=typed["goal"])
        )
        turn.meeting.trios.append(trio)
    else:
        _reword(turn, trio, typed)
    trio.made_on = _made_on(turn)
    _tell(turn)


@shows("setup.trio_change_form", by=WITH_THE_FAMILY, when=PREPARING)
def ask_which_to_change(turn: Turn) -> Reply:
    """Asks which worry to change, or to say that it was made with the family."""
    return Reply(_choose(turn, "trio_change", "setup.trio_change"), done=False)


@shows("setup.trio_change", by=WITH_THE_FAMILY, when=PREPARING)
def change_trio(turn: Turn) -> Reply:
    """The form with its wording."""
    turn.target = checked(_choose(turn, "trio_change", "setup.trio_change"), turn.values)["which"]
    return Reply(ask_for_trio(turn), done=False)


def ask_which_trio(turn: Turn) -> Card:
    """The form to take a worry and its goal off the list."""
    return _choose(turn, "trio_remove", "setup.trio_remove")


@form(
    "setup.trio_remove_form",
    "setup.trio_remove",
    asks=ask_which_trio,
    by=WITH_THE_FAMILY,
    when=PREPARING,
)
def remove_trio(turn: Turn) -> None:
    """A worry and its goal are taken off the list, to be written again or left out.

    The words are kept.
    """
    chosen = checked(_choose(turn, "trio_remove", "setup.trio_remove"), turn.values)["which"]
    turn.book.lay_aside(next(trio for trio in turn.meeting.trios if trio.id == chosen))
    _tell(turn)


def trio_parts(scene: Scene) -> list[Part]:
    """The worries and goals in words; what to do where there are none."""
    parts: list[Part] = []
    for trio in scene.meeting.trios:
        wording = trio.wordings[-1]
        parts += [
            Heading(trio.title),
            Text(say("asking.danger", words=wording.danger)),
            Text(say("asking.goal", words=wording.goal)),
        ]
        parts.append(Text(_made_words(trio)))
    return parts or [_none_yet(scene)]


def trio_lines(scene: Scene) -> list[Part]:
    """The worries and goals by name, each with whether it was made with the family."""
    lines = tuple(
        say("setting_up.trio_line", title=trio.title, made=_made_words(trio))
        for trio in scene.meeting.trios
    )
    return [Bullets(lines)] if lines else [_none_yet(scene)]


def trio_buttons(scene: Scene) -> tuple[Button, ...]:
    """What can be done about the worries and goals."""
    new = Button(say("setting_up.trio"), "setup.trio_help_form")
    change = Button(say("setting_up.trio_change"), "setup.trio_change_form")
    remove = Button(say("setting_up.trio_remove"), "setup.trio_remove_form")
    there = len(scene.meeting.trios)
    return (*([new] if there < MOST else []), *([change, remove] if there else []))


def _made_words(trio: Trio) -> str:
    return say(
        "setting_up.made_with" if trio.made_on else "setting_up.not_made_yet",
        day=day_said(trio.made_on),
    )


def _none_yet(scene: Scene) -> Text:
    return Text(
        say(
            "setting_up.no_trios" if scene.profile.trios == "needed" else "setting_up.trios_if_made"
        )
    )


def _there(turn: Turn) -> Trio | None:
    return next((trio for trio in turn.meeting.trios if trio.id == turn.target), None)


def _check_room(turn: Turn) -> None:
    if turn.profile.trios == "none":
        raise Refused(Card(say("setting_up.without_trios")))
    if len(turn.meeting.trios) >= MOST:
        raise Refused(Card(say("setting_up.four"), (Text(say("setting_up.four_text")),)))


def _reword(turn: Turn, trio: Trio, typed: dict[str, str]) -> None:
    last = trio.wordings[-1]
    trio.title = typed["title"]
    if (last.danger, last.goal) != (typed["danger"], typed["goal"]):
        new = {"version": last.version + 1, "at": turn.now, "by_id": turn.person.id}
        trio.wordings.append(TrioWording(danger=typed["danger"], goal=typed["goal"], **new))


def _made_on(turn: Turn) -> date | None:
    return (typed_day(turn.value("made_on")) or today(turn)) if turn.value("made") else None


def _faults(turn: Turn) -> dict[str, str]:
    day = typed_day(turn.value("made_on"))
    return {"made_on": say("setting_up.not_yet")} if day and day > today(turn) else {}


def _tell(turn: Turn) -> None:
    tell_setters(turn)
    turn.tell(
        "prepare", *(person for person in told_people(turn) if person.role in WITH_THE_FAMILY)
    )


def _help_form(turn: Turn) -> Card:
    limit = turn.profile.limits.short
    names = {"children": turn.names()["children"]}
    fields = (_title(), *(_part(name, names, limit) for name in _PARTS))
    send = Button(say("setting_up.trio_together"), "setup.trio_help", style="main")
    return Card(say("setting_up.trio"), (Text(say("setting_up.trio_help")),), fields, (send,))


def _part(name: str, names: dict[str, str], limit: int) -> Field:
    words, hint = (
        say(f"setting_up.trio_{name}", **names),
        say(f"setting_up.trio_{name}_hint", **names),
    )
    return Field(
        name, words, "line" if name == "who" else "lines", hint, required=True, limit=limit
    )


def _trio_form(turn: Turn, trio: Trio | None) -> Card:
    limit = turn.profile.limits.long
    fields = (
        _title(),
        Field(
            "danger",
            say("setting_up.danger"),
            "lines",
            say("setting_up.danger_hint"),
            required=True,
            limit=limit,
        ),
        Field(
            "goal",
            say("setting_up.goal"),
            "lines",
            say("setting_up.goal_hint"),
            required=True,
            limit=limit,
        ),
        Field("made", say("setting_up.made"), "tick", say("setting_up.made_hint")),
        Field("made_on", say("setting_up.made_on"), "date", say("setting_up.made_on_hint")),
    )
    send = Button(say("setting_up.keep"), "setup.trio", trio.id if trio else "", "main")
    return Card(say("setting_up.trio"), (Text(say("setting_up.trio_read")),), fields, (send,))


def _title() -> Field:
    return Field(
        "title",
        say("setting_up.trio_title"),
        "line",
        say("setting_up.trio_title_hint"),
        required=True,
        limit=60,
    )


def _choose(turn: Turn, what: str, command: str) -> Card:
    if not turn.meeting.trios:
        raise Refused(Card(say("setting_up.nobody")))
    choices = tuple(Choice(trio.id, trio.title) for trio in turn.meeting.trios)
    field = Field("which", say("setting_up.which"), "choice", required=True, choices=choices)
    return Card(
        say(f"setting_up.{what}"),
        fields=(field,),
        buttons=(Button(say(f"setting_up.{what}"), command, "", "main"),),
    )
