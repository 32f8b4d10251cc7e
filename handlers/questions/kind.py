"""What a kind of question is: everything that differs from one kind to the next is asked of it.

Each kind is one object, in a file of its own in `handlers/questions/kinds/`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from handlers.grammar.scene import Scene
from prompts.card import Button, Card, Field, Part
from prompts.paper import Block
from prompts.profile import Question
from prompts.profile.answer_kinds import RULES, AnswerKind
from storage.tables import Person, Step

Values = dict[str, str]


class InRecord(StrEnum):
    """Where the record's document shows what was said to a question."""

    ITEM = "item"
    TRIO = "trio"
    CHILD = "child"
    OVERALL = "overall"
    PLAN = "plan"
    ELSEWHERE = "elsewhere"  # in a chapter of its own, or with something else


@dataclass(frozen=True)
class Press:
    """A press that the chair makes in a rehearsal."""

    command: str
    target: str = ""
    values: Values = field(default_factory=dict)


class QuestionKind(ABC):
    """One kind of question. A file whose kind lacks a member cannot be imported."""

    @property
    @abstractmethod
    def answer(self) -> AnswerKind:
        """Its name in profiles."""

    @property
    @abstractmethod
    def asked(self) -> bool:
        """Whether people answer it in a form of their own, which they may pass."""

    @property
    @abstractmethod
    def in_record(self) -> InRecord:
        """Where the record's document shows it."""

    in_own_words = False  # people may agree, and bring what they wrote before the day
    names_who = False  # the card names those who are asked now
    on_agenda_paper = True  # it has a place in the agenda on paper

    @property
    def sealed(self) -> bool:
        """Whether answers stay hidden until the chair reveals them."""
        return RULES[self.answer].sealed

    # -- answering

    @abstractmethod
    def fields(self, scene: Scene, step: Step, author: Person) -> tuple[Field, ...]:
        """What somebody fills in to answer."""

    @abstractmethod
    def words(self, scene: Scene, step: Step, values: Values) -> str:
        """How an answer reads, in a line or more, when it is shown."""

    def faults(self, scene: Scene, values: Mapping[str, str]) -> Values:
        """What does not fit together in what was typed, by field."""
        return {}

    def half_filled(self, values: Mapping[str, str]) -> Values:
        """What is missing, by field, where somebody filled in part of an optional form."""
        return {}

    def kept(self, scene: Scene, values: Values) -> Values:
        """What is kept of what was typed."""
        return values

    # -- on cards

    @abstractmethod
    def buttons(self, step: Step, question: Question) -> tuple[Button, ...]:
        """The buttons on the question's card."""

    @abstractmethod
    def revealed(self, scene: Scene, step: Step) -> tuple[Part, ...]:
        """All answers together, once the chair has revealed them."""

    @abstractmethod
    def chairs_buttons(self, scene: Scene, step: Step) -> tuple[Button, ...]:
        """What the chair's panel offers for it, before going on."""

    def unfinished(self, scene: Scene, step: Step) -> Card | None:
        """What the chair has to do before going on."""
        return None

    def not_agreed(self, scene: Scene, question: Question) -> int:
        """How many suggestions to it have not been agreed."""
        return 0

    # -- on paper and in rehearsals

    @abstractmethod
    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        """Room for its answers in the agenda on paper, after what is asked."""

    @abstractmethod
    def chair_does(self, scene: Scene, step: Step, said: Values) -> Press | None:
        """What the sample's chair does next about it; `said` is what they say to it."""


def main_until_given(scene: Scene, step: Step) -> Literal["main", "plain"]:
    """The style of the button that is pressed first, and later only to change something."""
    return "plain" if _is_given(scene, step) else "main"


def _is_given(scene: Scene, step: Step) -> bool:
    """Whether a step has an answer or a decision."""
    return bool(scene.book.answered(step)) or any(
        decision.step_id == step.id for decision in scene.book.decisions()
    )
