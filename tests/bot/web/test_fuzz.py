"""More than five thousand requests that nobody would send by accident, over every route and in
validly signed bodies: no 500.
"""

import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.slack.guard import sign
from bot.spine.dispatch import Dispatcher
from bot.web.app import build_app
from bot.web.operator import Orders
from storage.database import Database
from tests.bot.teams.conftest import *  # noqa: F403  (its fixtures)
from tests.bot.teams.conftest import Tenant
from tests.kit.fuzzing import KINDS, Fuzz, as_json
from tests.kit.slack_people import SECRET, buttons_of, pressed, submitted, until, value
from tests.kit.slack_room import CHANNEL as SLACK_CHANNEL
from tests.kit.slack_room import SlackRoomUnderTest, in_slack
from tests.kit.slack_server import BOT as SLACK_BOT
from tests.kit.slack_server import TEAM, Json
from tests.kit.teams_microsoft import BOT, TENANT
from tests.kit.teams_somebody import CHANNEL as TEAMS_CHANNEL
from tests.kit.web_site import CUMBRIA, SIGNING_KEY, running

ROOM, SERVICE, SLACK, TEAMS = 2000, 1200, 1200, 900
KNOWN = {"token": "x.y", "profile": "cumbria", "leaflet": "parents", "name": "room.css"}
ORDERS: tuple[Any, ...] = (
    {},
    [],
    7,
    None,
    "x",
    {"who": 7, "days": "x", "withdraw": []},
    {"who": "Sam", "days": 10**30, "withdraw": False},
    {"who": "Sam", "days": 0, "withdraw": False},
)
METHODS = ("GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH")


def test_there_are_more_than_five_thousand() -> None:
    assert ROOM + SERVICE + SLACK + TEAMS >= 5000


def nothing_failed(caplog: pytest.LogCaptureFixture) -> None:
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert [
        record.getMessage() for record in ours if record.levelname in ("ERROR", "CRITICAL")
    ] == []


def patterns(app: web.Application) -> list[str]:
    """The path of every route there is."""
    found = {route.resource.canonical for route in app.router.routes() if route.resource}
    return sorted(found)


async def anything(
    fuzz: Fuzz, client: TestClient[Any, Any], path: str, origin: str, form: Json
) -> int:
    """Sends something to a path; gives the answer's status."""
    kind = fuzz.one(KINDS[0], KINDS[0], *KINDS)
    body: Any = (
        form
        if kind == KINDS[0] and fuzz.random.random() < 0.7
        else fuzz.bytes(b"command=agenda.next&key=00000001")
    )
    headers = {
        "Origin": fuzz.one(origin, origin, origin, "https://evil.example", "null"),
        "Content-Type": kind,
    }
    if fuzz.random.random() < 0.2:
        headers |= {
            "Last-Event-ID": "1.2.3",
            "Range": "bytes=9-2",
            "Accept-Encoding": "x",
            "X-Forwarded-Host": "127.0.0.1",
        }
    sent = {"data": body} if fuzz.random.random() < 0.6 else {}
    response: ClientResponse = await client.request(
        fuzz.one(*METHODS), path, headers=headers, allow_redirects=False, **sent
    )
    response.close()  # streams go on for ever
    return response.status


