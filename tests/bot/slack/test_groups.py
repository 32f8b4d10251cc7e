"""User groups of the workspace as the list of staff: read by one process an hour; leaving one acts
like being taken off the list, and what was set by hand is not undone.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bot.__main__ import commands
from bot.slack.groups import AFTER_A_FAULT, EVERY
from bot.slack.settings import read_slack_settings
from bot.spine.settings import BadSettings
from bot.web.operator import audit_order
from handlers.staff.office import GROUP
from prompts.words import say
from storage.database import Database
from storage.tables import PageLink, Power, ServiceLine, Staff
from tests.kit.naming import named, not_named
from tests.kit.slack_people import account, buttons_of, until, value, words_in
from tests.kit.slack_room import CHANNEL, Clock, SlackRoomUnderTest, in_slack
from tests.kit.slack_server import FakeSlack, Fault

GROUPS = {Power.CHAIR: "SCHAIRS", Power.MANAGE: "SMANAGERS"}
CHAIRS, MANAGERS = GROUPS.values()


class Hourly:
    """A workspace with two user groups, and time that a test moves."""

    def __init__(self, room: SlackRoomUnderTest, clock: Clock) -> None:
        self.room = room
        self.fake = room.fake
        self.clock = clock

    async def an_hour_later(self, after: timedelta = EVERY) -> None:
        """The groups are read again."""
        self.clock.time += after + timedelta(seconds=1)
        assert await self.room.app.groups.read_when_due()

    def staff(self) -> dict[str, str]:
        """Who is named now by a group or by hand, and what they may."""
        with self.room.dispatcher.database.read() as session:
            rows = session.scalars(select(Staff).where(Staff.removed_at.is_(None)))
            return {row.account.rpartition("/")[2]: row.may for row in rows}


@pytest.fixture
async def there(sqlite_database: Database) -> AsyncIterator[Hourly]:
    fake, clock = FakeSlack(), Clock()
    fake.groups = {CHAIRS: ["URUTH", "USAM"], MANAGERS: ["USAM", "UMAX"]}
    async with in_slack(sqlite_database, clock, groups=GROUPS, fake=fake) as room:
        hourly = Hourly(room, clock)
        await until(lambda: "UMAX" in hourly.staff())
        yield hourly


async def test_who_is_in_a_group_may_do_what_it_is_for(there: Hourly) -> None:
    staff = there.staff()
    assert {who: staff[who] for who in ("URUTH", "USAM", "UMAX")} == {
        "URUTH": "chair",
        "USAM": "chair,manage",
        "UMAX": "manage",
    }
    await there.room.workspace.slash("URUTH", CHANNEL, "start")
    assert say("setting_up.text") in words_in(there.room.workspace.window())
    await there.room.workspace.slash("UMAX", CHANNEL, "start")
    assert say("staff.not_named") in words_in(there.room.workspace.window())
    await there.room.workspace.slash("UMAX", CHANNEL, "staff")
    assert "Person URUTH: chair" in words_in(there.room.workspace.window())


async def test_the_list_follows_the_group_and_each_change_is_a_line(there: Hourly) -> None:
    there.fake.groups = {CHAIRS: ["URUTH", "UNEW"], MANAGERS: ["USAM"]}
    await there.an_hour_later()
    staff = there.staff()
    assert (staff["URUTH"], staff["UNEW"], staff["USAM"]) == ("chair", "chair", "manage")
    assert "UMAX" not in staff
    database = there.room.dispatcher.database
    with database.read() as session:
        lines = session.scalars(select(ServiceLine).order_by(ServiceLine.number)).all()
        told = [(line.who, line.command, line.target.rpartition("/")[2]) for line in lines]
    assert told[3:] == [
        (GROUP, "staff.remove", "UMAX"),
        (GROUP, "staff.add", "UNEW"),
        (GROUP, "staff.change", "USAM"),
    ]
    assert audit_order(database, {"audit": "verify"})["faults"] == []


async def test_leaving_the_group_ends_links_and_seat_and_managers_are_told_who_must_take_over(
    there: Hourly,
) -> None:
    room, database = there.room, there.room.dispatcher.database
    not_named(database, account("UCHAIR"))
    there.fake.groups[CHAIRS].append("UCHAIR")
    with database.session() as session:  # as if a hand had never touched them
        for row in session.scalars(select(Staff).where(Staff.account == account("UCHAIR"))):
            session.delete(row)
    await there.an_hour_later()
    await room.start("fennimore")
    await room.deliver()
    await room.workspace.press("UCHAIR", value("board.link"))
    there.fake.groups[CHAIRS].remove("UCHAIR")
    await there.an_hour_later()
    await room.deliver()
    with database.read() as session:
        assert all(link.revoked_at for link in session.scalars(select(PageLink)))
    assert say("staff.chairless") in "".join(m.words for m in there.fake.standing(CHANNEL))
    await room.workspace.press("UCHAIR", value("pause.start"))
    assert say("staff.seat_gone") in words_in(room.workspace.window())
    assert say("staff.take") in str(there.fake.standing(there.fake.dm("UMINUTETAKER")))
    for manager in ("USAM", "UMAX"):
        (card,) = there.fake.standing(there.fake.dm(manager))
        assert say("staff.left_group") in card.words
        assert "Dot Ellery could take over" in card.words
        assert "Carys" not in card.words
        (button,) = buttons_of(card.blocks)
        await room.workspace.press(manager, button["value"])
        assert say("staff.rooms_text") in words_in(room.workspace.window())


async def test_what_was_set_by_hand_is_not_undone(there: Hourly) -> None:
    database = there.room.dispatcher.database
    named(database, account("UHAND"), may=[Power.ADMINISTER])
    press = {"member": "USAM", "name": "Sam", "may": "chair"}
    form = await there.room.workspace.form("UMAX", value("staff.add_form", channel=""))
    await there.room.workspace.submit("UMAX", form, press)
    form = await there.room.workspace.form("UMAX", value("staff.remove_form", channel=""))
    await there.room.workspace.submit("UMAX", form, {"who": account("URUTH")})
    there.fake.groups[CHAIRS].append("UHAND")
    for _ in range(2):
        await there.an_hour_later()
        staff = there.staff()
        assert (staff["UHAND"], staff["USAM"]) == ("administer", "chair")
        assert "URUTH" not in staff, "a manager took them off"
    there.fake.groups[CHAIRS] = ["UOTHER"]
    await there.an_hour_later()
    assert {"UHAND", "USAM"} <= there.staff().keys()


@pytest.mark.parametrize("gone", ["away", "refused", "slow down", "token", "no group", "empty"])
async def test_slack_being_away_removes_nobody(there: Hourly, gone: str) -> None:
    before = there.staff()
    there.fake.groups[CHAIRS] = ["UNEW"]
    there.fake.away = gone == "away"
    there.fake.bad_token = gone == "token"
    faults = {
        "refused": Fault("missing_scope"),
        "slow down": Fault("ratelimited", status=429, retry_after=30),
    }
    if fault := faults.get(gone):
        there.fake.faults["usergroups.users.list"].append(fault)
    if gone == "no group":
        del there.fake.groups[MANAGERS]
    if gone == "empty":
        there.fake.groups[MANAGERS] = []
    await there.an_hour_later()
    assert there.staff() == before
    there.fake.away = there.fake.bad_token = False
    there.fake.groups[MANAGERS] = ["USAM", "UMAX"]
    assert not await there.room.app.groups.read_when_due(), "not at once"
    await there.an_hour_later(AFTER_A_FAULT)
    assert "UNEW" in there.staff()
    assert "URUTH" not in there.staff()


async def test_apps_guests_and_those_who_have_left_are_not_named(there: Hourly) -> None:
    there.fake.people = {"UGUEST": {"is_restricted": True}, "UGONE": {"deleted": True}}
    there.fake.groups[CHAIRS] += ["UGUEST", "UGONE", "UAPP1", "UNEW"]
    await there.an_hour_later()
    assert there.staff().keys().isdisjoint({"UGUEST", "UGONE", "UAPP1"})
    assert "UNEW" in there.staff()


async def test_one_process_reads_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, clock = FakeSlack(), Clock()
    fake.groups = {CHAIRS: ["URUTH"]}
    only = {Power.CHAIR: CHAIRS}
    async with (
        in_slack(database, clock, groups=only, fake=fake) as one,
        in_slack(database, clock, groups=only, fake=fake) as other,
    ):
        await until(lambda: [m for m, _ in fake.calls if m == "usergroups.users.list"])
        await asyncio.sleep(0.2)
        for hour in range(1, 4):
            assert len([m for m, _ in fake.calls if m == "usergroups.users.list"]) == hour
            clock.time += EVERY + timedelta(seconds=1)
            took = await asyncio.gather(
                *(app.groups.read_when_due() for app in (one.app, other.app, one.app, other.app))
            )
            assert sorted(took) == [False, False, False, True]
    with database.read() as session:
        rows = session.scalars(select(Staff).where(Staff.account == account("URUTH"))).all()
        assert len(rows) == 1


async def test_without_a_group_slack_is_not_asked(sqlite_database: Database) -> None:
    async with in_slack(sqlite_database) as room:
        await asyncio.sleep(0.05)
        assert not [m for m, _ in room.fake.calls if m.startswith("usergroups")]


def test_settings_name_groups_and_the_manifest_asks_for_the_scope_only_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def scopes() -> list[str]:
        told = CliRunner().invoke(commands, ["slack-manifest", "--socket"], catch_exceptions=False)
        found: list[str] = json.loads(told.output)["oauth_config"]["scopes"]["bot"]
        return found

    for name, kept in (
        ("SLACK_BOT_TOKEN", "xoxb-1"),
        ("SLACK_TEAM", "T1"),
        ("SLACK_APP_TOKEN", "xapp-1"),
    ):
        monkeypatch.setenv(name, kept)
    assert "usergroups:read" not in scopes()
    monkeypatch.setenv("SLACK_CHAIRS_GROUP", "S01CHAIRS")
    monkeypatch.setenv("SLACK_MANAGERS_GROUP", "S01MANAGERS")
    assert "usergroups:read" in scopes()
    found = read_slack_settings()
    assert found
    assert found.groups == {Power.CHAIR: "S01CHAIRS", Power.MANAGE: "S01MANAGERS"}
    monkeypatch.setenv("SLACK_CHAIRS_GROUP", "@chairs")
    with pytest.raises(BadSettings, match="SLACK_CHAIRS_GROUP cannot be used"):
        read_slack_settings()
