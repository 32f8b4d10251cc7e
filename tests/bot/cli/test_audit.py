"""The audit trail is whole or says where it is not; closed parts' lines are the manager's alone."""

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from bot.__main__ import commands
from bot.rehearsal.setup import account_of
from bot.spine.dispatch import Dispatcher
from bot.web.links import PageLinks, TrackerLinks
from bot.web.operator import audit_order
from bot.web.staff_orders import StaffOrder, obey
from handlers.grammar.command import Command
from handlers.grammar.registry import draw
from handlers.staff.office import GROUP, OPERATOR
from handlers.staff.removing import remove_staff
from prompts.words import say
from storage.boxes import new_pair, open_box
from storage.database import Database
from storage.sealing import CannotOpen, Vault
from storage.tables import AuditLine, Meeting, PageLink, Person, Power, ServiceLine, Staff
from storage.tracker import make_link
from tests.kit.conference import A_MONDAY, Conference, SmallerGroup
from tests.kit.naming import named
from tests.kit.preparing import BeforeTheDay, Writer
from tests.kit.web_site import SIGNING_KEY, running

PRIVATE, PUBLIC = new_pair()
LATER = datetime(2030, 1, 1, tzinfo=UTC)
KEY = b"a key for tests, thirty-two long"


@pytest.fixture
def room(database_url: str) -> Iterator[Conference]:
    vault = Vault(KEY, manager=PUBLIC)
    with (
        closing(Database.open(database_url, vault)) as database,
        closing(Conference(database)) as conference,
    ):
        conference.begins_with("matters_most")
        conference.person("mum").answers("matters_most", "Me and Gran.")
        yield conference


def test_what_was_done_is_proved_whole(room: Conference) -> None:
    told = verified(room.database)
    assert told["faults"] == []
    assert told["lines"] > 5


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_line SET target = 'another' WHERE number = 3",
        "UPDATE audit_line SET person_id = NULL WHERE number = 3",
        "DELETE FROM audit_line WHERE number = 3",
        "DELETE FROM audit_line WHERE number = (SELECT max(number) FROM audit_line)",
        "DELETE FROM audit_line",
        "UPDATE meeting SET trail = (SELECT link FROM audit_line WHERE number = 2)",
    ],
)
def test_a_line_that_was_changed_or_taken_away_shows(room: Conference, change: str) -> None:
    with room.database.session() as session:
        session.execute(text(change))
    assert verified(room.database)["faults"]


def test_a_mark_that_does_not_fit_shows_too(room: Conference) -> None:
    with room.database.session() as session:
        session.execute(text("UPDATE step SET revealed_at = opened_at WHERE opened_at IS NOT NULL"))
    assert any(fault.startswith("step ") for fault in verified(room.database)["faults"])


def test_opening_and_ending_a_closed_part_is_for_the_managers_key_alone(room: Conference) -> None:
    part = SmallerGroup(room, ["mum"], ["who_helps"], "Mum asked for it.")
    reply = room.dispatcher.dispatch(_end(part))
    assert reply.done, reply
    with room.database.read() as session:
        meeting = session.scalars(select(Meeting).where(Meeting.part_of_id.is_not(None))).one()
        lines = session.scalars(
            select(AuditLine).where(AuditLine.meeting_id == meeting.id).order_by(AuditLine.number)
        ).all()
        assert {(line.person_id, line.command, line.target) for line in lines} == {(None, "", "")}
        assert not any("closed" in line.hidden for line in lines)
        told = [json.loads(open_box(PRIVATE, line.hidden)) for line in lines]
        with pytest.raises(CannotOpen):
            open_box(new_pair()[0], lines[0].hidden)
        whole = session.scalars(
            select(AuditLine.command).where(AuditLine.meeting_id != meeting.id)
        ).all()
    assert [line["command"] for line in told] == ["closed.open", "closed.end"]
    assert told[0]["person"] == room.ids["chair"]
    assert not [command for command in whole if "closed" in command]
    assert verified(room.database)["faults"] == []


async def test_every_paper_that_is_opened_is_kept_with_who_and_when(database: Database) -> None:
    async with running(database, now=lambda: A_MONDAY, rehearsal=False) as site:
        tracker = site_tracker(database)
        assert (await site.get(f"/reports/{tracker}")).status == 200
        assert (await site.get(f"/reports/{tracker}/file.csv")).status == 200
        assert (await site.get("/reports/nothing")).status == 410
    with database.read() as session:
        lines = session.scalars(select(ServiceLine).order_by(ServiceLine.number)).all()
        assert [(line.number, line.command, line.at) for line in lines] == [
            (1, "tracker.open", A_MONDAY),
            (2, "tracker.open", A_MONDAY),
        ]
    assert verified(database) == {"lines": 2, "meetings": 0, "faults": []}
    with database.session() as session:
        session.execute(text("DELETE FROM service_line WHERE number = 2"))
    assert verified(database)["faults"]


