"""What the sample people press before the day: they write what they have not sent, and try their
screens; the chair begins.
"""

from collections.abc import Iterator

from bot.rehearsal.cast import Cast
from bot.rehearsal.move import Move
from handlers.before.facts import not_told, not_tried
from handlers.people.told import told_people
from handlers.questions.own_forms import form_of


def people_before_the_day(cast: Cast) -> Iterator[Move]:
    """Those who were told write what they have not sent, and try their screens."""
    told = told_people(cast.scene)
    yield from (move for move in _reports(cast) if move.person in told)
    yield from (
        Move(person, "prepare.tried")
        for person in not_tried(cast.scene)
        if person.account and person in told
    )


def chair_before_the_day(cast: Cast) -> Iterator[Move]:
    """The chair tells people, and begins."""
    if any(person.account for person in not_told(cast.scene)):
        yield Move(cast.scene.chair, "prepare.tell")
    yield Move(cast.scene.chair, "setup.begin")


def _reports(cast: Cast) -> Iterator[Move]:
    ahead = cast.family.ahead
    for who, report in ahead.report.items() if ahead else ():
        person = cast.people[who]
        form = form_of(cast.scene, person)
        if form and cast.scene.book.report_by(person, form.id) is None:
            values = {**report.values, "then": "send", **({"opens": "yes"} if report.opens else {})}
            yield Move(person, "report.submit", values=values, once=True)
