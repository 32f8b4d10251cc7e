"""The chair's panel: where we are, who is here and who has not been heard, how many have answered,
and what the chair can do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handlers.agenda.moving import moves_on, next_step
from handlers.dates.papers_due import due_words
from handlers.grammar.after_command import after_command, says_troubles
from handlers.grammar.registry import draws
from handlers.grammar.roles import CHAIR, PARTICIPANTS
from handlers.grammar.room_wrong import goes_privately
from handlers.grammar.scene import Scene, Turn
from handlers.meeting.closed_part import end_button
from handlers.people.alerts import alert_lines
from handlers.people.quorum import may_go_on, needs_quorum, quorum_words
from handlers.people.told import NOT_BEGUN
from handlers.questions.asking import part_words
from handlers.questions.kinds import kind_of
from handlers.questions.sealed_steps import sealed_steps
from handlers.questions.unheard import reach_button, unheard
from prompts.card import Button, Card, Facts, Part, Text
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.book import Book
from storage.tables import Attendance, MeetingState, Person, Power, Step, StepState


@after_command
def show_panel_again(turn: Turn, _: str) -> None:
    """Whoever leads sees how far the meeting is."""
    if turn.meeting.state not in NOT_BEGUN:
        turn.tell("panel", turn.chair)


@says_troubles("panel")
def those_who_lead(book: Book) -> list[Person]:
    """Once the meeting has begun, the panel says what could not be shown."""
    if book.meeting.state in NOT_BEGUN:
        return []
    return [person for person in book.people if person.role in CHAIR]


@draws("panel")
def panel_card(scene: Scene, _: str) -> Card:
    """The panel, for the chair alone; somebody who handed over the chair sees only that."""
    if not scene.leads:
        return Card(
            say("panel.title", core_group=scene.is_core_group),
            (Text(say("panel.not_chair", chair=scene.chair.name)),),
            notice=say("panel.notice"),
        )
    if scene.book.part_of:
        return _closed_part_card(scene)
    step = scene.book.current
    if scene.meeting.state in (MeetingState.CLOSED, MeetingState.APPROVED) or step is None:
        return _after(scene)
    parts: list[Part] = (
        [Text(say("panel.paused"), strong=True)]
        if scene.meeting.state == MeetingState.PAUSED
        else []
    )
    parts += alert_lines(scene)
    parts += [
        *_not_here_yourself(scene),
        Facts(tuple(_where(scene, step) + _who(scene) + _answers(scene, step))),
    ]
    parts += _trouble(scene)
    buttons = (
        (
            Button(say("panel.end_break"), "pause.end", style="main"),
            _button("closed_part"),
            _button("apart_form"),
        )
        if scene.meeting.state == MeetingState.PAUSED
        else _buttons(scene, step)
    )
    return Card(
        say("panel.title", core_group=scene.is_core_group),
        tuple(parts),
        buttons=buttons,
        notice=say("panel.notice"),
    )


@draws("scribe")
def scribe_card(scene: Scene, _: str) -> Card:
    """What the minute taker can do, at any time while the conference runs."""
    buttons = () if scene.meeting.closed_at else _writing()
    return Card(
        say("panel.scribe_title"),
        (Text(say("panel.scribe")),),
        buttons=buttons,
        notice=say("panel.notice"),
    )


def _not_here_yourself(scene: Scene) -> list[Part]:
    """Whoever leads is asked like everybody else whether they are here; once the roll-call is over,
    it is said plainly.
    """
    called = any(step.state == StepState.DONE for step in scene.steps_asking(AnswerKind.HERE))
    return (
        [Text(say("panel.not_here_yourself"), strong=True)]
        if called and scene.chair.attendance == Attendance.EXPECTED
        else []
    )


def _where(scene: Scene, step: Step) -> list[tuple[str, str]]:
    done = sum(other.state in (StepState.DONE, StepState.SKIPPED) for other in scene.meeting.steps)
    rows = [
        (say("panel.on"), say("panel.item", part=part_words(scene, step), item=scene.title(step))),
        (say("panel.how_far"), say("panel.done", done=done, of=len(scene.meeting.steps))),
    ]
    if parked := [
        scene.title(other) for other in scene.meeting.steps if other.state == StepState.PARKED
    ]:
        rows.append((say("panel.parked"), "; ".join(parked)))
    if hidden := [scene.title(other) for other in sealed_steps(scene) if other is not step]:
        rows.append((say("panel.hidden"), "; ".join(hidden)))
    if scene.meeting.timer_ends_at:
        rows.append(
            (say("panel.timer"), say("panel.timer_minutes", minutes=scene.question(step).minutes))
        )
    return rows


# Those who belong to the meeting, as the panel lists them.
_LISTED = (Attendance.HERE, Attendance.EXPECTED, Attendance.LEFT, Attendance.APART)


def _who(scene: Scene) -> list[tuple[str, str]]:
    heard = scene.book.heard()
    silent = [
        p
        for p in scene.by_family_first
        if p.role in PARTICIPANTS and p.attendance == Attendance.HERE and p.id not in heard
    ]
    rows = [
        (say(f"panel.{state}"), _names(p for p in scene.by_family_first if p.attendance == state))
        for state in _LISTED
    ]
    rows.append((say("panel.with_them"), _with_them(scene)))
    rows.append((say("panel.not_heard"), _names(silent)))
    if needs_quorum(scene):
        rows.append((say("panel.quorum"), quorum_words(scene)))
    return [(label, names) for label, names in rows if names]


def _with_them(scene: Scene) -> str:
    """Who is in the room with somebody: the panel is the only place that says it (row S3)."""
    told = (p for p in scene.by_family_first if p.with_them and p.attendance == Attendance.HERE)
    return "; ".join(say("panel.with_somebody", name=p.name, who=p.with_them) for p in told)


def _answers(scene: Scene, step: Step) -> list[tuple[str, str]]:
    if not kind_of(scene, step).asked:
        return []
    asked, missing = scene.asked(step), _missing(scene, step)
    kind = "sealed_in" if step.under_seal and not step.revealed_at else "answers_in"
    rows = [(say(f"panel.{kind}"), say("panel.count", n=len(asked) - len(missing), of=len(asked)))]
    return [*rows, (say("panel.missing"), _names(missing))] if missing else rows


def _missing(scene: Scene, step: Step) -> list[Person]:
    answered = scene.book.answered(step)
    return [person for person in scene.asked(step) if person.id not in answered]


def _trouble(scene: Scene) -> list[Part]:
    """What could not be shown; not the panel itself, whose trouble is over when this is read."""
    others = [post for post in scene.book.troubles() if post.slot != "panel"]
    return [*_room(scene), *(Text(say("panel.trouble", what=post.trouble)) for post in others[:3])]


def _room(scene: Scene) -> list[Part]:
    """Whether the channel waits, or is not used."""
    if goes_privately(scene.book):
        return [Text(say("watch.panel_private"))]
    return [Text(say("watch.panel"), strong=True)] if scene.book.room_watch.told else []


def _try_now(scene: Scene) -> tuple[Button, ...]:
    return (_button("try_now"),) if _trouble(scene) else ()


def _buttons(scene: Scene, step: Step) -> tuple[Button, ...]:
    needs = _what_this_item_needs(scene, step)
    onward = Button(
        _next_words(scene, step), "agenda.next", style="plain" if _needs_first(needs) else "main"
    )
    here = (_button("here_yourself"),) if _not_here_yourself(scene) else ()
    return (*here, *_try_now(scene), *needs, onward, *_but(needs, _always_there(scene)))


def _always_there(scene: Scene) -> tuple[Button, ...]:
    """What the chair can do at any item."""
    parked = (step for step in scene.meeting.steps if step.state == StepState.PARKED)
    return (
        *(
            Button(say(f"panel.{name}"), command)
            for name, command in (("back", "agenda.back"), ("park", "agenda.park"))
        ),
        *(
            Button(say("panel.resume", item=scene.title(step)), "agenda.resume", step.id)
            for step in parked
        ),
        *(_button(name) for name in ("skip", "order", "again", "nudge")),
        _button("timer_stop" if scene.meeting.timer_ends_at else "timer_start"),
        *_writing(),
        *(() if may_go_on(scene) else (_button("quorum_go_on"), _button("quorum_stop"))),
        *(
            _button(name)
            for name in ("closed_part", "apart_form", "links", "unlink", "handover", "pause")
        ),
        Button(say("panel.close", core_group=scene.is_core_group), "close.form"),
    )


def _but(there: tuple[Button, ...], buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """The buttons that are not there already."""
    have = {button.command for button in there if button.command in ("ask.nudge", "phone.form")}
    return tuple(button for button in buttons if button.command not in have)


def _closed_part_card(scene: Scene) -> Card:
    """The chair's second panel, for a closed part: who is in it, what was answered, and its end."""
    step = scene.book.current
    if step is None or scene.meeting.closed_at:
        return Card(
            say("closed.panel"), (Text(say("closed.over_text")),), notice=say("panel.notice")
        )
    told: tuple[Part, ...] = (
        *alert_lines(scene),
        Facts(((say("panel.on"), scene.title(step)), *_who(scene), *_answers(scene, step))),
    )
    needs, goes_on = (
        _what_this_item_needs(scene, step),
        next_step(scene, step) or not moves_on(scene, step),
    )
    end, waits = end_button(scene), _needs_first(needs)
    last = Button(_next_words(scene, step), "agenda.next") if goes_on else end
    onward = (
        last
        if waits or (last is end and (_missing(scene, step) or sealed_steps(scene)))
        else replace(last, style="main")
    )
    others = (
        *_try_now(scene),
        *_but(needs, (_button("nudge"), _button("write_for"))),
        *((end,) if goes_on else ()),
    )
    return Card(
        say("closed.panel"),
        (*told, *_trouble(scene)),
        buttons=(*needs, onward, *others),
        notice=say("panel.notice"),
    )


