"""Feedback over many conferences, so that nobody can be made out (row I11). What is not sure to
hide people is not shown.

Family and workers are counted apart, and never together: from a sum and one part the other part
could be worked out.
Conferences are counted in whole batches, once their answers are closed: whoever looks before and
after one conference sees no
difference. A count below `FEWEST` is not shown, nor any total. Words are shown only when somebody
has read them and let them
through, and when there are enough.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.after.feedback.asking import TAKEN_FOR
from handlers.grammar.roles import FAMILY, GROUPS, PROFESSIONALS
from handlers.grammar.scene import Scene
from prompts.profile import Profile
from prompts.profile.papers import FeedbackQuestion
from prompts.words import say
from storage.book import body_of
from storage.tables import Feedback, Meeting

FEWEST = 5
BATCH = 5
SIDES = {"family": FAMILY, "workers": PROFESSIONALS}
_BANDS = (("0–3", range(4)), ("4–6", range(4, 7)), ("7–10", range(7, 11)))


@dataclass(frozen=True)
class Result:
    """What one side said to one question. `rows` are answers with counts in words; none, where
    there are too few.

    `words` are what people wrote, in no order, as far as it was let through.
    """

    side: str
    question: str
    rows: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What people said about the conferences of one profile that take no more answers, the
    oldest first.
    """

    profile: Profile
    rows: Sequence[tuple[Meeting, Feedback]]


def said_in(scene: Scene) -> Said:
    """What can be looked at from a conference: all of its profile's."""
    return Said(scene.profile, scene.book.feedback_everywhere(scene.now - TAKEN_FOR))


def results(said: Said) -> tuple[Result, ...]:
    """Each question of the profile for each side that is asked it."""
    counted = {side: whole_batches(said, side) for side in SIDES}
    return tuple(
        _result(side, question, [row for _, row in counted[side]])
        for side, roles in SIDES.items()
        for question in said.profile.feedback
        if any(roles & GROUPS[name] for name in question.who)
    )


def whole_batches(said: Said, side: str) -> list[tuple[Meeting, Feedback]]:
    """What one side said about the conferences that are counted: whole batches, the oldest
    first.
    """
    rows = [row for row in said.rows if row[1].side == side]
    meetings = list(dict.fromkeys(meeting.id for meeting, _ in rows))
    counted = set(meetings[: len(meetings) // BATCH * BATCH])
    return [(meeting, row) for meeting, row in rows if meeting.id in counted]


def waiting_for_review(said: Said, reader: str = "") -> list[tuple[Feedback, list[str]]]:
    """Words in the conferences that are counted which nobody has read yet; none for a `reader`
    whose account had a part in the conference, who would know whose they are.
    """
    questions = [question.id for question in said.profile.feedback if question.answer == "words"]
    rows = [
        row
        for side in SIDES
        for meeting, row in whole_batches(said, side)
        if not row.review and not (reader and _was_there(meeting, reader))
    ]
    found = [
        (row, [words for name in questions if (words := body_of(row).get(name))]) for row in rows
    ]
    return [(row, words) for row, words in found if words]


def _was_there(meeting: Meeting, account: str) -> bool:
    return any(person.account == account for person in meeting.people)


def _result(side: str, question: FeedbackQuestion, rows: Sequence[Feedback]) -> Result:
    said = [(row, value) for row in rows if (value := body_of(row).get(question.id))]
    if question.answer == "words":
        shown = tuple(value for row, value in said if row.review == "show")
        return Result(side, question.ask, (), shown if len(shown) >= FEWEST else ())
    return Result(side, question.ask, _cells(question, [value for _, value in said]), ())


def _cells(question: FeedbackQuestion, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    if len(values) < FEWEST:
        return ()
    return tuple((label, _shown(count)) for label, count in _tally(question, values))


def _tally(question: FeedbackQuestion, values: Sequence[str]) -> Iterable[tuple[str, int]]:
    counts = Counter(values)
    if question.answer == "number":
        return [(label, sum(counts[str(number)] for number in band)) for label, band in _BANDS]
    return [(option.label, counts[option.id]) for option in question.options]


def _shown(count: int) -> str:
    return str(count) if count >= FEWEST else say("feedback.few", fewest=FEWEST)
