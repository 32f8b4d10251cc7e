"""Carrying on: what a later meeting takes over from the one before, so that nothing has to be said
twice (row B11).
"""

from collections.abc import Mapping
from datetime import timedelta

from handlers.grammar.scene import Scene, Turn
from handlers.people.circle import NAMED
from handlers.plan.actions import DONE, ActionNow, actions_now, how_done
from handlers.plan.words import due_field, owner_field
from prompts.profile import PlanSection
from prompts.profile.answer_kinds import AnswerKind
from storage.book import as_body, body_of
from storage.tables import (
    Child,
    EntryState,
    LastMark,
    Meeting,
    PlanEntry,
    Reminder,
    Response,
    Trio,
    TrioWording,
    new_id,
)


def carry_children(before: Meeting, after: Meeting) -> list[Child]:
    """The same children."""
    return [
        Child(meeting_id=after.id, position=child.position, name=child.name, root_id=child.root)
        for child in before.children
    ]


def carry_trios(scene: Scene, after: Meeting) -> list[Trio]:
    """The same worries and goals, in the wording that holds."""
    trios = []
    for trio in scene.meeting.trios:
        wording = trio.wordings[-1]
        first = TrioWording(version=1, danger=wording.danger, goal=wording.goal, at=scene.now)
        trios.append(
            Trio(
                meeting_id=after.id,
                position=trio.position,
                title=trio.title,
                root_id=trio.root,
                wordings=[first],
            )
        )
    return trios


def carry_marks(before: Scene, turn: Turn) -> None:
    """Each person's last mark, beside which the new ones will stand.

    Only marks that were shown are carried on.
    """
    here = {person.root: person for person in turn.book.people}
    for step in before.steps_asking(AnswerKind.SCORE):
        if step.revealed_at is None:
            continue
        for answer in before.book.answers(None, [step]):
            author = before.book.person(answer.author_id)
            trio = next(
                (row for row in turn.meeting.trios if row.root == _root_of(before, step.about_id)),
                None,
            )
            if author and trio and author.root in here and answer.kind == Response.SAID:
                score = body_of(answer)["score"]
                turn.book.add(
                    LastMark(
                        trio=trio, person=here[author.root], on=step.revealed_at.date(), score=score
                    )
                )


def carry_plan(before: Scene, turn: Turn) -> None:
    """What is agreed, with all that was said about the actions since, and its reminders.

    What was done before the last meeting stays there.
    """
    ids = _ids(before, turn)
    actions = {action.root: action for action in actions_now(before)}
    for place, entry in enumerate(
        entry for entry in before.book.plan() if entry.state == EntryState.AGREED
    ):
        action, section = actions.get(entry.root), turn.profile.sections[entry.section]
        if section.kind in ("first_core_group", "next_core_group") or (action and action.before):
            continue
        row = PlanEntry(
            thread=ids[entry.thread],
            root_id=entry.root,
            version=1,
            section=entry.section,
            state=EntryState.AGREED,
        )
        row.due = action.due if action else entry.due
        row.author_id, row.writer_id = ids[entry.author_id], ids[entry.writer_id]
        # Entries stand in the order in which they were made.
        row.at = turn.now + timedelta(microseconds=place)
        row.body = as_body(_body(section, entry, action, ids))
        turn.book.add(row)
    _carry_reminders(before, turn, ids)


def _carry_reminders(before: Scene, turn: Turn, ids: Mapping[str, str]) -> None:
    """Reminders go on where they were, in the new meeting's name."""
    for old in before.book.reminders():
        if old.what == "action":
            row = Reminder(
                owner=ids[old.owner], person_id=ids[old.person_id], what=old.what, target=old.target
            )
            row.due_on, row.due_at, row.late, row.told_on = (
                old.due_on,
                old.due_at,
                old.late,
                old.told_on,
            )
            turn.book.add(row)
        old.due_at = None


def _ids(before: Scene, turn: Turn) -> Mapping[str, str]:
    """Ids in the meeting before, and what they are in this one: people, entries of the plan, and
    those whom they name.
    """
    roots = {person.root: person.id for person in turn.book.people}
    ids = {person.id: roots[person.root] for person in before.book.people}
    for entry in before.book.plan():
        ids[entry.thread] = new_id()
        ids[NAMED + entry.thread] = roots.get(entry.root, NAMED + ids[entry.thread])
    return ids


def _body(
    section: PlanSection, entry: PlanEntry, action: ActionNow | None, ids: Mapping[str, str]
) -> dict[str, str]:
    body = body_of(entry)
    if action:
        body |= _as_it_is_now(section, action)
    for field in section.field:
        if field.kind in ("person", "people") and body.get(field.id):
            body[field.id] = ",".join(ids.get(one, one) for one in body[field.id].split(","))
    return body


def _as_it_is_now(section: PlanSection, action: ActionNow) -> dict[str, str]:
    """Who does it and by when now, and how it was done."""
    owner, due = owner_field(section), due_field(section)
    now = {owner.id: ",".join(action.owners)} if owner else {}
    if due and action.due:
        now[due.id] = action.due.isoformat()
    if action.done:
        now[DONE], now["difference"] = how_done(action.done)
    return now


def _root_of(scene: Scene, trio_id: str | None) -> str:
    return next((trio.root for trio in scene.meeting.trios if trio.id == trio_id), "")
