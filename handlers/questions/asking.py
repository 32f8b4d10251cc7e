"""Asking: the card of the item we are on, asked again when it got lost, and a nudge to those who
have not answered.
"""

from collections.abc import Iterable

from handlers.grammar.command import Refused
from handlers.grammar.drawn_for import reminders
from handlers.grammar.items import Item, asked_in, current_item, item_of
from handlers.grammar.registry import draws, handles
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target
from handlers.questions.in_item import answered_in, asked_of, item_buttons, missing_in
from handlers.questions.kinds import kind_of
from handlers.questions.shares import ask_words
from handlers.questions.statements import statement_lines
from prompts.card import Card, Heading, Part, Text
from prompts.profile import Question
from prompts.words import say
from storage.tables import Step, StepState, Trio


@draws("asked")
def asked_card(scene: Scene, step_id: str) -> Card:
    """The item as everybody sees it: what is asked, of whom, what happens to an answer, and how
    many have answered.
    """
    item = item_of(scene, scene.step(step_id))
    number = part_words(scene, item.first)
    parts: list[Part] = [Text(number)] if number else []
    for step in item.steps:
        parts += _asks(scene, step, titled=bool(item.steps[1:]))
    if item.state == StepState.OPEN:
        parts += _how(scene, item)
        return Card(
            item.title,
            tuple(parts),
            buttons=item_buttons(scene, item),
            notice=say("asking.notice"),
        )
    return Card(item.title, (*parts, Text(say(f"asking.{item.state}"))))


@handles("ask.again", by=CHAIR, drawn_for=reminders)
def ask_again(turn: Turn) -> None:
    """Posts the question once more, at the end of the channel, where people look."""
    turn.show(f"again:{_item(turn).id}/{turn.meeting.version}")


@draws("again")
def asked_again_card(scene: Scene, target: str) -> Card:
    """The same question in short, and who is asked now."""
    item = item_of(scene, scene.step(Target.parse(target).head))
    if item.state != StepState.OPEN:
        return Card(item.title, (Text(say(f"asking.{item.state}")),))
    return Card(
        say("asking.again", item=item.title),
        (*_in_short(scene, item.steps), Text(_who(scene, item))),
        buttons=item_buttons(scene, item),
    )


@handles("ask.nudge", by=CHAIR, drawn_for=reminders)
def nudge(turn: Turn) -> None:
    """Sends a private line to each person who was asked and has not answered.

    The channel sees nothing.
    """
    item = _item(turn)
    missing = [person for person in missing_in(turn, item) if person.account]
    if not missing:
        raise Refused(Card(title=say("asking.nobody_missing")))
    turn.tell(f"nudge:{item.id}/{turn.meeting.version}", *missing)


@draws("nudge")
def nudge_card(scene: Scene, target: str) -> Card:
    """A friendly line that says nothing about the case on a lock screen."""
    item = item_of(scene, scene.step(Target.parse(target).head))
    asked = asked_of(scene, item, scene.viewer) if scene.viewer else []
    if item.state != StepState.OPEN or not asked or scene.viewer not in missing_in(scene, item):
        return Card(
            say("asking.nudge_title"),
            (Text(say("asking.nudge_done")),),
            notice=say("asking.notice"),
        )
    return Card(
        say("asking.nudge_title"),
        (Text(say("asking.nudge")), *_in_short(scene, asked)),
        buttons=item_buttons(scene, item),
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


def _asks(scene: Scene, step: Step, *, titled: bool) -> list[Part]:
    """What is asked, with what is said first and what it is about."""
    question = scene.question(step)
    parts: list[Part] = [Heading(scene.title(step))] if titled else []
    parts += [Text(scene.words(step, line)) for line in question.say]
    parts += _trio(scene, step)
    parts.append(Text(ask_words(scene, step), strong=True))
    return parts if step.state != StepState.OPEN else [*parts, *_help(scene, step, question)]


def _in_short(scene: Scene, steps: Iterable[Step]) -> list[Part]:
    """The bare questions."""
    return [Text(ask_words(scene, step), strong=True) for step in steps]


def _trio(scene: Scene, step: Step) -> list[Part]:
    about = scene.about(step)
    if not isinstance(about, Trio):
        return []
    return statement_lines(about.wordings[-1])


def _help(scene: Scene, step: Step, question: Question) -> list[Part]:
    lines = [scene.words(step, question.hint)] if question.hint else []
    if question.example:
        lines.append(say("asking.example", example=scene.words(step, question.example)))
    return [Text(line) for line in lines]


def _how(scene: Scene, item: Item) -> list[Part]:
    """Who is asked now, what happens to an answer, and how many have answered."""
    steps = [step for step in item.steps if not scene.question(step).for_chair]
    lines = [_who(scene, item)] if any(kind_of(scene, step).names_who for step in steps) else []
    asked = [step for step in steps if kind_of(scene, step).asked]
    if asked:
        lines += [_only_here(scene)] if scene.book.part_of else []
        lines += [say(f"asking.{_seal(asked)}"), say("asking.count", **_count(scene, item))]
    return [Text(line) for line in lines]


def _only_here(scene: Scene) -> str:
    return say("closed.only_here", names=[person.name for person in scene.by_family_first])


def _seal(steps: list[Step]) -> str:
    if all(step.revealed_at for step in steps):
        return "revealed"
    return "sealed" if any(step.under_seal for step in steps) else "open"


def _count(scene: Scene, item: Item) -> dict[str, int]:
    asked, answered = asked_in(scene, item), answered_in(scene, item)
    return {"here": sum(person.id in answered for person in asked), "of": len(asked)}


def _who(scene: Scene, item: Item) -> str:
    more = any(len(scene.question(step).waves) > step.wave + 1 for step in item.steps)
    return say("asking.who", names=[person.name for person in asked_in(scene, item)], more=more)


def _item(turn: Turn) -> Item:
    item = current_item(turn)
    if item is None:
        raise Refused(Card(title=say("agenda.nothing_open")))
    return item
