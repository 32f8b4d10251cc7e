"""What an operator sets for Slack. Half of it is refused, with what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.spine.settings import BadSettings
from storage.tables import Power

_WHAT_TO_PUT = {
    "SLACK_BOT_TOKEN": (
        "put the bot token of the app, as Slack shows it under OAuth & "
        "Permissions; it begins with xoxb-"
    ),
    "SLACK_TEAM": (
        "put the id of the workspace; it begins with T, and stands in "
        "the address of Slack in a browser"
    ),
    "SLACK_SIGNING_SECRET": (
        "put the signing secret of the app, as Slack shows it under Basic Information"
    ),
    "SLACK_APP_TOKEN": (
        "put an app-level token with the scope connections:write; it begins with xapp-"
    ),
    **dict.fromkeys(
        ("SLACK_CHAIRS_GROUP", "SLACK_ADMINISTRATORS_GROUP", "SLACK_MANAGERS_GROUP"),
        "put the id of a user group of the workspace; it begins with S",
    ),
    "SLACK_API_URL": (
        "leave it out; only tests need another address, and it must be on this machine"
    ),
}
_GROUP = r"^(S[A-Z0-9]+)?$"
_OFFICIAL = "https://slack.com/api/"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class SlackSettings:
    """How to reach one workspace.

    With `signing_secret` requests come by HTTP, with `app_token` by Socket Mode. `groups` are user
    groups whose members are named, by what they may.
    """

    bot_token: str
    team: str
    signing_secret: str = ""
    app_token: str = ""
    api_url: str = _OFFICIAL
    groups: Mapping[Power, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"SlackSettings(team={self.team!r})"


class _Environment(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, hide_input_in_errors=True)
    bot_token: str = Field(
        "", pattern=r"^(xoxb-[\w-]+)?$", validation_alias="SLACK_BOT_TOKEN", repr=False
    )
    team: str = Field("", pattern=r"^(T[A-Z0-9]+)?$", validation_alias="SLACK_TEAM")
    signing_secret: str = Field(
        "", pattern=r"^(\S{8,})?$", validation_alias="SLACK_SIGNING_SECRET", repr=False
    )
    app_token: str = Field(
        "", pattern=r"^(xapp-[\w-]+)?$", validation_alias="SLACK_APP_TOKEN", repr=False
    )
    api_url: str = Field(_OFFICIAL, validation_alias="SLACK_API_URL")
    chairs: str = Field("", pattern=_GROUP, validation_alias="SLACK_CHAIRS_GROUP")
    administrators: str = Field("", pattern=_GROUP, validation_alias="SLACK_ADMINISTRATORS_GROUP")
    managers: str = Field("", pattern=_GROUP, validation_alias="SLACK_MANAGERS_GROUP")

    @property
    def groups(self) -> dict[Power, str]:
        """The user groups that are set, by what they let people do."""
        named = {
            Power.CHAIR: self.chairs,
            Power.ADMINISTER: self.administrators,
            Power.MANAGE: self.managers,
        }
        return {power: group for power, group in named.items() if group}


def read_slack_settings() -> SlackSettings | None:
    """The settings from the environment; None when Slack is not set up at all.

    Raises `bot.spine.settings.BadSettings`.
    """
    found = _read()
    if not any((found.bot_token, found.team, found.signing_secret, found.app_token)):
        return None
    _check_whole(found)
    _check_address(found.api_url)
    return SlackSettings(
        found.bot_token,
        found.team,
        found.signing_secret,
        found.app_token,
        found.api_url,
        found.groups,
    )


def reads_groups() -> bool:
    """Whether user groups are set, for the manifest: it is printed before there is a token."""
    return bool(_read().groups)


def _read() -> _Environment:
    try:
        return _Environment()
    except ValidationError as fault:
        names = dict.fromkeys(str(error["loc"][0]).upper() for error in fault.errors())
        raise BadSettings(
            "\n".join(f"{name} cannot be used: {_WHAT_TO_PUT[name]}." for name in names)
        ) from None


def _check_whole(found: _Environment) -> None:
    missing = [
        name
        for name, value in (("SLACK_BOT_TOKEN", found.bot_token), ("SLACK_TEAM", found.team))
        if not value
    ]
    lines = [f"{name} is missing: {_WHAT_TO_PUT[name]}." for name in missing]
    if not found.signing_secret and not found.app_token:
        lines.append(
            "SLACK_SIGNING_SECRET (for HTTP) or SLACK_APP_TOKEN (for Socket Mode) "
            "is missing: set one of them, or both. "
            f"For the first, {_WHAT_TO_PUT['SLACK_SIGNING_SECRET']}. For the "
            f"second, {_WHAT_TO_PUT['SLACK_APP_TOKEN']}."
        )
    if lines:
        raise BadSettings("Slack is only half set up, so nothing was started.\n" + "\n".join(lines))


def _check_address(api_url: str) -> None:
    """A token must not be sent to an address that somebody slipped into the environment."""
    if api_url != _OFFICIAL and urlsplit(api_url).hostname not in _HERE:
        raise BadSettings(f"SLACK_API_URL cannot be used: {_WHAT_TO_PUT['SLACK_API_URL']}.")
