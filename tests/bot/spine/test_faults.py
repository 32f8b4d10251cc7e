"""When something fails on our side, the log says what and where, and never a word of what was in
it.
"""

import ast
import asyncio
import io
import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

import prompts.words
from bot.spine.clock import Clock
from bot.spine.dispatch import Dispatcher
from bot.spine.faults import where
from bot.web.listening import PrivateFormatter, quiet_loop
from storage.database import Database
from tests.bot.teams.conftest import *  # noqa: F403  (its fixtures)
from tests.bot.teams.conftest import Tenant
from tests.kit.slack_people import value
from tests.kit.slack_room import in_slack
from tests.kit.teams_somebody import CHANNEL
from tests.kit.web_site import running

ROOT = Path(__file__).parents[3]
SECRET = "Carys said that she is afraid of the back door"
OURS = [path for folder in ("bot", "handlers", "storage") for path in (ROOT / folder).rglob("*.py")]


def fail(*_: object) -> None:
    raise RuntimeError(SECRET)


def says_only_where(log: pytest.LogCaptureFixture) -> None:
    assert SECRET not in log.text
    assert "RuntimeError at test_faults.py:" in log.text


async def test_on_the_web(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(sqlite_database) as site:
        await site.start()
        monkeypatch.setattr(site.dispatcher, "dispatch", fail)
        response = await site.press("mum", "rollcall.form")
        assert response.status == 500
        assert SECRET not in await response.text()
    says_only_where(caplog)


async def test_in_slack(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with in_slack(sqlite_database) as room:
        await room.start("fennimore")
        monkeypatch.setattr(room.dispatcher, "dispatch", fail)
        answer = await room.workspace.press("UMUM", value("rollcall.form"))
        assert answer.status == 200
        assert SECRET not in str(room.fake.opened)
    says_only_where(caplog)


async def test_in_slack_before_anything_is_dispatched(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with in_slack(sqlite_database) as room:
        monkeypatch.setattr("bot.slack.desk.Window", fail)
        assert (await room.workspace.press("UMUM", value("rollcall.form"))).status == 500
    says_only_where(caplog)


async def test_in_teams(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tenant.dispatcher, "dispatch", fail)
    action = {
        "data": {
            "chairside": {"c": "rollcall.form", "t": "", "r": "", "k": "", "p": ""},
            "msteams": {},
        }
    }
    answer = await tenant.person("carys").opens(action, CHANNEL)
    assert SECRET not in str(answer)
    says_only_where(caplog)


async def test_by_the_clock(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(sqlite_database) as site:
        monkeypatch.setattr("bot.spine.clock.due_alarms", fail)
        await Clock(site.dispatcher).tick()
    says_only_where(caplog)


async def test_while_open_pages_are_watched(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(sqlite_database) as site:
        path = await site.start()
        monkeypatch.setattr("bot.web.events.numbers", fail)
        stream = await site.get(f"{path}/events?as=mum")
        while "RuntimeError" not in caplog.text:
            await asyncio.sleep(0.05)
        stream.close()
    says_only_where(caplog)


async def test_what_a_library_logs_of_a_fault_is_cut_down_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(PrivateFormatter())
    library = logging.getLogger("a library")
    library.addHandler(handler)
    try:
        fail()
    except RuntimeError as fault:
        library.exception("it broke")
        quiet_loop(
            asyncio.get_running_loop(), {"message": f"Task exception {fault!r}", "exception": fault}
        )
    assert SECRET not in out.getvalue()
    assert "RuntimeError at test_faults.py:" in out.getvalue()
    says_only_where(caplog)


def test_of_the_way_to_a_fault_our_own_lines_are_told_and_where_it_happened(
    sqlite_database: Database,
) -> None:
    dispatcher = Dispatcher(sqlite_database, {})
    with sqlite_database.session() as session:
        session.execute(text("DROP TABLE staff"))
    with pytest.raises(OperationalError) as found:
        dispatcher.manages(SECRET)
    told = where(found.value)
    frames = re.sub(r":\d+", "", told.partition(" at ")[2]).split(" < ")
    assert frames[:4] == ["default.py", "staff.py", "staff.py", "staff.py"]
    assert set(frames[4:]) <= {path.name for path in OURS}, "only our own but for the first"


def test_at_most_six_lines_are_told() -> None:
    with pytest.raises(RecursionError) as found:
        prompts.words.say("staff.line", name=Endless())
    assert len(where(found.value).split(" < ")) <= 6


class Endless:
    def __str__(self) -> str:
        return prompts.words.say("staff.line", name=self)


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_one_helper_alone_says_what_failed(path: Path) -> None:
    if path.name == "faults.py":
        return
    for node in ast.walk(ast.parse(path.read_text())):
        assert not (isinstance(node, ast.Attribute) and node.attr in ("exception", "format_exc")), (
            node.lineno
        )
        assert not (isinstance(node, ast.keyword) and node.arg == "exc_info"), node.lineno
        assert not (
            isinstance(node, ast.Import) and any(name.name == "traceback" for name in node.names)
        ), node.lineno
