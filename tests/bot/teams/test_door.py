"""Nobody comes in who is not Teams, speaking to this bot about this tenant; and the door never
stands still.
"""

import asyncio
import time

import pytest
from aiohttp import web

from tests.bot.teams.conftest import Make, Tenant
from tests.kit.teams_microsoft import APP_ID, OTHER_KEY, TENANT, Json, Microsoft
from tests.kit.teams_somebody import CHANNEL

WRONG = {
    "issuer": {"iss": "https://login.example.org"},
    "emulator's issuer": {
        "iss": f"https://sts.windows.net/{TENANT}/",
        "ver": "1.0",
        "appid": APP_ID,
    },
    "no issuer": {"iss": None},
    "audience": {"aud": "99999999-2222-3333-4444-555555555555"},
    "no audience": {"aud": None},
    "service address": {"serviceurl": "https://elsewhere.example.org/"},
    "no service address": {"serviceurl": None},
    "expired": {"exp": int(time.time()) - 1000},
    "never expires": {"exp": None},
    "not yet": {"nbf": int(time.time()) + 86_400},  # long after these tests, however slow
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
async def test_a_token_with_a_wrong_claim_is_turned_away(tenant: Tenant, claims: Json) -> None:
    await turned_away(tenant, tenant.microsoft.token(**claims))


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Basic eDp5", "Bearer a b"]
)
async def test_no_token_and_garbage_are_turned_away(tenant: Tenant, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    before = len(tenant.microsoft.calls)
    response = await tenant.client.post("/api/messages", json=message(tenant), headers=headers)
    assert response.status == 401
    assert len(tenant.microsoft.calls) == before


async def test_an_unknown_key_is_turned_away(tenant: Tenant) -> None:
    await turned_away(tenant, tenant.microsoft.token(key=OTHER_KEY, kid="two"))


async def test_a_key_without_a_name_is_turned_away(tenant: Tenant) -> None:
    await turned_away(tenant, tenant.microsoft.token(kid=None))


async def test_a_known_keys_name_on_another_signature_is_turned_away(tenant: Tenant) -> None:
    await turned_away(tenant, tenant.microsoft.token(key=OTHER_KEY))


@pytest.mark.parametrize("endorsements", [[], ["webchat"]])
async def test_a_key_that_does_not_vouch_for_teams_is_turned_away(
    make: Make, microsoft: Microsoft, endorsements: list[str]
) -> None:
    microsoft.endorsements = endorsements
    await turned_away(await make(), microsoft.token())


@pytest.mark.parametrize(
    "other",
    [
        {"channelId": "webchat"},
        {"channelId": None},
        {"serviceUrl": None},
        {"channelData": {"tenant": {"id": "99999999-bbbb-cccc-dddd-eeeeeeeeeeee"}}},
        {"channelData": {"tenant": "nothing"}, "conversation": {"id": CHANNEL}},
        {"conversation": {"id": CHANNEL, "tenantId": "99999999-bbbb-cccc-dddd-eeeeeeeeeeee"}},
    ],
)
async def test_another_channel_or_tenant_is_turned_away(tenant: Tenant, other: Json) -> None:
    await turned_away(tenant, tenant.microsoft.token(), **other)


async def test_the_right_token_is_let_in(tenant: Tenant) -> None:
    response = await tenant.person("imran").writes("help")
    assert response.status == 200
    assert "What I can do here" in tenant.person("imran").sees()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{", "application/json"),
        ("[]", "application/json"),
        ("7", "application/json"),
        ("{}", "application/json"),
        ('{"type": 7}', "application/json"),
        ('{"type": "message", "conversation": 3}', "application/json"),
        ("[" * 5000, "application/json"),
        ('{"type": "message"}', "text/plain"),
    ],
)
async def test_what_is_no_activity_is_a_bad_request(tenant: Tenant, text: str, kind: str) -> None:
    response = await tenant.client.post(
        "/api/messages", data=text.encode(), headers={"Content-Type": kind}
    )
    assert response.status == 400


async def test_metadata_that_cannot_be_had_is_said_and_tried_again(
    make: Make, microsoft: Microsoft, caplog: pytest.LogCaptureFixture
) -> None:
    microsoft.metadata_is = lambda: web.Response(status=500)
    tenant = await make()
    assert await status(tenant, microsoft.token()) == 503
    assert "signing keys" in caplog.text
    microsoft.metadata_is = lambda: web.Response(text="<html>", content_type="text/html")
    assert await status(tenant, microsoft.token()) == 503


async def test_slow_metadata_holds_up_nobody_else(
    make: Make, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the keys are waited for, other requests of the same server are answered."""
    tenant = await make()
    go_on = asyncio.Event()
    real = microsoft.settings().metadata_url

    async def slow(url: str) -> dict[str, object]:
        assert url == real
        await go_on.wait()
        raise TimeoutError

    monkeypatch.setattr("bot.teams.signing_keys._keys_at", slow)
    waiting = [asyncio.create_task(status(tenant, microsoft.token())) for _ in range(3)]
    await asyncio.sleep(0.05)
    bad = await asyncio.wait_for(
        tenant.client.post("/api/messages", data=b"{", headers={"Content-Type": "text/plain"}), 1
    )
    assert bad.status == 400
    go_on.set()
    assert await asyncio.gather(*waiting) == [503, 503, 503]


async def test_the_keys_are_fetched_once(tenant: Tenant) -> None:
    for _ in range(5):
        assert await status(tenant, tenant.microsoft.token()) == 200
    assert tenant.microsoft.metadata_fetches == 1


async def test_the_local_test_lets_in_this_machine_alone(make: Make, microsoft: Microsoft) -> None:
    tenant = await make(microsoft.local_settings())
    body = message(tenant)
    assert (await tenant.client.post("/api/messages", json=body)).status == 200
    far = {**body, "serviceUrl": "https://smba.example.org/emea/"}
    assert (await tenant.client.post("/api/messages", json=far)).status == 401


def message(tenant: Tenant, **other: object) -> Json:
    whole = {
        "type": "message",
        "id": "1",
        "text": "help",
        "channelId": "msteams",
        "serviceUrl": tenant.microsoft.service_url,
        "from": {"id": "29:imran", "aadObjectId": "imran"},
        "recipient": {"id": "28:bot"},
        "conversation": {"id": CHANNEL, "conversationType": "channel", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        **other,
    }
    return {name: value for name, value in whole.items() if value is not None}


async def status(tenant: Tenant, token: str, **other: object) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    response = await tenant.client.post(
        "/api/messages", json=message(tenant, **other), headers=headers
    )
    return response.status


async def turned_away(tenant: Tenant, token: str, **other: object) -> None:
    """401, and nothing was done: nothing sent, nothing kept."""
    before = len(tenant.microsoft.calls)
    assert await status(tenant, token, **other) == 401
    assert len(tenant.microsoft.calls) == before
