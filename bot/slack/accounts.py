"""Names: a room is a channel of the workspace, an account is one of its users."""

SLACK = "slack:"


def room_of(team: str, channel: str) -> str:
    """The room of a channel."""
    return f"{SLACK}{team}/{channel}"


def channel_of(room: str) -> str:
    """The channel of a room; with the meeting that is meant, where the room's name says one."""
    return room.rpartition("/")[2]


def account_of(team: str, user: str) -> str:
    """The account of a user."""
    return f"{SLACK}{team}/{user}"


def user_of(account: str) -> str:
    """The user of an account; "" when it is not one of Slack's."""
    return account.rpartition("/")[2] if account.startswith(SLACK) else ""
