"""The chair's overall score with reasons: their own, never worked out from others' (row C12)."""

from handlers.grammar.form_commands import form
from handlers.grammar.forms import filled
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import draws
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.questions.kind import InRecord, Press, Values
from handlers.questions.marks import mark_of
from handlers.questions.not_asked import ChairsOwn, form_button, keep_chairs_answer, open_step
from handlers.questions.who_said import who_said
from prompts.card import Button, Card, Field, Part, Quote, Scale
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.book import body_of
from storage.tables import Step


class Overall(ChairsOwn):
    answer = AnswerKind.OVERALL
    in_record = InRecord.OVERALL

    def chairs_buttons(self, scene: Scene, step: Step) -> tuple[Button, ...]:
        return form_button(scene, step, say("panel.overall"), "overall.form")

    def chair_does(self, scene: Scene, step: Step, said: Values) -> Press | None:
        given = scene.book.answered(step)
        return None if given else Press("overall.submit", step.id, said)


def ask_overall(turn: Turn) -> Card:
    """Asks the chair for the overall score with reasons."""
    return _form(turn, open_step(turn, AnswerKind.OVERALL))


@form("overall.form", "overall.submit", asks=ask_overall, by=CHAIR)
def give_overall(turn: Turn) -> None:
    """Keeps the chair's overall score."""
    step = open_step(turn, AnswerKind.OVERALL)
    keep_chairs_answer(turn, step, read_by_others(turn, _form(turn, step)))
    turn.show(f"overall:{step.id}")


@draws("overall")
def overall_card(scene: Scene, step_id: str) -> Card:
    """The chair's overall score and reasons."""
    step = scene.step(step_id)
    return Card(scene.title(step), overall_parts(scene, step))


def overall_parts(scene: Scene, step: Step) -> tuple[Part, ...]:
    """The chair's overall score as a line, and why."""
    ends = scene.profile.overall
    parts: list[Part] = []
    for answer in scene.answers(step):
        mark = mark_of(scene, answer, None)
        line = Scale(ends.low, ends.high, (mark,), (say("scaling.spoken", mark=mark, first=None),))
        parts += [line, Quote(body_of(answer).get("why", ""), who_said(scene, answer))]
    return tuple(parts)


def _form(turn: Turn, step: Step) -> Card:
    ends = turn.profile.overall
    label = say("scaling.overall_score")
    limit = turn.profile.limits.long
    fields = (
        Field("score", label, "score", required=True, low=ends.low, high=ends.high),
        Field("why", say("kinds.why"), "lines", required=True, limit=limit),
    )
    send = Button(say("forms.save"), "overall.submit", step.id, "main")
    form = Card(turn.title(step), (), fields, (send,))
    before = turn.book.answer_of(turn.person, step)
    return filled(form, body_of(before)) if before else form


KIND = Overall()
