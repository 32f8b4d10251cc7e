"""Who may send to Slack's address: everything that is not truly Slack's, and of our workspace, is
turned away unread.
"""

import json
import logging
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.guard import Guard, NotFromSlack, sign
from storage.database import Database
from tests.kit.slack_people import SECRET, pressed, value
from tests.kit.slack_room import SlackRoomUnderTest, in_slack
from tests.kit.slack_server import TEAM

FORM = "application/x-www-form-urlencoded"
PRIVATE = "What Mum said about the night"


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[SlackRoomUnderTest]:
    async with in_slack(sqlite_database) as room:
        yield room


async def post(
    room: SlackRoomUnderTest,
    body: bytes,
    *,
    at: str | None = None,
    secret: str = SECRET,
    kind: str = FORM,
    **others: str,
) -> int:
    told = str(int(time.time())) if at is None else at
    signed = {
        "X-Slack-Request-Timestamp": told,
        "X-Slack-Signature": sign(secret.encode(), told, body),
    }
    headers = {"Content-Type": kind, **signed, **others}
    response = await room.workspace.client.post("/slack/events", data=body, headers=headers)
    return response.status


def a_press(**changed: Any) -> bytes:
    payload = {**pressed("UMUM", value("answer.pass", PRIVATE), "t1"), **changed}
    return urlencode({"payload": json.dumps(payload)}).encode()


async def test_a_true_request_comes_in(room: SlackRoomUnderTest) -> None:
    assert await post(room, a_press()) == 200


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"secret": "another secret"}, 401),
        ({"at": str(int(time.time()) - 600)}, 401),
        ({"at": str(int(time.time()) + 86400)}, 401),
        ({"at": "yesterday"}, 401),
        ({"at": ""}, 401),
        ({"at": "٣"}, 401),
        ({"at": "9" * 400}, 401),
    ],
)
async def test_what_is_not_signed_well_is_turned_away(
    room: SlackRoomUnderTest, caplog: pytest.LogCaptureFixture, how: dict[str, str], status: int
) -> None:
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        assert await post(room, a_press(), **how) == status
    ours = [record for record in caplog.records if record.name.startswith("bot.")]

    assert len(ours) == 1
    assert PRIVATE not in caplog.text


def test_a_signature_that_is_no_text_is_a_wrong_one() -> None:
    told = {"X-Slack-Request-Timestamp": "1000", "X-Slack-Signature": "v0=\udcff"}
    with pytest.raises(NotFromSlack, match="wrong signature"):
        Guard(SECRET, TEAM, lambda: 1000.0).check(b"{}", told)


async def test_headers_may_be_missing(room: SlackRoomUnderTest) -> None:
    response = await room.workspace.client.post("/slack/events", data=a_press())

    assert response.status == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"type": "event_callback", ', "application/json"),
        (b"[1, 2]", "application/json"),
        (b"null", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"payload=%7Bnot+json", FORM),
        (b"payload=", FORM),
        (b'{"a": NaN' + PRIVATE.encode(), "application/json"),
        (b"[" * 100_000, "application/json"),
    ],
)
async def test_what_cannot_be_read_is_turned_away(
    room: SlackRoomUnderTest, caplog: pytest.LogCaptureFixture, body: bytes, kind: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        assert await post(room, body, kind=kind) == 400
    ours = [record for record in caplog.records if record.name.startswith("bot.")]

    assert len(ours) == 1
    assert PRIVATE not in caplog.text


@pytest.mark.parametrize(
    "changed",
    [
        {"team": {"id": "T0OTHER"}},
        {"team": None, "team_id": "T0OTHER"},
        {"team": None},
        {"user": {"id": "UMUM", "team_id": "T0OTHER"}},
    ],
)
async def test_another_workspace_is_turned_away(
    room: SlackRoomUnderTest, changed: dict[str, Any]
) -> None:
    assert await post(room, a_press(**changed)) == 401


async def test_the_address_is_confirmed(room: SlackRoomUnderTest) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"})
    answer = await room.workspace.send(body, "application/json")

    assert (answer.status, answer.body) == (200, {"challenge": "abc"})


async def test_what_nobody_listens_to_leaves_no_words_in_the_log(
    room: SlackRoomUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    event = {"type": "message", "text": PRIVATE, "user": "UMUM", "channel": "C1"}
    with caplog.at_level(logging.DEBUG):
        await room.workspace.send(
            json.dumps({"type": "event_callback", "team_id": TEAM, "event": event}),
            "application/json",
        )

    assert PRIVATE not in caplog.text
