"""Reading the reports that have come: those who set up read them all, the workers once they may."""

from handlers.before.readers import READS, has_read, keep_reading
from handlers.grammar.command import Refused, Reply
from handlers.grammar.registry import ALWAYS, handles, shows
from handlers.grammar.roles import EVERYBODY, PROFESSIONALS, SETTING_UP
from handlers.grammar.scene import Scene, Turn
from handlers.people.called import called
from handlers.people.told import BEFORE_CLOSE, day_in, day_said, tell_invited, tell_setters, today
from handlers.questions.own_forms import form_of
from prompts.card import Button, Card, Heading, Part, Quote, Text
from prompts.words import say
from storage.book import body_of
from storage.tables import Person, Report, ReportVersion


@shows("report.read", by=EVERYBODY, when=ALWAYS, later="here")
def read_report(turn: Turn) -> Reply:
    """A report as it was sent, for those who may read it."""
    report = turn.book.report(turn.target)
    version = seen(turn, report) if report else None
    author = turn.book.who(report.author_id) if report else None
    if report is None or version is None or author is None:
        raise Refused(Card(say("dispatch.not_yours")))
    if report.received_at and not _is_own(turn, report):
        turn.paper = report.id
    parts, buttons = _parts(turn, author, report, version), _mark_buttons(turn, report)
    return Reply(Card(say("reports.from", name=called(author)), tuple(parts), buttons=buttons))


@handles("report.was_read", by=READS, when=BEFORE_CLOSE)
def mark_as_read(turn: Turn) -> None:
    """Somebody has read a report that they may read; the day is kept."""
    report = turn.book.report(turn.target)
    if report is None or not _may_mark(turn, report):
        raise Refused(Card(say("dispatch.not_yours")))
    keep_reading(turn, report, turn.person, today(turn))
    tell_setters(turn)
    tell_invited(turn)


def seen(scene: Scene, report: Report) -> ReportVersion | None:
    """The version of a report that the viewer may read; nothing where they may read none."""
    viewer = scene.viewer
    if viewer is None:
        return None
    circulated = report.circulated_at is not None or has_read(scene, viewer, report)
    receives = viewer.role in SETTING_UP or (
        viewer.role in PROFESSIONALS and circulated and is_agencys(scene, report)
    )
    return scene.book.report_seen(report, viewer, receives=receives)


def reading_buttons(scene: Scene) -> tuple[Button, ...]:
    """The reports by others that the viewer may read."""
    people = {person.id: person for person in scene.book.people}
    others = [
        report
        for report in scene.book.reports()
        if report.received_at and not _is_own(scene, report) and seen(scene, report)
    ]
    others.sort(key=lambda report: people[report.author_id].position)
    return tuple(_read_button(scene, people[report.author_id].name, report) for report in others)


def _read_button(scene: Scene, name: str, report: Report) -> Button:
    again = scene.viewer is not None and has_read(scene, scene.viewer, report)
    return Button(
        say("reports.read_again" if again else "reports.read", name=name), "report.read", report.id
    )


def _may_mark(scene: Scene, report: Report) -> bool:
    others = report.received_at is not None and not _is_own(scene, report)
    return others and scene.may(*READS) and seen(scene, report) is not None


def _mark_buttons(scene: Scene, report: Report) -> tuple[Button, ...]:
    viewer = scene.viewer
    if viewer is None or scene.meeting.state not in BEFORE_CLOSE:
        return ()
    if not _may_mark(scene, report) or has_read(scene, viewer, report):
        return ()
    return (Button(say("reports.was_read"), "report.was_read", report.id, "main"),)


def own_reading(scene: Scene, person: Person) -> tuple[Button, ...]:
    """What somebody wrote themselves, to be read again."""
    own = [report for report in scene.book.reports() if report.author_id == person.id]
    return tuple(Button(say("reports.read_own"), "report.read", report.id) for report in own)


def _parts(scene: Scene, author: Person, report: Report, version: ReportVersion) -> list[Part]:
    form, values = form_of(scene, author), body_of(version)
    parts: list[Part] = []
    if version.state == "sent" and report.received_at:
        parts.append(
            Text(
                say(
                    "reports.came",
                    day=day_said(day_in(scene, report.received_at)),
                    newest=day_said(day_in(scene, version.at)),
                )
            )
        )
    if version.writer_id != author.id and (writer := scene.book.who(version.writer_id)):
        parts.append(Text(say("answering.written_for", author=author.name, writer=called(writer))))
    for field in form.field if form else ():
        if values.get(field.id):
            parts += [Heading(scene.in_words(field.label)), Quote(values[field.id], author.name)]
    return parts


def _is_own(scene: Scene, report: Report) -> bool:
    return scene.viewer is not None and report.author_id == scene.viewer.id


def is_agencys(scene: Scene, report: Report) -> bool:
    """Whether it is a professional's report, not a parent's own words."""
    author = scene.book.who(report.author_id)
    form = form_of(scene, author) if author else None
    return form is not None and form.kind == "report"