async def test_every_page_of_a_meeting_too(played_database: Database) -> None:
    with played_database.session() as session:
        chairs = select(Person).join(Meeting, Meeting.id == Person.meeting_id)
        chair = session.scalars(
            chairs.where(Person.role == "chair", Meeting.state == "closed")
        ).one()
        for what in ("board", "record"):
            link = PageLink(
                id=f"{what:0>32}", person_id=chair.id, what=what, expires_at=LATER, revoked_at=None
            )
            link.meeting_id = chair.meeting_id
            session.add(link)
    async with running(played_database, now=lambda: A_MONDAY, rehearsal=False) as site:
        links = PageLinks(SIGNING_KEY)
        for path in ("board/{}", "board/{}/part", "record/{}", "record/{}/record.json"):
            token = links.token(f"{path.partition('/')[0]:0>32}")
            assert (await site.get("/" + path.format(token))).status == 200
    with played_database.read() as session:
        opened = (
            select(AuditLine).where(AuditLine.command == "page.open").order_by(AuditLine.number)
        )
        lines = session.scalars(opened).all()
        assert [line.target for line in lines] == ["board", "record", "record/record.json"]
        assert {line.person_id for line in lines} == {chair.id}
    assert verified(played_database)["faults"] == []


async def test_a_board_that_is_read_by_its_part_alone_is_a_line_once(
    played_database: Database,
) -> None:
    with played_database.session() as session:
        person = session.scalars(select(Person).where(Person.role == "chair").limit(1)).one()
        link = PageLink(person_id=person.id, what="board", expires_at=LATER, revoked_at=None)
        link.meeting_id = person.meeting_id
        session.add(link)
    async with running(played_database, now=lambda: A_MONDAY, rehearsal=False) as site:
        for _ in range(3):
            part = f"/board/{PageLinks(SIGNING_KEY).token(link.id)}/part"
            assert (await site.get(part)).status == 200
    with played_database.read() as session:
        lines = select(AuditLine.target).where(AuditLine.command == "page.open")
        assert session.scalars(lines).all() == ["board"]


def test_a_report_that_is_read_in_the_chat_is_a_line_and_ones_own_is_none(
    database: Database,
) -> None:
    with closing(BeforeTheDay(database)) as ahead:
        chair, visitor, mum = (Writer(ahead, who) for who in ("chair", "health_visitor", "mum"))
        report = ahead.look(lambda scene: scene.book.reports())
        theirs = next(one.id for one in report if one.author_id == ahead.ids["health_visitor"])
        before = counters(database)
        assert say("dispatch.not_yours") not in chair.dares.presses("report.read", theirs)
        chair.dares.presses("report.read", theirs)
        visitor.dares.presses("report.read", theirs)
        assert say("dispatch.not_yours") in mum.dares.presses("report.read", theirs)
        assert counters(database) == before, "nobody else's page moves"
        with database.read() as session:
            opened = select(AuditLine).where(AuditLine.command == "paper.open")
            lines = session.scalars(opened.order_by(AuditLine.number)).all()
        assert [(line.person_id, line.target) for line in lines] == [
            (ahead.ids["chair"], theirs)
        ] * 2
        assert verified(database)["faults"] == []


def counters(database: Database) -> list[int]:
    with database.read() as session:
        return list(session.scalars(select(Meeting.version)))


SAM = "slack:T/USAM"


def staffed(database: Database) -> Dispatcher:
    """Sam is named by the operator, given more by a manager, and taken off for a user group."""
    dispatcher = Dispatcher(database, {}, lambda: A_MONDAY)
    named(database, "slack:T/UMANAGER", may=[Power.MANAGE])
    assert obey(dispatcher, StaffOrder("add", SAM, "Sam", ("chair",))) == [
        "Sam is on the list now."
    ]
    values = {"member": SAM, "name": "Sam", "may": "chair,administer"}
    press = Command("add", "staff.add", "slack:T/UMANAGER", "slack:T/", "", values)
    assert dispatcher.dispatch(press).done
    return dispatcher