_COMMANDS = {
    "here_yourself": "rollcall.form",
    "try_now": "post.try_now",
    "skip": "agenda.skip_form",
    "order": "agenda.order_form",
    "again": "ask.again",
    "nudge": "ask.nudge",
    "timer_start": "timer.start",
    "timer_stop": "timer.stop",
    "write_for": "phone.form",
    "wording": "point.list",
    "links": "board.link",
    "unlink": "board.revoke",
    "quorum_go_on": "quorum.form",
    "quorum_stop": "stop.form",
    "closed_part": "closed.form",
    "apart_form": "apart.form",
    "handover": "handover.form",
    "pause": "pause.start",
    "open_record": "record.open",
    "correct": "correct.choose",
    "letters": "letter.list",
    "feedback": "feedback.results",
    "withdraw": "papers.revoke",
}


def _button(name: str) -> Button:
    return Button(say(f"panel.{name}"), _COMMANDS[name])


def _writing() -> tuple[Button, ...]:
    return (_button("write_for"), _button("wording"), Button(say("panel.plan"), "plan.choose"))


def _needs_first(needs: tuple[Button, ...]) -> bool:
    """Whether there is something to do before going on: hear somebody, reveal, decide, or agree
    what was suggested.
    """
    return any(button.style == "main" for button in needs)


