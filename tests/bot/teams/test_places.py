"""Where the bot is and where it is not: added, taken out, blocked, restarted; messages that vanish;
Teams that says to wait.
"""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.spine.pace import Pace
from bot.teams.sender import LIMITS
from storage.conversations import find_conversation
from storage.database import Database
from storage.tables import Coming
from tests.bot.teams.conftest import Make, Tenant
from tests.bot.teams.test_conference import begin, panel_of, to
from tests.kit.teams_microsoft import BOT, Fault, Json, Microsoft
from tests.kit.teams_somebody import CHANNEL, Somebody, actions

THERE = {"id": CHANNEL, "conversationType": "channel"}


async def test_it_introduces_itself_once(tenant: Tenant) -> None:
    imran = tenant.person("imran")
    await tenant.add_bot()
    await imran.posts(
        {
            "type": "installationUpdate",
            "action": "add",
            "conversation": {**THERE, "tenantId": imran.tenant},
        }
    )
    assert imran.sees().count("Hello, this is Chairside") == 1
    assert [action["title"] for action in actions(tenant.microsoft.shown(CHANNEL)[0])] == [
        "Start a conference",
        "Answer in our own chat",
    ]


async def test_others_come_and_go_without_a_word(tenant: Tenant) -> None:
    imran = tenant.person("imran")
    await imran.posts(
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:joe"}], **where(imran)}
    )
    await imran.posts(
        {"type": "conversationUpdate", "membersRemoved": [{"id": "29:joe"}], **where(imran)}
    )
    await imran.posts({"type": "messageReaction", **where(imran)})
    assert len(tenant.microsoft.shown(CHANNEL)) == 1


async def test_a_conference_needs_more_than_one_person(tenant: Tenant) -> None:
    imran = tenant.person("imran")
    await imran.writes("start", imran.chat)
    assert "Add me to a channel" in imran.sees(imran.chat)


async def test_nobody_starts_one_from_their_own_chat_where_they_are_not(tenant: Tenant) -> None:
    eve = tenant.person("eve")
    data = {"chairside": {"c": "conference.prepare", "r": CHANNEL}, "f.profile": "cumbria"}
    answer = await eve.invokes("task/submit", {"data": data}, eve.chat)
    assert "Add me to a channel" in json.dumps(answer)


async def test_words_are_answered_where_only_their_author_sees(tenant: Tenant) -> None:
    await begin(tenant)
    carys = tenant.person("carys")
    before = len(tenant.microsoft.shown(CHANNEL))
    for words in ("now", "actions"):
        await carys.writes(words)
    assert len(tenant.microsoft.shown(CHANNEL)) == before
    assert "There is nothing for you to answer now." in carys.sees(carys.chat)
    assert "There is nothing on your list." in carys.sees(carys.chat)
    eve = tenant.person("eve")
    await eve.writes("now")
    assert "You do not have a part" in eve.sees(eve.chat)


async def test_a_bot_that_is_taken_out_is_on_the_panel_and_goes_on_when_it_is_back(
    tenant: Tenant,
) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    await imran.posts(
        {"type": "conversationUpdate", "membersRemoved": [{"id": BOT}], **where(imran)}
    )
    before = len(tenant.microsoft.shown(CHANNEL))
    await imran.presses("Next: Who is here", imran.chat)
    assert len(tenant.microsoft.shown(CHANNEL)) == before
    assert "taken out of the channel" in panel_of(imran)["fallbackText"]
    await tenant.add_bot()
    await later(tenant)
    assert "Who is here" in imran.sees()
    assert "taken out" not in panel_of(imran)["fallbackText"]


