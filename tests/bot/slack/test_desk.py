"""Pressing and sending in Slack: in time, once, with nothing typed lost, and seen by
nobody else.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator

import pytest

from bot.slack import desk
from handlers.grammar.command import Command, Reply
from handlers.grammar.scene import Scene
from prompts.words import say
from storage.book import body_of
from storage.database import Database
from storage.room_names import room_alone
from tests.kit.slack_people import buttons_of, new, pressed, submitted, value, words_in
from tests.kit.slack_room import CHANNEL, ROOM, SlackRoomUnderTest, in_slack
from tests.kit.slack_rules import words_of
from tests.kit.slack_server import Json


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[SlackRoomUnderTest]:
    """A conference on its first question of words, with everybody here."""
    async with in_slack(sqlite_database) as room:
        await room.start("fennimore")
        for user in ("UCHAIR", *await asking(room, everybody=True)):
            form = await room.workspace.form(user, value("rollcall.form"))
            await room.workspace.submit(user, form, {"understood": "yes"})
        while await kind(room) != "words":
            await room.workspace.press("UCHAIR", value("agenda.next", "anyway"))
        await room.deliver()
        yield room


def others_are_asked_later(scene: Scene) -> bool:
    step = scene.book.current
    assert step
    return len(scene.question(step).waves) > step.wave + 1


async def asking(room: SlackRoomUnderTest, *, everybody: bool = False) -> list[str]:
    """The users who are asked now."""

    def look(scene: object) -> list[str]:
        current = scene.book.current  # type: ignore[attr-defined]
        people = scene.book.people if everybody else scene.asked(current)  # type: ignore[attr-defined]
        return [person.account.rpartition("/")[2] for person in people if person.account]

    return await room.see(look)


async def kind(room: SlackRoomUnderTest) -> str:
    return await room.see(
        lambda scene: scene.question(scene.book.current).answer if scene.book.current else ""
    )


async def step(room: SlackRoomUnderTest) -> str:
    return await room.see(lambda scene: scene.meeting.step_id or "")


async def said(room: SlackRoomUnderTest, step_id: str) -> list[dict[str, str]]:
    return await room.see(
        lambda scene: [
            body_of(answer)
            for answer in scene.book.answers(None)
            if answer.step_id == step_id and answer.kind == "said"
        ]
    )


async def versions(room: SlackRoomUnderTest, step_id: str) -> int:
    return await room.see(
        lambda scene: sum(
            len(scene.book.versions(a)) for a in scene.book.answers(None) if a.step_id == step_id
        )
    )


def filled(form: Json) -> dict[str, str]:
    names = [
        block["block_id"].partition(".")[2] for block in form["blocks"] if block["type"] == "input"
    ]
    return dict.fromkeys(names, "Gran came at once.")


async def an_open_form(room: SlackRoomUnderTest) -> tuple[str, str, Json]:
    """Who answers, which item, and the form."""
    user, step_id = (await asking(room))[0], await step(room)
    return user, step_id, await room.workspace.form(user, value("answer.form", step_id))


# -- once


async def test_an_answer_is_kept_before_slack_is_answered(room: SlackRoomUnderTest) -> None:
    user, step_id, form = await an_open_form(room)
    answer = await room.workspace.submit(user, form, filled(form))

    assert (answer.status, answer.body) == (200, {"response_action": "clear"})
    assert await said(room, step_id) == [filled(form)]


async def test_the_same_form_arriving_again_counts_once(room: SlackRoomUnderTest) -> None:
    user, step_id, form = await an_open_form(room)
    payload = submitted(user, form, filled(form))
    await room.workspace.interact(payload)
    await asyncio.gather(
        *(room.workspace.interact({**payload, "trigger_id": new()}) for _ in range(3))
    )

    assert await versions(room, step_id) == 1


async def test_the_same_form_sent_again_with_other_words_is_a_change(
    room: SlackRoomUnderTest,
) -> None:
    user, step_id, form = await an_open_form(room)
    await room.workspace.submit(user, form, filled(form))
    changed = dict.fromkeys(filled(form), "She stayed the night.")
    await room.workspace.submit(user, form, changed)

    assert await said(room, step_id) == [changed]


async def test_the_same_press_arriving_again_counts_once(room: SlackRoomUnderTest) -> None:
    before = await room.see(lambda scene: scene.meeting.version)
    payload = pressed("UCHAIR", room.workspace.as_drawn("UCHAIR", value("ask.again")), new())
    for _ in range(3):
        assert (await room.workspace.interact(payload)).status == 200

    assert await room.see(lambda scene: scene.meeting.version) == before + 1


async def test_a_form_asked_for_twice_by_one_press_opens_once(room: SlackRoomUnderTest) -> None:
    user, payload = (
        (await asking(room))[0],
        pressed("UMUM", value("answer.form", await step(room)), new()),
    )
    before = len(room.fake.messages)
    for _ in range(2):
        await room.workspace.interact(payload)

    assert user
    assert len(room.fake.opened) == len({view["id"] for view in room.fake.opened})
    assert len(room.fake.messages) == before


async def test_no_words_can_be_told_from_a_receipt(room: SlackRoomUnderTest) -> None:
    user, _, form = await an_open_form(room)
    keys: list[str] = []
    send = room.dispatcher.send

    async def spy(command: Command) -> Reply:
        keys.append(command.key)
        return await send(command)

    room.dispatcher.send = spy  # type: ignore[method-assign]
    await room.workspace.submit(user, form, filled(form))

    assert keys[0].startswith("slack:form:")
    assert "Gran" not in keys[0]


# -- what was typed


async def test_an_own_answer_can_be_changed(room: SlackRoomUnderTest) -> None:
    user, step_id, form = await an_open_form(room)
    await room.workspace.submit(user, form, filled(form))
    again = await room.workspace.form(user, value("answer.form", step_id))

    assert "Gran came at once." in json.dumps(again)


async def test_field_errors_stand_in_the_form(room: SlackRoomUnderTest) -> None:
    user, step_id, form = await an_open_form(room)
    answer = await room.workspace.submit(user, form, dict.fromkeys(filled(form), "x" * 2999))

    assert answer.body["response_action"] == "errors"
    assert set(answer.body["errors"]) <= {
        block["block_id"] for block in form["blocks"] if block["type"] == "input"
    }
    assert await said(room, step_id) == []


async def test_two_people_answer_in_two_windows(room: SlackRoomUnderTest) -> None:
    while len(await asking(room)) < 2:
        await room.workspace.press("UCHAIR", value("agenda.next", "anyway"))
    (one, other), step_id = (await asking(room))[:2], await step(room)
    forms = [
        await room.workspace.form(user, value("answer.form", step_id)) for user in (one, other)
    ]
    await asyncio.gather(
        *(
            room.workspace.submit(user, form, dict.fromkeys(filled(form), f"So says {user}."))
            for user, form in zip((one, other), forms, strict=True)
        )
    )

    assert {text for body in await said(room, step_id) for text in body.values()} == {
        f"So says {one}.",
        f"So says {other}.",
    }


async def test_a_window_left_open_gives_back_what_was_typed(room: SlackRoomUnderTest) -> None:
    user, step_id, form = await an_open_form(room)
    await room.workspace.press("UCHAIR", value("agenda.park"))
    answer = await room.workspace.submit(user, form, filled(form))
    shown = words_in(answer.body["view"])

    assert answer.body["response_action"] == "update"
    assert say("answering.moved_on") in shown
    assert "Gran came at once." in shown
    assert await said(room, step_id) == []


async def test_a_window_that_cannot_open_any_more_is_a_private_message(
    room: SlackRoomUnderTest,
) -> None:
    user = (await asking(room))[0]
    await room.workspace.press(user, value("answer.form", await step(room)), trigger=f"old{new()}")
    told = room.fake.standing(room.fake.dm(user))[-1]

    assert say("slack.closed") in told.words
    assert told.text == say("slack.notice")


async def test_an_answer_that_comes_late_to_a_closed_window_is_given_back(
    room: SlackRoomUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, _, form = await an_open_form(room)
    slowly(room, monkeypatch)
    del room.fake.views[form["id"]]
    await room.workspace.submit(user, form, dict.fromkeys(filled(form), "y" * 2000))
    told = room.fake.standing(room.fake.dm(user))[-1].words

    assert say("slack.closed_typed") in told
    assert "y" * 2000 in told


# -- slow and broken


def slowly(room: SlackRoomUnderTest, monkeypatch: pytest.MonkeyPatch, seconds: float = 0.3) -> None:
    monkeypatch.setattr(desk, "PATIENCE", 0.05)
    monkeypatch.setattr(desk, "_ON_THE_WAY", 0.0)
    send = room.dispatcher.send

    async def late(command: Command) -> Reply:
        await asyncio.sleep(seconds)
        return await send(command)

    monkeypatch.setattr(room.dispatcher, "send", late)


async def test_a_slow_form_says_so_in_time_and_then_how_it_went(
    room: SlackRoomUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, step_id, form = await an_open_form(room)
    slowly(room, monkeypatch)
    answer = await room.workspace.submit(user, form, filled(form))

    assert say("slack.working_title") in words_in(answer.body["view"])
    assert say("slack.done") in words_in(room.fake.views[form["id"]])
    assert await said(room, step_id) == [filled(form)]


async def test_a_slow_form_with_an_error_comes_back_with_what_was_typed(
    room: SlackRoomUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, _, form = await an_open_form(room)
    slowly(room, monkeypatch)
    await room.workspace.submit(user, form, dict.fromkeys(filled(form), "z" * 2500))

    assert "z" * 2500 in json.dumps(room.fake.views[form["id"]])


async def test_a_slow_press_says_so_and_then_shows_the_form(
    room: SlackRoomUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly(room, monkeypatch)
    user, step_id = (await asking(room))[0], await step(room)
    form = await room.workspace.form(user, value("answer.form", step_id))

    assert say("slack.working_title") in words_of(room.fake.opened[-1]["blocks"])
    assert filled(form)


async def test_slack_is_answered_within_three_seconds_whatever_the_database_does(
    room: SlackRoomUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, _, form = await an_open_form(room)
    slowly(room, monkeypatch, seconds=4.0)
    monkeypatch.undo()
    slowly_again = room.dispatcher.send

    async def stuck(command: Command) -> Reply:
        await asyncio.sleep(3.5)
        return await slowly_again(command)

    monkeypatch.setattr(room.dispatcher, "send", stuck)
    room.workspace._settle = no_waiting
    start = time.monotonic()
    answer = await room.workspace.submit(user, form, filled(form))

    assert time.monotonic() - start < 3.0
    assert answer.body["response_action"] == "update"


async def no_waiting() -> None:
    return None


async def test_a_fault_keeps_the_form_open_and_leaves_no_words_in_the_log(
    room: SlackRoomUnderTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    user, step_id, form = await an_open_form(room)

    async def breaks(command: Command) -> Reply:
        raise RuntimeError(f"the disk is full: {dict(command.values)}")

    with monkeypatch.context() as broken, caplog.at_level(logging.DEBUG):
        broken.setattr(room.dispatcher, "send", breaks)
        answer = await room.workspace.submit(user, form, filled(form))
        await room.workspace.press("UCHAIR", value("ask.again"))

    assert list(answer.body["errors"].values()) == [say("slack.fault_in_form")]
    assert say("slack.fault") in words_in(room.workspace.window())
    assert "Gran" not in caplog.text

    await room.workspace.submit(user, form, filled(form))
    assert await said(room, step_id) == [filled(form)]


# -- windows of other kinds


async def test_the_panel_has_its_rest_behind_one_button(room: SlackRoomUnderTest) -> None:
    panel = room.fake.standing("DCHAIR")[0]
    more = next(
        button for button in buttons_of(panel.blocks) if button["text"]["text"] == say("slack.more")
    )
    shown = await room.workspace.form("UCHAIR", more["value"])
    labels = [button["text"]["text"] for button in buttons_of(shown["blocks"])]

    assert len(buttons_of(panel.blocks)) <= 8
    assert say("panel.handover") in labels

    handover = next(
        button
        for button in buttons_of(shown["blocks"])
        if button["text"]["text"] == say("panel.handover")
    )
    await room.workspace.press("UCHAIR", handover["value"], view=shown)
    answer = await room.workspace.submit(
        "UCHAIR", room.fake.views[shown["id"]], {"reason": "I need to go."}
    )

    assert answer.body["response_action"] == "errors"


async def test_passing_inside_a_form_says_that_it_is_done(room: SlackRoomUnderTest) -> None:
    user, step_id, form = await an_open_form(room)
    await room.workspace.press(user, value("answer.pass", step_id), view=form)

    assert say("slack.done") in words_in(room.fake.views[form["id"]])
    assert await versions(room, step_id) == 1


async def test_somebody_without_a_part_is_told_so_and_sees_nothing(
    room: SlackRoomUnderTest,
) -> None:
    shown = await room.workspace.form("UCHARLIE", value("answer.form", await step(room)))

    assert words_in(shown).endswith(say("dispatch.nowhere"))


async def test_danger_is_a_window_with_numbers_that_the_chair_alone_hears_of(
    room: SlackRoomUnderTest,
) -> None:
    before = len(room.fake.messages)
    shown = await room.workspace.form((await asking(room))[0], value("danger.show"))
    await room.deliver()

    assert "*999*  <tel:999|Call>" in words_in(shown)
    assert {message.channel for message in room.fake.messages[before:]} == {room.fake.dm("UCHAIR")}


async def test_a_quiet_press_in_a_form_leaves_it_as_it_is_and_the_chair_hears_of_it(
    room: SlackRoomUnderTest,
) -> None:
    user, _, form = await an_open_form(room)
    quiet = next(
        b for b in buttons_of(form["blocks"]) if json.loads(b["value"])[0] == "overheard.say"
    )
    calls, before = len(room.fake.calls), len(room.fake.messages)
    answer = await room.workspace.press(user, quiet["value"], view=form)

    assert (answer.status, answer.body) == (200, {})
    assert room.fake.views[form["id"]] == form
    assert len(room.fake.calls) == calls, "nothing at all is sent to the one who pressed"
    await room.deliver()
    assert {message.channel for message in room.fake.messages[before:]} == {room.fake.dm("UCHAIR")}
    assert "can't talk freely" in room.fake.messages[-1].words


async def test_the_board_opens_by_the_chairs_own_link(room: SlackRoomUnderTest) -> None:
    shown = await room.workspace.form("UCHAIR", value("board.link"))
    link = buttons_of(shown["blocks"])[0]

    assert link["url"].startswith("https://chairside.example/board:")
    assert (await room.workspace.press("UCHAIR", link.get("value", ""), view=shown)).status == 200


async def test_the_home_page_has_what_is_mine_and_what_i_am_asked(room: SlackRoomUnderTest) -> None:
    user, step_id = (await asking(room))[0], await step(room)
    await room.workspace.home(user)
    answer = next(
        b
        for b in buttons_of(room.fake.homes[user]["blocks"])
        if json.loads(b["value"])[0] == "answer.form"
    )

    assert say("slack.mine_asked") in words_in(room.fake.homes[user]).replace("*", "")
    assert room_alone(json.loads(answer["value"])[2]) == CHANNEL

    skip = next(
        b
        for b in buttons_of(room.fake.homes[user]["blocks"])
        if json.loads(b["value"])[0] == "answer.pass"
    )
    await room.workspace.press(user, skip["value"], view={**room.fake.homes[user], "id": "VHOME"})

    assert await versions(room, step_id) == 1
    assert say("slack.mine_asked") not in words_in(room.fake.homes[user])


async def test_a_strangers_home_page_explains_and_names_nobody(room: SlackRoomUnderTest) -> None:
    await room.workspace.home("UCHARLIE")

    assert words_in(room.fake.homes["UCHARLIE"]) == f"{say('slack.mine')}\n{say('slack.help')}"


async def test_the_shortcut_shows_the_same_in_a_window(room: SlackRoomUnderTest) -> None:
    user = (await asking(room))[0]
    await room.workspace.shortcut(user)

    assert say("slack.mine") in words_in(room.workspace.window())


async def test_sealed_scores_are_in_no_message_and_no_window_before_the_reveal(
    room: SlackRoomUnderTest,
) -> None:
    while await kind(room) != "score":
        await room.workspace.press("UCHAIR", value("agenda.next", "anyway"))
    while await room.see(others_are_asked_later):
        await room.workspace.press("UCHAIR", value("agenda.next", "anyway"))
    user, step_id, form = await an_open_form(room)
    before = len(room.fake.calls)
    await room.workspace.submit(user, form, {"score": "3", "why": "Because of the xylophone."})
    await room.deliver()
    await room.workspace.home("UCHAIR")
    sent = json.dumps(room.fake.calls[before:])

    assert "xylophone" not in sent

    await room.workspace.press("UCHAIR", value("reveal", step_id))
    await room.deliver()

    assert "xylophone" in json.dumps(room.fake.calls[before:])
    assert ROOM.endswith(CHANNEL)
