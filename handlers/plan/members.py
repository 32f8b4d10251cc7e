"""Who belongs to the core group, and when it meets, in words."""

from collections.abc import Iterator

from handlers.dates.rhythm import Rhythm
from handlers.grammar.roles import FAMILY, PROFESSIONALS, Role
from handlers.grammar.scene import Scene
from handlers.people.circle import NAMED, people_named, same_name
from handlers.people.lead import lead_of
from handlers.plan.words import day_words
from prompts.words import say
from storage.book import Book, body_of
from storage.tables import Attendance, EntryState, Meeting, Person


def member_ids(scene: Scene) -> list[str]:
    """The ids, in the circle, of those whom the plan names for the core group; family and workers,
    where it names nobody.
    """
    section = scene.profile.section_of("core_group")
    entries = [
        entry
        for entry in scene.book.plan()
        if section and entry.section == section.id and entry.state == EntryState.AGREED
    ]
    field = (
        next((field.id for field in section.field if field.kind == "person"), "") if section else ""
    )
    named = list(
        dict.fromkeys(
            one for entry in entries for one in body_of(entry).get(field, "").split(",") if one
        )
    )
    return named or [
        person.id for person in scene.book.people if person.role in FAMILY | PROFESSIONALS
    ]


def new_people(scene: Scene, meeting: Meeting) -> list[Person]:
    """Everybody, as people of the core group: members are expected; the others have a part in the
    plan, and are away.
    """
    ids = member_ids(scene)
    by_social_worker = (
        scene.profile.core_group is not None and scene.profile.core_group.led_by == "social_worker"
    )
    lead = lead_of(scene) if by_social_worker else scene.chair
    people = [carried(person, meeting, _role(person, lead)) for person in scene.book.people]
    for person, row in zip(scene.book.people, people, strict=True):
        if row.attendance != Attendance.APART:
            row.attendance = Attendance.EXPECTED if _comes(person, lead, ids) else Attendance.AWAY
    people += _named(scene, meeting, ids)
    for place, person in enumerate(people):
        person.position = place
    return people


def came_since(scene: Scene, meeting: Meeting) -> list[Person]:
    """Those who came to a meeting after the next one was planned, such as somebody who took over
    the chair: they have a part in what is carried on, and are away.
    """
    planned = {person.root for person in meeting.people}
    new = [person for person in scene.book.people if person.root not in planned]
    rows = [carried(person, meeting, _looking_on(person)) for person in new]
    first = max((person.position for person in meeting.people), default=-1) + 1
    for place, row in enumerate(rows, first):
        row.position = place
        if row.attendance != Attendance.APART:
            row.attendance = Attendance.AWAY
    return rows


def carried(person: Person, meeting: Meeting, role: str) -> Person:
    """The same person in a later meeting; whoever attends apart does so until the one who leads
    says otherwise (row B8).
    """
    row = Person(
        meeting_id=meeting.id, position=0, role=role, agency=person.agency, account=person.account
    )
    row.name, row.title, row.root_id = person.name, person.title, person.root
    row.attendance = (
        Attendance.APART if person.attendance == Attendance.APART else Attendance.EXPECTED
    )
    return row


def member_for(scene: Scene, ahead: Book, owner: str) -> Person | None:
    """The member of a planned meeting who is somebody of this one (by person id or root)."""
    here = scene.book.person(owner)
    return next(
        (person for person in ahead.people if person.root == (here.root if here else owner)), None
    )


def people_of(scene: Scene, ahead: Book) -> Iterator[tuple[Person, Person | None]]:
    """The members of a planned meeting who come, each with who they are in this one; none for
    somebody who was only named.
    """
    here = {person.root: person for person in scene.book.people}
    for member in ahead.people:
        if member.attendance not in (Attendance.AWAY, Attendance.APART):
            yield member, here.get(member.root)


def meeting_words(meeting: Meeting) -> str:
    """When and where a planned meeting is."""
    day = day_words(meeting.held_on.isoformat()) if meeting.held_on else ""
    return say("core_group.when", day=day, venue=meeting.venue)


def is_past(scene: Scene, meeting: Meeting) -> bool:
    """Whether the day of a planned meeting has gone by."""
    return meeting.held_on is not None and meeting.held_on < Rhythm.of(scene.profile).today(
        scene.now
    )


def _comes(person: Person, lead: Person, ids: list[str]) -> bool:
    return (
        person is lead or person.id in ids or person.role in (Role.MINUTE_TAKER, Role.INTERPRETER)
    )


def _role(person: Person, lead: Person) -> str:
    """In the core group the lead leads. The chair of the conference can look, and takes no part."""
    return Role.CHAIR if person is lead else _looking_on(person)


def _looking_on(person: Person) -> str:
    return Role.ADMINISTRATOR if person.role == Role.CHAIR else person.role


def _named(scene: Scene, meeting: Meeting, ids: list[str]) -> Iterator[Person]:
    """Members who were not at the conference: the plan names them, and somebody writes for them."""
    for entry, name in people_named(scene):
        known = any(same_name(person.name, name) for person in scene.book.people)
        if NAMED + entry.thread in ids and not known:
            row = Person(
                meeting_id=meeting.id,
                position=0,
                role=Role.NETWORK,
                root_id=entry.root,
                attendance=Attendance.EXPECTED,
            )
            row.name = name
            yield row
