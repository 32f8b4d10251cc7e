"""What people write before the day: an agency's report, or a parent's own words; kept as drafts, in
versions, until sent.

A draft is seen by its author alone. Before anybody types, the form says who will see what, and when
(rows C4, I8, I10).
"""

from collections.abc import Mapping
from datetime import date

from handlers.before.readers import share_with, shared_with
from handlers.dates.preparing_days import reports_due
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked, filled, typed_day
from handlers.grammar.hints import read_by_others
from handlers.grammar.roles import CHAIR, PARTICIPANTS, Role
from handlers.grammar.scene import Scene, Turn
from handlers.people.told import (
    BEFORE_CLOSE,
    day_in,
    day_said,
    is_preparing,
    tell_setters,
    today,
    told_people,
)
from handlers.questions.own_forms import form_of
from prompts.card import Button, Card, Choice, Field, Part, Text
from prompts.profile.preparation import ReportField, ReportForm
from prompts.words import say
from storage.book import as_body, body_of
from storage.tables import Person, Report, ReportVersion

WRITING_FOR_OTHERS = CHAIR | {Role.SOCIAL_WORKER}
WRITERS = PARTICIPANTS | CHAIR


def ask_for_report(turn: Turn) -> Card:
    """The form, with what was written so far."""
    author, form = _whose(turn)
    card = _form(turn, author, form)
    report = turn.book.report_by(author, form.id)
    last = turn.book.report_seen(report, turn.person, receives=False) if report else None
    opens = {"opens": "yes"} if report and report.opens else {}
    return filled(card, {**body_of(last), **opens}) if last else card


@form("report.form", "report.submit", asks=ask_for_report, by=WRITERS, when=BEFORE_CLOSE)
def keep_report(turn: Turn) -> None:
    """Keeps what was written as the next version: a draft, or sent.

    When it first came is kept for good (row I9).
    """
    author, form = _whose(turn)
    typed = read_by_others(turn, _form(turn, author, form), _faults(turn, form), author)
    report = turn.book.report_by(author, form.id) or turn.book.add(
        Report(
            form=form.id,
            author_id=author.id,
            received_at=None,
            shared_on=None,
            circulated_at=None,
            opens=False,
        )
    )
    sends = typed["then"] == "send"
    turn.private = not sends
    body = as_body({field.id: typed[field.id] for field in form.field if typed.get(field.id)})
    if _is_kept(turn, report, body, typed):
        return  # pressed twice
    number = turn.book.newest_version(report) + 1
    version = ReportVersion(
        report_id=report.id,
        version=number,
        state="sent" if sends else "draft",
        at=turn.now,
        body=body,
    )
    version.writer_id = turn.person.id
    turn.book.add(version)
    report.opens = bool(typed.get("opens"))
    if sends:
        report.received_at = report.received_at or turn.now
    _tell(turn, author, sends)


def _is_kept(turn: Turn, report: Report, body: str, typed: Mapping[str, str]) -> bool:
    """Whether the same person has sent, or put aside, the same words already."""
    last = turn.book.report_seen(report, turn.person, receives=False)
    state = "sent" if typed["then"] == "send" else "draft"
    same = last is not None and (last.body, last.state, last.writer_id) == (
        body,
        state,
        turn.person.id,
    )
    return same and report.opens == bool(typed.get("opens"))


def ask_about_sharing(turn: Turn) -> Card:
    """Asks the author when they shared their report with the family, and with whom."""
    return _shared_form(turn, _own(turn))


@form(
    "report.shared_form",
    "report.shared",
    asks=ask_about_sharing,
    by=PARTICIPANTS,
    when=BEFORE_CLOSE,
)
def keep_sharing(turn: Turn) -> None:
    """The family has seen the report; the day is kept (row C4)."""
    report = _own(turn)
    day = typed_day(turn.value("on"))
    faults = {"on": say("setting_up.not_yet")} if day and day > today(turn) else {}
    typed = checked(_shared_form(turn, report), turn.values, faults)
    chosen = typed["with"].split(",")
    share_with(
        turn,
        report,
        [person for person in turn.book.people if person.id in chosen],
        date.fromisoformat(typed["on"]),
    )
    _tell(turn, turn.person, True)


def own_report_words(scene: Scene, person: Person, form: ReportForm) -> str:
    """How far somebody's own report is, for themselves."""
    report = scene.book.report_by(person, form.id)
    last = scene.book.report_seen(report, person, receives=False) if report else None
    return say(
        f"reports.{form.kind}",
        state=last.state if last else "none",
        came=day_said(day_in(scene, report.received_at)) if report and report.received_at else "",
        shared=day_said(report.shared_on if report else None),
        due=day_said(reports_due(scene)),
    )


