"""Putting the record right: the chair changes words until it is signed off, and makes a new version
with a reason after that.
"""

from handlers.after.closing import show_outcome
from handlers.after.record.correctable import Correctable, correctables, find, groups
from handlers.after.record.correction import put_right
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import AFTER, shows
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Turn
from prompts.card import Button, Card, Choice, Field, Part, Quote, Text
from prompts.words import say
from storage.tables import MeetingState


@shows("correct.choose", by=CHAIR, when=AFTER, later="here")
def choose_what(turn: Turn) -> Reply:
    """Asks what kind of thing is to be put right."""
    return Reply(_groups_form(turn), done=False)


@shows("correct.list", by=CHAIR, when=AFTER, later="here")
def show_things(turn: Turn) -> Reply:
    """The things of one kind, each with a button."""
    group = turn.target or checked(_groups_form(turn), turn.values)["group"]
    items = [item for item in correctables(turn) if item.group == group]
    if not items:
        raise Refused(Card(say("correcting.nothing")))
    buttons = tuple(
        Button(say("correcting.button", words=item.words), "correct.form", item.id)
        for item in items
    )
    return Reply(Card(groups(turn)[group], buttons=buttons), done=False)


def ask_for_words(turn: Turn) -> Card:
    """The form for one thing, with what it says now."""
    return _form(turn, _item(turn))


@form("correct.form", "correct.submit", asks=ask_for_words, by=CHAIR, when=AFTER, later="here")
def correct(turn: Turn) -> Reply:
    """Puts one thing right.

    Old words, new words and the reason are kept; after signing off it is a new version (row B14).
    """
    item = _item(turn)
    same = turn.value("words") == item.value
    typed = read_by_others(
        turn, _form(turn, item), {"words": say("correcting.same")} if same else {}
    )
    row = put_right(turn, item, typed["words"], typed.get("why", ""))
    show_outcome(turn)
    if row.version:
        turn.show(f"signed:{row.version}")
    said = say("correcting.done_text", before=row.before, after=row.after)
    again = Button(say("correcting.another"), "correct.choose")
    return Reply(Card(say("correcting.done"), (Text(said),), buttons=(again,)))


def _groups_form(turn: Turn) -> Card:
    choices = tuple(Choice(name, words) for name, words in groups(turn).items())
    field = Field("group", say("correcting.choose"), "choice", required=True, choices=choices)
    parts = (Text(say("correcting.choose_text")), *_warning(turn))
    go_on = Button(say("correcting.go_on"), "correct.list", style="main")
    return Card(say("correcting.title"), parts, (field,), (go_on,))


def _form(turn: Turn, item: Correctable) -> Card:
    parts: tuple[Part, ...] = (Quote(item.words, say("correcting.was")), *_warning(turn))
    signed = turn.meeting.state == MeetingState.APPROVED
    hint = say("correcting.why_hint") if signed else ""
    why = Field(
        "why",
        say("correcting.why"),
        "lines",
        hint,
        required=signed,
        limit=turn.profile.limits.short,
    )
    save = Button(say("correcting.save"), "correct.submit", item.id, "main")
    return Card(say("correcting.form_title", item=item.label), parts, (item.field, why), (save,))


def _warning(turn: Turn) -> tuple[Part, ...]:
    """What a change means once the record is signed off, and once the plan has gone on in another
    meeting.
    """
    versions = (
        (Text(say("correcting.versions")),) if turn.meeting.state == MeetingState.APPROVED else ()
    )
    return (*versions, *((Text(say("correcting.followed")),) if turn.meeting.followed else ()))


def _item(turn: Turn) -> Correctable:
    item = find(turn, turn.target)
    if item is None:
        raise Refused(Card(say("correcting.gone"), (Text(say("correcting.gone_text")),)))
    return item