def _what_this_item_needs(scene: Scene, step: Step) -> tuple[Button, ...]:
    """What comes before going on; what is needed most comes first."""
    needs = kind_of(scene, step).chairs_buttons(scene, step)
    if people := unheard(scene, step):
        return (reach_button(people), *(replace(button, style="plain") for button in needs))
    return needs


def _next_words(scene: Scene, step: Step) -> str:
    if not moves_on(scene, step):
        return say("panel.next_people")
    following = next_step(scene, step)
    return say("panel.next", item=scene.title(following)) if following else say("panel.next_none")


def _after(scene: Scene) -> Card:
    state = scene.meeting.state
    approve = (
        (Button(say("panel.approve"), "record.approve_form", style="main"),)
        if state == MeetingState.CLOSED
        else ()
    )
    letters = (_button("letters"),) if scene.book.letters() else ()
    feedback = (_button("feedback"),) if not scene.is_core_group and _manages(scene) else ()
    papers = (_button("open_record"), _button("correct"), *letters, *feedback, _button("withdraw"))
    parts = (
        Text(say(f"panel.{state}", core_group=scene.is_core_group)),
        *(Text(line) for line in _still_due(scene)),
        *_trouble(scene),
    )
    return Card(
        say("panel.title", core_group=scene.is_core_group),
        parts,
        buttons=(*approve, *_try_now(scene), *papers, _button("links"), _button("unlink")),
        notice=say("panel.notice"),
    )


def _manages(scene: Scene) -> bool:
    return scene.viewer is not None and scene.has(scene.viewer, Power.MANAGE)


def _still_due(scene: Scene) -> Iterator[str]:
    """What has to be out, and is not."""
    if scene.meeting.state == MeetingState.CLOSED and (limit := due_words(scene, "record")):
        yield say("panel.record_due", limit=limit)
    drafts = [letter for letter in scene.book.letters() if letter.approved_at is None]
    if drafts:
        yield say("panel.letters_due", n=len(drafts), limit=due_words(scene, "letter"))


def _names(people: Iterable[Person]) -> str:
    return ", ".join(person.name for person in people)
