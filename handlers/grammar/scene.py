"""A scene: one conference as one person sees it. A turn: that person doing something in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.grammar.roles import CHAIR, GROUPS, Role, family_first
from handlers.grammar.room_wrong import everybody_at_the_table, goes_privately
from prompts.direction import isolate, without_controls
from prompts.profile import Profile, Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import fill, together
from storage.book import CHANNEL, Book
from storage.tables import (
    Answer,
    Attendance,
    Child,
    Meeting,
    MeetingKind,
    Person,
    Power,
    Reason,
    Step,
    Trio,
)


class NotInProfile(LookupError):
    """What a meeting goes by is not in the service's profiles any more: a file was taken away, or
    changed in the meantime.
    """


@dataclass
class Scene:
    """A conference as `viewer` may see it; a viewer of None is the channel, which
    everybody reads.
    """

    book: Book
    profile: Profile
    viewer: Person | None
    now: datetime

    @property
    def meeting(self) -> Meeting:
        """The conference."""
        return self.book.meeting

    @property
    def chair(self) -> Person:
        """The one who leads it.

        Raises `LookupError` while one who sets up for a chair has not said who that is.
        """
        return next(iter(self.chairs), None) or _nobody_leads()

    @property
    def chairs(self) -> list[Person]:
        """The chair; nobody while there is none yet."""
        return [person for person in self.book.people if person.role == Role.CHAIR]

    @property
    def by_family_first(self) -> list[Person]:
        """Everybody, the family first."""
        return sorted(
            self.book.people, key=lambda person: (family_first(person.role), person.position)
        )

    @property
    def apart(self) -> bool:
        """Whether the viewer attends apart, and sees nothing of what the whole conference says (row
        B8).
        """
        return self.viewer is not None and self.viewer.attendance == Attendance.APART

    @property
    def is_core_group(self) -> bool:
        """Whether it is a core group between conferences (row U3)."""
        return self.meeting.kind == MeetingKind.CORE_GROUP

    @property
    def decides(self) -> bool:
        """Whether its agenda asks for a decision."""
        return bool(self.steps_asking(AnswerKind.DECISION))

    @property
    def children(self) -> list[str]:
        """The children's names."""
        return [child.name for child in self.meeting.children]

    def seen_by(self, viewer: Person | None) -> "Scene":
        """The same conference through other eyes."""
        return Scene(self.book, self.profile, viewer, self.now)

    def may(self, *roles: Role) -> bool:
        """Whether the viewer has one of the roles."""
        return self.viewer is not None and self.viewer.role in roles

    @property
    def leads(self) -> bool:
        """Whether the viewer is the chair."""
        return self.viewer is not None and self.viewer.role in CHAIR

    # -- who may lead

    def has(self, person: Person, *powers: Power) -> bool:
        """Whether the service lets somebody do one of these.

        Never in the room where they have or had a family part.
        """
        named = self.book.powers(person.account)
        return not named.isdisjoint(powers) and not self.book.had_family_part(person.account)

    def may_chair(self, person: Person) -> bool:
        """Whether somebody can take the chair."""
        return self.has(person, Power.CHAIR)

    def keeps_seat(self, person: Person) -> bool:
        """Whether somebody may still do what their role is for.

        Chairs and administrators need to be named.
        """
        if person.role == Role.CHAIR:
            return self.may_chair(person) or self._leads_by_profile(person)
        return person.role != Role.ADMINISTRATOR or self.has(person, Power.CHAIR, Power.ADMINISTER)

    def _leads_by_profile(self, person: Person) -> bool:
        """A profile may have the social worker lead core groups: the plan is theirs, and nobody
        needs to be named for it.
        """
        book, rules = self.book.whole, self.profile.core_group
        if (
            book.meeting.kind != MeetingKind.CORE_GROUP
            or rules is None
            or rules.led_by != "social_worker"
        ):
            return False
        if self.book.had_family_part(person.account) or self.book.was_removed(person.account):
            return False
        before = (p for earlier in book.earlier for p in earlier.people)
        return any(p.root == person.root and p.role == Role.SOCIAL_WORKER for p in before)

    # -- the agenda

    def question(self, step: Step) -> Question:
        """The question that a step asks. Raises `NotInProfile`."""
        try:
            return self.profile.every_question[step.question]
        except KeyError:
            raise NotInProfile(f"question {step.question} of profile {self.profile.id}") from None

    def step(self, step_id: str) -> Step:
        """A step by its id. Raises `LookupError` when the meeting has none of that id."""
        step = self.book.step(step_id)
        if step is None:
            raise LookupError(step_id)
        return step

    def steps_asking(self, kind: AnswerKind, about_id: str | None = None) -> list[Step]:
        """The steps that ask one kind of question; about one trio or child, where it is named."""
        return [
            step
            for step in self.meeting.steps
            if self.question(step).answer is kind and about_id in (None, step.about_id)
        ]

    def about(self, step: Step) -> Trio | Child | None:
        """The trio or child that a step is about."""
        if step.about_id is None:
            return None
        rows: Sequence[Trio | Child] = (
            self.meeting.trios if self.question(step).each == "trio" else self.meeting.children
        )
        return next(row for row in rows if row.id == step.about_id)

    def words(self, step: Step, text: str) -> str:
        """A profile's sentence with this family's names in it."""
        return fill(text, **self.names(step))

    def in_words(self, text: str) -> str:
        """A profile's sentence about the whole family, with the names in it."""
        return fill(text, **self.names())

    def names(self, step: Step | None = None) -> dict[str, str]:
        """The names that a profile's sentences may use."""
        about = self.about(step) if step else None
        children = together(list(self.children))
        named = about.title if isinstance(about, Trio) else about.name if about else children
        return {
            "child": named if isinstance(about, Child) else children,
            "children": children,
            "about": named,
        }

    def title(self, step: Step) -> str:
        """A step's title; with its trio's or child's name where it is asked for each."""
        about = self.names(step)["about"] if step.about_id else ""
        return self.words(step, self.question(step).title) + (
            f": {isolate(about)}" if about else ""
        )

    def asked(self, step: Step) -> list[Person]:
        """Those who have been asked so far, the family first, in the order they were asked.

        Who is away or apart is not.
        """
        waves = self.question(step).waves[: step.wave + 1]
        groups = [frozenset[Role]().union(*(GROUPS[name] for name in wave)) for wave in waves]
        return [
            p
            for n, group in enumerate(groups)
            for p in self.by_family_first
            if p.role in group
            and p.attendance not in (Attendance.AWAY, Attendance.APART)
            and not any(p.role in g for g in groups[:n])
        ]

    def missing(self, step: Step) -> list[Person]:
        """Those who are here, were asked, and have not answered. Says who, never what."""
        answered = self.book.answered(step)
        return [
            person
            for person in self.asked(step)
            if person.id not in answered and person.attendance == Attendance.HERE
        ]

    def answers(self, *steps: Step) -> Sequence[Answer]:
        """What people said to these steps, as far as the viewer may see it; the family first."""
        order = {person.id: place for place, person in enumerate(self.by_family_first)}
        return sorted(
            self.book.answers(self.viewer, steps), key=lambda answer: order[answer.author_id]
        )


