"""The audit trail: who did what and who opened which paper, when. Ids only, each line chained to
the one before.

Each meeting has a chain of its own, so that writers of two meetings never wait for each other and a
closed part's lines
stand beside nobody else's. A line's link is keyed over the link before it, and the meeting keeps a
keyed head: a line
that was changed, moved, added or taken away shows, the last one too. What the service itself does
has one more chain.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.boxes import seal_for
from storage.marks import Marked, RowTampered, facts
from storage.sealing import CannotOpen, Vault
from storage.tables import (
    AuditLine,
    KeyCheck,
    Meeting,
    MeetingState,
    PageLink,
    Row,
    ServiceLine,
    Staff,
)

_TAG = 16
_NUMBER = 8
_SERVICE = "service"
_GROUP = "group"  # who names staff on behalf of a user group
_ABOUT_STAFF = ("staff.add", "staff.change", "staff.remove")


@dataclass(frozen=True)
class ChainHead:
    """The last line of a chain: its number and its link."""

    number: int = 0
    link: bytes = bytes(_TAG)


def keep_audit_line(
    session: Session,
    meeting: Meeting,
    person_id: str | None,
    command: str,
    target: str,
    now: datetime,
) -> None:
    """Keeps who did what. The meeting must be locked, so that two never write its next line."""
    head = _head_of(session, meeting)
    line = AuditLine(meeting_id=meeting.id, number=head.number + 1, at=now, hidden="")
    line.person_id, line.command, line.target = person_id, command, target
    if meeting.part_of_id:
        _hide(session, line)
    line.link = _link(session, head.link, meeting.id, _told(line))
    session.add(line)
    meeting.trail = _sign(session, meeting.id, ChainHead(line.number, line.link))


def keep_page_opened(session: Session, link_id: str, page: str, now: datetime) -> None:
    """Keeps that somebody opened a page or a file of it by their link."""
    link = session.get_one(PageLink, link_id)
    _keep_opened(session, link.meeting_id, link.person_id, ("page.open", page), now)


def keep_paper_opened(
    session: Session, meeting_id: str, person_id: str | None, paper: str, now: datetime
) -> None:
    """Keeps that somebody opened a paper where they are, without a link."""
    _keep_opened(session, meeting_id, person_id, ("paper.open", paper), now)


def _keep_opened(
    session: Session, meeting_id: str, person_id: str | None, what: tuple[str, str], now: datetime
) -> None:
    locked = select(Meeting).where(Meeting.id == meeting_id).with_for_update()
    keep_audit_line(session, session.scalars(locked).one(), person_id, *what, now)


def keep_service_line(session: Session, who: str, command: str, target: str, now: datetime) -> None:
    """Keeps what was done that belongs to no meeting. One writer at a time."""
    kept = session.get_one(KeyCheck, _SERVICE, with_for_update=True)
    head = _service_head(kept.word)
    line = ServiceLine(number=head.number + 1, who=who, command=command, target=target, at=now)
    line.link = _link(session, head.link, _SERVICE, _told_of_service(line))
    session.add(line)
    kept.word = f"{line.number}:{line.link.hex()}"


def staff_target(row: Staff) -> str:
    """What a service's line says of somebody on the list of staff."""
    return f"{row.id} {row.may or '-'} {row.account}"


def all_meetings(session: Session) -> Sequence[str]:
    """The ids of all meetings. Their marks are not looked at."""
    return session.scalars(select(Meeting.id)).all()


def faults_of_meeting(session: Session, meeting_id: str) -> tuple[int, list[str]]:
    """How many lines a meeting has, and what is wrong with its chain."""
    try:
        meeting = session.get_one(Meeting, meeting_id)
        head = _head_of(session, meeting)
    except CannotOpen as fault:
        return 0, [str(fault)]
    if not head.number and meeting.state != MeetingState.PLANNED:
        return 0, [f"meeting {meeting_id} has no lines"]
    lines = session.scalars(
        select(AuditLine).where(AuditLine.meeting_id == meeting_id).order_by(AuditLine.number)
    ).all()
    told = ((line.number, line.link, _told(line)) for line in lines)
    return len(lines), list(_breaks(session, f"meeting {meeting_id}", meeting_id, told, head))


def faults_of_service(session: Session) -> tuple[int, list[str]]:
    """The same for what belongs to no meeting."""
    lines = session.scalars(select(ServiceLine).order_by(ServiceLine.number)).all()
    told = ((line.number, line.link, _told_of_service(line)) for line in lines)
    head = _service_head(session.get_one(KeyCheck, _SERVICE).word)
    return len(lines), list(_breaks(session, "the service", _SERVICE, told, head))


def faults_of_staff(session: Session) -> Iterator[str]:
    """Where the list of staff is not as the service's lines say: a row that is gone, that was put
    back as it was before, or that a group seems to have named and did not. Who was named before
    there were lines has none.
    """
    rows = session.execute(
        select(Staff.account, Staff.id, Staff.by).where(Staff.removed_at.is_(None))
    )
    current = {row.account: (row.id, row.by == _GROUP) for row in rows}
    for account, named in _staff_by_lines(session).items():
        if current.get(account) != named:
            row_id = (named or current[account])[0]
            yield f"staff {row_id}: the list is not as the lines say"


