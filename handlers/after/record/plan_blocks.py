"""The plan in the record's document: each section under the guidance's number; actions and the core
group as tables.
"""

from collections.abc import Iterator, Sequence

from handlers.after.record.model import Record
from handlers.after.record.plan_model import Action, Entry, Section
from handlers.dates.deadline_words import full_day
from prompts.card import Bullets, Facts, Heading, Part, Quote, Table, Text
from prompts.words import say


def section_blocks(kept: Record, section: Section) -> Iterator[Part]:
    """What is agreed in a section, and apart from it what was only offered."""
    yield Heading(say("plan.title", number=section.number, title=section.title))
    agreed = [entry for entry in section.entries if entry.agreed]
    offered = [entry for entry in section.entries if not entry.agreed]
    if not agreed:
        yield Text(say("record_paper.no_plan"))
    elif section.kind == "actions":
        yield from _actions(kept)
    elif section.kind == "core_group":
        head = (say("record_paper.who"), say("record_paper.brings"))
        yield Table(head, tuple((row.person.name, row.part) for row in kept.core_group))
    else:
        yield from _entries(agreed)
    if offered:
        yield Text(say("record_paper.offered"))
        yield from (Quote("\n".join(_line(entry)), entry.author.name) for entry in offered)


def changed_blocks(kept: Record, section: Section) -> Iterator[Part]:
    """What a later meeting changed in a section, or put into it."""
    return section_blocks(kept, section.model_copy(update={"entries": changed_entries(section)}))


def changed_entries(section: Section) -> tuple[Entry, ...]:
    """The agreed entries that are new, or were changed, at this meeting."""
    return tuple(entry for entry in section.entries if entry.agreed and not entry.carried)


def _actions(kept: Record) -> Iterator[Part]:
    """What was done since the last meeting, with the difference it made; then what is left
    to do.
    """
    done = [action for action in kept.actions if action.done]
    if done:
        head = tuple(say(f"record_paper.{name}") for name in ("what", "how_done", "difference"))
        yield Text(say("record_paper.done_actions"), strong=True)
        yield Table(head, tuple((action.what, action.done, action.difference) for action in done))
        yield Text(say("record_paper.left_actions"), strong=True)
    yield from action_tables([action for action in kept.actions if not action.done])


def action_tables(actions: Sequence[Action]) -> Iterator[Part]:
    """Who does what by when, a table for the family and one for the workers."""
    for side in dict.fromkeys(action.side_words for action in actions):
        if side:
            yield Text(side, strong=True)
        yield action_table([action for action in actions if action.side_words == side])


def action_table(actions: Sequence[Action]) -> Table:
    """Who does what by when."""
    head = tuple(say(f"record_paper.{name}") for name in ("what", "owners", "by_when"))
    return Table(head, tuple(_action(action) for action in actions))


def _action(action: Action) -> tuple[str, ...]:
    when = full_day(action.by_when) if action.by_when else ""
    return action.what, say("plan.names", names=[owner.name for owner in action.owners]), when


def _entries(entries: Sequence[Entry]) -> Iterator[Part]:
    """One list for entries of a line each; a longer entry as labels and what belongs to them."""
    if all(len(entry.values) == 1 for entry in entries):
        yield Bullets(tuple(entry.values[0].words for entry in entries))
        return
    for entry in entries:
        yield Facts(tuple((value.label, value.words) for value in entry.values))


def _line(entry: Entry) -> list[str]:
    return [say("plan.detail", label=value.label, value=value.words) for value in entry.values]
