"""Checking in before a core group: each member is asked in private how things go; scores stay
sealed until the meeting.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.dates.rhythm import Rhythm
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked, filled
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import AFTER, ALWAYS, NothingToShow, draws, handles, shows
from handlers.grammar.roles import CHAIR, CLOCK, PARTICIPANTS, SCRIBES
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target
from handlers.people.circle import circle_of
from handlers.people.lead import LEADING, lead_of
from handlers.plan.actions import action_words, actions_now
from handlers.plan.members import is_past, meeting_words, people_of
from handlers.questions.kinds import kind_of
from handlers.reminding.keeping import ToDo, keep
from handlers.reminding.progress import show_again
from prompts.card import Bullets, Button, Card, Choice, Field, Part, Text
from prompts.words import say
from storage.book import Book, as_body, body_of
from storage.tables import Alarm, Answer, MeetingKind, Person, Step

CHECKING = PARTICIPANTS | SCRIBES
_ASK, _OVER = "checkin.ask", "checkin.over"


def ask_ahead(turn: Turn, ahead: Book) -> None:
    """Has everybody asked so many working days before the meeting; anew when the day has moved."""
    rhythm, day = Rhythm.of(turn.profile), ahead.meeting.held_on
    for alarm in (*turn.book.alarms(_ASK), *turn.book.alarms(_OVER)):
        alarm.done_at = turn.now
    keep(turn, "checkin", ())
    if day and turn.profile.core_group:
        at = rhythm.moment(rhythm.after(day, -turn.profile.core_group.ask_before))
        turn.book.add(Alarm(what=_ASK, due_at=max(at, rhythm.tomorrow(turn.now))))
        turn.book.add(Alarm(what=_OVER, due_at=rhythm.moment(rhythm.after(day, 1))))


@handles(_ASK, by=CLOCK, when=ALWAYS)
def ask_everybody(turn: Turn) -> None:
    """The days before the core group: each member gets a private message; the lead asks those who
    have no account.
    """
    alarm = next((alarm for alarm in turn.book.alarms(_ASK) if alarm.id == turn.target), None)
    rhythm = Rhythm.of(turn.profile)
    if alarm is None:
        return
    alarm.done_at = turn.now
    if not rhythm.at_work(turn.now):
        turn.book.add(Alarm(what=_ASK, due_at=rhythm.opens(turn.now)))
        return
    ahead = turn.book.planned(MeetingKind.CORE_GROUP)
    if ahead is None:
        return
    silent = {*_not_yet(turn, ahead), lead_of(turn).id}
    people = [person for person in turn.book.people if person.id in silent]
    turn.tell(f"checkin:{ahead.meeting.id}/{rhythm.today(turn.now)}", *people)
    _remind(turn, ahead, rhythm)


@handles(_OVER, by=CLOCK, when=ALWAYS)
def say_that_the_day_is_over(turn: Turn) -> None:
    """The day of the core group has gone by: what asked for a check-in says so.

    If it has not begun, the lead hears of it.
    """
    alarm = next((alarm for alarm in turn.book.alarms(_OVER) if alarm.id == turn.target), None)
    if alarm:
        alarm.done_at = turn.now
        turn.book.show_again("checkin:")
        turn.book.show_again("reminder:")
        turn.tell(f"day_over:{alarm.id}", lead_of(turn))


@draws("day_over")
def day_over_card(scene: Scene, _: str) -> Card:
    """The core group was to meet, and has not begun."""
    ahead = scene.book.planned(MeetingKind.CORE_GROUP)
    if ahead is None:
        raise NothingToShow(
            Card(
                say("checkin.day_over"),
                (Text(say("checkin.over")),),
                notice=say("reminders.notice"),
            )
        )
    words = say("checkin.day_over_text", when=meeting_words(ahead.meeting))
    buttons = (
        Button(say("core_group.begin_core_group"), "core_group.begin_form", style="main"),
        Button(say("core_group.move"), "core_group.move_form"),
    )
    return Card(
        say("checkin.day_over"), (Text(words),), buttons=buttons, notice=say("reminders.notice")
    )


@draws("checkin")
def checkin_card(scene: Scene, target: str) -> Card:
    """What is asked, in private; for the lead, who else has to be asked by voice."""
    ahead = scene.book.planned(MeetingKind.CORE_GROUP)
    if ahead is None or ahead.meeting.id != Target.parse(target).head or scene.viewer is None:
        return Card(
            say("checkin.title"), (Text(say("checkin.over")),), notice=say("reminders.notice")
        )
    if is_past(scene, ahead.meeting):
        return Card(
            say("checkin.title"), (Text(say("reminders.day_gone")),), notice=say("reminders.notice")
        )
    parts: list[Part] = [Text(say("checkin.text", when=meeting_words(ahead.meeting)))]
    parts += [Text(say("checkin.sealed")), *_mine(scene)]
    buttons = [Button(say("checkin.open", name=""), "checkin.form", "", "main")]
    if scene.viewer is lead_of(scene) and (
        silent := [m for m, here in _asked(scene, ahead) if not (here and here.account)]
    ):
        parts.append(
            Text(say("checkin.by_voice", names=[member.name for member in silent]), strong=True)
        )
        buttons += [
            Button(say("checkin.open", name=member.name), "checkin.form", member.root)
            for member in silent
        ]
    return Card(
        say("checkin.title"), tuple(parts), buttons=tuple(buttons), notice=say("reminders.notice")
    )


@shows("checkin.choose", by=LEADING, when=AFTER)
def choose_for_whom(turn: Turn) -> Reply:
    """Asks the lead whom to write for."""
    return Reply(_choose_form(turn), done=False)


@shows("checkin.chosen", by=LEADING, when=AFTER)
def write_for(turn: Turn) -> Reply:
    """The form for somebody else."""
    turn.target = checked(_choose_form(turn), turn.values)["person"]
    return Reply(open_form(turn), done=False)


def open_form(turn: Turn) -> Card:
    """The form, with what one has said before in it."""
    whose = _whose(turn)
    return _form(turn, whose)


@form("checkin.form", "checkin.submit", asks=open_form, by=CHECKING, when=AFTER)
def check_in(turn: Turn) -> Reply:
    """Keeps what somebody says ahead of the core group: nobody else sees it before the meeting
    comes to it.
    """
    whose = _whose(turn)
    form = _form(turn, whose)
    typed = read_by_others(
        turn,
        form,
        _faults(turn, whose, form),
        None if whose.author is whose.writer else whose.author,
    )
    for step in whose.steps:
        values = {
            name.partition("__")[2]: value
            for name, value in typed.items()
            if name.startswith(f"{whose.name(step)}__")
        }
        if values:
            _keep(turn, whose, step, values)
    show_again(turn)
    if any(row.what == "checkin" for row in turn.book.reminders()):
        _remind(turn, whose.ahead, Rhythm.of(turn.profile))
    return Reply(Card(say("checkin.thanks"), (Text(say("checkin.thanks_text")),)))


@dataclass(frozen=True)
class _Whose:
    """Whose check-in it is, in the planned meeting, and who writes it there."""

    scene: Scene
    ahead: Book
    author: Person
    writer: Person
    target: str

    @property
    def steps(self) -> list[Step]:
        """What is asked ahead."""
        return [step for step in self.ahead.meeting.steps if self.scene.question(step).ahead]

    def name(self, step: Step) -> str:
        """A step's name in the form: its question, and for a trio its place."""
        about = self.scene.about(step)
        return f"{step.question}_{about.position + 1}" if about else step.question


