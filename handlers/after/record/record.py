"""The record: all that was said, agreed and decided, as far as its reader may see it, under the
guidance's headings (row C15).
"""

from handlers.after.record.agenda import agenda_parts
from handlers.after.record.base import PersonName
from handlers.after.record.judgement import child_records, overall, trio_records
from handlers.after.record.model import (
    Attendance,
    CameOrLeft,
    CorrectionKept,
    ProfileUsed,
    ReasonKept,
    Record,
)
from handlers.after.record.names import NOBODY, name_of, name_of_id
from handlers.after.record.plan import actions, agreed_meeting, core_group, sections
from handlers.grammar.scene import Scene
from handlers.people.told import has_not_begun
from handlers.questions.sealed_steps import open_answers
from prompts.words import say
from storage.tables import MeetingState, Person

# What the copy of somebody who attended apart leaves out, besides what is one thing and not many.
_OTHERS_SAID = ("agenda", "trios", "plan", "actions", "core_group", "reasons", "corrections")
HEADINGS = (
    "attendance",
    "agenda",
    "trios",
    "overall",
    "decisions",
    "plan",
    "actions",
    "core_group",
    "first_core_group",
    "next_core_group",
    "reasons",
    "summary",
)


def record(scene: Scene) -> Record:
    """The record as the viewer may see it.

    Sealed answers that were not shown are not in it, whoever reads it.
    """
    said = open_answers(scene)
    meeting, profile = scene.meeting, scene.profile
    whole = Record(
        format="chairside-record-1",
        headings={name: say(f"record.{name}") for name in HEADINGS},
        kind=meeting.kind,
        profile=ProfileUsed(
            id=profile.id, title=profile.title, place=profile.place, source=profile.source
        ),
        family=meeting.family,
        children=tuple(PersonName(id=child.id, name=child.name) for child in meeting.children),
        state=meeting.state,
        draft=meeting.state != MeetingState.APPROVED,
        version=version_of(scene),
        started_at=meeting.started_at,
        closed_at=meeting.closed_at,
        approved_at=meeting.approved_at,
        chair=next(map(name_of, scene.chairs), NOBODY),
        attendance=_attendance(scene),
        agenda=agenda_parts(scene, said),
        trios=() if has_not_begun(scene) else trio_records(scene, said),
        overall=overall(scene, said),
        decisions=child_records(scene, said),
        plan=sections(scene),
        actions=actions(scene),
        core_group=core_group(scene),
        first_core_group=agreed_meeting(scene, "first_core_group"),
        next_core_group=agreed_meeting(scene, "next_core_group"),
        reasons=_reasons(scene),
        corrections=_corrections(scene),
        summary=meeting.summary,
        closed_parts=_closed_parts(scene),
    )
    return _apart(scene, whole) if scene.apart else whole


def _closed_parts(scene: Scene) -> tuple[Record, ...]:
    """What was said in closed parts that the reader was in: signed off with the whole, and a draft
    as long as that is one.
    """
    whole = {
        "draft": scene.meeting.state != MeetingState.APPROVED,
        "state": scene.meeting.state,
        "version": version_of(scene),
    }
    whole |= {"approved_at": scene.meeting.approved_at}
    return tuple(record(part).model_copy(update=whole) for part in parts_of(scene))


def parts_of(scene: Scene) -> list[Scene]:
    """The closed parts that the viewer was in, through their eyes."""
    parts = scene.book.parts_with(scene.viewer) if scene.viewer else []
    return [Scene(book, scene.profile, person, scene.now) for book, person in parts]


def _apart(scene: Scene, whole: Record) -> Record:
    """The copy of somebody who attended apart: what was decided and why, and the closed parts that
    they were in (row B8).
    """
    nothing: dict[str, object] = dict.fromkeys(_OTHERS_SAID, ())
    unsaid: dict[str, object] = dict.fromkeys(
        ("wishes", "recommendations", "missing", "disagreements"), ()
    )
    return whole.model_copy(
        update={
            **nothing,
            "overall": None,
            "first_core_group": None,
            "next_core_group": None,
            "summary": "",
            "decisions": tuple(child.model_copy(update=unsaid) for child in whole.decisions),
        }
    )


def version_of(scene: Scene) -> int:
    """The record's version: 0 while it is a draft, then counted up with each correction
    (row B14).
    """
    if scene.meeting.state != MeetingState.APPROVED:
        return 0
    return max((row.version for row in scene.book.corrections()), default=0) or 1


def _attendance(scene: Scene) -> tuple[Attendance, ...]:
    comings = scene.book.comings()
    agencies = {agency.id: agency.label for agency in scene.profile.agency}
    return tuple(
        Attendance(
            person=name_of(person),
            role=person.role,
            title=person.title,
            agency=agencies.get(person.agency, person.agency),
            has_account=person.account is not None,
            state=person.attendance,
            came_and_left=tuple(
                CameOrLeft(what=row.what, at=row.at)
                for row in comings
                if row.person_id == person.id
            ),
            understood_confidentiality_at=person.understood_at,
        )
        for person in _told_of(scene)
    )


def _told_of(scene: Scene) -> list[Person]:
    """Those whose attendance the reader is told of: who attends apart and the others do not hear of
    each other (row B8).
    """
    if scene.apart:
        return [person for person in scene.by_family_first if person is scene.viewer]
    kept_from_others = set() if scene.leads else {"apart"}
    return [
        person
        for person in scene.by_family_first
        if person.attendance not in kept_from_others | {"away"}
    ]


def _reasons(scene: Scene) -> tuple[ReasonKept, ...]:
    """Why somebody attends apart is in the chair's copy alone (row B8)."""
    titles = {step.id: scene.title(step) for step in scene.meeting.steps}
    return tuple(
        ReasonKept(
            what=row.what,
            about=titles.get(row.target, ""),
            words=row.words,
            by=name_of_id(scene, row.by_id),
            at=row.at,
        )
        for row in scene.book.reasons()
        if row.what != "apart" or scene.leads
    )


def _corrections(scene: Scene) -> tuple[CorrectionKept, ...]:
    return tuple(
        CorrectionKept(
            item=row.item,
            before=row.before,
            after=row.after,
            why=row.why,
            version=row.version,
            by=name_of_id(scene, row.by_id),
            at=row.at,
        )
        for row in scene.book.corrections()
    )
