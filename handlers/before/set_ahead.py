"""A conference of which much is known before it begins, as a sample family or another program gives
it.
"""

import json
from datetime import UTC, date, datetime, time

from pydantic import BaseModel, ConfigDict

from handlers.before.readers import share_with
from handlers.grammar.scene import Turn
from handlers.people.invitations import HOW, NEEDS, invitation_of
from handlers.people.told import tell_invited, tell_setters
from handlers.questions.own_forms import form_of
from storage.book import as_body
from storage.tables import MeetingState, Occasion, PreparedItem, Report, ReportVersion


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AheadPerson(_Strict):
    """How somebody takes part; `told` and `tried` as they are on the day of the set-up."""

    how: str
    told: bool = True
    tried: bool = False
    needs: dict[str, str] = {}


class AheadDone(_Strict):
    """Something of the preparation lists that is done; about a person or a child by place, or about
    nobody.
    """

    item: str
    on: date
    person: int | None = None
    child: int | None = None


class AheadReport(_Strict):
    """A report that has come; `shared_with` are people by place."""

    author: int
    values: dict[str, str]
    came: date
    shared_on: date | None = None
    shared_with: tuple[int, ...] = ()
    opens: bool = False


class ConferenceAhead(_Strict):
    """What is known days ahead.

    `people` are in the order of the set-up; `made` are the days on which trios were made.
    """

    kind: str
    on: date
    at: str
    place: str
    reason: str = ""
    clock_from: date | None = None
    people: tuple[AheadPerson, ...] = ()
    made: dict[int, date] = {}
    done: tuple[AheadDone, ...] = ()
    reports: tuple[AheadReport, ...] = ()


def keep_ahead(turn: Turn, ahead: ConferenceAhead) -> None:
    """Writes down what is known. The conference begins when its chair begins it."""
    turn.meeting.state = MeetingState.PREPARING
    occasion = Occasion(
        kind=ahead.kind, on=ahead.on, at=ahead.at, clock_from=ahead.clock_from, reason=ahead.reason
    )
    occasion.place = ahead.place
    turn.book.add(occasion)
    for place, made_on in ahead.made.items():
        turn.meeting.trios[place].made_on = made_on
    for person, known in zip(turn.book.people, ahead.people, strict=False):
        invitation = invitation_of(turn, person)
        invitation.how = known.how if known.how in HOW else "account"
        invitation.told_at = turn.now if known.told else None
        invitation.tried_on = turn.now.date() if known.tried else None
        invitation.needs = json.dumps(
            {name: known.needs[name] for name in NEEDS if known.needs.get(name)}
        )
    for done in ahead.done:
        turn.book.add(_done(turn, done))
    for report in ahead.reports:
        _keep_report(turn, report)
    tell_setters(turn)
    tell_invited(turn)


def _done(turn: Turn, done: AheadDone) -> PreparedItem:
    about = ""
    if done.person is not None:
        about = turn.book.people[done.person].id
    if done.child is not None:
        about = turn.meeting.children[done.child].id
    row = PreparedItem(
        item=done.item,
        about_id=about,
        done_on=done.on,
        by_id=turn.book.people[0].id,
        at=turn.now,
        owner_id=None,
    )
    row.note = ""
    return row


def _keep_report(turn: Turn, ahead: AheadReport) -> None:
    author, came = (
        turn.book.people[ahead.author],
        min(turn.now, datetime.combine(ahead.came, time(12), UTC)),
    )
    form = form_of(turn, author)
    if form is None:
        raise ValueError(f"nobody with the role {author.role} writes a report")
    report = turn.book.add(
        Report(
            form=form.id, author_id=author.id, received_at=came, opens=ahead.opens, shared_on=None
        )
    )
    version = ReportVersion(
        report_id=report.id, version=1, state="sent", writer_id=author.id, at=came
    )
    version.body = as_body(ahead.values)
    turn.book.add(version)
    if ahead.shared_on:
        share_with(
            turn, report, [turn.book.people[place] for place in ahead.shared_with], ahead.shared_on
        )
