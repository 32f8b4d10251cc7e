"""The cast: the sample people and who they are in one conference, and what each of them
says there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.rehearsal.setup import day
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene
from handlers.questions.kinds import kinds
from prompts.family import Family, SampleEntry, Values
from prompts.profile import PlanSection
from storage.tables import Person, Step


@dataclass(frozen=True)
class Cast:
    """A sample family in a conference that was set up from it."""

    family: Family
    scene: Scene

    @property
    def people(self) -> dict[str, Person]:
        """The people of the conference by their sample ids: they were listed in the
        sample's order.
        """
        by_place = sorted(self.scene.book.whole.people, key=lambda person: person.position)
        here = {person.root: person for person in self.scene.book.people}
        listed = zip(self.family.person, by_place, strict=False)
        return {sample.id: here[person.root] for sample, person in listed if person.root in here}

    def sample_id(self, person: Person) -> str:
        """Somebody's id in the sample; "" for those who are not from it."""
        return next((name for name, row in self.people.items() if row.id == person.id), "")

    @property
    def scribe(self) -> Person:
        """Who writes for people on the phone and words the points: the minute taker, or
        the chair.
        """
        takers = [
            person
            for person in self.scene.book.people
            if person.role == Role.MINUTE_TAKER and person.account
        ]
        return takers[0] if takers else self.scene.chair

    def answer(self, person: Person, step: Step) -> Values | str:
        """What somebody says to a step: the form's values, "pass" or "agree".

        Who has nothing to say passes.
        """
        said = self.family.answers.get(self._key(step), {}).get(self.sample_id(person), "pass")
        question = self.scene.question(step)
        if said == "agree" and not kinds[question.answer].in_own_words:
            return "pass"
        if isinstance(said, str):
            only = question.fields[0].id if question.fields else "text"
            return said if said in ("pass", "agree") else {only: said}
        return {name: value for name, value in said.items() if value and value != "pass"}

    def chairs(self, step: Step) -> Values:
        """What the chair says to a step; where the sample has nothing for it, the summary."""
        summary = {"text": self.family.summary.strip()}
        return dict(self.family.chair.get(self._key(step), summary))

    def arrival(self, person: Person) -> Values:
        """What somebody says at the roll-call."""
        sample = next(
            (sample for sample in self.family.person if sample.id == self.sample_id(person)), None
        )
        return {
            "name": person.name,
            "with_them": sample.with_them if sample else "",
            "understood": "yes",
        }

    def points(self, step: Step) -> Mapping[str, str]:
        """The agreed wording for the board, by the sample id of those whose words it is."""
        return self.family.points.get(self._key(step), {})

    def offers(self, step: Step) -> tuple[SampleEntry, ...]:
        """What is offered for the plan in a step's section.

        What was agreed at the meeting before is in the plan already.
        """
        return (
            ()
            if self.scene.book.earlier
            else self.family.plan.get(self.scene.question(step).section, ())
        )

    def entry_values(self, section: PlanSection, entry: SampleEntry, today: date) -> Values:
        """An entry as its form is filled in: people as the form's choices or, where they are not at
        the meeting, by name.
        """
        kinds = {field.id: field.kind for field in section.field}
        values: Values = {}
        for name, value in entry.values.items():
            if value and kinds.get(name) == "date":
                values[name] = day(value, today).isoformat()
            elif kinds.get(name) in ("person", "people"):
                values |= self._named(
                    name, [one.strip() for one in value.split(",") if one.strip()]
                )
            else:
                values[name] = value
        return values

    def _named(self, field: str, names: list[str]) -> Values:
        people = self.people
        chosen = ",".join(people[name].id for name in names if name in people)
        return {
            field: chosen,
            f"{field}_else": ", ".join(name for name in names if name not in people),
        }

    def _key(self, step: Step) -> str:
        """A question's id, with "/1", "/2" … where it is asked for each trio or child."""
        rows = (
            [*self.scene.meeting.trios]
            if self.scene.question(step).each == "trio"
            else [*self.scene.meeting.children]
        )
        place = next((place for place, row in enumerate(rows, 1) if row.id == step.about_id), 0)
        return f"{step.question}/{place}" if place else step.question
