"""Whether a danger statement and goal still fit what was heard, in the chair's view (row C12)."""

from handlers.grammar.form_commands import form
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import draws
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.questions.kind import Press, Values
from handlers.questions.not_asked import ChairsOwn, form_button, keep_chairs_answer, open_step
from handlers.questions.statements import statement_lines, statements, trio_of
from prompts.card import Button, Card, Choice, Field, Heading, Part, Text
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.tables import Step, TrioWording


class Fit(ChairsOwn):
    answer = AnswerKind.FIT

    def chairs_buttons(self, scene: Scene, step: Step) -> tuple[Button, ...]:
        return form_button(scene, step, say("panel.fit"), "fit.form")

    def chair_does(self, scene: Scene, step: Step, said: Values) -> Press | None:
        if scene.book.answered(step):
            return None
        _, wording = trio_of(scene, step)
        values = {"danger": wording.danger, "goal": wording.goal, **said}
        return Press("fit.submit", step.id, values)


def ask_whether_it_fits(turn: Turn) -> Card:
    """Asks the chair whether a danger statement and goal still fit what was heard."""
    return _form(turn, open_step(turn, AnswerKind.FIT))


@form("fit.form", "fit.submit", asks=ask_whether_it_fits, by=CHAIR)
def say_whether_it_fits(turn: Turn) -> None:
    """Keeps the chair's view, and the new wording where there is one; the old wording is
    kept too.
    """
    step = open_step(turn, AnswerKind.FIT)
    form = _form(turn, step)
    trio, wording = trio_of(turn, step)
    reworded = (turn.value("danger"), turn.value("goal")) != (wording.danger, wording.goal)
    faults = (
        {"danger": say("scaling.reword")} if turn.value("fits") == "no" and not reworded else {}
    )
    typed = read_by_others(turn, form, faults)
    if reworded:
        row = TrioWording(
            version=wording.version + 1,
            danger=typed["danger"],
            goal=typed["goal"],
            at=turn.now,
            by_id=turn.person.id,
        )
        trio.wordings.append(row)
    keep_chairs_answer(turn, step, typed)
    turn.show(f"fitted:{step.id}")


@draws("fitted")
def fitted_card(scene: Scene, step_id: str) -> Card:
    """Says whether the statements still fit, with the old wording where it was changed."""
    step = scene.step(step_id)
    trio, wording = trio_of(scene, step)
    old = trio.wordings[-2] if len(trio.wordings) > 1 and wording.by_id else None
    parts: list[Part] = [
        Text(say("scaling.changed" if old else "scaling.fits"), strong=True),
        *statements(scene, step),
    ]
    if old:
        parts += [Heading(say("scaling.before")), *statement_lines(old)]
    return Card(scene.title(step), tuple(parts))


def _form(turn: Turn, step: Step) -> Card:
    _, wording = trio_of(turn, step)
    choices = (Choice("yes", say("scaling.fit_yes")), Choice("no", say("scaling.fit_no")))
    fields = (
        Field("fits", say("scaling.fit_ask"), "choice", required=True, choices=choices),
        _statement(turn, "danger", say("scaling.fit_danger"), wording.danger),
        _statement(turn, "goal", say("scaling.fit_goal"), wording.goal),
    )
    send = Button(say("forms.save"), "fit.submit", step.id, "main")
    return Card(turn.title(step), (Text(say("scaling.fit_text")),), fields, (send,))


def _statement(turn: Turn, name: str, label: str, words: str) -> Field:
    limit = turn.profile.limits.long
    return Field(name, label, "lines", required=True, limit=limit, value=words)


KIND = Fit()
