"""Words that wait until their author has looked at them: kept for some hours, and gone when they
are sent.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage.tables import HeldWords, Meeting

_KEPT_FOR = timedelta(hours=12)


def hold_words(
    session: Session,
    meeting: Meeting,
    account: str,
    about: tuple[str, str],
    values: Mapping[str, str],
    now: datetime,
) -> str:
    """Keeps what was typed, for the command and target of `about`; gives the id.

    What has waited too long goes.
    """
    session.execute(delete(HeldWords).where(HeldWords.at < now - _KEPT_FOR))
    row = HeldWords(
        id=token_hex(16),
        meeting_id=meeting.id,
        account=account,
        command=about[0],
        target=about[1],
        at=now,
    )
    row.body = json.dumps(dict(values))
    session.add(row)
    session.flush()
    return row.id


def held_words(
    session: Session, held: str, account: str, about: tuple[str, str]
) -> dict[str, str] | None:
    """What somebody typed, if it still waits."""
    row = session.get(HeldWords, held)
    if row is None or (row.account, row.command, row.target) != (account, *about):
        return None
    values: dict[str, str] = json.loads(row.body)
    return values


def let_go(session: Session, held: str) -> bool:
    """The words are sent. False when somebody has done that already."""
    row = session.get(HeldWords, held)
    if row is not None:
        session.delete(row)
        session.flush()
    return row is not None
