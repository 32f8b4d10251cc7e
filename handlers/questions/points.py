"""Points on the board: the chair turns what somebody said into agreed wording; the author's words
stay beside it (row I4).
"""

from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import handles, shows
from handlers.grammar.roles import SCRIBES
from handlers.grammar.scene import Turn
from handlers.grammar.target import Target
from handlers.questions.kinds import answer_words
from handlers.questions.who_said import who_said
from prompts.card import Button, Card, Choice, Field, Part, Quote, Text
from prompts.profile.agenda import Box
from prompts.words import fill, say
from storage.tables import Answer, Point, Response, Step


@shows("point.list", by=SCRIBES)
def list_what_was_said(turn: Turn) -> Reply:
    """What was said to the item we are on, to choose what wording to agree."""
    step = turn.book.current
    answers = (
        [answer for answer in turn.answers(step) if answer.kind == Response.SAID]
        if step and not step.under_seal
        else []
    )
    if step is None or not answers:
        return Reply(Card(say("points.title"), (Text(say("points.nothing")),)), done=False)
    choices = tuple(
        Choice(answer.id, f"{who_said(turn, answer)}: {answer_words(turn, step, answer)}"[:75])
        for answer in answers
    )
    field = Field("answer", say("points.which"), "choice", required=True, choices=choices)
    return Reply(
        Card(
            say("points.title"),
            fields=(field,),
            buttons=(Button(say("points.choose"), "point.choose", style="main"),),
        ),
        done=False,
    )


@shows("point.choose", by=SCRIBES)
def choose_point(turn: Turn) -> Reply:
    """The wording form for the words that were chosen."""
    turn.target = turn.value("answer")
    return Reply(ask_for_wording(turn), done=False)


def ask_for_wording(turn: Turn) -> Card:
    """The form for the wording: from somebody's words, from the wording before, or a new point."""
    return _form(turn)


@form("point.form", "point.submit", asks=ask_for_wording, by=SCRIBES)
def agree_wording(turn: Turn) -> None:
    """Puts a point on the board in agreed wording.

    The wording before, and the author's words, are kept.
    """
    words = read_by_others(turn, _form(turn))["words"]
    box, answer, before = _origin(turn)
    if _is_there(turn, box, words, before):
        return  # pressed twice
    if before:
        before.current = False
    answer_id = answer.id if answer else before.answer_id if before else None
    step_id = answer.step_id if answer else before.step_id if before else turn.meeting.step_id
    _add(turn, box, words, answer_id, step_id, before)


@handles("point.agree", by=SCRIBES)
def agree_as_said(turn: Turn) -> None:
    """Takes the author's words as the agreed wording."""
    box, answer, _ = _origin(turn)
    if answer is None:
        raise Refused(Card(say("points.gone")))
    words = answer_words(turn, _step(turn, answer), answer)
    if _is_there(turn, box, words, turn.book.point_from(answer)):
        return  # pressed twice
    _add(turn, box, words, answer.id, answer.step_id, _withdraw_point_from(turn, answer))


@handles("point.withdraw", by=SCRIBES)
def withdraw(turn: Turn) -> None:
    """Takes a point off the board. It stays in the record's history."""
    point = turn.book.point(turn.target)
    if point is None or not point.current:
        raise Refused(Card(say("points.gone")))
    point.current = False


def _is_there(turn: Turn, box: str, words: str, before: Point | None) -> bool:
    """Whether the point stands on the board in these words; a point of its own, by the
    same scribe.
    """
    if before:
        return before.words == words
    mine = (
        point
        for point in turn.book.points()
        if point.answer_id is None and point.by_id == turn.person.id
    )
    return any((point.box, point.words) == (box, words) for point in mine)


def _add(
    turn: Turn,
    box: str,
    words: str,
    answer_id: str | None,
    step_id: str | None,
    before: Point | None,
) -> None:
    before_id = before.id if before else None
    row = Point(
        box=box,
        words=words,
        answer_id=answer_id,
        step_id=step_id,
        replaces_id=before_id,
        by_id=turn.person.id,
        at=turn.now,
    )
    turn.book.add(row)


def _withdraw_point_from(turn: Turn, answer: Answer) -> Point | None:
    before = turn.book.point_from(answer)
    if before:
        before.current = False
    return before


def _origin(turn: Turn) -> tuple[str, Answer | None, Point | None]:
    """The box, and the answer or the point that the target names ("<answer id>", "point:<id>" or
    "new:<box>").
    """
    named = Target.parse(turn.target)
    boxes = [box.id for box in turn.profile.box]
    if named.head == "new" and named.tail in boxes:
        return named.tail, None, None
    point = turn.book.point(named.tail) if named.head == "point" else None
    if point and point.current:
        return point.box, None, point
    answer = next((answer for answer in turn.book.answers(None) if answer.id == turn.target), None)
    box = turn.question(_step(turn, answer)).box if answer else ""
    if answer is None or not box:
        raise Refused(Card(say("points.gone")))
    return box, answer, turn.book.point_from(answer)


def _step(turn: Turn, answer: Answer) -> Step:
    step = turn.book.step(answer.step_id)
    if step is None:
        raise LookupError(answer.step_id)
    return step


def _form(turn: Turn) -> Card:
    box_id, answer, before = _origin(turn)
    box = next(row for row in turn.profile.box if row.id == box_id)
    said = answer_words(turn, _step(turn, answer), answer) if answer else ""
    parts: tuple[Part, ...] = (Quote(said, who_said(turn, answer)),) if answer else ()
    words, limit = before.words if before else said, turn.profile.limits.short
    field = Field(
        "words",
        say("points.words"),
        "lines",
        say("kinds.limit", limit=limit),
        True,
        limit,
        value=words[:limit],
    )
    title = say("points.form_title", box=fill(box.title, **turn.names()))
    send = Button(say("points.agree"), "point.submit", turn.target, "main")
    return Card(title, (*parts, Text(say("points.kept")), *_examples(turn, box)), (field,), (send,))


def _examples(turn: Turn, box: Box) -> tuple[Text, ...]:
    """Good points to learn from (row I10)."""
    return tuple(
        Text(say("points.example", example=fill(line, **turn.names()))) for line in box.examples
    )