def own_report_buttons(scene: Scene, person: Person) -> tuple[Button, ...]:
    """To write, to go on writing, and to say that it was shared with the family; and to write for a
    parent on the phone.
    """
    form = form_of(scene, person)
    report = scene.book.report_by(person, form.id) if form else None
    buttons = []
    if form:
        buttons.append(
            Button(
                say("reports.go_on" if report else f"reports.begin_{form.kind}"),
                "report.form",
                style="main",
            )
        )
    if form and form.kind == "report" and report:
        buttons.append(Button(say("reports.shared"), "report.shared_form"))
    return (*buttons, *writing_for_others(scene, person))


def writing_for_others(scene: Scene, person: Person) -> tuple[Button, ...]:
    """For those who see a parent without an account: to write down what the parent says, in the
    parent's words.
    """
    if person.role not in WRITING_FOR_OTHERS:
        return ()
    others = [
        other for other in scene.book.people if not other.account and _has_own_words(scene, other)
    ]
    return tuple(
        Button(say("reports.write_for", name=other.name), "report.form", other.id)
        for other in others
    )


def _has_own_words(scene: Scene, person: Person) -> bool:
    form = form_of(scene, person)
    return form is not None and form.kind == "own_words"


def _whose(turn: Turn) -> tuple[Person, ReportForm]:
    """Whose words they are, and on which form: one's own, or those of somebody without an account
    (row B6).
    """
    author = turn.book.person(turn.target) if turn.target else turn.person
    form = form_of(turn, author) if author else None
    if author is None or form is None:
        raise Refused(Card(say("dispatch.not_yours")))
    writes_for = (
        turn.may(*WRITING_FOR_OTHERS) and author.account is None and form.kind == "own_words"
    )
    if author is not turn.person and not writes_for:
        raise Refused(Card(say("dispatch.not_yours")))
    return author, form


def _own(turn: Turn) -> Report:
    form = form_of(turn, turn.person)
    report = turn.book.report_by(turn.person, form.id) if form and form.kind == "report" else None
    if report is None:
        raise Refused(Card(say("reports.nothing_yet")))
    return report


def _form(turn: Turn, author: Person, form: ReportForm) -> Card:
    other = author is not turn.person
    lines = [say("reports.for", name=author.name)] if other else []
    lines += [turn.in_words(line) for line in form.say]
    then = tuple(Choice(what, say(f"reports.{form.kind}_{what}")) for what in ("keep", "send"))
    fields = [_field(turn, field) for field in form.field]
    if any(field.opens for field in form.field):
        fields.append(Field("opens", say("reports.opens"), "tick", say("reports.opens_hint")))
    fields.append(
        Field("then", say("reports.then"), "choice", required=True, choices=then, value="keep")
    )
    parts: tuple[Part, ...] = tuple(Text(line) for line in lines)
    send = Button(say("reports.go"), "report.submit", author.id if other else "", "main")
    return Card(turn.in_words(form.title), parts, tuple(fields), (send,))


def _field(turn: Turn, field: ReportField) -> Field:
    limit = field.limit or turn.profile.limits.long
    example = turn.in_words(field.example)
    hint = say(
        "reports.hint",
        hint=turn.in_words(field.hint),
        example=example,
        limit=limit,
        needed=field.required,
    )
    return Field(
        field.id, turn.in_words(field.label), "lines", hint, limit=limit, sometimes=field.required
    )


def _faults(turn: Turn, form: ReportForm) -> dict[str, str]:
    """What is needed is needed when it is sent; a draft may have gaps."""
    if turn.value("then") != "send":
        return {}
    gaps = {
        field.id: say("reports.needed")
        for field in form.field
        if field.required and not turn.value(field.id)
    }
    nothing = not any(turn.value(field.id) for field in form.field)
    return gaps or ({form.field[0].id: say("reports.needed")} if nothing else {})


def _shared_form(turn: Turn, report: Report) -> Card:
    family = tuple(
        Choice(person.id, person.name)
        for person in turn.by_family_first
        if person.role in ("parent", "child")
    )
    there = ",".join(shared_with(turn, report))
    fields = (
        Field(
            "with",
            say("reports.shared_with"),
            "choices",
            required=True,
            choices=family,
            value=there,
        ),
        Field(
            "on",
            say("reports.shared_on"),
            "date",
            say("reports.shared_on_hint"),
            required=True,
            value=today(turn).isoformat(),
        ),
    )
    send = Button(say("setting_up.keep"), "report.shared", style="main")
    return Card(say("reports.shared"), (Text(say("reports.shared_text")),), fields, (send,))


def _tell(turn: Turn, author: Person, others: bool) -> None:
    """A draft changes nothing for anybody but its author; the one who wrote it for somebody sees it
    on their own card.
    """
    if is_preparing(turn):
        told = told_people(turn)
        turn.tell(
            "prepare",
            *(
                person
                for person in {author.id: author, turn.person.id: turn.person}.values()
                if person in told
            ),
        )
    if others:
        tell_setters(turn)
