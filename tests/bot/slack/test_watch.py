"""The room is watched in Slack: by Slack's own events, and before each post, whatever Slack told
(row S2).
"""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.grammar.command import Command
from handlers.grammar.scene import Scene
from prompts.words import say
from storage.database import Database
from storage.tables import RoomWatch
from tests.kit.drawn import drawn_now
from tests.kit.slack_people import account, value, words_in
from tests.kit.slack_room import CHANNEL, ROOM, Clock, SlackRoomUnderTest, in_slack
from tests.kit.slack_server import BOT

DM = "DCHAIR"
EVE = "UEVE"


@pytest.fixture
async def room(database: Database, clock: Clock) -> AsyncIterator[SlackRoomUnderTest]:
    async with in_slack(database, clock) as room:
        await room.start("fennimore")
        people = await room.see(
            lambda scene: [p.account.rpartition("/")[2] for p in scene.book.people if p.account]
        )
        room.fake.members[CHANNEL] = [BOT, *people]
        await room.deliver()
        yield room


async def ask_again(room: SlackRoomUnderTest) -> int:
    """The chair has a post made; gives how many stood in the channel before."""
    before = len(room.fake.standing(CHANNEL))
    await room.workspace.press("UCHAIR", value("ask.again"))
    await room.deliver()
    return before


def told(room: SlackRoomUnderTest, user: str = "UCHAIR") -> str:
    """The newest private message that somebody has."""
    return room.fake.standing(room.fake.dm(user))[-1].words


def own(room: SlackRoomUnderTest, user: str = "UCHAIR") -> str:
    """All that somebody has as private messages."""
    return "\n".join(message.words for message in room.fake.standing(room.fake.dm(user)))


def posted(room: SlackRoomUnderTest) -> int:
    return len(room.fake.standing(CHANNEL))


async def here(room: SlackRoomUnderTest, *names: str) -> None:
    for user in names:
        values = {"name": user, "understood": "yes"}
        await room.dispatcher.send(
            Command(f"here {user}", "rollcall.submit", account(user), ROOM, values=values)
        )


async def test_a_stranger_who_joins_is_named_at_once_and_posts_wait(
    room: SlackRoomUnderTest, clock: Clock
) -> None:
    await room.workspace.joins(EVE, CHANNEL)
    await room.deliver()
    assert say("watch.strangers", names=["Person UEVE"]) in told(room)

    before = await ask_again(room)
    assert posted(room) == before
    assert say("watch.panel") in room.fake.standing(DM)[0].words, "private messages go on"

    await room.workspace.leaves(EVE, CHANNEL)
    await room.deliver()
    assert posted(room) == before + 1
    assert say("watch.panel") not in room.fake.standing(DM)[0].words
    assert say("watch.over") in own(room)


async def test_what_no_event_told_is_seen_before_a_post_within_a_minute(
    room: SlackRoomUnderTest, clock: Clock
) -> None:
    room.fake.members[CHANNEL].append(EVE)
    looks = [method for method, _ in room.fake.calls].count("conversations.info")
    before = await ask_again(room)
    assert posted(room) == before + 1, "it was looked at within the minute"
    assert [method for method, _ in room.fake.calls].count("conversations.info") == looks

    clock.time += timedelta(seconds=60)
    before = await ask_again(room)
    assert posted(room) == before
    assert "Person UEVE" in told(room)

    calls = len(room.fake.calls)
    await room.deliver()
    assert len(room.fake.calls) == calls, "it waits without asking Slack all the time"

    room.fake.members[CHANNEL].remove(EVE)
    clock.time += timedelta(seconds=61)
    await room.deliver()
    assert posted(room) == before + 1


async def test_a_look_in_the_future_is_no_look(room: SlackRoomUnderTest, clock: Clock) -> None:
    """Else one line in the database, or a clock that was wrong, would end the watch."""
    with room.dispatcher.database.session() as session:
        for watch in session.scalars(select(RoomWatch)):
            watch.checked_at = clock.time + timedelta(days=400)
    room.fake.members[CHANNEL].append(EVE)
    before = await ask_again(room)
    assert posted(room) == before
    assert "Person UEVE" in told(room)


async def test_a_channel_that_is_made_public(room: SlackRoomUnderTest, clock: Clock) -> None:
    room.fake.channels[CHANNEL]["made_public"] = (
        True  # Slack says `missing_scope` of it from now on
    )
    clock.time += timedelta(seconds=61)
    before = await ask_again(room)
    assert posted(room) == before
    assert say("watch.public") in told(room)

    how = await room.workspace.form("UCHAIR", value("room.how"))
    assert say("watch.how_public") in words_in(how)

    room.fake.channels[CHANNEL]["made_public"] = False
    await room.workspace.press("UCHAIR", value("post.try_now"))
    await room.deliver()
    assert posted(room) == before + 1
    assert (
        await room.see(lambda scene: [p for p in scene.book.people if p.attendance == "left"]) == []
    )


@pytest.mark.parametrize("kind", ["channel_shared", "member_joined_channel"])
async def test_a_channel_that_is_shared(room: SlackRoomUnderTest, kind: str) -> None:
    room.fake.channels[CHANNEL]["is_ext_shared"] = True
    assert (await room.workspace.event(kind, CHANNEL, connected_team_id="E1")).status == 200
    await room.deliver()
    assert say("watch.shared") in told(room)
    before = await ask_again(room)
    assert posted(room) == before

    room.fake.channels[CHANNEL]["is_ext_shared"] = False
    await room.workspace.event("channel_unshared", CHANNEL)
    await room.deliver()
    assert posted(room) == before + 1


