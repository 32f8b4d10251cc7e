"""The plan: people offer entries for a section, the chair agrees them with everybody, changes them
or takes them out.

Every version of an entry is kept. Who wrote it stays its author, whoever words it in the end.
"""

from collections.abc import Sequence

from handlers.grammar.command import Refused, Reply
from handlers.grammar.drawn_for import offers
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.registry import handles, shows
from handlers.grammar.roles import CHAIR, PARTICIPANTS, SCRIBES
from handlers.grammar.scene import Turn
from handlers.grammar.target import Target
from handlers.people.circle import NAMED, circle_of
from handlers.plan.form import due_date, entry_form, entry_values
from handlers.plan.late import is_late, late_card
from handlers.plan.place import PlanPlace, entry_place, place_of, there
from handlers.plan.words import entry_words
from handlers.plan.working_list import list_card, sections_form
from prompts.card import Bullets, Card, Text
from prompts.profile import PlanSection
from prompts.words import say
from storage.book import as_body, body_of
from storage.tables import EntryState, PlanEntry, new_id

ADDING = PARTICIPANTS | SCRIBES


def ask_for_entry(turn: Turn) -> Card:
    """The form for a new entry ("section", or "section:person" to write for somebody) or for one
    there is ("entry:thread").
    """
    return entry_form(turn, place_of(turn))


@form("plan.form", "plan.submit", asks=ask_for_entry, by=ADDING)
def write_entry(turn: Turn) -> Reply:
    """Keeps an entry, as the next version if there was one.

    A scribe's goes in as agreed, everybody else's as an offer.
    """
    place = place_of(turn)
    values = entry_values(turn, place, entry_form(turn, place))
    if _is_there(turn, place, values):
        return Reply()  # pressed twice
    row = _keep_version(turn, place, values)
    _show_again(turn, place.section)
    if is_late(turn, place.section, [row]):
        return Reply(late_card(turn, place.section))
    return Reply(list_card(turn, place.section)) if place.entry and turn.leads else Reply()


@handles("plan.agree", by=CHAIR, drawn_for=offers)
def agree_entries(turn: Turn) -> Reply:
    """What was offered is agreed: one entry ("thread"), or all of a section ("section:id")."""
    offered = _offered(turn)
    for entry in offered:
        entry.state = EntryState.AGREED
    section = turn.profile.sections[offered[0].section]
    _show_again(turn, section)
    return Reply(list_card(turn, section))


@handles("plan.withdraw", by=ADDING)
def take_out(turn: Turn) -> Reply:
    """Takes an entry out of the plan. Its versions are kept."""
    place, entry = entry_place(turn, turn.target), there(turn, turn.target)
    _check_not_needed(turn, entry)
    entry.state = EntryState.WITHDRAWN
    _show_again(turn, place.section)
    return Reply(list_card(turn, place.section)) if turn.leads else Reply()


@shows("plan.choose", by=SCRIBES)
def choose_section(turn: Turn) -> Reply:
    """Asks a scribe which section to write in."""
    return Reply(sections_form(turn), done=False)


@shows("plan.list", by=SCRIBES)
def show_section(turn: Turn) -> Reply:
    """A section for a scribe, with what can be done about each entry."""
    section = (
        turn.profile.sections.get(turn.target)
        or turn.profile.sections[checked(sections_form(turn), turn.values)["section"]]
    )
    return Reply(list_card(turn, section), done=False)


def _is_there(turn: Turn, place: PlanPlace, values: dict[str, str]) -> bool:
    """Whether the same author's entry reads like that already."""
    same = (
        [place.entry]
        if place.entry
        else [row for row in turn.book.plan() if row.author_id == place.author.id]
    )
    body = as_body(values)
    return any(
        (row.section, row.body, _is_agreed(row)) == (place.section.id, body, place.agreed)
        for row in same
    )


def _is_agreed(row: PlanEntry) -> bool:
    return row.state == EntryState.AGREED


def _keep_version(turn: Turn, place: PlanPlace, values: dict[str, str]) -> PlanEntry:
    before = place.entry
    row = PlanEntry(
        thread=before.thread if before else new_id(),
        version=before.version + 1 if before else 1,
        section=place.section.id,
        state=EntryState.AGREED if place.agreed else EntryState.OFFERED,
        author_id=place.author.id,
        writer_id=turn.person.id,
        due=due_date(place.section, values),
        # An entry keeps its place among the others when its words change; the audit line says when
        # that was.
        at=before.at if before else turn.now,
        body=as_body(values),
    )
    if before:
        before.current = False
    return turn.book.add(row)


def _offered(turn: Turn) -> Sequence[PlanEntry]:
    """The offers that are to be agreed."""
    named = Target.parse(turn.target)
    if named.head != "section":
        return [there(turn, turn.target)]
    offered = [
        entry
        for entry in turn.book.plan()
        if entry.section == named.tail and entry.state == EntryState.OFFERED
    ]
    if not offered:
        raise Refused(Card(say("plan.nothing_offered")))
    return offered


def _check_not_needed(turn: Turn, entry: PlanEntry) -> None:
    """Somebody who is only named in the plan cannot be taken out while other entries rest
    on them.
    """
    circle, named = circle_of(turn), NAMED + entry.thread
    needing = [
        other
        for other in turn.book.plan()
        if any(named in value.split(",") for value in body_of(other).values())
    ]
    if needing:
        items, name = (
            tuple(entry_words(turn, circle, other).main for other in needing),
            circle.names[named],
        )
        parts = (Text(say("plan.still_needed_text", name=name)), Bullets(items))
        raise Refused(Card(say("plan.still_needed", name=name), parts))


def _show_again(turn: Turn, section: PlanSection) -> None:
    """The section anew; a changed name changes the others too."""
    turn.show(f"offered:{section.id}")
    if section.kind == "people":
        for other in dict.fromkeys(entry.section for entry in turn.book.plan()):
            turn.show(f"offered:{other}")
