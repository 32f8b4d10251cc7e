"""The letter as a document: plain words, large type, and only what its reader was part of."""

from collections.abc import Iterator, Mapping
from datetime import date

from handlers.after.letters.words import facts_words
from handlers.after.record.model import Record
from handlers.after.record.plan_blocks import action_table
from handlers.after.record.plan_model import Action
from handlers.after.record.record import record
from handlers.dates.deadline_words import full_day
from handlers.dates.deadlines import local_day
from handlers.dates.deadlines_of_meeting import running
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene
from prompts.card import Bullets, Facts, Text
from prompts.paper import Block, Chapter, Paper
from prompts.words import say
from storage.tables import Attendance, MeetingKind, Person


def letter_paper(scene: Scene, typed: Mapping[str, str], *, draft: bool) -> Paper:
    """The letter to the viewer. `typed` is what the chair wrote in place of what the facts give."""
    reader = scene.viewer
    if reader is None:
        raise LookupError("a letter is always to somebody")
    kept = record(scene)
    day = full_day(local_day(scene.profile, kept.started_at))
    words = {**facts_words(scene, kept), **typed}
    return Paper(
        name=f"letter-{local_day(scene.profile, kept.started_at)}{'-draft' if draft else ''}",
        title=say("letter.title", children=scene.children),
        lead=tuple(_lead(scene, kept, reader, day)),
        chapters=tuple(
            chapter for chapter in _chapters(scene, kept, reader, words) if chapter.blocks
        ),
        foot=say("letter.foot", day=day, draft=draft),
        draft=say("letter.draft", chair=kept.chair.name) if draft else "",
        large=True,
    )


def _lead(scene: Scene, kept: Record, reader: Person, day: str) -> Iterator[Block]:
    came = any(row.came_and_left for row in kept.attendance if row.person.id == reader.id)
    yield Text(say("letter.dear", name=reader.name))
    yield Text(
        say("letter.met" if came else "letter.met_without", day=day, children=scene.children)
    )
    yield Text(say("letter.about"))
    yield Text(say("letter.from", chair=kept.chair.name))


def _chapters(
    scene: Scene, kept: Record, reader: Person, words: Mapping[str, str]
) -> Iterator[Chapter]:
    yield Chapter(say("letter.decided"), tuple(_decided(kept)))
    yield Chapter(say("letter.why"), _paragraphs(words.get("why", "")))
    yield Chapter(say("letter.change"), _bullets(words.get("change", "")))
    yield Chapter(say("letter.you"), tuple(_own(kept, reader)))
    yield Chapter(say("letter.others"), tuple(_others(kept, reader)))
    yield Chapter(say("letter.more"), _paragraphs(words.get("more", "")))
    yield Chapter(say("letter.dates"), tuple(_dates(scene, kept, reader)))
    yield Chapter(say("letter.ask"), tuple(_ask(scene, kept)))
    route = scene.profile.complaint or scene.profile.escalation
    yield Chapter(
        say("letter.disagree"),
        (Text(say("letter.disagree_text")), Text(route.title, strong=True), Bullets(route.say)),
    )
    yield Chapter(scene.profile.danger.title, (Bullets(scene.profile.danger.lines),))


def _decided(kept: Record) -> Iterator[Block]:
    for child in kept.decisions:
        if child.decisions:
            last = child.decisions[-1]
            plan = say("kinds.recommended", plan=last.plan_words, category=last.category_words)
            yield Text(say("letter.decision", child=child.child.name, plan=plan), strong=True)
        else:
            yield Text(say("record_paper.none_decided", child=child.child.name), strong=True)


def _own(kept: Record, reader: Person) -> Iterator[Block]:
    """The reader's own actions first, one by one, with those who share them."""
    own = [
        action for action in kept.actions if any(owner.id == reader.id for owner in action.owners)
    ]
    if own:
        yield Bullets(tuple(_own_action(action, reader) for action in own))


def _own_action(action: Action, reader: Person) -> str:
    others = [owner.name for owner in action.owners if owner.id != reader.id]
    return say(
        "letter.action",
        what=action.what,
        others=others,
        when=full_day(action.by_when) if action.by_when else "",
    )


def _others(kept: Record, reader: Person) -> Iterator[Block]:
    others = [
        action for action in kept.actions if all(owner.id != reader.id for owner in action.owners)
    ]
    if others:
        yield action_table(others)


def _dates(scene: Scene, kept: Record, reader: Person) -> Iterator[Block]:
    rows = []
    if when := _core_group(scene, kept, reader):
        rows.append(
            (say("letter.core_group"), say("letter.on", day=full_day(when[0]), place=when[1]))
        )
    said_already = {"summary_to_parents", "first_core_group" if when else ""}
    rows += [
        (limit.clock.title, say("letter.by", day=full_day(limit.day)))
        for limit in sorted(running(scene), key=lambda limit: limit.day)
        if limit.clock.id not in said_already
    ]
    if rows:
        yield Facts(tuple(rows))


def _core_group(scene: Scene, kept: Record, reader: Person) -> tuple[date, str] | None:
    """When and where the core group meets: as it is planned, where the reader belongs to it; else
    as it was agreed.
    """
    ahead, first = scene.book.planned(MeetingKind.CORE_GROUP), kept.first_core_group
    comes = ahead and any(
        person.root == reader.root and person.attendance != Attendance.AWAY
        for person in ahead.people
    )
    if ahead and ahead.meeting.held_on and (comes or first):
        return ahead.meeting.held_on, ahead.meeting.venue
    return (first.on, first.place) if first else None


def _ask(scene: Scene, kept: Record) -> Iterator[Block]:
    workers = [person.name for person in scene.book.people if person.role == Role.SOCIAL_WORKER]
    yield Text(say("letter.ask_whom", workers=workers, chair=kept.chair.name))


def _paragraphs(words: str) -> tuple[Block, ...]:
    return tuple(Text(line.strip()) for line in words.splitlines() if line.strip())


def _bullets(words: str) -> tuple[Block, ...]:
    lines = tuple(line.strip() for line in words.splitlines() if line.strip())
    return (Bullets(lines),) if lines else ()
