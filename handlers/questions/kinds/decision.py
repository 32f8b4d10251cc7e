"""The decision for one child: the chair types it, with category and reasons; the record says who
was missing (C13, B3).
"""

import json
from collections.abc import Iterator

from handlers.grammar.form_commands import form
from handlers.grammar.forms import filled
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import draws
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.questions.kind import Press, Values
from handlers.questions.not_asked import ChairsOwn, form_button, open_step
from handlers.questions.paper_rows import ENTRIES, options_on_paper
from handlers.questions.recommending import (
    recommendation_faults,
    recommendation_fields,
    recommended,
    without_idle_category,
)
from prompts.card import Bullets, Button, Card, Heading, Part, Quote, Text
from prompts.paper import Blank, Block
from prompts.profile import Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.book import as_body, body_of
from storage.tables import Decision, Person, Step


class ChairsDecision(ChairsOwn):
    answer = AnswerKind.DECISION

    def chairs_buttons(self, scene: Scene, step: Step) -> tuple[Button, ...]:
        return form_button(scene, step, say("panel.decision"), "decision.form")

    def unfinished(self, scene: Scene, step: Step) -> Card | None:
        if decision_on(scene, step):
            return None
        button = Button(say("panel.decide"), "decision.form", step.id, "main")
        words = Text(say("agenda.undecided_text"))
        return Card(say("agenda.undecided"), (words,), buttons=(button,))

    def chair_does(self, scene: Scene, step: Step, said: Values) -> Press | None:
        given = decision_on(scene, step)
        return None if given else Press("decision.submit", step.id, said)

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        yield Text(say("agenda_paper.decides"))
        yield options_on_paper([option.label for option in scene.profile.recommendation])
        yield from _room(say("agenda_paper.category"), 1)
        yield from _room(say("agenda_paper.reasons"), ENTRIES)
        yield from _room(say("agenda_paper.disagree"), ENTRIES)
        yield from _room(say("agenda_paper.signed"), 1)


def _room(label: str, lines: int) -> tuple[Block, ...]:
    return Text(f"{label}:"), Blank(lines)


def ask_for_decision(turn: Turn) -> Card:
    """The chair's form, with the decision in it if there was one."""
    step = open_step(turn, AnswerKind.DECISION)
    last = decision_on(turn, step)
    form = _decision_form(turn, step)
    return filled(form, body_of(last)) if last else form


@form("decision.form", "decision.submit", asks=ask_for_decision, by=CHAIR)
def decide(turn: Turn) -> None:
    """Keeps the decision that the chair typed, and who had not answered by then.

    Earlier versions stay.
    """
    step = open_step(turn, AnswerKind.DECISION)
    faults = recommendation_faults(turn, dict(turn.values))
    typed = without_idle_category(turn, read_by_others(turn, _decision_form(turn, step), faults))
    last = decision_on(turn, step)
    body = as_body(
        {**typed, "missing": json.dumps([person.id for person in not_heard_on(turn, step)])}
    )
    if last and last.body == body:
        return  # pressed twice
    version = last.version + 1 if last else 1
    turn.book.add(
        Decision(
            step_id=step.id,
            child_id=step.about_id,
            version=version,
            by_id=turn.person.id,
            at=turn.now,
            body=body,
        )
    )
    turn.show(f"decision:{step.id}")


@draws("decision")
def decision_card(scene: Scene, step_id: str) -> Card:
    """The decision, why, who was missing, and what those can do who disagree."""
    step = scene.book.step(step_id)
    decision = decision_on(scene, step) if step else None
    if step is None or decision is None:
        raise LookupError(step_id)
    disagree = Button(say("decision.disagree"), "dissent.form", decision.child_id)
    pointer = (Heading(scene.profile.escalation.title), Bullets(scene.profile.escalation.say))
    return Card(
        scene.title(step), (*decision_parts(scene, decision), *pointer), buttons=(disagree,)
    )


def decision_parts(scene: Scene, decision: Decision) -> tuple[Part, ...]:
    """The decision in words, with its reasons and who was missing."""
    values = body_of(decision)
    chair = scene.book.person(decision.by_id)
    names = [
        person.name
        for person_id in json.loads(values["missing"])
        if (person := scene.book.person(person_id))
    ]
    parts: list[Part] = [
        Text(recommended(scene, values), strong=True),
        Quote(values["why"], chair.name if chair else ""),
    ]
    if names:
        parts.append(Text(say("decision.missing", names=names)))
    return tuple(parts)


def decision_on(scene: Scene, step: Step) -> Decision | None:
    """The decision that holds for a step's child."""
    return next((row for row in reversed(scene.book.decisions()) if row.step_id == step.id), None)


def not_heard_on(scene: Scene, decision: Step) -> list[Person]:
    """Those who were asked what they recommend or want for the same child, and had not answered."""
    asking = scene.steps_asking(AnswerKind.RECOMMENDATION, decision.about_id)
    return [
        person
        for step in asking
        for person in scene.asked(step)
        if person.id not in scene.book.answered(step)
    ]


def _decision_form(turn: Turn, step: Step) -> Card:
    names = [person.name for person in not_heard_on(turn, step)]
    parts = (
        Text(turn.words(step, turn.question(step).ask)),
        *([Text(say("decision.not_heard", names=names))] if names else []),
    )
    return Card(
        turn.title(step),
        parts,
        recommendation_fields(turn, "kinds.decided"),
        (Button(say("decision.send"), "decision.submit", step.id, "main"),),
    )


KIND = ChairsDecision()