def test_every_change_of_the_list_of_staff_is_a_line(database: Database) -> None:
    dispatcher = staffed(database)
    dispatcher.in_the_office(GROUP, lambda office: remove_staff(office, SAM))
    with database.read() as session:
        lines = session.scalars(select(ServiceLine).order_by(ServiceLine.number)).all()
        manager = session.scalars(select(Staff).where(Staff.account == "slack:T/UMANAGER")).one()
        told = [(line.who, line.command, line.target.split(" ")[1:]) for line in lines]
    assert told == [
        (OPERATOR, "staff.add", ["chair", SAM]),
        (manager.id, "staff.change", ["administer,chair", SAM]),
        (GROUP, "staff.remove", ["administer,chair", SAM]),
    ]
    assert verified(database) == {"lines": 3, "meetings": 0, "faults": []}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE service_line SET who = 'group' WHERE number = 1",
        "UPDATE service_line SET target = replace(target, 'USAM', 'UEVE') WHERE number = 2",
        "DELETE FROM service_line WHERE number = 2",
        "DELETE FROM staff WHERE account = 'slack:T/USAM' AND removed_at IS NULL",
        "UPDATE staff SET \"by\" = 'group' WHERE account = 'slack:T/USAM'",
        "UPDATE staff SET may = 'administer,chair,manage' WHERE account = 'slack:T/USAM'",
        "UPDATE staff SET account = 'slack:T/UEVE' WHERE account = 'slack:T/USAM'"
        " AND removed_at IS NULL",
    ],
)
def test_a_list_of_staff_that_was_changed_by_hand_is_found(database: Database, change: str) -> None:
    staffed(database)
    assert verified(database)["faults"] == []
    with database.session() as session:
        session.execute(text(change))
    assert verified(database)["faults"]


def test_putting_back_a_row_as_it_was_before_somebody_was_taken_off_is_found(
    database: Database,
) -> None:
    dispatcher = staffed(database)
    kept = text("SELECT id, mark FROM staff WHERE account = :sam AND removed_at IS NULL")
    with database.read() as session:
        (row_id, mark) = session.execute(kept, {"sam": SAM}).one()
    dispatcher.in_the_office(OPERATOR, lambda office: remove_staff(office, SAM))
    assert verified(database)["faults"] == []
    back = text("UPDATE staff SET removed_at = NULL, mark = :mark WHERE id = :id")
    with database.session() as session:
        session.execute(back, {"mark": mark, "id": row_id})
    assert verified(database)["faults"] == [f"staff {row_id}: the list is not as the lines say"]


def test_one_command_says_that_it_is_whole_or_what_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAIRSIDE_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CHAIRSIDE_KEY", base64.b64encode(KEY).decode())
    monkeypatch.setenv("CHAIRSIDE_AUDIT_KEY", base64.b64encode(PUBLIC).decode())
    assert CliRunner().invoke(commands, ["migrate"], catch_exceptions=False).exit_code == 0
    vault = Vault(KEY, manager=PUBLIC)
    with (
        closing(Database.open(f"sqlite:///{tmp_path}/chairside.db", vault)) as database,
        closing(Conference(database)) as room,
    ):
        room.begins_with("matters_most")
        part = SmallerGroup(room, ["mum"], ["who_helps"], "Mum asked for it.")
        hidden = part.look(lambda scene: scene.meeting.id)
    assert (
        "Whole: "
        in CliRunner().invoke(commands, ["audit", "verify"], catch_exceptions=False).output
    )
    without = CliRunner().invoke(commands, ["audit", "show", hidden], catch_exceptions=False).output
    assert "closed.open" not in without
    (tmp_path / "manager.key").write_text(base64.b64encode(PRIVATE).decode())
    args = ["audit", "show", hidden, "--key", str(tmp_path / "manager.key")]
    assert "closed.open" in CliRunner().invoke(commands, args, catch_exceptions=False).output


def verified(database: Database) -> dict[str, Any]:
    return audit_order(database, {"audit": "verify"})


def site_tracker(database: Database) -> str:
    with database.session() as session:
        session.add(Staff(account="Sam Whitlock", may="manage", by="operator", at=A_MONDAY))
        session.flush()
        return TrackerLinks(SIGNING_KEY).token(make_link(session, "Sam Whitlock", A_MONDAY, 7))


def _end(part: SmallerGroup) -> Command:
    chair = account_of("chair")
    buttons = part.look(lambda scene: draw(scene, "panel").buttons, chair)
    button = next(button for button in buttons if button.command == "closed.end")
    return Command("the-end", button.command, chair, part.room, button.target)
