"""Finding and keeping whom the service has named, and who has or had a part in the family."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.pages import Pages
from storage.room_names import whole_of
from storage.tables import FamilyPart, Power, Staff


@dataclass(frozen=True)
class StaffStanding:
    """What the service lets somebody do who comes to a room:

    `with_the_family` there they can never lead.
    """

    powers: frozenset[Power]
    with_the_family: bool
    managers: list[str]


NOTHING: frozenset[Power] = frozenset()


def current_staff(session: Session) -> Sequence[Staff]:
    """Everybody who is named now, the first named first."""
    return session.scalars(
        select(Staff).where(Staff.removed_at.is_(None)).order_by(Staff.at, Staff.id)
    ).all()


def find_staff(session: Session, account: str) -> Staff | None:
    """Somebody who is named now."""
    return session.scalar(select(Staff).where(Staff.account == account, Staff.removed_at.is_(None)))


def powers_of(session: Session, account: str) -> frozenset[Power]:
    """What an account may now."""
    found = find_staff(session, account) if account else None
    return found.powers if found else NOTHING


def look_up(session: Session, account: str, room: str) -> StaffStanding:
    """Who somebody is to the service, who comes to a room."""
    family = account in family_accounts(session, room)
    return StaffStanding(powers_of(session, account), family, manager_names(session))


def was_removed(session: Session, account: str) -> bool:
    """Whether somebody was named and is no more."""
    rows = session.scalars(select(Staff).where(Staff.account == account)).all()
    return bool(rows) and all(row.removed_at for row in rows)


def name_staff(
    session: Session, account: str, name: str, may: Iterable[Power], by: str, now: datetime
) -> Staff:
    """Names somebody, or changes what they may: the row before is kept as ended."""
    end_staff(session, account, by, now)
    session.flush()
    row = Staff(account=account, may=",".join(sorted(set(may))), by=by, at=now, removed_at=None)
    row.name = name
    session.add(row)
    return row


def end_staff(session: Session, account: str, by: str, now: datetime) -> Staff | None:
    """Somebody is not named any more; nothing where they were not.

    Their posts and links are the caller's to end.
    """
    row = find_staff(session, account)
    if row:
        row.removed_at, row.removed_by = now, by
    return row


def keep_family_parts(session: Session, room: str, accounts: Iterable[str]) -> None:
    """Keeps who has a part in the family in a room."""
    wanted = set(accounts)
    if not wanted:
        return
    known = family_accounts(session, room)
    session.add_all(
        FamilyPart(room=whole_of(room), account=account) for account in sorted(wanted - known)
    )


def family_accounts(session: Session, room: str) -> frozenset[str]:
    """Who has or had a part in the family in a room, or in the room that a closed part
    belongs to.
    """
    return frozenset(
        row.account
        for row in session.scalars(select(FamilyPart).where(FamilyPart.room == whole_of(room)))
    )


class StaffPages(Pages):
    """What the service lets the people of a conference do."""

    @cached_property
    def _powers(self) -> dict[str, frozenset[Power]]:
        accounts = [person.account for person in self.meeting.people if person.account]
        rows = select(Staff).where(Staff.account.in_(accounts), Staff.removed_at.is_(None))
        with self._session.no_autoflush:
            named = {row.account: row.powers for row in self._session.scalars(rows)}
        return {account: named.get(account, NOTHING) for account in accounts}

    @cached_property
    def _family(self) -> frozenset[str]:
        with self._session.no_autoflush:
            return family_accounts(self._session, self.meeting.room)

    def powers(self, account: str | None) -> frozenset[Power]:
        """What an account may now."""
        if account and account not in self._powers:
            self._powers[account] = powers_of(self._session, account)
        return self._powers[account] if account else NOTHING

    def had_family_part(self, account: str | None) -> bool:
        """Whether an account has or had a part in the family in this room."""
        return account in self._family

    def was_removed(self, account: str | None) -> bool:
        """Whether the service has taken somebody off its list."""
        return bool(account) and was_removed(self._session, account or "")

    def managers(self) -> list[str]:
        """The names of those who can name others."""
        return manager_names(self._session)


def manager_names(session: Session) -> list[str]:
    """The names of those who can name others, as far as they are known."""
    return [row.name for row in current_staff(session) if Power.MANAGE in row.powers and row.name]
