"""Slack's settings and manifest: half a configuration starts nothing, and the app asks for no more
than it needs.
"""

import json

import pytest
from click.testing import CliRunner

from bot.__main__ import commands
from bot.slack.manifest import MENTION, ROOM_EVENTS, SCOPES, manifest
from bot.slack.settings import read_slack_settings
from bot.spine.settings import BadSettings

WHOLE = {
    "SLACK_BOT_TOKEN": "xoxb-1-a",
    "SLACK_TEAM": "T01ABC",
    "SLACK_SIGNING_SECRET": "0123456789abcdef",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "TEAM", "SIGNING_SECRET", "APP_TOKEN", "API_URL"):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)


def test_without_slack_there_is_none() -> None:
    assert read_slack_settings() is None


@pytest.mark.parametrize("extra", [{}, {"SLACK_APP_TOKEN": "xapp-1-b"}])
def test_the_whole_of_it(monkeypatch: pytest.MonkeyPatch, extra: dict[str, str]) -> None:
    for name, value in (WHOLE | extra).items():
        monkeypatch.setenv(name, value)
    found = read_slack_settings()

    assert found is not None
    assert (found.team, found.app_token) == ("T01ABC", extra.get("SLACK_APP_TOKEN", ""))
    assert "xoxb" not in repr(found)
    assert "0123" not in repr(found)


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        ({"SLACK_TEAM": "T1"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_TEAM"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_TEAM": "T1"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "0123456789"}, "SLACK_TEAM"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_half_of_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, there: dict[str, str], missing: str
) -> None:
    for name, value in there.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=f"{missing}.* is missing"):
        read_slack_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1"),
        ("SLACK_TEAM", "my council"),
        ("SLACK_SIGNING_SECRET", "short"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
        ("SLACK_API_URL", "https://slack.com.example/api/"),
    ],
)
def test_what_cannot_be_used_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    for other, whole in WHOLE.items():
        monkeypatch.setenv(other, whole)
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=f"{name} cannot be used") as refused:
        read_slack_settings()

    assert value not in str(refused.value)


def test_the_manifest_asks_for_the_least() -> None:
    told = json.loads(manifest("https://chairside.example/"))

    assert told["oauth_config"] == {"scopes": {"bot": list(SCOPES)}}
    assert not [scope for scope in SCOPES if scope.endswith(":history")]
    told_of = told["settings"]["event_subscriptions"]["bot_events"]
    assert told_of == ["app_home_opened", MENTION, *ROOM_EVENTS]
    assert (
        told["settings"]["event_subscriptions"]["request_url"]
        == "https://chairside.example/slack/events"
    )
    assert told["settings"]["socket_mode_enabled"] is False
    for text in (
        told["display_information"]["description"],
        *(c["description"] for c in told["features"]["slash_commands"]),
    ):
        assert len(text) <= 140
    assert len(told["features"]["shortcuts"][0]["name"]) <= 24


def test_the_manifest_for_socket_mode_names_no_address() -> None:
    told = manifest()

    assert "http" not in told
    assert json.loads(told)["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize(
    ("options", "well"),
    [
        (["--socket"], True),
        (["--url", "https://x.example"], True),
        ([], False),
        (["--url", "http://x"], False),
    ],
)
def test_the_command_prints_it(options: list[str], well: bool) -> None:
    result = CliRunner().invoke(commands, ["slack-manifest", *options])

    if well:
        assert json.loads(result.output)["display_information"]["name"] == "Chairside"
    else:
        assert isinstance(result.exception, BadSettings)
