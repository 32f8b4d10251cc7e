"""The app's manifest: the fewest scopes that work, and none that reads what people write in a
channel.
"""

import json
from collections.abc import Sequence

from prompts.words import say

# What is written to the bot by its name: a cry for help is answered, and the words are never kept.
# Its own chat with somebody
# takes no words: reading them would need a scope over message history. There, every card has the
# numbers behind a button.
MENTION = "app_mention"
# What each is for: the slash command; posting; private messages; whether a channel is private and
# who is in it; their names;
# the picture of how the numbers moved. It lets the app put files there and take its own away, and
# read none of anybody's.
SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "groups:read",
    "users:read",
    "files:write",
    "app_mentions:read",
)
# Who is in a user group, where a service has its staff named by one.
GROUPS = "usergroups:read"
# A channel that is made public sends nothing to an app that cannot read its messages: that is seen
# before the next post.
ROOM_EVENTS = (
    *("member_joined_channel", "member_left_channel", "channel_shared", "channel_unshared"),
    *("group_archive", "group_unarchive", "group_left", "group_deleted"),
)
COMMAND = "/conference"
SHORTCUT = "mine"


def manifest(url: str = "", more: Sequence[str] = ()) -> str:
    """The manifest as JSON, to be pasted into Slack's page for new apps.

    Without a `url` the app uses Socket Mode. `more` are scopes for what a service has set up.
    """
    address = f"{url.rstrip('/')}/slack/events" if url else ""
    here = {"url": address} if address else {}
    interactivity = {"is_enabled": True, **({"request_url": address} if address else {})}
    events = {
        "bot_events": ["app_home_opened", MENTION, *ROOM_EVENTS],
        **({"request_url": address} if address else {}),
    }
    told = {
        "display_information": {"name": say("slack.name"), "description": say("slack.about")},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": say("slack.name"), "always_online": False},
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": say("slack.command"),
                    "usage_hint": "start | staff | help",
                    "should_escape": False,
                    **here,
                }
            ],
            "shortcuts": [
                {
                    "name": say("slack.shortcut"),
                    "type": "global",
                    "callback_id": SHORTCUT,
                    "description": say("slack.shortcut_about"),
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES, *more]}},
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }
    return json.dumps(told, indent=2, ensure_ascii=False)