@dataclass
class Turn(Scene):
    """Somebody's turn: the command that they sent, and the means to change the conference.

    `actor` is the platform's account of the one who sent it. `opened` are the other meetings that
    it has begun, whose posts
    are to be shown as well. `private` says that it changed nothing for anybody but them: a draft,
    for instance. `paper` names what of somebody else's they were shown to read, for the audit.
    """

    actor: str = ""
    target: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    opened: list[Book] = field(default_factory=list)
    private: bool = False
    paper: str = ""

    @property
    def person(self) -> Person:
        """Who is doing it. The clock is nobody: its handlers do not ask."""
        if self.viewer is None:
            raise LookupError("nobody pressed this")
        return self.viewer

    def value(self, name: str) -> str:
        """What was typed into a field, without the space around it."""
        return without_controls(self.values.get(name, "")).strip()

    def show(self, slot: str) -> None:
        """Has a slot drawn in the channel, for everybody; privately for each in a closed part,
        which has no channel.

        While the channel is not used, it waits there, and comes to each privately.
        """
        if self.book.part_of:
            self.tell(slot, *self.book.people)
            return
        self.book.show(slot, CHANNEL)
        if goes_privately(self.book):
            self.tell(slot, *everybody_at_the_table(self.book))

    def tell(self, slot: str, *people: Person) -> None:
        """Has a slot drawn privately, for each who has an account and may still lead, where leading
        is their part.
        """
        for person in people:
            if person.account and self.keeps_seat(person):
                self.book.show(slot, person.id)

    def keep_reason_once(self, what: str, target: str, words: str) -> None:
        """Keeps it, unless it is what was said last about the same thing: a form may be sent
        twice.
        """
        said = [row.words for row in self.book.reasons(what) if row.target == target]
        if said[-1:] != [words]:
            self.keep_reason(what, target, words)

    def keep_reason(self, what: str, target: str, words: str) -> Reason:
        """Keeps why the chair did something unusual."""
        return self.book.add(
            Reason(what=what, target=target, words=words, by_id=self.person.id, at=self.now)
        )


def _nobody_leads() -> Person:
    raise LookupError("there is no chair yet")
