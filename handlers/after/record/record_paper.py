"""The record as a document: the same facts as the data, under the same headings, as far as its
reader may see them (row C15).
"""

from collections.abc import Iterator

from handlers.after.record.agenda_chapters import agenda_chapters
from handlers.after.record.closed_chapters import closed_chapters
from handlers.after.record.model import Attendance, Record
from handlers.after.record.record import record
from handlers.dates.deadline_words import full_day
from handlers.dates.deadlines import local_day, local_time
from handlers.grammar.scene import Scene
from handlers.people.role_words import role_words
from handlers.plan.course import NO_COURSE, course, course_parts, has_moved
from handlers.questions.sealed_steps import sealed_steps, set_aside_of
from prompts.card import Bullets, Facts, Quote, Table, Text
from prompts.paper import Block, Chapter, Paper
from prompts.words import say


def record_paper(scene: Scene) -> Paper:
    """The record for the viewer. A draft says so until the chair has approved it (row B14)."""
    kept = record(scene)
    day = full_day(local_day(scene.profile, kept.started_at))
    return Paper(
        name=f"record-{local_day(scene.profile, kept.started_at)}{'-draft' if kept.draft else ''}",
        title=say("record_paper.title", children=scene.children, core_group=scene.is_core_group),
        lead=(Facts(tuple(_facts(scene, kept, day))),),
        chapters=(
            _in_short(scene, kept),
            _attendance(scene, kept),
            *agenda_chapters(scene, kept),
            *closed_chapters(scene, kept),
            *_course(scene, kept),
            *_at_the_end(scene, kept),
        ),
        foot=say(
            "record_paper.foot",
            children=scene.children,
            core_group=scene.is_core_group,
            day=day,
            draft=kept.draft,
            version=kept.version,
        ),
        draft=say("record_paper.draft", chair=kept.chair.name) if kept.draft else "",
    )


def _facts(scene: Scene, kept: Record, day: str) -> Iterator[tuple[str, str]]:
    start, end = (
        local_time(scene.profile, kept.started_at),
        kept.closed_at and local_time(scene.profile, kept.closed_at),
    )
    yield (
        say("record_paper.children" if len(kept.children) > 1 else "record_paper.child"),
        ", ".join(scene.children),
    )
    yield say("record_paper.when"), say("record_paper.from_to", day=day, start=start, end=end or "")
    yield (
        say("record_paper.led_by" if scene.is_core_group else "record_paper.chair"),
        kept.chair.name,
    )
    yield say("record_paper.agenda"), kept.profile.title
    signed = full_day(local_day(scene.profile, kept.approved_at)) if kept.approved_at else ""
    state = "state_draft" if kept.draft else "state_approved"
    yield (
        say("record_paper.state"),
        say(f"record_paper.{state}", chair=kept.chair.name, day=signed, version=kept.version),
    )


def _in_short(scene: Scene, kept: Record) -> Chapter:
    """The decision and what comes next, before everything else: it is what a reader looks for."""
    blocks: list[Block] = []
    for child in kept.decisions:
        last = child.decisions[-1] if child.decisions else None
        plan = (
            say("kinds.recommended", plan=last.plan_words, category=last.category_words)
            if last
            else ""
        )
        none = say("record_paper.none_decided", child=child.child.name)
        blocks.append(Text(f"{child.child.name}: {plan}" if plan else none, strong=True))
    blocks += meeting_words(kept)
    if hidden := [] if scene.apart else [scene.title(step) for step in sealed_steps(scene)]:
        blocks.append(Text(say("record_paper.hidden_items", items=hidden)))
    blocks += _kept_apart(scene)
    if kept.summary:
        blocks.append(Quote(kept.summary, kept.chair.name))
    return Chapter(say("record_paper.short"), tuple(blocks))


def _kept_apart(scene: Scene) -> Iterator[Text]:
    """Whose sealed answers were not shown since they were set apart: to themselves, and to whoever
    leads.
    """
    for person in scene.by_family_first:
        if not (items := [scene.title(step) for step, _ in set_aside_of(scene, person)]):
            continue
        if person is scene.viewer:
            yield Text(say("record_paper.own_kept", items=items))
        elif scene.leads:
            yield Text(say("record_paper.kept_apart", name=person.name, items=items))


def meeting_words(kept: Record) -> list[Text]:
    """When and where the core group meets, as agreed."""
    agreed = (("core_group", kept.first_core_group), ("next_core_group", kept.next_core_group))
    return [
        Text(say(f"record_paper.{what}", day=full_day(one.on), place=one.place))
        for what, one in agreed
        if one
    ]


def _attendance(scene: Scene, kept: Record) -> Chapter:
    came = [row for row in kept.attendance if row.came_and_left]
    head = tuple(say(f"record_paper.{name}") for name in ("who", "who_is", "agency", "there"))
    rows = tuple(
        (row.person.name, _who_is(scene, row), row.agency, _was_there(scene, row)) for row in came
    )
    absent = [row.person.name for row in kept.attendance if not row.came_and_left]
    blocks: list[Block] = [Table(head, rows)] if rows else []
    if absent:
        blocks.append(Text(say("record_paper.not_there", names=absent)))
    return Chapter(kept.headings["attendance"], tuple(blocks))


def _who_is(scene: Scene, row: Attendance) -> str:
    person = scene.book.person(row.person.id)
    return role_words(person) if person else row.title


def _was_there(scene: Scene, row: Attendance) -> str:
    words = {"here": "came", "left": "left"}
    times = [
        say(f"record_paper.{words[one.what]}", time=local_time(scene.profile, one.at))
        for one in row.came_and_left
    ]
    return say("record_paper.was_there", times=", ".join(times), account=row.has_account)


def _course(scene: Scene, kept: Record) -> Iterator[Chapter]:
    """How the numbers moved, in a meeting that followed another: as a picture and as a table."""
    found = course(scene) if scene.book.earlier and kept.trios else NO_COURSE
    if has_moved(found):
        yield Chapter(say("course.title"), course_parts(found))


def _at_the_end(scene: Scene, kept: Record) -> Iterator[Chapter]:
    if kept.reasons:
        head = tuple(say(f"record_paper.{name}") for name in ("did", "about", "reason"))
        rows = tuple((_did(row.what), row.about, row.words) for row in kept.reasons)
        yield Chapter(kept.headings["reasons"], (Table(head, rows),))
    if later := [row for row in kept.corrections if row.version > 1]:
        head = tuple(say(f"record_paper.{name}") for name in ("version", "was", "is_now", "reason"))
        lines = tuple((str(row.version), row.before, row.after, row.why) for row in later)
        yield Chapter(say("record_paper.corrected"), (Table(head, lines),))
    if scene.decides:
        yield Chapter(scene.profile.escalation.title, (Bullets(scene.profile.escalation.say),))


def _did(what: str) -> str:
    said = ("skip", "order", "quorum", "inquorate", "apart", "handover", "moved", "by_hand")
    return say(f"record_paper.did_{what if what in said else 'other'}")
