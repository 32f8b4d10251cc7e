"""The scores that were shown, meeting by meeting."""

from datetime import date

from handlers.grammar.scene import Scene
from handlers.questions.who_said import who_said
from prompts.card import Mark
from prompts.profile.answer_kinds import AnswerKind
from storage.book import body_of
from storage.tables import Answer, MeetingKind, Response, Trio

# What people scored at one meeting, by the roots of trio and person.
Marks = dict[tuple[str, str], int]


def mark_of(scene: Scene, answer: Answer, before: int | None) -> Mark:
    """One person's mark; a pass has no number."""
    score = int(body_of(answer)["score"]) if answer.kind == Response.SAID else None
    return Mark(who_said(scene, answer), score, before)


def at_conference(scene: Scene, trio: Trio) -> dict[str, int]:
    """What people scored a trio at the last conference, by person's id; nothing where that was the
    meeting before this one.
    """
    conferences = [
        book for book in scene.book.earlier[:-1] if book.meeting.kind != MeetingKind.CORE_GROUP
    ]
    if not conferences:
        return {}
    marks = shown_marks(Scene(conferences[-1], scene.profile, None, scene.now))
    here = {person.root: person.id for person in scene.book.people}
    return {
        here[person]: score
        for (root, person), score in marks.items()
        if root == trio.root and person in here
    }


def shown_marks(scene: Scene) -> Marks:
    """The marks that were shown at one meeting."""
    trios = {trio.id: trio.root for trio in scene.meeting.trios}
    people = {person.id: person.root for person in scene.book.people}
    steps = [step for step in scene.steps_asking(AnswerKind.SCORE) if step.revealed_at]
    shown = [
        (step, answer)
        for step in steps
        for answer in scene.book.answers(None, [step])
        if answer.kind == Response.SAID
    ]
    return {
        (trios[str(step.about_id)], people[answer.author_id]): int(body_of(answer)["score"])
        for step, answer in shown
    }


def marks_before(scene: Scene) -> dict[date, Marks]:
    """Marks from before the first meeting that Chairside was at, as they were given to it,
    by day.
    """
    people = {person.id: person.root for person in (*scene.book.people, *scene.book.taken_off)}
    found: dict[date, Marks] = {}
    for trio in scene.meeting.trios:
        for mark in scene.book.last_marks(trio):
            found.setdefault(mark.on, {})[trio.root, people[mark.person_id]] = int(mark.score)
    return found