async def test_a_refusal_to_post_is_on_the_panel(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    tenant.microsoft.faults = [
        Fault(403, "BotNotInConversationRoster", conversation=CHANNEL, times=99)
    ]
    await imran.presses("Next: Who is here", imran.chat)
    assert "taken out of the channel" in panel_of(imran)["fallbackText"]


async def test_a_blocked_chat_is_on_the_panel(tenant: Tenant) -> None:
    await begin(tenant)
    imran, carys = tenant.person("imran"), tenant.person("carys")
    await imran.presses("Next: Who is here", imran.chat)
    await carys.presses("I am here", understood="yes")
    await quorum(tenant)
    tenant.microsoft.faults = [
        Fault(403, "ConversationBlockedByUser", conversation=carys.chat, times=99)
    ]
    await to(imran, "The family map")
    await imran.presses("Nudge those still to answer", imran.chat)
    assert "blocked Chairside" in panel_of(imran)["fallbackText"]
    tenant.microsoft.faults = []
    await later(tenant)
    assert "The chair would like to hear from you" in carys.sees(carys.chat)
    assert "blocked" not in panel_of(imran)["fallbackText"]


async def test_a_deleted_message_is_on_the_panel_and_posted_again(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    await imran.presses("Next: Who is here", imran.chat)
    form = await tenant.person("carys").presses("I am here")
    asked = next(name for name, card in cards(tenant) if "Who are you" in card["fallbackText"])
    del tenant.microsoft.messages[CHANNEL][asked]
    assert await tenant.person("carys").fills(form, understood="yes") == {}
    assert "somebody deleted a message" in panel_of(imran)["fallbackText"]
    assert "Who are you" not in imran.sees()
    await later(tenant)
    assert "deleted" not in panel_of(imran)["fallbackText"]
    assert imran.sees().count("Who are you") == 1


async def test_all_is_kept_over_a_restart(make: Make, sqlite_database: Database) -> None:
    tenant = await make()
    await tenant.add_bot()
    await begin(tenant)
    again = await make()
    imran = again.person("imran")
    await imran.presses("Next: Who is here", imran.chat)
    assert "Who is here" in imran.sees()
    with sqlite_database.read() as session:
        kept = find_conversation(session, imran.account)
        assert kept is not None
        assert json.loads(kept.reference)["service"] == again.microsoft.service_url


async def test_only_addresses_that_a_verified_activity_brought_are_called(tenant: Tenant) -> None:
    imran = tenant.person("imran")
    before = len(tenant.microsoft.calls)
    response = await imran.posts(
        {"type": "message", "text": "help", **where(imran), "serviceUrl": "http://127.0.0.1:9/"},
        tenant.microsoft.token(serviceurl="http://127.0.0.1:8/"),
    )
    assert response.status == 401
    assert len(tenant.microsoft.calls) == before


async def test_every_message_has_the_bots_token_and_the_login_is_asked_once(tenant: Tenant) -> None:
    await tenant.person("imran").writes("help")
    assert {call.token for call in tenant.microsoft.calls} == {"Bearer token-1"}
    assert tenant.microsoft.logins == 1


async def test_without_a_token_nothing_is_sent(
    make: Make, microsoft: Microsoft, caplog: pytest.LogCaptureFixture
) -> None:
    tenant = await make(replace(microsoft.settings(), password="another secret"))
    await tenant.add_bot()
    assert microsoft.calls == []
    assert "no token" in caplog.text
    assert "another secret" not in caplog.text


async def test_busy_teams_is_left_alone_as_long_as_it_says(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    tenant.microsoft.faults = [
        Fault(429, headers={"Retry-After": "17"}, conversation=CHANNEL, times=1)
    ]
    await imran.presses("Next: Who is here", imran.chat)
    calls = len([call for call in tenant.microsoft.calls if call.conversation == CHANNEL])
    tenant.passes(timedelta(seconds=16))
    await tenant.settle()
    assert len([call for call in tenant.microsoft.calls if call.conversation == CHANNEL]) == calls
    tenant.passes(timedelta(seconds=2))
    await tenant.settle()
    assert "Who is here" in imran.sees()


@pytest.mark.parametrize("status", [412, 502, 504])
async def test_what_may_have_arrived_is_sent_again_by_the_outbox_alone(
    tenant: Tenant, status: int
) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    tenant.microsoft.faults = [Fault(status, conversation=CHANNEL, method="POST", times=1)]
    before = sends(tenant)
    await imran.presses("Next: Who is here", imran.chat)
    assert sends(tenant) == before + 1, "one try, and no more before the outbox says so"
    assert "did not say whether it arrived" in panel_of(imran)["fallbackText"]
    await later(tenant)
    assert "Who is here" in imran.sees()


async def test_a_conversation_is_never_sent_more_than_teams_takes() -> None:
    now = [0.0]
    pace = Pace(*LIMITS, clock=lambda: now[0])
    sent: list[float] = []
    while now[0] < 60:
        wait = pace.take("c")
        if wait == 0:
            sent.append(now[0])
        now[0] += wait or 0.01
    assert max(len([t for t in sent if start <= t < start + 1]) for start in sent) < 7
    assert max(len([t for t in sent if start <= t < start + 30]) for start in sent) < 60
    assert pace.take("another") == 0


async def test_a_slow_pace_keeps_the_order_and_loses_nothing(make: Make) -> None:
    tenant = await make(pace=Pace(*LIMITS))
    await tenant.add_bot()
    await begin(tenant)
    for _ in range(100):
        tenant.passes(timedelta(seconds=1))
        await tenant.settle()
    assert "Welcome" in tenant.person("imran").sees()


async def test_the_same_activity_twice_counts_once(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    await imran.presses("Next: Who is here", imran.chat)
    on = panel_of(imran)["fallbackText"]
    response = await imran.posts(imran.sent[-1])
    assert response.status == 200
    assert panel_of(imran)["fallbackText"] == on


async def test_a_dialog_sent_twice_counts_once(tenant: Tenant) -> None:
    await begin(tenant)
    imran, carys = tenant.person("imran"), tenant.person("carys")
    await imran.presses("Next: Who is here", imran.chat)
    form = await carys.presses("I am here")
    for _ in range(2):
        assert await carys.fills(form, understood="yes") == {}
    with tenant.dispatcher.database.read() as session:
        assert len(session.scalars(select(Coming)).all()) == 1


async def test_a_stranger_can_do_nothing_and_is_told_so(tenant: Tenant) -> None:
    await begin(tenant)
    await tenant.person("imran").presses("Next: Who is here", tenant.person("imran").chat)
    eve = tenant.person("eve")
    answer = await eve.presses("I am here")
    assert "You do not have a part" in json.dumps(answer)
    _, action = tenant.person("imran").button("Set it aside for later", tenant.person("imran").chat)
    stolen = await eve.executes(action, "x", eve.chat)
    assert "You do not have a part" in stolen["value"]


async def test_nothing_of_the_case_is_in_a_notification(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    await imran.presses("Next: Who is here", imran.chat)
    sent = [m for messages in tenant.microsoft.messages.values() for m in messages.values()]
    assert all(message["summary"] and not message.get("text") for message in sent)
    for message in sent:
        assert not any(
            name in message["summary"] for name in ("Posy", "Carys", "Bethan", "Joe", "Safe")
        )


async def test_forms_as_cards_where_dialogs_do_not_open(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    answer = await imran.presses("Forms do not open?", imran.chat)
    assert "Press the button again" in answer["value"]
    assert "Forms do not open?" not in json.dumps(panel_of(imran))
    await imran.presses("Skip, with a reason", imran.chat)
    answer = await imran.fills_card("Skip it", reason="")
    assert answer["type"].endswith("card.adaptive")


async def test_an_invoke_that_fails_is_answered(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(tenant)
    carys = tenant.person("carys")

    async def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(tenant.dispatcher, "send", broken)
    answer = await carys.invokes(
        "task/fetch", {"data": {"chairside": {"c": "rollcall.form"}}}, CHANNEL
    )
    assert "Nothing was lost" in answer["task"]["value"]
    answer = await carys.invokes(
        "adaptiveCard/action", {"action": {"data": {"chairside": {"c": "answer.pass"}}}}, CHANNEL
    )
    assert "Nothing was lost" in answer["value"]
    assert "Nothing was lost" in json.dumps(await carys.invokes("task/fetch", {}, CHANNEL))
    assert await carys.invokes("composeExtension/query", {"chairside": {"c": "x"}}, CHANNEL) == {}


async def test_an_old_app_that_sends_presses_as_messages_is_answered_privately(
    tenant: Tenant,
) -> None:
    await begin(tenant)
    imran, carys = tenant.person("imran"), tenant.person("carys")
    await imran.presses("Next: Who is here", imran.chat)
    before = len(tenant.microsoft.shown(CHANNEL))
    response = await carys.posts(
        {"type": "message", "value": {"chairside": {"c": "rollcall.form"}}, **where(carys)}
    )
    assert response.status == 200
    assert "Tick" in json.dumps(tenant.microsoft.messages[carys.chat])
    assert len(tenant.microsoft.shown(CHANNEL)) == before


def where(person: Somebody) -> Json:
    return {"conversation": {**THERE, "tenantId": person.tenant}}


def cards(tenant: Tenant) -> list[tuple[str, Json]]:
    return [
        (name, message["attachments"][0]["content"])
        for name, message in tenant.microsoft.messages[CHANNEL].items()
    ]


def sends(tenant: Tenant) -> int:
    return len(
        [
            call
            for call in tenant.microsoft.calls
            if call.conversation == CHANNEL and call.method == "POST"
        ]
    )


async def later(tenant: Tenant) -> None:
    for _ in range(4):
        tenant.passes(timedelta(minutes=2))
        await tenant.settle()


async def quorum(tenant: Tenant) -> None:
    imran = tenant.person("imran")
    assert (
        await imran.presses("Carry on without a quorum", imran.chat, reason="The nurse is ill.")
        == {}
    )
