"""Which form somebody fills in before the day, by their role in the conference."""

from handlers.grammar.scene import Scene
from prompts.profile.preparation import ReportForm
from storage.tables import Person


def form_of(scene: Scene, person: Person) -> ReportForm | None:
    """The form that somebody's role has; none where it has none."""
    return next((form for form in scene.profile.report if person.role in form.roles), None)


def expected_reports(scene: Scene) -> list[tuple[Person, ReportForm]]:
    """Those from whom an agency's report is expected."""
    forms = [(person, form_of(scene, person)) for person in scene.book.people]
    return [(person, form) for person, form in forms if form and form.kind == "report"]
