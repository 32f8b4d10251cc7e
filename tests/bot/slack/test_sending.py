"""Sending to Slack when Slack says no: each trouble has its words for the chair, and nothing is
lost.
"""

import json
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.slack.app import Slack
from bot.slack.platform import LIMITS
from bot.slack.settings import SlackSettings
from bot.spine.dispatch import Dispatcher
from bot.spine.pace import Pace
from bot.spine.platform import NotDelivered, Parcel
from bot.spine.settings import BadSettings
from handlers.grammar.command import Command
from prompts.card import Card, Text
from prompts.words import say
from storage.database import Database
from tests.kit.drawn import drawn_now
from tests.kit.slack_people import SECRET, account, value
from tests.kit.slack_room import CHANNEL, PANEL, ROOM, Clock, SlackRoomUnderTest
from tests.kit.slack_server import TEAM, FakeSlack, Fault


async def ask_again(room: SlackRoomUnderTest) -> None:
    await room.workspace.press("UCHAIR", value("ask.again"))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault("is_archived"), "archived"),
        (Fault("not_in_channel"), "removed"),
        (Fault("channel_not_found"), "removed"),
        (Fault("token_revoked"), "token"),
        (Fault("invalid_auth"), "token"),
        (Fault("missing_scope"), "token"),
        (Fault("ratelimited", 429, 7), "busy"),
        (Fault("fatal_error", 500), "away"),
        (Fault(status=503), "away"),
        (Fault("internal_error"), "away"),
    ],
)
async def test_the_chair_is_told_and_then_all_is_well(
    room: SlackRoomUnderTest, clock: Clock, fault: Fault, kind: str
) -> None:
    room.fake.faults["chat.postMessage"].append(fault)
    before = len(room.fake.standing(CHANNEL))
    await ask_again(room)
    await room.deliver()

    assert say(f"slack.trouble_{kind}") in room.panel()
    assert len(room.fake.standing(CHANNEL)) == before

    clock.time += timedelta(minutes=6)  # what needs somebody's help is tried again after five
    await room.deliver()

    assert len(room.fake.standing(CHANNEL)) == before + 1
    assert say(f"slack.trouble_{kind}") not in room.panel()


async def test_it_waits_as_long_as_slack_asks(room: SlackRoomUnderTest, clock: Clock) -> None:
    room.fake.faults["chat.postMessage"].append(Fault("ratelimited", 429, 30))
    await ask_again(room)
    await room.deliver()
    before = len(room.fake.standing(CHANNEL))
    clock.time += timedelta(seconds=29)
    await room.deliver()

    assert len(room.fake.standing(CHANNEL)) == before

    clock.time += timedelta(seconds=2)
    await room.deliver()

    assert len(room.fake.standing(CHANNEL)) == before + 1


async def test_a_time_out_is_trouble(
    room: SlackRoomUnderTest, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        room.app.client.session, "_timeout", SimpleNamespace(**{**vars_of_timeout(), "total": 0.1})
    )
    room.fake.faults["chat.postMessage"].append(Fault(hang=0.4))
    await ask_again(room)
    await room.deliver()

    assert say("slack.trouble_slow") in room.panel()

    clock.time += timedelta(seconds=8)
    await room.deliver()

    assert say("slack.trouble_slow") not in room.panel()


def vars_of_timeout() -> dict[str, object]:
    return {"connect": None, "sock_read": None, "sock_connect": None, "ceil_threshold": 5}


async def test_a_message_that_somebody_deleted_is_posted_again(room: SlackRoomUnderTest) -> None:
    question = room.fake.standing(CHANNEL)[1]
    room.fake.messages.remove(question)
    await room.dispatcher.send(
        drawn_now(room.dispatcher, Command("next", "agenda.next", account("UCHAIR"), ROOM))
    )
    await room.deliver()

    again = [
        message
        for message in room.fake.standing(CHANNEL)
        if message.blocks[0] == question.blocks[0]
    ]
    assert len(again) == 1
    assert not await room.see(lambda scene: scene.book.troubles())


async def test_no_more_is_posted_where_others_came_to_read(
    room: SlackRoomUnderTest, clock: Clock
) -> None:
    clock.time += timedelta(seconds=61)
    room.fake.channels[CHANNEL]["is_ext_shared"] = True
    before = len(room.fake.standing(CHANNEL))
    await ask_again(room)
    await room.deliver()

    assert len(room.fake.standing(CHANNEL)) == before
    assert say("watch.panel") in room.panel()
    assert say("watch.shared") in room.fake.standing(PANEL)[-1].words


