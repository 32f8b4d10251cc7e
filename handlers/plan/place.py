"""Where in the plan somebody writes, and whether they may, now."""

from dataclasses import dataclass

from handlers.grammar.command import Refused
from handlers.grammar.roles import PARTICIPANTS, SCRIBES
from handlers.grammar.scene import Turn
from handlers.grammar.target import Target
from prompts.card import Button, Card, Text
from prompts.profile import PlanSection
from prompts.words import say
from storage.tables import Attendance, EntryState, Person, PlanEntry


@dataclass(frozen=True)
class PlanPlace:
    """A section of the plan, whose words they are, and the entry that is changed, if there is one.

    `agreed`: what is written goes into the plan as agreed, not as an offer.
    """

    section: PlanSection
    author: Person
    agreed: bool
    entry: PlanEntry | None = None

    @property
    def target(self) -> str:
        """The place as a button's target."""
        if self.entry:
            return f"entry:{self.entry.thread}"
        return f"{self.section.id}:{self.author.id}"


def place_of(turn: Turn) -> PlanPlace:
    """The place that the turn's target names: "section", "section:person" to write for somebody, or
    "entry:thread".

    Raises `Refused` when they may not write there now.
    """
    named = Target.parse(turn.target)
    if named.head == "entry":
        place = entry_place(turn, named.tail)
    else:
        place = _new_place(turn, named.head, named.tail)
    if not turn.may(*SCRIBES) and not _section_is_open(turn, place.section):
        raise _refused("not_now")
    if (
        place.entry is None
        and place.author.role in PARTICIPANTS
        and place.author.attendance != Attendance.HERE
    ):
        button = Button(say("rollcall.here"), "rollcall.form", place.author.id, "main")
        raise Refused(Card(say("answering.say_here", name=place.author.name), buttons=(button,)))
    return place


def entry_place(turn: Turn, thread: str) -> PlanPlace:
    """The place of an entry that is there, if the turn may change it. Raises `Refused`."""
    entry = there(turn, thread)
    if not may_change(turn, entry):
        raise _refused("chair_changes")
    author = _author(turn, entry)
    # What the chair words is agreed; an offer that its author changes stays an offer.
    return PlanPlace(
        turn.profile.sections[entry.section],
        author,
        turn.leads or entry.state == EntryState.AGREED,
        entry,
    )


def there(turn: Turn, thread: str) -> PlanEntry:
    """An entry that has not been taken out. Raises `Refused`."""
    entry = turn.book.plan_entry(thread)
    if entry is None or entry.state == EntryState.WITHDRAWN:
        raise _refused("gone")
    return entry


def may_change(turn: Turn, entry: PlanEntry) -> bool:
    """Whether the turn may change an entry.

    The chair may change everything, an author what is not agreed yet, a scribe what they wrote and
    offers of those on the phone.
    """
    if turn.leads:
        return True
    author, scribe = _author(turn, entry), turn.may(*SCRIBES)
    if author is turn.person:
        return scribe or entry.state == EntryState.OFFERED
    return scribe and entry.state == EntryState.OFFERED and author.account is None


def _new_place(turn: Turn, section_id: str, person_id: str) -> PlanPlace:
    section = turn.profile.sections.get(section_id)
    author = turn.book.person(person_id) if person_id else turn.person
    if section is None:
        raise _refused("no_section")
    if author is None or (
        author is not turn.person and not (turn.may(*SCRIBES) and author.role in PARTICIPANTS)
    ):
        raise Refused(Card(say("dispatch.not_yours")))
    return PlanPlace(section, author, agreed=author is turn.person and turn.may(*SCRIBES))


def _section_is_open(turn: Turn, section: PlanSection) -> bool:
    """Whether the conference is on this section.

    People can be named all through the plan: an action may need somebody new.
    """
    step = turn.book.current
    now = turn.question(step).section if step else ""
    return bool(now) and (now == section.id or section.kind == "people")


def _author(turn: Turn, entry: PlanEntry) -> Person:
    author = turn.book.person(entry.author_id)
    if author is None:
        raise LookupError(entry.id)
    return author


def _refused(why: str) -> Refused:
    return Refused(Card(say(f"plan.{why}"), (Text(say(f"plan.{why}_text")),)))
