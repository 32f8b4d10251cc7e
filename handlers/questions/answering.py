"""Answering: a private form for each, pass and agree are full answers, and every version is kept
until the chair moves on.
"""

from collections.abc import Iterator
from dataclasses import replace

from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.forms import filled
from handlers.grammar.hints import read_by_others
from handlers.grammar.items import Item, item_of
from handlers.grammar.registry import draws, handles
from handlers.grammar.roles import PARTICIPANTS, PROFESSIONALS, SCRIBES
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target, target_for
from handlers.questions.kinds import answer_words, kind_of
from handlers.questions.own_words import words_for
from handlers.questions.shares import Share, all_faults, ask_words, questions_shared
from handlers.questions.who_said import who_said
from prompts.card import Button, Card, Heading, Part, Quote, Text
from prompts.words import say
from storage.book import as_body, body_of
from storage.tables import Answer, Attendance, Person, Response, Step, StepState

ANSWERING = PARTICIPANTS | SCRIBES


def ask(turn: Turn) -> Card:
    """The form, with one's own last answer in it."""
    item, shares = _what_and_whose(turn)
    form = _form(turn, item, shares)
    for share in shares:
        form = _with_last_words(turn, form, share)
    return form


@form("answer.form", "answer.submit", asks=ask, by=ANSWERING)
def submit_answer(turn: Turn) -> None:
    """Keeps an answer, as the next version if there was one."""
    item, shares = _what_and_whose(turn)
    faults = all_faults(turn, shares, turn.values, say("answering.nothing_said"))
    typed = read_by_others(turn, _form(turn, item, shares), faults, shares[0].author)
    for share in shares:
        if own := share.said(typed):
            kept = kind_of(turn, share.step).kept(turn, own)
            keep_answer(turn, share.step, share.author, Response.SAID, kept)


@handles("answer.pass", by=ANSWERING, noted="answer.submit")
def pass_on(turn: Turn) -> None:
    """Passing is a full answer. In an item of several questions it is one to those that somebody
    has not answered.
    """
    _, shares = _what_and_whose(turn)
    for share in _open_to(turn, shares):
        keep_answer(turn, share.step, share.author, Response.PASS, {})


@handles("answer.agree", by=ANSWERING, noted="answer.submit")
def agree(turn: Turn) -> None:
    """Agreeing with what was said is a full answer where answers are open."""
    _, shares = _what_and_whose(turn)
    in_words = [share for share in shares if kind_of(turn, share.step).in_own_words]
    if not in_words:
        raise Refused(Card(say("answering.no_agree")))
    for share in _open_to(turn, in_words):
        keep_answer(turn, share.step, share.author, Response.AGREE, {})


@draws("said")
def said_card(scene: Scene, step_id: str) -> Card:
    """What people said to the questions of an item, the family first."""
    item = item_of(scene, scene.step(step_id))
    return Card(say("answering.said", item=item.title), said_in(scene, item))


def said_in(scene: Scene, item: Item) -> tuple[Part, ...]:
    """What people said, question by question; nothing of what is under a seal."""
    steps = [step for step in item.steps if not step.under_seal]
    told = [(step, said(scene, step)) for step in steps]
    return tuple(
        part
        for step, parts in told
        for part in (*([Heading(scene.title(step))] if parts and item.steps[1:] else []), *parts)
    )


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


def _with_last_words(turn: Turn, form: Card, share: Share) -> Card:
    """The form with what its author said last, or else wrote for this question before the day, if
    they asked for that (row I8).
    """
    step, author = share.step, share.author
    if own := turn.book.answer_of(author, step) if author is turn.person else None:
        return filled(form, share.put(body_of(own)))
    words = words_for(turn, step, author)
    if not words:
        return form
    brought = Text(say("reports.in_form", name=author.name))
    parts = form.parts if brought in form.parts else (*form.parts, brought)
    return filled(replace(form, parts=parts), share.put(words))