async def test_the_rehearsal_room(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    fuzz = Fuzz(1)
    async with running(sqlite_database) as site:
        await site.start()
        await site.play_to("matters_most")
        app = site.client.server.app  # type: ignore[attr-defined]
        known = {
            "room": site.room.removeprefix("web:"),
            "token": "x.y",
            "profile": "cumbria",
            "leaflet": "parents",
            "name": "room.css",
        }
        asked = {
            "as": "chair",
            "meeting": "0" * 32,
            "of": "1" * 32,
            "part": "0" * 12,
            "since": "1.2",
        }
        every = [*patterns(app), *["/room/{room}/press"] * 8, "/nowhere/{room}"]
        statuses = []
        for number in range(ROOM):
            path = fuzz.path(every[number % len(every)], known)
            asked["as"] = fuzz.one("chair", "mum", "gran")
            statuses.append(
                await anything(
                    fuzz, site.client, f"{path}?{fuzz.query(asked)}", site.origin, fuzz.form()
                )
            )
    nothing_failed(caplog)
    assert max(statuses) < 500
    assert len(set(statuses)) > 5


@pytest.fixture
async def service(tenant: Tenant, sqlite_database: Database) -> AsyncIterator[TestClient[Any, Any]]:
    """The service with both chat services in it, as it is deployed."""
    async with in_slack(sqlite_database) as slack:
        dispatcher = Dispatcher(sqlite_database, {CUMBRIA.id: CUMBRIA})
        app = build_app(dispatcher, signing_key=SIGNING_KEY, url="https://chairside.example")
        app.add_routes([*slack.app.routes(), *tenant.channel.routes()])
        async with TestClient(TestServer(app)) as client:
            yield client
        dispatcher.close()


async def test_the_service(service: TestClient[Any, Any], caplog: pytest.LogCaptureFixture) -> None:
    fuzz = Fuzz(2)
    every = patterns(service.server.app)  # type: ignore[attr-defined]
    assert {"/slack/events", "/api/messages", "/board/{token}", "/operator/tracker-links"} <= set(
        every
    )
    statuses = []
    for number in range(SERVICE):
        path = fuzz.path(every[number % len(every)], KNOWN)
        statuses.append(
            await anything(fuzz, service, f"{path}?{fuzz.query({'present': '1'})}", "", fuzz.form())
        )
    nothing_failed(caplog)
    assert max(statuses) < 500


async def test_orders_of_the_operator_that_are_signed_and_misshapen(
    service: TestClient[Any, Any], caplog: pytest.LogCaptureFixture
) -> None:
    signer = Orders(SIGNING_KEY)._signer
    for path in ("tracker-links", "staff", "reseal", "audit"):
        for order in (*ORDERS, b"\xff"):
            body = order if isinstance(order, bytes) else str(signer.dumps(order))
            assert (
                await service.post(
                    f"/operator/{path}",
                    data=body,
                    headers={"Content-Type": "text/plain; charset=x"},
                )
            ).status == 404
    nothing_failed(caplog)


async def signed(room: SlackRoomUnderTest, body: bytes, kind: str) -> int:
    told = str(int(time.time()))
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": told,
        "X-Slack-Signature": sign(SECRET.encode(), told, body),
    }
    response = await room.workspace.client.post("/slack/events", data=body, headers=headers)
    await room.app.desk.settle()
    return response.status