def _whose(turn: Turn) -> _Whose:
    ahead = turn.book.planned(MeetingKind.CORE_GROUP)
    if ahead is None:
        raise Refused(Card(say("checkin.title"), (Text(say("checkin.over")),)))
    members = {member.root: member for member, _ in people_of(turn, ahead)}
    everybody = {person.root: person for person in ahead.people}
    author = members.get(turn.target or turn.person.root)
    if author is None or (turn.target and turn.target != turn.person.root and not _writes(turn)):
        raise Refused(Card(say("dispatch.not_yours")))
    writer = everybody[turn.person.root]
    return _Whose(Scene(ahead, turn.profile, author, turn.now), ahead, author, writer, turn.target)


def _writes(turn: Turn) -> bool:
    return turn.may(*SCRIBES) or turn.person is lead_of(turn)


def _form(turn: Turn, whose: _Whose) -> Card:
    fields: list[Field] = []
    values: dict[str, str] = {}
    for step in whose.steps:
        question = whose.scene.question(step)
        for place, field in enumerate(
            kind_of(whose.scene, step).fields(whose.scene, step, whose.author)
        ):
            name = f"{whose.name(step)}__{field.name}"
            label = whose.scene.words(step, question.ask) if place == 0 else field.label
            fields.append(replace(field, name=name, label=label, required=False))
        before = whose.ahead.answer_of(whose.author, step)
        if before and whose.author is whose.writer:
            values |= {
                f"{whose.name(step)}__{name}": value for name, value in body_of(before).items()
            }
    lines = [say("checkin.sealed")]
    if whose.author is not whose.writer:
        lines.insert(0, say("answering.for", name=whose.author.name))
    send = Button(say("answering.send"), "checkin.submit", whose.target, "main")
    return filled(
        Card(say("checkin.title"), tuple(Text(line) for line in lines), tuple(fields), (send,)),
        values,
    )


