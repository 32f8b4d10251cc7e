"""What people said.

It has one way out, `answers`: it returns what one viewer may see. Every surface — channel, panel,
board, record, export — asks it, so that sealed is sealed everywhere.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased

from storage.pages import Pages
from storage.tables import Answer, Attendance, Person, Response, Step


class AnswerPages(Pages):
    """Answers of one conference."""

    def step(self, step_id: str) -> Step | None:
        """An item of this conference's agenda."""
        return self._one(Step, step_id)

    @property
    def current(self) -> Step | None:
        """The item the conference is on."""
        return self.step(self.meeting.step_id or "")

    def answers(
        self, viewer: Person | None, steps: Iterable[Step] | None = None
    ) -> Sequence[Answer]:
        """The current answers that a viewer may see; `None` is the channel. The one query for what
        people said.

        A sealed step's answers are seen by their own authors alone until the chair has revealed
        them; those that were given
        ahead, until the meeting comes to the step. Whoever attends apart sees their own alone (row
        B8).
        """
        mine = Answer.author_id == viewer.id if viewer else false()
        with_others = false() if viewer and viewer.attendance == Attendance.APART else true()
        opened = and_(
            with_others,
            or_(and_(~Step.under_seal, Step.opened_at.is_not(None)), Step.revealed_at.is_not(None)),
        )
        query = (
            select(Answer, Step)  # the step too, so that its mark is checked
            .join(Step, Step.id == Answer.step_id)
            .where(self._here(Answer), Answer.current, or_(opened, mine))
            .order_by(Answer.at, Answer.id)
        )
        if steps is not None:
            query = query.where(Answer.step_id.in_([step.id for step in steps]))
        return [answer for answer, _ in self._session.execute(query)]

    def answer_of(self, author: Person, step: Step) -> Answer | None:
        """Somebody's own current answer, to write the next version of it.

        Never shown to anybody else.
        """
        query = select(Answer).where(
            Answer.step_id == step.id, Answer.author_id == author.id, Answer.current
        )
        return self._session.scalar(query)

    def set_aside(self) -> Sequence[Answer]:
        """Answers that were given under a seal by people who were then set apart (row B8).

        What is in them is for their authors alone.
        """
        newer = aliased(Answer)
        same = newer.step_id == Answer.step_id, newer.author_id == Answer.author_id
        is_last = ~exists().where(*same, newer.version > Answer.version)
        return self._all(Answer, ~Answer.current, is_last, order=(Answer.at, Answer.id))

    def last_version(self, author: Person, step: Step) -> int:
        """How many versions there are of somebody's answer, whether they count or not."""
        of_this = Answer.step_id == step.id, Answer.author_id == author.id
        return self._session.scalar(select(func.max(Answer.version)).where(*of_this)) or 0

    def versions(self, answer: Answer) -> Sequence[Answer]:
        """Every version of an answer that the caller was given by `answers`."""
        where = (Answer.step_id == answer.step_id, Answer.author_id == answer.author_id)
        return self._session.scalars(select(Answer).where(*where).order_by(Answer.version)).all()

    def answered(self, step: Step) -> set[str]:
        """The ids of those who answered a step. Who, never what."""
        return set(
            self._session.scalars(
                select(Answer.author_id).where(Answer.step_id == step.id, Answer.current)
            )
        )

    def heard(self) -> set[str]:
        """The ids of those who have said something that everybody can see (row C2). A pass is an
        answer, not being heard.

        Sealed answers do not count: who passed is sealed as well.
        """
        return {answer.author_id for answer in self.answers(None) if answer.kind != Response.PASS}
