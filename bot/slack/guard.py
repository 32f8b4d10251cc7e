"""Whether a request is Slack's own, before anything in it is read: signature and time first, then
form, then workspace.
"""

import hmac
import json
import logging
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from bot.slack.shapes import is_whole

log = logging.getLogger(__name__)

_OLDEST = 5 * 60
_VERSION = "v0"


class NotFromSlack(Exception):
    """The request is turned away with `status`; why is for the log, without a word of the request
    itself.
    """

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Guard:
    """Checks requests that come by HTTP."""

    def __init__(
        self, signing_secret: str, team: str, now: Callable[[], float] = time.time
    ) -> None:
        self._secret = signing_secret.encode()
        self._team = team
        self._now = now

    def check(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Lets a request of this workspace pass. Raises `NotFromSlack`."""
        self._check_signature(body, headers)
        payload = parsed(body, headers.get("Content-Type", ""))
        if payload.get("type") != "url_verification" and not from_team(payload, self._team):
            raise NotFromSlack(401, "another workspace")
        if not is_whole(payload):
            raise NotFromSlack(400, "misshapen")

    def _check_signature(self, body: bytes, headers: Mapping[str, str]) -> None:
        told = headers.get("X-Slack-Request-Timestamp", "")
        if not (told.isascii() and told.isdecimal() and len(told) < 12):
            raise NotFromSlack(401, "no time")
        if abs(self._now() - int(told)) > _OLDEST:
            raise NotFromSlack(401, "too old")
        ours, theirs = sign(self._secret, told, body), headers.get("X-Slack-Signature", "")
        if not hmac.compare_digest(ours.encode(), theirs.encode(errors="surrogateescape")):
            raise NotFromSlack(401, "wrong signature")


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """Slack's signature of a body."""
    told = b":".join((_VERSION.encode(), timestamp.encode(), body))
    return f"{_VERSION}={hmac.new(secret, told, sha256).hexdigest()}"


def parsed(body: bytes, content_type: str) -> dict[str, Any]:
    """What a body holds: JSON, a form, or a form with JSON in it. Raises `NotFromSlack`."""
    try:
        text = body.decode()
        if content_type.startswith("application/x-www-form-urlencoded"):
            form = {
                name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()
            }
            text = form.get("payload", json.dumps(form))
        payload = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise NotFromSlack(400, "not readable") from fault
    if not isinstance(payload, dict):
        raise NotFromSlack(400, "not readable")
    return payload


def from_team(payload: Mapping[str, Any], team: str) -> bool:
    """Whether a request, and the person in it, belong to this workspace: a guest of a shared
    channel does not.
    """
    where, who = payload.get("team"), payload.get("user")
    named = payload.get("team_id") or (where.get("id") if isinstance(where, dict) else None)
    whose = who.get("team_id") if isinstance(who, dict) else None
    return bool(named == team and whose in (None, team))
