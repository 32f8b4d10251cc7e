"""The decision for one child: the chair types it, with category and reasons; the record says who
was missing (C13, B3).

Whoever disagrees says so in their own words, which are kept as they are.
"""

import json

from handlers.dates.deadlines_of_meeting import dissent_limit, limit_words
from handlers.grammar.command import Refused, Reply
from handlers.grammar.forms import filled
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import CLOSED, RUNNING, draws, handles, shows
from handlers.grammar.roles import CHAIR, PARTICIPANTS, SCRIBES
from handlers.grammar.scene import Scene, Turn
from handlers.questions.dissent import follow_dissent
from handlers.questions.kinds import (
    recommendation_faults,
    recommendation_fields,
    recommended,
    without_idle_category,
)
from prompts.card import Bullets, Button, Card, Field, Heading, Part, Quote, Text
from prompts.words import say
from storage.book import as_body, body_of
from storage.tables import Child, Decision, Dissent, Person, Step


@shows("decision.form", by=CHAIR)
def ask_for_decision(turn: Turn) -> Reply:
    """The chair's form, with the decision in it if there was one."""
    step = _step(turn)
    last = decision_on(turn, step)
    form = _decision_form(turn, step)
    return Reply(filled(form, body_of(last)) if last else form, done=False)


@handles("decision.submit", by=CHAIR)
def decide(turn: Turn) -> None:
    """Keeps the decision that the chair typed, and who had not answered by then.

    Earlier versions stay.
    """
    step = _step(turn)
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
    asking = [
        s
        for s in scene.meeting.steps
        if s.about_id == decision.about_id and scene.question(s).answer == "recommendation"
    ]
    return [
        person
        for step in asking
        for person in scene.asked(step)
        if person.id not in scene.book.answered(step)
    ]


@shows("dissent.form", by=PARTICIPANTS | SCRIBES, when=RUNNING | CLOSED)
def ask_for_dissent(turn: Turn) -> Reply:
    """The form for somebody who disagrees, or for a scribe to write down what somebody said."""
    return Reply(_dissent_form(turn, *_child_and_author(turn)), done=False)


@handles("dissent.submit", by=PARTICIPANTS | SCRIBES, when=RUNNING | CLOSED)
def record_dissent(turn: Turn) -> None:
    """Keeps somebody's disagreement in their own words, until the record is signed off, and starts
    what follows from it.
    """
    child, author = _child_and_author(turn)
    words = read_by_others(turn, _dissent_form(turn, child, author), author=author)["words"]
    if any(
        (row.child_id, row.author_id, row.words) == (child.id, author.id, words)
        for row in turn.book.dissents()
    ):
        return  # pressed twice
    row = Dissent(
        child_id=child.id, author_id=author.id, writer_id=turn.person.id, at=turn.now, words=words
    )
    turn.book.add(row)
    turn.show(f"dissent:{row.id}")
    follow_dissent(turn, row, author)


@draws("dissent")
def dissent_card(scene: Scene, dissent_id: str) -> Card:
    """Somebody's disagreement, and what they can do."""
    row = next(row for row in scene.book.dissents() if row.id == dissent_id)
    child = next(child for child in scene.meeting.children if child.id == row.child_id)
    parts: tuple[Part, ...] = (
        dissent_quote(scene, row),
        Bullets(scene.profile.escalation.say),
        *_until_when(scene, child),
    )
    return Card(say("decision.dissent_title", child=child.name), parts)


def _until_when(scene: Scene, child: Child) -> tuple[Text, ...]:
    """By when somebody who does not agree should take it to their manager: workers have a clock,
    parents have none here.
    """
    decision = next(row for row in reversed(scene.book.decisions()) if row.child_id == child.id)
    limit = dissent_limit(scene, decision)
    return (Text(say("decision.limit", limit=limit_words(scene, limit))),) if limit else ()


def dissent_quote(scene: Scene, row: Dissent) -> Quote:
    """Disagreement verbatim, with who said it and, where another wrote, who wrote."""
    author, writer = scene.book.person(row.author_id), scene.book.person(row.writer_id)
    if author is None or writer is None:
        raise LookupError(row.id)
    own = author is writer
    return Quote(
        row.words,
        author.name
        if own
        else say("answering.written_for", author=author.name, writer=writer.name),
    )


def _step(turn: Turn) -> Step:
    step = turn.book.current
    if (
        step is None
        or turn.question(step).answer != "decision"
        or (turn.target and turn.target != step.id)
    ):
        raise Refused(Card(say("agenda.moved_on")))
    return step


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


def _child_and_author(turn: Turn) -> tuple[Child, Person]:
    child_id, _, person_id = turn.target.partition(":")
    child = next((row for row in turn.meeting.children if row.id == child_id), None)
    author = turn.book.person(person_id) if person_id else turn.person
    if child is None or author is None or (author is not turn.person and not turn.may(*SCRIBES)):
        raise Refused(Card(say("dispatch.not_yours")))
    if not any(decision.child_id == child.id for decision in turn.book.decisions()):
        raise Refused(Card(say("decision.none_yet")))
    return child, author


def _dissent_form(turn: Turn, child: Child, author: Person) -> Card:
    field = Field(
        "words",
        say("decision.dissent_words"),
        "lines",
        say("kinds.limit", limit=2000),
        required=True,
        limit=2000,
    )
    target = child.id if author is turn.person else f"{child.id}:{author.id}"
    send = Button(say("forms.save"), "dissent.submit", target, "main")
    return Card(
        say("decision.dissent_title", child=child.name),
        (Text(say("decision.dissent_text")),),
        (field,),
        (send,),
    )
