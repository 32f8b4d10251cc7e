"""Answering: a private form for each, pass and agree are full answers, and every version is kept
until the chair moves on.
"""

from dataclasses import replace

from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.forms import filled
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import draws, handles
from handlers.grammar.roles import PARTICIPANTS, PROFESSIONALS, SCRIBES
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target, target_for
from handlers.questions.kinds import answer_words, kind_of
from handlers.questions.own_words import words_for
from handlers.questions.who_said import who_said
from prompts.card import Button, Card, Part, Quote, Text
from prompts.words import say
from storage.book import as_body, body_of
from storage.tables import Answer, Attendance, Person, Response, Step, StepState

ANSWERING = PARTICIPANTS | SCRIBES


def ask(turn: Turn) -> Card:
    """The form, with one's own last answer in it."""
    step, author = _what_and_whose(turn)
    form = _form(turn, step, author)
    own = turn.book.answer_of(author, step) if author is turn.person else None
    return filled(form, body_of(own)) if own else _with_own_words(turn, form, step, author)


@form("answer.form", "answer.submit", asks=ask, by=ANSWERING)
def submit_answer(turn: Turn) -> None:
    """Keeps an answer, as the next version if there was one."""
    step, author = _what_and_whose(turn)
    form = _form(turn, step, author)
    kind = kind_of(turn, step)
    typed = read_by_others(turn, form, kind.faults(turn, turn.values), author)
    keep_answer(turn, step, author, Response.SAID, kind.kept(turn, typed))


@handles("answer.pass", by=ANSWERING, noted="answer.submit")
def pass_on(turn: Turn) -> None:
    """Passing is a full answer."""
    step, author = _what_and_whose(turn)
    keep_answer(turn, step, author, Response.PASS, {})


@handles("answer.agree", by=ANSWERING, noted="answer.submit")
def agree(turn: Turn) -> None:
    """Agreeing with what was said is a full answer where answers are open."""
    step, author = _what_and_whose(turn)
    if not kind_of(turn, step).in_own_words:
        raise Refused(Card(say("answering.no_agree")))
    keep_answer(turn, step, author, Response.AGREE, {})


@draws("said")
def said_card(scene: Scene, step_id: str) -> Card:
    """What people said to a question, the family first."""
    step = scene.step(step_id)
    return Card(say("answering.said", item=scene.title(step)), said(scene, step))


def said(scene: Scene, step: Step) -> tuple[Part, ...]:
    """What people said, as far as the viewer may see it: their words, and in a line who agrees and
    who passed.
    """
    answers = scene.answers(step)
    quotes: list[Part] = [
        Quote(answer_words(scene, step, a), who_said(scene, a))
        for a in answers
        if a.kind == Response.SAID
    ]
    lines = [
        Text(
            say(f"answering.{kind}", names=[who_said(scene, a) for a in answers if a.kind == kind])
        )
        for kind in (Response.AGREE, Response.PASS)
        if any(a.kind == kind for a in answers)
    ]
    return (*quotes, *lines)


def _with_own_words(turn: Turn, form: Card, step: Step, author: Person) -> Card:
    """The form with what its author wrote for this question before the day, if they asked for that
    (row I8).
    """
    words = words_for(turn, step, author)
    if not words:
        return form
    return filled(
        replace(form, parts=(*form.parts, Text(say("reports.in_form", name=author.name)))), words
    )


def _what_and_whose(turn: Turn) -> tuple[Step, Person]:
    """The step that is answered, and whose answer it is: one's own, or that of somebody a scribe
    writes for.
    """
    named = Target.parse(turn.target)
    step = turn.book.step(named.head)
    author = turn.book.person(named.tail) if named.tail else turn.person
    if step is None or author is None or (author is not turn.person and not turn.may(*SCRIBES)):
        raise Refused(Card(say("dispatch.not_yours")))
    if not kind_of(turn, step).asked:
        raise Refused(Card(say("answering.nothing_asked")))
    if step.state != StepState.OPEN or step.id != turn.meeting.step_id or step.revealed_at:
        raise Refused(_moved_on(step))
    if author not in turn.asked(step):
        raise Refused(Card(say("answering.not_asked"), (Text(say("answering.not_asked_text")),)))
    if author.attendance != Attendance.HERE:
        button = Button(say("rollcall.here"), "rollcall.form", author.id, "main")
        name = "" if author is turn.person else author.name
        raise Refused(Card(say("answering.say_here", name=name), buttons=(button,)))
    if author is not turn.person and _answered_for_themselves(turn, step, author):
        raise Refused(Card(say("answering.answered_already", name=author.name)))
    return step, author


def _answered_for_themselves(turn: Turn, step: Step, author: Person) -> bool:
    before = turn.book.answer_of(author, step)
    return before is not None and before.writer_id == author.id


def _form(turn: Turn, step: Step, author: Person) -> Card:
    target = target_for(step.id, author.id, turn.person.id)
    send = Button(say("answering.send"), "answer.submit", target, "main")
    lines = [say("answering.for", name=author.name)] if author is not turn.person else []
    if turn.book.part_of:
        lines.append(
            say("closed.only_here", names=[person.name for person in turn.by_family_first])
        )
    limits = turn.profile.limits
    lines += (
        [limits.reason, limits.professionals] if author.role in PROFESSIONALS else [limits.reason]
    )
    lines += [say("asking.sealed" if step.under_seal else "asking.open")]
    skip = Button(say("asking.pass"), "answer.pass", target)
    parts = (
        Text(turn.words(step, turn.question(step).ask), strong=True),
        *(Text(line) for line in lines if line),
    )
    return Card(
        turn.title(step), parts, kind_of(turn, step).fields(turn, step, author), (send, skip)
    )


def keep_answer(
    turn: Turn, step: Step, author: Person, kind: Response, values: dict[str, str]
) -> None:
    """Keeps an answer as the next version; whoever has the turn wrote it.

    The same again is nothing new.
    """
    before, body = turn.book.answer_of(author, step), as_body(values)
    if before and (before.kind, before.writer_id, before.body) == (kind, turn.person.id, body):
        return  # pressed twice
    if before:
        before.current = False
    row = Answer(
        step_id=step.id,
        author_id=author.id,
        writer_id=turn.person.id,
        version=turn.book.last_version(author, step) + 1,
        kind=kind,
        at=turn.now,
        body=body,
    )
    turn.book.add(row)
    turn.show(f"asked:{step.id}")
    if not step.under_seal:
        turn.show(f"said:{step.id}")
    if words_for(turn, step, author):
        turn.tell(f"prepared:{step.id}", author)


def _moved_on(step: Step) -> Card:
    words = "revealed" if step.revealed_at else "moved_on"
    return Card(say(f"answering.{words}"), (Text(say(f"answering.{words}_text")),))