def _open_to(turn: Turn, shares: list[Share]) -> list[Share]:
    """Where there are several, those that have no answer yet."""
    left = [share for share in shares if share.author.id not in turn.book.answered(share.step)]
    return left if shares[1:] else shares


def _what_and_whose(turn: Turn) -> tuple[Item, list[Share]]:
    """The item that is answered, and the questions of it that are asked of the author: oneself, or
    somebody a scribe writes for.
    """
    named = Target.parse(turn.target)
    step = turn.book.step(named.head)
    author = turn.book.person(named.tail) if named.tail else turn.person
    if step is None or author is None or (author is not turn.person and not turn.may(*SCRIBES)):
        raise Refused(Card(say("dispatch.not_yours")))
    item = item_of(turn, step)
    steps = _asked(turn, item, author)
    if author.attendance != Attendance.HERE:
        button = Button(say("rollcall.here"), "rollcall.form", author.id, "main")
        name = "" if author is turn.person else author.name
        raise Refused(Card(say("answering.say_here", name=name), buttons=(button,)))
    if author is not turn.person:
        steps = [step for step in steps if not _answered_for_themselves(turn, step, author)]
        if not steps:
            raise Refused(Card(say("answering.answered_already", name=author.name)))
    return item, questions_shared(turn, steps, author)


def _asked(turn: Turn, item: Item, author: Person) -> list[Step]:
    """The questions of an item that somebody is asked and can answer now. Raises `Refused`."""
    steps = [step for step in item.steps if kind_of(turn, step).asked]
    if not steps:
        raise Refused(Card(say("answering.nothing_asked")))
    left = [step for step in steps if step.revealed_at is None]
    if item.state != StepState.OPEN or turn.meeting.step_id != item.id or not left:
        raise Refused(_moved_on(steps))
    asked = [step for step in left if author in turn.asked(step)]
    if not asked:
        raise Refused(Card(say("answering.not_asked"), (Text(say("answering.not_asked_text")),)))
    return asked


def _answered_for_themselves(turn: Turn, step: Step, author: Person) -> bool:
    before = turn.book.answer_of(author, step)
    return before is not None and before.writer_id == author.id


def _form(turn: Turn, item: Item, shares: list[Share]) -> Card:
    author, steps = shares[0].author, [share.step for share in shares]
    target = target_for(item.id, author.id, turn.person.id)
    buttons = (
        Button(say("answering.send"), "answer.submit", target, "main"),
        Button(say("asking.pass"), "answer.pass", target),
    )
    asks = [Text(ask_words(turn, step), strong=True) for step in steps if not steps[1:]]
    parts = (*asks, *(Text(line) for line in _lines(turn, steps, author) if line))
    fields = tuple(field for share in shares for field in share.fields(turn))
    return Card(item.title, parts, fields, buttons)


def _lines(turn: Turn, steps: list[Step], author: Person) -> Iterator[str]:
    """What somebody should know before they write."""
    if author is not turn.person:
        yield say("answering.for", name=author.name)
    if turn.book.part_of:
        yield say("closed.only_here", names=[person.name for person in turn.by_family_first])
    limits = turn.profile.limits
    yield limits.reason
    if author.role in PROFESSIONALS:
        yield limits.professionals
    if steps[1:]:
        yield say("answering.some")
    if any(not step.under_seal for step in steps):
        yield say("asking.open")
    if any(step.under_seal for step in steps):
        yield say("asking.sealed")


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
    item = item_of(turn, step)
    turn.show(f"asked:{item.id}")
    if not step.under_seal:
        turn.show(f"said:{item.id}")
    if words_for(turn, step, author):
        turn.tell(f"prepared:{item.id}", author)


def _moved_on(steps: list[Step]) -> Card:
    words = "revealed" if all(step.revealed_at for step in steps) else "moved_on"
    return Card(say(f"answering.{words}"), (Text(say(f"answering.{words}_text")),))
