"""A chat service's user groups say who is on the list of staff, beside those named by hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.staff.office import GROUP, Office
from handlers.staff.removing import MeetingWithoutChair, name_staff, remove_staff
from storage.tables import Power, Staff


@dataclass(frozen=True)
class GroupMember:
    """Somebody in the groups, and what these let them do."""

    name: str
    may: frozenset[Power]


@dataclass(frozen=True)
class Followed:
    """Whom the groups named and removed (accounts), and where somebody must take over."""

    named: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    without: tuple[MeetingWithoutChair, ...] = ()


def follow_groups(office: Office, service: str, members: Mapping[str, GroupMember]) -> Followed:
    """Names who came into the groups, and takes off who left them, among the accounts of one
    chat service (whose names begin so). What was set by hand is not undone.
    """
    grouped = [
        row for row in office.staff.current() if row.by == GROUP and row.account.startswith(service)
    ]
    without: list[MeetingWithoutChair] = []
    removed = [row.account for row in grouped if row.account not in members]
    for account in removed:
        without += remove_staff(office, account)
    named = [account for account, member in members.items() if _is_new(office, account, member)]
    for account in named:
        without += name_staff(office, account, members[account].name, members[account].may)
    return Followed(tuple(named), tuple(removed), tuple(without))


def _is_new(office: Office, account: str, member: GroupMember) -> bool:
    row = office.staff.find(account)
    if row is None:
        return not _was_removed_by_hand(office.staff.last(account))
    return row.by == GROUP and row.powers != member.may


def _was_removed_by_hand(row: Staff | None) -> bool:
    return row is not None and row.removed_by != GROUP