async def test_an_hour_without_slack_loses_nothing(room: SlackRoomUnderTest, clock: Clock) -> None:
    room.fake.away = True
    for minute in range(60):
        if minute % 20 == 0:
            again = Command(f"again{minute}", "ask.again", account("UCHAIR"), ROOM)
            await room.dispatcher.send(drawn_now(room.dispatcher, again))
        clock.time += timedelta(minutes=1)
        await room.deliver()
    before = len(room.fake.standing(CHANNEL))
    room.fake.away = False
    for _ in range(6):
        clock.time += timedelta(minutes=5)
        await room.deliver()

    assert len(room.fake.standing(CHANNEL)) == before + 3
    assert not await room.see(lambda scene: scene.book.troubles())
    assert say("slack.trouble_away") not in room.panel()


async def test_long_trouble_is_still_tried(room: SlackRoomUnderTest, clock: Clock) -> None:
    room.fake.away = True
    await room.dispatcher.send(
        drawn_now(room.dispatcher, Command("again", "ask.again", account("UCHAIR"), ROOM))
    )
    for _ in range(120):
        clock.time += timedelta(minutes=5)
        await room.deliver()
    room.fake.away = False
    clock.time += timedelta(minutes=6)
    await room.deliver()

    assert not await room.see(lambda scene: scene.book.troubles())


async def test_a_long_card_goes_on_where_it_was_interrupted(
    room: SlackRoomUnderTest, clock: Clock
) -> None:
    long = Card("The plan", tuple(Text(f"Line {n}. " + "words " * 200) for n in range(40)))
    parcel = Parcel("m", ROOM, "p", "channel", None, 1, "", long)
    room.fake.faults["chat.postMessage"].extend([Fault(), Fault(), Fault("ratelimited", 429, 1)])
    before = len(room.fake.standing(CHANNEL))
    with pytest.raises(NotDelivered):
        await room.app.platform.show(parcel)
    clock.time += timedelta(seconds=1)
    ref = await room.app.platform.show(parcel)
    posted = room.fake.standing(CHANNEL)[before:]

    assert len(posted) == len(json.loads(ref)) - 1 > 3
    assert "".join(message.words for message in posted).count("Line 0.") == 1

    short = Parcel("m", ROOM, "p", "channel", None, 1, ref, Card("The plan", (Text("All of it."),)))
    assert len(json.loads(await room.app.platform.show(short))) == 2
    assert len(room.fake.standing(CHANNEL)) == before + 1


async def test_somebody_without_an_account_is_sent_nothing(room: SlackRoomUnderTest) -> None:
    calls = len(room.fake.calls)

    assert (
        await room.app.platform.show(Parcel("m", ROOM, "p", "someone", None, 1, "", Card("A line")))
        == ""
    )
    assert len(room.fake.calls) == calls


async def test_nothing_is_sent_twice_by_the_library(room: SlackRoomUnderTest) -> None:
    room.fake.faults["chat.postMessage"].append(Fault("ratelimited", 429, 1))
    calls = len(room.fake.calls)
    with pytest.raises(NotDelivered) as refused:
        await room.app.platform.show(Parcel("m", ROOM, "p", "channel", None, 1, "", Card("A line")))

    assert refused.value.after == timedelta(seconds=1)
    assert [method for method, _ in room.fake.calls[calls:]] == ["chat.postMessage"]


def test_one_message_a_second_in_a_channel() -> None:
    now = [0.0]
    pace = Pace(*LIMITS, clock=lambda: now[0])
    sent: list[float] = []
    while now[0] < 10:
        wait = pace.take("C1")
        if wait == 0:
            sent.append(now[0])
        now[0] += wait or 0.01
    assert min(b - a for a, b in pairwise(sent)) >= 1
    assert len(sent) == 10
    assert pace.take("C2") == 0


async def test_notifications_say_nothing_about_the_case(room: SlackRoomUnderTest) -> None:
    await room.workspace.press("UCHAIR", value("ask.nudge"))
    await room.deliver()
    texts = " ".join(message.text for message in room.fake.messages)
    names = await room.see(
        lambda scene: [*scene.children, scene.meeting.family, *(p.name for p in scene.book.people)]
    )

    assert not [name for name in names if name in texts]


def slack_at(server: BaseTestServer, database: Database) -> Slack:
    settings = SlackSettings("xoxb-test", TEAM, SECRET, api_url=str(server.make_url("/api/")))
    return Slack(settings, Dispatcher(database, {}), str)


async def test_it_does_not_start_with_a_wrong_token_or_for_another_workspace(
    sqlite_database: Database,
) -> None:
    fake = FakeSlack()
    async with TestServer(fake.app()) as server:
        fake.bad_token = True
        with pytest.raises(BadSettings, match="invalid_auth"):
            await slack_at(server, sqlite_database).start()
        fake.bad_token, fake.team = False, "T0OTHER"
        with pytest.raises(BadSettings, match="another workspace"):
            await slack_at(server, sqlite_database).start()


async def test_it_starts_though_slack_is_away(sqlite_database: Database) -> None:
    fake = FakeSlack(away=True)
    async with TestServer(fake.app()) as server:
        slack = slack_at(server, sqlite_database)
        await slack.start()
        await slack.stop()
