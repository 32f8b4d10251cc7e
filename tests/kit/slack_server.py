"""A Slack of our own on loopback: the part of its Web API that we call, with faults on request.

It checks all it is sent.
"""

import asyncio
import json
import traceback
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from tests.kit.slack_rules import check_message, check_view, words_of

Json = dict[str, Any]

TEAM = "T0TEST"
BOT = "U0BOT"


@dataclass
class Fault:
    """What a call gets instead of an answer."""

    error: str = ""
    status: int = 200
    retry_after: int = 0
    hang: float = 0.0


@dataclass
class Message:
    """A message as it stands, and how often it was changed."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    changes: int = 0

    @property
    def words(self) -> str:
        """All that it says."""
        return "\n".join(words_of(self.blocks))


@dataclass
class FakeSlack:
    """The server. `away` answers 503 to everything; `faults` are taken once each, by method."""

    url: str = ""
    messages: list[Message] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    opened: list[Json] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    channels: dict[str, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    people: dict[str, Json] = field(default_factory=dict)
    away: bool = False
    bad_token: bool = False
    team: str = TEAM
    broken: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    _numbers: Any = field(default_factory=lambda: count(1))

    def app(self) -> web.Application:
        """The application to serve."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/upload/{file}", self._upload)
        return app

    def standing(self, channel: str) -> list[Message]:
        """The messages of a channel, in order."""
        return [message for message in self.messages if message.channel == channel]

    def find(self, channel: str, ts: str) -> Message | None:
        """One message."""
        return next((m for m in self.messages if (m.channel, m.ts) == (channel, ts)), None)

    def dm(self, user: str) -> str:
        """Somebody's private channel."""
        return f"D{user[1:]}"

    async def _call(self, request: web.Request) -> web.Response:
        method, self.url = request.match_info["method"], str(request.url.origin())
        args = await _args(request)
        self.calls.append((method, args))
        if self.away:
            return web.Response(status=503, text="upstream is gone", content_type="text/html")
        fault = self.faults[method].popleft() if self.faults[method] else None
        if fault and fault.hang:
            await asyncio.sleep(fault.hang)
        if fault and fault.status != 200:
            headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
            return web.json_response(
                {"ok": False, "error": fault.error or "fatal"}, status=fault.status, headers=headers
            )
        if fault and fault.error:
            return web.json_response({"ok": False, "error": fault.error})
        if self.bad_token:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        does: Callable[[Json], Json] = getattr(self, "_" + method.replace(".", "_"))
        try:
            return web.json_response(does(args))
        except Exception:
            self.broken.append(f"{method} {json.dumps(args, indent=1)}\n{traceback.format_exc()}")
            raise

    async def _upload(self, request: web.Request) -> web.Response:
        self.files[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    # -- methods

    def _files_getUploadURLExternal(self, args: Json) -> Json:
        assert args["filename"]
        assert int(args["length"]) > 0
        file = f"F{next(self._numbers)}"
        return {"ok": True, "file_id": file, "upload_url": f"{self.url}/upload/{file}"}

    def _files_completeUploadExternal(self, args: Json) -> Json:
        """Shared with nobody: it is the app's own."""
        assert not {"channel_id", "channels", "initial_comment"} & {
            name for name, value in args.items() if value
        }
        assert all(file["id"] in self.files for file in args["files"])
        return {
            "ok": True,
            "files": [{"id": file["id"], "title": file["title"]} for file in args["files"]],
        }

    def _files_delete(self, args: Json) -> Json:
        return (
            {"ok": True}
            if self.files.pop(args["file"], None)
            else {"ok": False, "error": "file_not_found"}
        )

    def _auth_test(self, _: Json) -> Json:
        return {"ok": True, "team_id": self.team, "user_id": BOT, "bot_id": "B0BOT"}

    def _chat_postMessage(self, args: Json) -> Json:
        check_message(args)
        ts = f"1700000000.{next(self._numbers):06}"
        self.messages.append(Message(args["channel"], ts, args["text"], args["blocks"]))
        return {"ok": True, "channel": args["channel"], "ts": ts}

    def _chat_update(self, args: Json) -> Json:
        check_message(args)
        message = self.find(args["channel"], args["ts"])
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        message.text, message.blocks, message.changes = (
            args["text"],
            args["blocks"],
            message.changes + 1,
        )
        return {"ok": True, "ts": args["ts"]}

    def _chat_delete(self, args: Json) -> Json:
        message = self.find(args["channel"], args["ts"])
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        self.messages.remove(message)
        return {"ok": True}

    def _conversations_open(self, args: Json) -> Json:
        return {"ok": True, "channel": {"id": self.dm(args["users"])}}

    def _conversations_info(self, args: Json) -> Json:
        channel = self.channels.get(args["channel"])
        if channel and channel.get("made_public"):  # and we may read private channels alone
            return {
                "ok": False,
                "error": "missing_scope",
                "needed": "channels:read",
                "provided": "groups:read",
            }
        return (
            {"ok": True, "channel": channel}
            if channel
            else {"ok": False, "error": "channel_not_found"}
        )

    def _conversations_members(self, args: Json) -> Json:
        """Two at a time, so that the pages are turned."""
        start = int(args.get("cursor") or 0)
        members = self.members[args["channel"]]
        more = str(start + 2) if start + 2 < len(members) else ""
        return {
            "ok": True,
            "members": members[start : start + 2],
            "response_metadata": {"next_cursor": more},
        }

    def _users_info(self, args: Json) -> Json:
        is_bot = args["user"].startswith("UAPP")
        return {
            "ok": True,
            "user": {
                "id": args["user"],
                "real_name": f"Person {args['user']}",
                "is_bot": is_bot,
                **self.people.get(args["user"], {}),
            },
        }

    def _usergroups_users_list(self, args: Json) -> Json:
        """Slack gives all of a group's people at once."""
        if args["usergroup"] not in self.groups:
            return {"ok": False, "error": "no_such_subteam"}
        return {"ok": True, "users": self.groups[args["usergroup"]]}

    def _views_open(self, args: Json) -> Json:
        if args["trigger_id"].startswith("old"):
            return {"ok": False, "error": "expired_trigger_id"}
        if args["trigger_id"] in self.used:
            return {"ok": False, "error": "exchanged_trigger_id"}
        self.used.add(args["trigger_id"])
        view = self._keep_view(f"V{next(self._numbers)}", args["view"])
        self.opened.append(view)
        return {"ok": True, "view": view}

    def _views_update(self, args: Json) -> Json:
        if args["view_id"] not in self.views:
            return {"ok": False, "error": "not_found"}
        return {"ok": True, "view": self._keep_view(args["view_id"], args["view"])}

    def _views_publish(self, args: Json) -> Json:
        check_view(args["view"])
        self.homes[args["user_id"]] = args["view"]
        return {"ok": True, "view": args["view"]}

    def _keep_view(self, view_id: str, view: Json) -> Json:
        check_view(view)
        self.views[view_id] = {**view, "id": view_id, "hash": f"h{next(self._numbers)}"}
        return self.views[view_id]


async def _args(request: web.Request) -> Json:
    body: Json = (
        await request.json()
        if request.content_type == "application/json"
        else dict(await request.post())
    )
    args = {**request.query, **body}
    return {name: _maybe_json(value) for name, value in args.items()}


def _maybe_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value.startswith(("[", "{")) else value
