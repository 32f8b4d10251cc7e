"""What Slack's refusals mean: how long to wait, and what to tell the chair."""

from datetime import timedelta

from slack_sdk.errors import SlackApiError

from bot.slack.windows import code_of
from bot.spine.platform import NotDelivered
from prompts.words import say

GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_KINDS = {
    "is_archived": "archived",
    "channel_is_archived": "archived",
    "not_in_channel": "removed",
    "channel_not_found": "removed",
    "invalid_auth": "token",
    "token_revoked": "token",
    "token_expired": "token",
    "account_inactive": "token",
    "not_authed": "token",
    "missing_scope": "token",
    "ratelimited": "busy",
    "rate_limited": "busy",
    "message_limit_exceeded": "busy",
    "user_not_found": "no_user",
    "user_disabled": "no_user",
    "user_not_visible": "no_user",
    "cannot_dm_bot": "no_user",
    "shared": "shared",
    "TimeoutError": "slow",
    "invalid_blocks": "blocks",
    "msg_too_long": "blocks",
    "msg_blocks_too_long": "blocks",
}
_PERMANENT = frozenset({"no_user", "blocks"})
_MENDABLE = frozenset({"archived", "removed", "token", "shared"})


def not_delivered(fault: Exception) -> NotDelivered:
    """The refusal for delivery. What Slack does not name is taken for Slack being away."""
    kind = _KINDS.get(code_of(fault), "away")
    return refusal(kind, _wait(fault))


def refusal(kind: str, after: timedelta | None = None) -> NotDelivered:
    """A refusal of a kind, with its words for the chair."""
    return NotDelivered(
        say(f"slack.trouble_{kind}"),
        after=after,
        permanent=kind in _PERMANENT,
        mendable=kind in _MENDABLE,
    )


def _wait(fault: Exception) -> timedelta | None:
    """How long Slack asks to wait."""
    if not isinstance(fault, SlackApiError):
        return None
    headers = getattr(fault.response, "headers", None) or {}
    told = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    return timedelta(seconds=int(told)) if told.isdecimal() and len(told) < 6 else None
