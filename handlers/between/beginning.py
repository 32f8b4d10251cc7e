"""Beginning what was planned: a core group or a review opens where the last meeting left off (row
B11).
"""

from handlers.before.start import lay_out, open_agenda
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.registry import AFTER, SETS_UP, draws
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.ways_out import AT_THE_END
from handlers.people.circle import circle_of
from handlers.people.lead import LEADING, LOOKING
from handlers.people.staffing import not_a_chair
from handlers.people.told import check_room_is_free
from handlers.plan.actions import action_words, actions_now, done_line
from handlers.plan.carrying import carry_children, carry_marks, carry_plan, carry_trios
from handlers.plan.members import came_since, carried, meeting_words, people_of
from prompts.card import Bullets, Button, Card, Heading, Mark, Part, Scale, Text
from prompts.words import say
from storage.book import CHANNEL, Book
from storage.tables import Attendance, Meeting, MeetingKind, Person


def ask_before_core_group(turn: Turn) -> Card:
    """For when it was planned, and who belongs to it, before the channel sees anything."""
    ahead = _planned(turn, MeetingKind.CORE_GROUP)
    return _ask(
        turn,
        ahead,
        "core_group.begin",
        say("core_group.begin_core_group"),
        [person.name for person, _ in people_of(turn, ahead)],
    )


def ask_before_review(turn: Turn) -> Card:
    """By when we were to meet again, and who takes part, before the channel sees anything."""
    return _ask(
        turn,
        _next_conference(turn),
        "review.begin",
        say("core_group.begin_review"),
        [person.name for person in turn.by_family_first],
    )


@form(
    "core_group.begin_form", "core_group.begin", asks=ask_before_core_group, by=LEADING, when=AFTER
)
def begin_core_group(turn: Turn) -> Reply:
    """The core group meets: what was said ahead is there, and waits for its place in the agenda."""
    check_room_is_free(turn)
    ahead = _planned(turn, MeetingKind.CORE_GROUP)
    ahead.meeting.people += came_since(turn, ahead.meeting)
    return _begin(turn, ahead)


@form(
    "review.begin_form",
    "review.begin",
    asks=ask_before_review,
    by=LOOKING,
    when=AFTER,
    staff=SETS_UP,
)
def begin_review(turn: Turn) -> Reply:
    """The next conference: the chair of the last one leads; everybody who had a part since
    has one.
    """
    check_room_is_free(turn)
    ahead = _next_conference(turn)
    meeting = ahead.meeting
    meeting.people = _people_of_review(turn, meeting)
    meeting.children = carry_children(turn.meeting, meeting)
    meeting.trios = carry_trios(turn, meeting)
    meeting.steps = lay_out(turn.profile, meeting)
    return _begin(turn, ahead)


@draws("before")
def left_off_card(scene: Scene, _: str) -> Card:
    """The trios with the last numbers, and what was done and what is left to do."""
    parts: list[Part] = [Text(say("core_group.before_text"))]
    if scene.meeting.venue:
        parts.append(
            Text(say("core_group.planned", when=meeting_words(scene.meeting), review=False))
        )
    for trio in scene.meeting.trios:
        wording = trio.wordings[0]
        parts += [Heading(say("core_group.last_scores", title=trio.title))]
        parts += [
            Text(say("asking.danger", words=wording.danger)),
            Text(say("asking.goal", words=wording.goal)),
        ]
        ends, names = (
            scene.profile.scale,
            {person.id: person.name for person in scene.by_family_first},
        )
        last = {mark.person_id: int(mark.score) for mark in scene.book.last_marks(trio)}
        marks = tuple(
            Mark(name, last[person_id]) for person_id, name in names.items() if person_id in last
        )
        if marks:
            parts.append(
                Scale(
                    ends.low,
                    ends.high,
                    marks,
                    tuple(say("scaling.spoken", mark=mark, first=None) for mark in marks),
                )
            )
    return Card(say("core_group.before"), (*parts, *_actions(scene)))