def _faults(turn: Turn, whose: _Whose, form: Card) -> dict[str, str]:
    """Nothing at all is no check-in; and half a score is not lost."""
    if any(turn.value(field.name) for field in form.fields):
        return _half(whose, turn)
    return {field.name: say("checkin.empty") for field in form.fields[:1]}


def _half(whose: _Whose, turn: Turn) -> dict[str, str]:
    """Reasons without a number are not lost: the number is asked for."""
    found: dict[str, str] = {}
    for step in whose.steps:
        mine = f"{whose.name(step)}__"
        typed = {
            name.removeprefix(mine): turn.value(name)
            for name in turn.values
            if name.startswith(mine)
        }
        missing = kind_of(whose.scene, step).half_filled(typed)
        found |= {f"{mine}{name}": fault for name, fault in missing.items()}
    return found


def _keep(turn: Turn, whose: _Whose, step: Step, values: dict[str, str]) -> None:
    before = whose.ahead.answer_of(whose.author, step)
    if before:
        before.current = False
    row = Answer(
        step_id=step.id,
        author_id=whose.author.id,
        writer_id=whose.writer.id,
        kind="said",
        at=turn.now,
    )
    row.version, row.body = before.version + 1 if before else 1, as_body(values)
    whose.ahead.add(row)


def _remind(turn: Turn, ahead: Book, rhythm: Rhythm) -> None:
    """Those who have not checked in are reminded, the same way as of an action."""
    day = ahead.meeting.held_on
    if day is None:
        return
    due_on, silent = rhythm.after(day, -1), _not_yet(turn, ahead)
    keep(turn, "checkin", (ToDo("checkin", ahead.meeting.id, owner, due_on) for owner in silent))


def _not_yet(turn: Turn, ahead: Book) -> Iterator[str]:
    steps = [
        step for step in ahead.meeting.steps if turn.profile.every_question[step.question].ahead
    ]
    done = {person_id for step in steps for person_id in ahead.answered(step)}
    for member, here in _asked(turn, ahead):
        if member.id not in done and here:
            yield here.id


def _asked(scene: Scene, ahead: Book) -> list[tuple[Person, Person | None]]:
    """The members who are asked, each with who they are in this meeting."""
    return [
        (member, here)
        for member, here in people_of(scene, ahead)
        if member.role in PARTICIPANTS | CHAIR
    ]


def _mine(scene: Scene) -> list[Part]:
    """One's own open actions."""
    if scene.viewer is None:
        return []
    circle = circle_of(scene)
    own = [
        action
        for action in actions_now(scene)
        if scene.viewer.id in action.owners and not action.is_done
    ]
    lines = tuple(action_words(circle, action) for action in own)
    return [Text(say("checkin.yours")), Bullets(lines)] if lines else []


def _choose_form(turn: Turn) -> Card:
    ahead = turn.book.planned(MeetingKind.CORE_GROUP)
    if ahead is None:
        raise Refused(Card(say("checkin.title"), (Text(say("checkin.over")),)))
    choices = tuple(Choice(member.root, member.name) for member, _ in _asked(turn, ahead))
    field = Field("person", say("phone.who"), "choice", required=True, choices=choices)
    return Card(
        say("checkin.write_for"),
        fields=(field,),
        buttons=(Button(say("phone.go_on"), "checkin.chosen", style="main"),),
    )
