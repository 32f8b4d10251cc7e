"""Between the conferences in Slack: check-in, core group, reminder.

Each comes in private, each press is a signed request.
"""

from datetime import UTC, datetime

import pytest

from bot.rehearsal.player import Player
from bot.spine.clock import Clock as Ticking
from storage.database import Database
from tests.kit.slack_people import words_in
from tests.kit.slack_room import CHANNEL, ROOM, Clock, SlackRoomUnderTest, in_slack, user_of

MUM, GRAN, JOE = (user_of(f"web:{name}") for name in ("mum", "gran", "social_worker"))


@pytest.mark.rehearsals
async def test_from_the_check_in_to_the_action_that_is_done(sqlite_database: Database) -> None:
    clock = Clock()
    async with in_slack(sqlite_database, now=clock) as room:
        await room.start("fennimore")
        await everybody_plays(room)

        # Five working days before: Carys is asked in private, and nothing on her lock screen says
        # by whom or about what.
        await it_is(room, clock, datetime(2026, 3, 4, 9, 1, tzinfo=UTC))
        asked = room.fake.standing(room.fake.dm(MUM))[-1]
        assert "hidden until the meeting" in asked.words
        assert asked.text == "You have a message from Chairside."
        await room.workspace.press_label(MUM, room.fake.dm(MUM), "Tell us how it's going")
        form = room.workspace.window()
        assert "How are your actions going?" in words_in(form)
        sent = await room.workspace.submit(
            MUM, form, {"group_score_1__score": "8", "group_score_1__why": "The gate is locked."}
        )
        assert sent.body.get("response_action") in ("clear", "update"), sent.body
        assert "The gate is locked." not in everything(room)

        # Joe begins the core group where the conference was; what Carys said is shown when the
        # agenda comes to it.
        await it_is(room, clock, datetime(2026, 3, 11, 9, 30, tzinfo=UTC))
        await room.workspace.press_label(JOE, room.fake.dm(JOE), "Begin the core group")
        begins = room.workspace.window()
        assert "everyone in the channel will see it" in words_in(begins)
        assert "Who we are" not in in_channel(room)
        await room.workspace.submit(JOE, begins, {})
        await room.deliver()
        assert "Who we are" in in_channel(room)
        await everybody_plays(room)
        assert await room.see(lambda scene: (scene.meeting.kind, scene.meeting.state)) == (
            "core_group",
            "approved",
        )
        assert "The gate is locked." in in_channel(room)

        # An action comes due: Carys is reminded, says that it is done, and the reminder has nothing
        # more to say.
        told = in_channel(room)
        await it_is(room, clock, datetime(2026, 3, 16, 9, 1, tzinfo=UTC))
        reminder = room.fake.standing(room.fake.dm(MUM))[-1]
        assert "Ask the doctor about the tablets" in reminder.words
        assert reminder.text == "You have a message from Chairside."
        await room.workspace.press_label(
            MUM, room.fake.dm(MUM), "Done: Ask the doctor about the tablets before winter."
        )
        sent = await room.workspace.submit(
            MUM, room.workspace.window(), {"how": "I rang them.", "on": "2026-03-16"}
        )
        assert sent.body.get("response_action") in ("clear", "update"), sent.body
        await room.deliver()
        assert (
            "There is nothing left to do here." in room.fake.standing(room.fake.dm(MUM))[-1].words
        )
        assert in_channel(room) == told, "nobody is shamed in the channel"


async def everybody_plays(room: SlackRoomUnderTest) -> None:
    """The sample's people do what they would do, until there is nothing more to do."""
    player = Player(room.dispatcher, ROOM)
    await room.dispatcher.run(lambda: list(player.presses()))
    await room.deliver()


async def it_is(room: SlackRoomUnderTest, clock: Clock, moment: datetime) -> None:
    """Time has passed, and what is due is done and shown."""
    clock.time = moment
    await Ticking(room.dispatcher).do_what_is_due()
    await room.deliver()


def in_channel(room: SlackRoomUnderTest) -> str:
    """All that stands in the channel."""
    return "\n".join(message.words for message in room.fake.standing(CHANNEL))


def everything(room: SlackRoomUnderTest) -> str:
    """All that stands anywhere in the workspace."""
    return "\n".join(message.words for message in room.fake.messages)