async def test_another_app_reads_along(room: SlackRoomUnderTest) -> None:
    await room.workspace.joins("UAPP1", CHANNEL)
    await room.deliver()
    assert say("watch.apps", names=["Person UAPP1"]) in told(room)
    assert say("watch.belong") not in told(room)


async def test_they_belong_here(room: SlackRoomUnderTest) -> None:
    await room.workspace.joins(EVE, CHANNEL)
    before = await ask_again(room)
    form = await room.workspace.form("UCHAIR", value("room.part_form"))
    wrong = await room.workspace.submit("UCHAIR", form, {"role": "professional"})
    assert list(wrong.body["errors"].values()) == [say("setting_up.agency_needed")]
    await room.workspace.submit(
        "UCHAIR", form, {"role": "professional", "agency": "health", "name": "Eve Lund"}
    )
    await room.deliver()

    assert posted(room) == before + 1
    eve = await room.see(
        lambda scene: [(p.name, p.role) for p in scene.book.people if p.account == account(EVE)],
        EVE,
    )
    assert eve == [("Eve Lund", "professional")]
    await here(room, EVE)
    await room.deliver()
    assert "UEVE" in next(
        m.words for m in room.fake.standing(CHANNEL) if say("rollcall.title") in m.words
    )


async def test_somebody_who_attends_apart_comes_in(room: SlackRoomUnderTest) -> None:
    mum = await room.see(
        lambda scene: next(p.id for p in scene.book.people if p.account == account("UMUM"))
    )
    await room.workspace.leaves("UMUM", CHANNEL)
    await room.deliver()
    values = {"who": mum, "why": "She asked for it."}
    apart = Command("apart", "apart.submit", account("UCHAIR"), ROOM, values=values)
    await room.dispatcher.send(drawn_now(room.dispatcher, apart))
    await room.deliver()
    before = posted(room)
    await room.workspace.joins("UMUM", CHANNEL)
    await room.deliver()
    name = await room.see(lambda scene: next(p.name for p in scene.book.people if p.id == mum))
    assert say("watch.apart", names=[name]) in told(room)
    await ask_again(room)
    assert posted(room) == before


async def test_who_leaves_is_noted_and_asked_for(room: SlackRoomUnderTest) -> None:
    await here(room, "UMUM", "UCHAIR")
    await room.deliver()
    await room.workspace.leaves("UMUM", CHANNEL)
    await room.deliver()

    name, attendance = await room.see(mum)
    assert attendance == "left"
    assert say("watch.went", name=name) in own(room)
    assert say("watch.you_left") in told(room, "UMUM")
    await here_again(room)
    await room.deliver()
    assert say("watch.back", name="UMUM") in own(room)


def mum(scene: Scene) -> tuple[str, str]:
    """Mum's name and attendance."""
    return next((p.name, p.attendance) for p in scene.book.people if p.account == account("UMUM"))


async def here_again(room: SlackRoomUnderTest) -> None:
    values = {"name": "UMUM", "understood": "yes"}
    await room.dispatcher.send(
        Command("here again", "rollcall.submit", account("UMUM"), ROOM, values=values)
    )


async def test_by_private_messages_only_and_back(room: SlackRoomUnderTest) -> None:
    await room.workspace.joins(EVE, CHANNEL)
    before = await ask_again(room)
    await room.workspace.press("UCHAIR", value("room.private"))
    await room.deliver()
    assert posted(room) == before
    title = await room.see(
        lambda scene: say("asking.again", item=scene.title(scene.meeting.steps[0]))
    )
    for user in ("UMUM", "UCHAIR"):
        assert title in own(room, user)
    assert not room.fake.standing(room.fake.dm(EVE))
    await room.dispatcher.send(
        drawn_now(room.dispatcher, Command("next", "agenda.next", account("UCHAIR"), ROOM))
    )
    await room.deliver()
    assert posted(room) == before
    assert "Who is here" in own(room, "UMUM")

    await room.workspace.press("UCHAIR", value("room.channel"))
    await room.deliver()
    assert posted(room) == before, "she is still there"
    assert "Person UEVE" in own(room)
    await room.workspace.leaves(EVE, CHANNEL)
    await room.deliver()
    assert posted(room) > before


async def test_archived_and_opened_again(room: SlackRoomUnderTest) -> None:
    room.fake.channels[CHANNEL]["is_archived"] = True
    await room.workspace.event("group_archive", CHANNEL)
    before = await ask_again(room)
    assert posted(room) == before
    assert say("slack.trouble_archived") in room.fake.standing(DM)[0].words
    room.fake.channels[CHANNEL]["is_archived"] = False
    await room.workspace.event("group_unarchive", CHANNEL)
    await room.deliver()
    assert posted(room) == before + 1


async def test_nobody_becomes_staff_by_being_in_the_channel(room: SlackRoomUnderTest) -> None:
    await room.workspace.joins(EVE, CHANNEL)
    await room.deliver()
    form = str(await room.workspace.form("UCHAIR", value("room.part_form")))
    assert "'professional'" in form
    assert not [
        role for role in ("chair", "administrator", "service_manager") if f"'{role}'" in form
    ]
