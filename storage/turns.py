"""Whose turn it is to do what one process alone does, every so often."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.tables import KeyCheck


def claim_turn(session: Session, name: str, now: datetime, every: timedelta) -> bool:
    """True for one process when it is time; for every other, not before `every` is over."""
    row = session.get(KeyCheck, name, with_for_update=True)
    if row is None:
        return _first(session, name, now + every)
    if datetime.fromisoformat(row.word) > now:
        return False
    row.word = (now + every).isoformat()
    return True


def next_turn_at(session: Session, name: str, at: datetime) -> None:
    """Has it tried again at a moment: this turn came to nothing."""
    session.get_one(KeyCheck, name, with_for_update=True).word = at.isoformat()


def _first(session: Session, name: str, following: datetime) -> bool:
    session.add(KeyCheck(id=name, word=following.isoformat()))
    try:
        session.flush()
    except IntegrityError:  # another process was first
        session.rollback()
        return False
    return True
