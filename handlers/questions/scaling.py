"""Scaling: one line from 0 to 10 a trio, each person's own mark beside last time's, the family's
first. Never an average (B2).

Then the chair says whether the statements still fit, and gives the overall score (row C12).
"""

from handlers.grammar.command import Refused, Reply
from handlers.grammar.forms import filled
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import draws, handles, shows
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.questions.answering import who_said
from handlers.questions.marks import at_conference
from prompts.card import Button, Card, Choice, Field, Heading, Mark, Part, Quote, Scale, Text
from prompts.words import say
from storage.book import as_body, body_of
from storage.tables import Answer, Step, Trio, TrioWording


def scaling_parts(scene: Scene, step: Step) -> tuple[Part, ...]:
    """The line with everybody's mark, and under it what makes it that number and what would move it
    up.
    """
    parts: list[Part] = [
        *_statements(scene, step),
        scale_of(scene, step),
        Heading(say("scaling.reasons")),
    ]
    for answer in scene.answers(step):
        if words := _reasons(answer):
            parts.append(Quote(words, who_said(scene, answer)))
    return tuple(parts)


def scale_of(scene: Scene, step: Step) -> Scale:
    """The line for one trio, as far as the viewer may see it."""
    ends = scene.profile.scale
    trio = scene.about(step)
    before = (
        {mark.person_id: int(mark.score) for mark in scene.book.last_marks(trio)}
        if isinstance(trio, Trio)
        else {}
    )
    at_first = at_conference(scene, trio) if isinstance(trio, Trio) else {}
    answers = scene.answers(step)
    marks = tuple(_mark(scene, answer, before.get(answer.author_id)) for answer in answers)
    spoken = zip(answers, marks, strict=True)
    lines = tuple(
        say("scaling.spoken", mark=mark, first=at_first.get(answer.author_id))
        for answer, mark in spoken
    )
    return Scale(ends.low, ends.high, marks, lines)


@shows("fit.form", by=CHAIR)
def ask_whether_it_fits(turn: Turn) -> Reply:
    """Asks the chair whether a danger statement and goal still fit what was heard."""
    return Reply(_fit_form(turn, _step(turn, "fit")), done=False)


@handles("fit.submit", by=CHAIR)
def say_whether_it_fits(turn: Turn) -> None:
    """Keeps the chair's view, and the new wording where there is one; the old wording is
    kept too.
    """
    step = _step(turn, "fit")
    form = _fit_form(turn, step)
    trio, wording = _trio(turn, step)
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
    _keep_chairs_answer(turn, step, typed)
    turn.show(f"fitted:{step.id}")


@draws("fitted")
def fitted_card(scene: Scene, step_id: str) -> Card:
    """Says whether the statements still fit, with the old wording where it was changed."""
    step = _known(scene, step_id)
    trio, wording = _trio(scene, step)
    old = trio.wordings[-2] if len(trio.wordings) > 1 and wording.by_id else None
    parts: list[Part] = [
        Text(say("scaling.changed" if old else "scaling.fits"), strong=True),
        *_statements(scene, step),
    ]
    if old:
        parts += [
            Heading(say("scaling.before")),
            Text(say("asking.danger", words=old.danger)),
            Text(say("asking.goal", words=old.goal)),
        ]
    return Card(scene.title(step), tuple(parts))


@shows("overall.form", by=CHAIR)
def ask_overall(turn: Turn) -> Reply:
    """Asks the chair for the overall score with reasons."""
    return Reply(_overall_form(turn, _step(turn, "overall")), done=False)


@handles("overall.submit", by=CHAIR)
def give_overall(turn: Turn) -> None:
    """Keeps the chair's overall score. It is the chair's own, never worked out from others'."""
    step = _step(turn, "overall")
    _keep_chairs_answer(turn, step, read_by_others(turn, _overall_form(turn, step)))
    turn.show(f"overall:{step.id}")