def _staff_by_lines(session: Session) -> dict[str, tuple[str, bool] | None]:
    """The row that each account should have now, and whether a group named it; None where it
    was removed.
    """
    lines = select(ServiceLine).where(ServiceLine.command.in_(_ABOUT_STAFF))
    named: dict[str, tuple[str, bool] | None] = {}
    for line in session.scalars(lines.order_by(ServiceLine.number)):
        row_id, _, account = line.target.split(" ", 2)
        removed = line.command == "staff.remove"
        named[account] = None if removed else (row_id, line.who == _GROUP)
    return named


def faults_of_marks(session: Session) -> Iterator[str]:
    """The rows that were changed by somebody without the key."""
    vault: Vault = session.info["vault"]
    for row in (mapper.class_ for mapper in Row.registry.mappers):
        if not issubclass(row, Marked):
            continue
        table = Row.metadata.tables[row.__tablename__]  # type: ignore[attr-defined]  # it is a row
        columns = (table.c[name] for name in row.DECIDING)
        for row_id, mark, *values in session.execute(select(table.c.id, table.c.mark, *columns)):
            if not vault.is_marked(facts(table.name, row_id, values), mark):
                yield str(RowTampered(table.name, row_id))


def lines_of(session: Session, meeting_id: str) -> list[dict[str, str]]:
    """A meeting's lines, to show; what is hidden is still in its box."""
    lines = session.scalars(
        select(AuditLine).where(AuditLine.meeting_id == meeting_id).order_by(AuditLine.number)
    )
    return [
        {
            "number": str(line.number),
            "at": line.at.isoformat(timespec="seconds"),
            "person": line.person_id or "",
            "command": line.command,
            "target": line.target,
            "hidden": line.hidden,
        }
        for line in lines
    ]


def _breaks(
    session: Session,
    whose: str,
    chain: str,
    lines: Iterable[tuple[int, bytes, tuple[Any, ...]]],
    head: ChainHead,
) -> Iterator[str]:
    before = ChainHead()
    for number, link, told in lines:
        right = number == before.number + 1 and hmac.compare_digest(
            _link(session, before.link, chain, told), link
        )
        if not right:
            yield f"{whose}: line {number} does not follow line {before.number}"
            return
        before = ChainHead(number, link)
    if before != head:
        yield f"{whose}: {head.number} lines were written, and {before.number} are there"


def _told(line: AuditLine) -> tuple[Any, ...]:
    return (line.number, line.person_id, line.command, line.target, line.at, line.hidden)


def _told_of_service(line: ServiceLine) -> tuple[Any, ...]:
    return (line.number, line.who, line.command, line.target, line.at)


def _hide(session: Session, line: AuditLine) -> None:
    """Lines of a closed part say nothing to whoever does not have the manager's key."""
    told = {"person": line.person_id, "command": line.command, "target": line.target}
    manager: bytes = session.info["vault"].manager
    line.hidden = seal_for(manager, json.dumps(told)) if manager else json.dumps(told)
    line.person_id, line.command, line.target = None, "", ""


def _head_of(session: Session, meeting: Meeting) -> ChainHead:
    kept = meeting.trail
    if not kept:
        return ChainHead()
    head = head_in(kept)
    if not hmac.compare_digest(_sign(session, meeting.id, head), kept):
        raise RowTampered("meeting", meeting.id)
    return head


def head_in(kept: bytes) -> ChainHead:
    """The head that a meeting keeps, whoever signed it."""
    return ChainHead(int.from_bytes(kept[:_NUMBER]), kept[_NUMBER : _NUMBER + _TAG])


def _service_head(word: str) -> ChainHead:
    number, _, link = word.partition(":")
    return ChainHead(int(number), bytes.fromhex(link)) if link else ChainHead()


def _sign(session: Session, chain: str, head: ChainHead) -> bytes:
    return head_of(secret_of(session), chain, head.number, head.link)


def _link(session: Session, before: bytes, chain: str, told: tuple[Any, ...]) -> bytes:
    return link_of(secret_of(session), before, chain, told)


def link_of(secret: bytes, before: bytes, chain: str, told: tuple[Any, ...]) -> bytes:
    """The link of a line to the one before it."""
    return _keyed(secret, b"line:" + before + facts("audit_line", chain, told))


def head_of(secret: bytes, chain: str, number: int, link: bytes) -> bytes:
    """The head of a chain, as a meeting keeps it."""
    plain = number.to_bytes(_NUMBER) + link
    return plain + _keyed(secret, b"head:" + chain.encode() + plain)


def _keyed(secret: bytes, told: bytes) -> bytes:
    return hashlib.blake2b(told, key=secret, digest_size=_TAG).digest()


def secret_of(session: Session) -> bytes:
    """Read once for each process: it never changes."""
    kept: dict[str, bytes] = session.info["secrets"]
    if "audit" not in kept:
        kept["audit"] = base64.b64decode(session.get_one(KeyCheck, "audit").word)
    return kept["audit"]
