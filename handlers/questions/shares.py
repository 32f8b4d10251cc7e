"""Shares of a form: what one person says to one question, in a form that may ask several questions
or be filled in for several people.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.grammar.scene import Scene
from handlers.questions.kinds import kind_of
from prompts.card import Field
from prompts.words import say
from storage.tables import Person, Step

_JOINT = "__"


@dataclass(frozen=True)
class Share:
    """What `author` says to `step`; its fields' names begin with `mark`, which is empty where the
    form has one share, and stand under `heading`.
    """

    step: Step
    author: Person
    mark: str = ""
    heading: str = ""

    def fields(self, scene: Scene) -> tuple[Field, ...]:
        """What is filled in. Among others, a share may be left empty as a whole."""
        own = kind_of(scene, self.step).fields(scene, self.step, self.author)
        if not self.mark:
            return own
        first, *others = (
            replace(
                field,
                name=self._named(field.name),
                required=False,
                sometimes=field.required or field.sometimes,
            )
            for field in own
        )
        heading = self.heading if self.heading != first.label else ""
        return (replace(first, heading=heading), *others)

    def said(self, values: Mapping[str, str]) -> dict[str, str]:
        """What was filled in, by the names that the question's kind gives its fields."""
        return {
            name.removeprefix(self.mark): value
            for name, value in values.items()
            if name.startswith(self.mark) and value.strip()
        }

    def put(self, values: Mapping[str, str]) -> dict[str, str]:
        """Such values by the names that they have in the form."""
        return {self._named(name): value for name, value in values.items()}

    def faults(self, scene: Scene, values: Mapping[str, str]) -> dict[str, str]:
        """What is wrong, by field: who has said something says all that their answer needs."""
        kind, own = kind_of(scene, self.step), self.said(values)
        if not self.mark:
            return kind.faults(scene, values)
        if not own:
            return {}
        gaps = {
            field.name: say(f"forms.needed_{field.kind}")
            for field in kind.fields(scene, self.step, self.author)
            if field.required and not own.get(field.name)
        }
        return self.put({**gaps, **kind.faults(scene, own)})

    def _named(self, name: str) -> str:
        return f"{self.mark}{name}"


def questions_shared(scene: Scene, steps: Sequence[Step], author: Person) -> list[Share]:
    """One person's shares in a form that asks these questions."""
    if len(steps) == 1:
        return [Share(steps[0], author)]
    return [Share(step, author, f"{step.id}{_JOINT}", ask_words(scene, step)) for step in steps]


def people_shared(scene: Scene, steps: Sequence[Step]) -> list[Share]:
    """The shares of those who are here and have not answered, question by question."""
    shares: list[Share] = []
    for step in steps:
        of_step, heading = (f"{step.id}{_JOINT}", ask_words(scene, step)) if steps[1:] else ("", "")
        for person in scene.missing(step):
            shares.append(Share(step, person, f"{person.id}{_JOINT}{of_step}", heading))
            heading = ""
    return shares


def ask_words(scene: Scene, step: Step) -> str:
    """A question as it is asked."""
    return scene.words(step, scene.question(step).ask)


def all_faults(
    scene: Scene, shares: Iterable[Share], values: Mapping[str, str], nothing: str
) -> dict[str, str]:
    """What is wrong in a form, by field; `nothing` is said where no share has anything in it."""
    some = list(shares)
    found = dict(fault for share in some for fault in share.faults(scene, values).items())
    if any(share.mark for share in some) and not any(share.said(values) for share in some):
        first = next(_first_fields(scene, some))
        return {first.name: nothing}
    return found


def _first_fields(scene: Scene, shares: Iterable[Share]) -> Iterator[Field]:
    return (field for share in shares for field in share.fields(scene))
