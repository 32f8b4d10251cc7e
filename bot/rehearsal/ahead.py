"""What the sample people press before the day: they write what they have not sent, and try their screens; the chair begins."""

from collections.abc import Iterator

from bot.rehearsal.cast import Cast
from bot.rehearsal.move import Move
from handlers.preparing.before import told_people
from handlers.preparing.facts import not_tried
from handlers.preparing.forms_of import form_of


def before_the_day(cast: Cast) -> Iterator[Move]:
    """All that is still to do, the people first."""
    told = told_people(cast.scene)
    if any(person.account and person not in told for person in cast.people.values() if person is not cast.scene.chair):
        yield Move(cast.scene.chair, "prepare.tell")
    yield from _reports(cast)
    for person in not_tried(cast.scene):
        if person.account and person in told:
            yield Move(person, "prepare.tried")
    yield Move(cast.scene.chair, "setup.begin")


def _reports(cast: Cast) -> Iterator[Move]:
    ahead = cast.family.ahead
    for who, report in ahead.report.items() if ahead else ():
        person = cast.people[who]
        form = form_of(cast.scene, person)
        if form and cast.scene.book.report_by(person, form.id) is None:
            values = {**report.values, "then": "send", **({"opens": "yes"} if report.opens else {})}
            yield Move(person, "report.submit", values=values, once=True)