async def test_what_slack_signed(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    fuzz = Fuzz(3)
    async with in_slack(sqlite_database) as room:
        await room.start("fennimore")
        bodies = await slack_bodies(room)
        statuses = []
        for number in range(SLACK):
            kind, whole = bodies[number % len(bodies)]
            body = as_slack_sends(kind, fuzz.changed(whole))
            statuses.append(
                await signed(
                    room,
                    fuzz.bytes(body) if number % 10 == 0 else body,
                    fuzz.one(kind, kind, kind, *KINDS),
                )
            )
        room.fake.broken.clear()
    nothing_failed(caplog)
    assert max(statuses) < 500
    assert {200, 400, 401} <= set(statuses)


async def slack_bodies(room: SlackRoomUnderTest) -> list[tuple[str, Json]]:
    """One of each kind of request that Slack sends."""
    room.fake.members[SLACK_CHANNEL] = [SLACK_BOT, "UCHAIR", "UMUM"]
    await room.deliver()
    await room.workspace.slash("UCHAIR", SLACK_CHANNEL, "start")
    await until(lambda: room.fake.opened)
    view = room.workspace.window()
    panel = buttons_of(
        [block for message in room.fake.standing("D_UCHAIR") for block in message.blocks]
    )
    more = [pressed("UCHAIR", button["value"], "t1") for button in panel[:3]]
    who = {"team": {"id": TEAM}, "user": {"id": "UMUM", "team_id": TEAM}}
    event = {"type": "event_callback", "team_id": TEAM, "event_id": "e1"}
    interactions = [
        pressed("UMUM", value("rollcall.form"), "t1"),
        pressed(
            "UMUM", value("answer.pass", "x", SLACK_CHANNEL), "t1", {"id": "V1", "type": "home"}
        ),
        pressed("UMUM", value("more", json.dumps([["a", "b", "c"]])), "t1"),
        submitted("UCHAIR", view, {"family": "F-17", "children": "Posy"}),
        {**who, "type": "shortcut", "callback_id": "mine", "trigger_id": "t1"},
        {**who, "type": "view_closed", "view": view},
        *more,
    ]
    forms = [(KINDS[0], {"payload": interaction}) for interaction in interactions]
    command = {
        "command": "/conference",
        "text": "start",
        "user_id": "UMUM",
        "team_id": TEAM,
        "channel_id": SLACK_CHANNEL,
        "trigger_id": "t",
    }
    events = [
        {"type": "app_home_opened", "user": "UMUM", "tab": "home", "channel": "D1"},
        {"type": "member_joined_channel", "user": "UX", "channel": SLACK_CHANNEL, "team": TEAM},
        {"type": "member_left_channel", "user": "UMUM", "channel": SLACK_CHANNEL, "team": TEAM},
        {"type": "channel_convert_to_public", "channel": SLACK_CHANNEL},
        {"type": "message", "user": "UMUM", "channel": SLACK_CHANNEL, "text": "x"},
    ]
    told = [(KINDS[1], {**event, "event": one}) for one in events]
    confirmation = (KINDS[1], {"type": "url_verification", "challenge": "abc", "token": "x"})
    return [*forms, *told, (KINDS[0], command), confirmation]


def as_slack_sends(kind: str, body: Json) -> bytes:
    if kind == KINDS[1]:
        return as_json(body)
    return urlencode(
        {name: one if isinstance(one, str) else json.dumps(one) for name, one in body.items()},
        errors="replace",
    ).encode()


async def test_what_teams_signed(tenant: Tenant, caplog: pytest.LogCaptureFixture) -> None:
    fuzz = Fuzz(4)
    carys = tenant.person("carys")
    bodies = teams_bodies()
    statuses = []
    for number in range(TEAMS):
        body = fuzz.changed({**bodies[number % len(bodies)], "id": f"a{number}"})
        statuses.append((await carys.posts(body)).status)
    nothing_failed(caplog)
    assert max(statuses) < 500
    assert {200, 400, 401} <= set(statuses)


def teams_bodies() -> list[Json]:
    """One of each kind of activity that Teams sends."""
    where = {
        "conversation": {"id": TEAMS_CHANNEL, "conversationType": "channel", "tenantId": TENANT}
    }
    alone = {"conversation": {"id": "a:carys", "conversationType": "personal", "tenantId": TENANT}}
    data = {
        "chairside": {"c": "rollcall.form", "t": "", "r": TEAMS_CHANNEL, "k": "k1", "p": ""},
        "f.text": "x",
    }
    return [
        {"type": "message", "text": "<at>Chairside</at> now", **where},
        {"type": "message", "text": "help", **alone},
        {"type": "message", "value": data, **alone},
        {"type": "invoke", "name": "task/fetch", "value": {"data": data}, **where},
        {"type": "invoke", "name": "task/submit", "value": {"data": data}, **where},
        {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "value": {"action": {"verb": "x", "data": data}},
            **where,
        },
        {"type": "conversationUpdate", "membersAdded": [{"id": BOT}], **where},
        {"type": "conversationUpdate", "membersRemoved": [{"id": "29:imran"}], **where},
        {"type": "installationUpdate", "action": "add", **alone},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}], **where},
    ]
