"""Asking: the card of the item we are on, asked again when it got lost, and a nudge to those who
have not answered.
"""

from handlers.grammar.command import Refused
from handlers.grammar.drawn_for import reminders
from handlers.grammar.registry import draws, handles
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target
from handlers.questions.kinds import answer_buttons, kind_of
from handlers.questions.statements import statement_lines
from prompts.card import Card, Part, Text
from prompts.profile import Question
from prompts.words import say
from storage.tables import Step, StepState, Trio


@draws("asked")
def asked_card(scene: Scene, step_id: str) -> Card:
    """The item as everybody sees it: what is asked, of whom, what happens to an answer, and how
    many have answered.
    """
    step = scene.step(step_id)
    question = scene.question(step)
    lines = [part_words(scene, step), *(scene.words(step, line) for line in question.say)]
    parts: list[Part] = [Text(line) for line in lines if line]
    parts += _trio(scene, step)
    parts.append(Text(scene.words(step, question.ask), strong=True))
    if step.state == StepState.OPEN:
        parts += _help(scene, step, question)
        return Card(
            scene.title(step),
            tuple(parts),
            buttons=answer_buttons(scene, step),
            notice=say("asking.notice"),
        )
    return Card(scene.title(step), (*parts, Text(say(f"asking.{step.state}"))))


@handles("ask.again", by=CHAIR, drawn_for=reminders)
def ask_again(turn: Turn) -> None:
    """Posts the question once more, at the end of the channel, where people look."""
    turn.show(f"again:{_current(turn).id}/{turn.meeting.version}")


@draws("again")
def asked_again_card(scene: Scene, target: str) -> Card:
    """The same question in short, and who is asked now."""
    step = scene.step(Target.parse(target).head)
    question = scene.question(step)
    if step.state != StepState.OPEN:
        return Card(scene.title(step), (Text(say(f"asking.{step.state}")),))
    parts = (Text(scene.words(step, question.ask), strong=True), Text(_who(scene, step)))
    return Card(
        say("asking.again", item=scene.title(step)),
        parts,
        buttons=answer_buttons(scene, step),
    )


@handles("ask.nudge", by=CHAIR, drawn_for=reminders)
def nudge(turn: Turn) -> None:
    """Sends a private line to each person who was asked and has not answered.

    The channel sees nothing.
    """
    step = _current(turn)
    missing = [person for person in turn.missing(step) if person.account]
    if not missing:
        raise Refused(Card(title=say("asking.nobody_missing")))
    turn.tell(f"nudge:{step.id}/{turn.meeting.version}", *missing)


@draws("nudge")
def nudge_card(scene: Scene, target: str) -> Card:
    """A friendly line that says nothing about the case on a lock screen."""
    step = scene.step(Target.parse(target).head)
    open_still = (
        step.state == StepState.OPEN
        and scene.viewer is not None
        and scene.viewer.id not in scene.book.answered(step)
    )
    if not open_still:
        return Card(
            say("asking.nudge_title"),
            (Text(say("asking.nudge_done")),),
            notice=say("asking.notice"),
        )
    parts = (
        Text(say("asking.nudge")),
        Text(scene.words(step, scene.question(step).ask), strong=True),
    )
    return Card(
        say("asking.nudge_title"),
        parts,
        buttons=answer_buttons(scene, step),
        notice=say("asking.notice"),
    )


def part_words(scene: Scene, step: Step) -> str:
    """Which part of the agenda a step belongs to, by number and title; nothing where it has no
    number.
    """
    part = scene.profile.part_of(step.question)
    return (
        say("asking.part", number=part.number, part=scene.words(step, part.title))
        if part.number
        else ""
    )


def _trio(scene: Scene, step: Step) -> list[Part]:
    about = scene.about(step)
    if not isinstance(about, Trio):
        return []
    return statement_lines(about.wordings[-1])


def _help(scene: Scene, step: Step, question: Question) -> list[Part]:
    lines = []
    if question.hint:
        lines.append(scene.words(step, question.hint))
    if question.example:
        lines.append(say("asking.example", example=scene.words(step, question.example)))
    if question.for_chair:
        return [Text(line) for line in lines]
    kind = kind_of(scene, step)
    if kind.names_who:
        lines.append(_who(scene, step))
    if kind.asked:
        asked, answered = scene.asked(step), scene.book.answered(step)
        if scene.book.part_of:
            lines.append(
                say("closed.only_here", names=[person.name for person in scene.by_family_first])
            )
        lines.append(
            say(
                "asking.revealed"
                if step.revealed_at
                else "asking.sealed"
                if step.under_seal
                else "asking.open"
            )
        )
        lines.append(say("asking.count", here=sum(p.id in answered for p in asked), of=len(asked)))
    return [Text(line) for line in lines]


def _who(scene: Scene, step: Step) -> str:
    more = len(scene.question(step).waves) > step.wave + 1
    return say("asking.who", names=[person.name for person in scene.asked(step)], more=more)


def _current(turn: Turn) -> Step:
    step = turn.book.current
    if step is None:
        raise Refused(Card(title=say("agenda.nothing_open")))
    return step
