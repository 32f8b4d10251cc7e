"""Names: a room is a channel of the workspace, an account is one of its users."""

from bot.chat.names import Names, place_of

NAMES = Names("slack")
room_of, account_of, user_of, channel_of = NAMES.room, NAMES.account, NAMES.user, place_of