def _actions(scene: Scene) -> list[Part]:
    circle = circle_of(scene)
    carried_on = [action for action in actions_now(scene) if action.entry.root_id]
    done = tuple(done_line(action) for action in carried_on if action.before)
    left = tuple(action_words(circle, action) for action in carried_on if not action.is_done)
    parts: list[Part] = [Heading(say("core_group.done_actions")), Bullets(done)] if done else []
    parts.append(Heading(say("core_group.open_actions")))
    return [*parts, Bullets(left) if left else Text(say("core_group.no_open"))]


def _ask(turn: Turn, ahead: Book, command: str, title: str, names: list[str]) -> Card:
    check_room_is_free(turn)
    review = ahead.meeting.kind == MeetingKind.REVIEW
    planned = say(
        "core_group.planned",
        when=meeting_words(ahead.meeting),
        review=review,
    )
    parts = (
        Text(planned),
        Text(say("core_group.belong")),
        Bullets(tuple(names)),
        Text(say("core_group.seen"), strong=True),
    )
    send = Button(say("setting_up.begin_now"), command, style="main")
    return Card(title, parts, buttons=(send,))


def _take_danger_off(turn: Turn) -> None:
    """The danger button stands on the newest meeting's item from now on, and once in the
    channel.
    """
    for slot in AT_THE_END:
        if turn.book.was_shown(slot, CHANNEL):
            turn.show(slot)


def _begin(turn: Turn, ahead: Book) -> Reply:
    ahead.meeting.started_at = turn.now
    ahead.succeed(turn.book)
    _take_danger_off(turn)
    for what in ("checkin.ask", "checkin.over", "timer.ring"):
        for alarm in turn.book.alarms(what):
            alarm.done_at = turn.now
    here = next((person for person in ahead.people if person.account == turn.actor), None)
    now = Turn(ahead, turn.profile, here, turn.now, turn.actor)
    _find_chair(now)
    carry_marks(turn, now)
    carry_plan(turn, now)
    open_agenda(now)
    now.show("before")
    now.tell("panel", now.chair)
    turn.opened.append(ahead)
    turn.book.show_again("lead")
    return Reply(
        Card(say("core_group.begun"), (Text(say("core_group.begun_text")),)),
        room=ahead.meeting.room,
    )


def _find_chair(now: Turn) -> None:
    """Whoever was to lead may do so still; otherwise whoever begins it takes the chair, if they
    may. Raises `Refused`.
    """
    if all(now.keeps_seat(chair) for chair in now.chairs):
        return
    if now.viewer is None or not now.may_chair(now.viewer):
        raise Refused(not_a_chair(now.chair.name, now.book.managers()))
    for chair in now.chairs:
        chair.role = Role.ADMINISTRATOR
    now.viewer.role, now.viewer.attendance = Role.CHAIR, Attendance.EXPECTED


def _next_conference(turn: Turn) -> Book:
    return turn.book.planned(MeetingKind.CONFERENCE) or _planned(turn, MeetingKind.REVIEW)


def _planned(turn: Turn, kind: MeetingKind) -> Book:
    ahead = turn.book.planned(kind)
    if ahead is None:
        raise Refused(Card(say("core_group.none_ahead")))
    return ahead


def _people_of_review(turn: Turn, meeting: Meeting) -> list[Person]:
    """Everybody in the role they had at the last conference; those who came since, in the role they
    have now.
    """
    conference = next(
        book
        for book in reversed((*turn.book.earlier, turn.book))
        if book.meeting.kind != MeetingKind.CORE_GROUP
    )
    roles = {person.root: person.role for person in conference.people}
    people = [
        carried(person, meeting, roles.get(person.root, person.role)) for person in turn.book.people
    ]
    for place, person in enumerate(people):
        person.position = place
    if not any(person.role == Role.CHAIR for person in people):
        people[0].role = Role.CHAIR
    return people
