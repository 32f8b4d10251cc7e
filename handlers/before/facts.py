"""What the facts show to be missing before the day: people not told, trios not made with the
family, reports, screens.
"""

from dataclasses import dataclass

from handlers.before.readers import has_read
from handlers.grammar.scene import Scene
from handlers.people.told import setters, told_people
from handlers.questions.own_forms import expected_reports
from prompts.words import say
from storage.tables import Person, Report


@dataclass(frozen=True)
class ExpectedReport:
    """A report that is expected from somebody, and what there is of it; never a word of what they
    wrote.
    """

    author: Person
    report: Report | None

    @property
    def came(self) -> bool:
        """Whether it was sent."""
        return self.report is not None and self.report.received_at is not None


def missing(scene: Scene, by: str) -> list[str]:
    """The names of what is missing, by the way it is known; nothing where all is there."""
    match by:
        case "told":
            return [person.name for person in not_told(scene)]
        case "tried":
            return [person.name for person in not_tried(scene)]
        case "reports":
            return [row.author.name for row in expected(scene) if not row.came]
        case "shared":
            return [
                row.author.name
                for row in expected(scene)
                if row.report is None or row.report.shared_on is None
            ]
        case "read":
            return [row.author.name for row in expected(scene) if not _chair_read(scene, row)]
        case "trios":
            return (
                [trio.title for trio in scene.meeting.trios if not trio.made_on]
                if scene.meeting.trios
                else [say("ready.none_yet")]
            )
        case _:
            raise ValueError(by)


def expected(scene: Scene) -> list[ExpectedReport]:
    """The agencies' reports of this conference, in the order of the list."""
    there = {(report.author_id, report.form): report for report in scene.book.reports()}
    return [
        ExpectedReport(person, there.get((person.id, form.id)))
        for person, form in expected_reports(scene)
    ]


def not_told(scene: Scene) -> list[Person]:
    """Those who take part and have not been told of the conference."""
    told = told_people(scene)
    return [person for person in _others(scene) if person not in told]


def not_tried(scene: Scene) -> list[Person]:
    """Those who will take part by screen or phone and have not tried it."""
    rows = scene.book.invitations()
    return [
        person
        for person in _others(scene)
        if (row := rows.get(person.id)) is None or (row.how != "in_person" and row.tried_on is None)
    ]


def _chair_read(scene: Scene, row: ExpectedReport) -> bool:
    report = row.report
    return (
        report is not None
        and row.came
        and any(has_read(scene, chair, report) for chair in scene.chairs)
    )


def _others(scene: Scene) -> list[Person]:
    own = setters(scene)
    return [person for person in scene.book.people if person not in own]
