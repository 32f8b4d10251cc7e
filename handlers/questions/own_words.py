"""A parent's own words, written before the day, are offered to them at the question that they
belong to (rows I8 and I10).

They stand in the parent's own form, to be sent, changed or left. Nothing is shown to anybody before
the parent sends it.
"""

from handlers.grammar.registry import draws
from handlers.grammar.scene import Scene, Turn
from handlers.questions.kinds import answer_buttons, kind_of
from handlers.questions.own_forms import form_of
from prompts.card import Card, Text
from prompts.words import say
from storage.book import body_of
from storage.tables import Attendance, Person, Step, StepState


def offer_own_words(turn: Turn, step: Step) -> None:
    """Tells those who wrote something for this question that it is in their form; privately."""
    if kind_of(turn, step).in_own_words:
        with_others = (
            person for person in turn.book.people if person.attendance != Attendance.APART
        )
        turn.tell(
            f"prepared:{step.id}",
            *(person for person in with_others if words_for(turn, step, person)),
        )


@draws("prepared")
def prepared_card(scene: Scene, step_id: str) -> Card:
    """You wrote something for this; it is in your form until you send it."""
    step, person = scene.book.step(step_id), scene.viewer
    if step is None or person is None:
        raise LookupError(step_id)
    if (
        step.state != StepState.OPEN
        or person.id in scene.book.answered(step)
        or person not in scene.asked(step)
    ):
        return Card(
            say("reports.prepared"),
            (Text(say("reports.prepared_over")),),
            notice=say("asking.notice"),
        )
    parts = (
        Text(scene.words(step, scene.question(step).ask), strong=True),
        Text(say("reports.prepared_text")),
    )
    return Card(
        say("reports.prepared"),
        parts,
        buttons=answer_buttons(scene, step)[:1],
        notice=say("asking.notice"),
    )


def words_for(scene: Scene, step: Step, author: Person) -> dict[str, str]:
    """What somebody wrote before the day for a question, as its form's values; nothing unless they
    asked for that.
    """
    form, question = form_of(scene, author), scene.question(step)
    report = scene.book.report_by(author, form.id) if form else None
    field = (
        next((field for field in form.field if field.opens == step.question), None)
        if form
        else None
    )
    if report is None or field is None or not report.opens:
        return {}
    if not kind_of(scene, step).in_own_words:
        return {}
    # Who has no account is written for, by somebody who sees what was sent and no draft.
    reader = author if author.account else scene.viewer
    version = (
        scene.book.report_seen(report, reader, receives=reader is not author) if reader else None
    )
    words = body_of(version).get(field.id, "") if version else ""
    return {question.fields[0].id if question.fields else "text": words} if words else {}
