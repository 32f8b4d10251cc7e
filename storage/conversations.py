"""Conversations: how a platform's rooms and one-to-one chats are reached, kept so that a restart
forgets nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.tables import Conversation


@dataclass(frozen=True)
class StoredConversation:
    """A conversation as it was last known."""

    name: str
    reference: str
    state: str = "here"
    plain_forms: bool = False
    welcomed: bool = False


def find_conversation(session: Session, name: str) -> StoredConversation | None:
    """The conversation of that name (a room's, or an account's for a one-to-one chat)."""
    row = _row(session, name)
    return (
        StoredConversation(row.name, row.reference, row.state, row.plain_forms, row.welcomed)
        if row
        else None
    )


def keep_conversation(session: Session, name: str, reference: str, now: datetime) -> None:
    """Keeps how a conversation is reached; somebody was just there, so it is there again."""
    row = _row(session, name)
    if row is None:
        row = _new(session, name, reference, now)
    if row.reference != reference:
        row.reference, row.at = reference, now
    if row.state not in ("here", "shared"):
        row.state, row.at = "here", now


def mark_conversation(session: Session, name: str, state: str, now: datetime) -> None:
    """Keeps that a conversation cannot be reached any more, and why."""
    row = _row(session, name)
    if row and row.state != state:
        row.state, row.at = state, now
        row.welcomed = row.welcomed and state != "gone"


def first_welcome(session: Session, name: str) -> bool:
    """Whether nobody has been welcomed in a conversation yet; from now on somebody has."""
    row = _row(session, name)
    if row is None or row.welcomed:
        return False
    row.welcomed = True
    return True


def prefer_plain_forms(session: Session, name: str) -> None:
    """Keeps that forms come as cards in this chat, and not as dialogs."""
    row = _row(session, name)
    if row:
        row.plain_forms = True


def _row(session: Session, name: str) -> Conversation | None:
    return session.scalar(select(Conversation).where(Conversation.name == name))


def _new(session: Session, name: str, reference: str, now: datetime) -> Conversation:
    """A new row; or the one that another turn of the same conversation has just made."""
    row = Conversation(name=name, reference=reference, at=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        row = session.scalars(select(Conversation).where(Conversation.name == name)).one()
    return row