@draws("overall")
def overall_card(scene: Scene, step_id: str) -> Card:
    """The chair's overall score and reasons."""
    step = _known(scene, step_id)
    return Card(scene.title(step), overall_parts(scene, step))


def overall_parts(scene: Scene, step: Step) -> tuple[Part, ...]:
    """The chair's overall score as a line, and why."""
    ends = scene.profile.overall
    parts: list[Part] = []
    for answer in scene.answers(step):
        mark = _mark(scene, answer, None)
        line = Scale(ends.low, ends.high, (mark,), (say("scaling.spoken", mark=mark, first=None),))
        parts += [line, Quote(body_of(answer).get("why", ""), who_said(scene, answer))]
    return tuple(parts)


def _mark(scene: Scene, answer: Answer, before: int | None) -> Mark:
    values = body_of(answer)
    return Mark(
        who_said(scene, answer), int(values["score"]) if answer.kind == "said" else None, before
    )


def _reasons(answer: Answer) -> str:
    values = body_of(answer)
    return say("scaling.reason", why=values.get("why", ""), up=values.get("up", ""))


def _statements(scene: Scene, step: Step) -> list[Part]:
    _, wording = _trio(scene, step)
    return [
        Text(say("asking.danger", words=wording.danger)),
        Text(say("asking.goal", words=wording.goal)),
    ]


def _trio(scene: Scene, step: Step) -> tuple[Trio, TrioWording]:
    trio = scene.about(step)
    if not isinstance(trio, Trio):
        raise LookupError(step.id)
    return trio, trio.wordings[-1]


def _known(scene: Scene, step_id: str) -> Step:
    step = scene.book.step(step_id)
    if step is None:
        raise LookupError(step_id)
    return step


def _step(turn: Turn, answer: str) -> Step:
    step = turn.book.current
    if (
        step is None
        or turn.question(step).answer != answer
        or (turn.target and turn.target != step.id)
    ):
        raise Refused(Card(say("agenda.moved_on")))
    return step


def _fit_form(turn: Turn, step: Step) -> Card:
    _, wording = _trio(turn, step)
    limit = turn.profile.limits.long
    choices = (Choice("yes", say("scaling.fit_yes")), Choice("no", say("scaling.fit_no")))
    fields = (
        Field("fits", say("scaling.fit_ask"), "choice", required=True, choices=choices),
        Field(
            "danger",
            say("scaling.fit_danger"),
            "lines",
            required=True,
            limit=limit,
            value=wording.danger,
        ),
        Field(
            "goal", say("scaling.fit_goal"), "lines", required=True, limit=limit, value=wording.goal
        ),
    )
    return Card(
        turn.title(step),
        (Text(say("scaling.fit_text")),),
        fields,
        (Button(say("forms.save"), "fit.submit", step.id, "main"),),
    )


def _overall_form(turn: Turn, step: Step) -> Card:
    ends = turn.profile.overall
    fields = (
        Field(
            "score",
            say("scaling.overall_score"),
            "score",
            required=True,
            low=ends.low,
            high=ends.high,
        ),
        Field("why", say("kinds.why"), "lines", required=True, limit=turn.profile.limits.long),
    )
    form = Card(
        turn.title(step),
        (),
        fields,
        (Button(say("forms.save"), "overall.submit", step.id, "main"),),
    )
    before = turn.book.answer_of(turn.person, step)
    return filled(form, body_of(before)) if before else form


def _keep_chairs_answer(turn: Turn, step: Step, values: dict[str, str]) -> None:
    before, body = turn.book.answer_of(turn.person, step), as_body(values)
    if before and before.body == body:
        return  # pressed twice
    if before:
        before.current = False
    version = before.version + 1 if before else 1
    me = turn.person.id
    row = Answer(step_id=step.id, author_id=me, writer_id=me, version=version, kind="said")
    row.at, row.body = turn.now, body
    turn.book.add(row)
