"""Whole conferences in Slack: every press and every form is a signed request, and every card is
held against Slack's rules.
"""

import pytest

from bot.rehearsal.cast import Cast
from bot.rehearsal.move import Move
from bot.rehearsal.moves import chairs_moves, peoples_moves
from handlers.grammar.scene import Scene
from prompts.family import family_names, load_family
from prompts.words import say
from storage.database import Database
from tests.kit.slack_people import value
from tests.kit.slack_room import CHANNEL, SlackRoomUnderTest, in_slack

_MOST = 600
DEANS = "I sleep in the van by the yard, and I want help."


@pytest.mark.rehearsals
@pytest.mark.parametrize("family", family_names())
async def test_a_whole_conference(sqlite_database: Database, family: str) -> None:
    async with in_slack(sqlite_database) as room:
        await room.start(family)
        done: set[str] = set()
        await room.deliver()
        for _ in range(_MOST):
            if await room.see(lambda scene: scene.meeting.state) == "approved":
                break
            await _play_one(room, family, done)
            await room.deliver()
        channel = "\n".join(message.words for message in room.fake.standing(CHANNEL))
        notices = {message.text for message in room.fake.messages}

        assert await room.see(lambda scene: scene.meeting.state) == "approved"
        assert await room.see(lambda scene: len(scene.book.decisions())) == len(
            load_family(family).child
        )
        for answers in load_family(family).answers.values():
            assert all(
                said in channel
                for said in answers.values()
                if isinstance(said, str) and len(said) > 10
            )
        for child in load_family(family).child:
            assert child not in " ".join(notices)


@pytest.mark.rehearsals
async def test_parents_who_do_not_meet(sqlite_database: Database) -> None:
    """Dean attends apart from the start, and is not in the channel; half way he talks with the
    chair in a closed part.
    """
    async with in_slack(sqlite_database) as room:
        await room.start("thornbeck")
        ids = await room.see(lambda scene: {person.name: person.id for person in scene.book.people})
        form = await room.workspace.form("UCHAIR", value("apart.form"))
        await room.workspace.submit(
            "UCHAIR", form, {"who": ids["Dean"], "why": "Kerry asked not to meet him."}
        )
        talked, done = False, set[str]()
        await room.deliver()
        before = len(room.fake.standing("DDAD"))
        for _ in range(_MOST):
            if await room.see(lambda scene: scene.meeting.state) == "approved":
                break
            if not talked and await room.see(lambda scene: bool(scene.book.heard())):
                talked, calls = True, len(room.fake.calls)
                await _talk_with_dean(room, ids["Dean"])
                assert not [args for _, args in room.fake.calls[calls:] if CHANNEL in args.values()]
                before = len(room.fake.standing("DDAD"))
            await _play_one(room, "thornbeck", done)
            await room.deliver()

        assert await room.see(lambda scene: scene.meeting.state) == "approved"
        assert DEANS not in "\n".join(
            m.words for m in room.fake.messages if m.channel not in ("DDAD", "DCHAIR")
        )
        told = {message.words.splitlines()[0] for message in room.fake.standing("DDAD")[before:]}
        assert told == {say("letter.yours"), say("feedback.title")}


async def _talk_with_dean(room: SlackRoomUnderTest, dean: str) -> None:
    people = room.workspace
    step = await room.see(
        lambda scene: next(
            step.id for step in scene.meeting.steps if step.question == "matters_most"
        )
    )
    form = await people.form("UCHAIR", value("closed.form"))
    await people.submit(
        "UCHAIR", form, {"who": dean, "ask": step, "why": "He takes part at another time."}
    )
    await room.deliver()
    for label, values in (("I am here", {"understood": "yes"}), ("Answer", {"text": DEANS})):
        await people.press_label("UDAD", "DDAD", label)
        await people.submit("UDAD", people.window(), values)
        await room.deliver()
    assert DEANS in "\n".join(message.words for message in room.fake.standing("DCHAIR"))
    await people.press_label("UCHAIR", "DCHAIR", say("closed.end"))
    await room.deliver()


async def _play_one(room: SlackRoomUnderTest, family: str, done: set[str]) -> None:
    """The first move that changes something, made as a person would make it."""
    before = await room.see(lambda scene: scene.meeting.version)
    for move in await room.see(lambda scene: _moves(scene, family)):
        told = str((move[1].name, move[1].target, move[1].values)) if move[1].once else ""
        if told in done:
            continue
        await _make(room, *move)
        done |= {told} if told else set()
        if await room.see(lambda scene: scene.meeting.version) != before:
            return
    raise AssertionError("nobody can do anything")


def _moves(scene: Scene, family: str) -> list[tuple[str, Move]]:
    cast = Cast(load_family(family), scene)
    found = [*peoples_moves(cast), *chairs_moves(cast)]
    return [((move.person.account or "").rpartition("/")[2], move) for move in found]


async def _make(room: SlackRoomUnderTest, user: str, move: Move) -> None:
    """A form is opened by its button, filled in and sent; everything else is pressed."""
    people, (name, _, how) = room.workspace, move.name.partition(".")
    if how != "submit":
        await people.press(user, value(move.name, move.target))
        return
    form = await people.form(user, value(f"{name}.form", move.target))
    if "submit" not in form:
        return
    answer = await people.submit(user, form, dict(move.values or {}))
    assert answer.body.get("response_action") in ("clear", "update"), answer.body
