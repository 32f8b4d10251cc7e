"""A service with a chat platform needs children's services' numbers, by day and by night, in every
profile.
"""

from collections.abc import Mapping

from bot.spine.settings import BadSettings
from prompts.profile import Profile


def refuse_without_numbers(profiles: Mapping[str, Profile]) -> None:
    """Raises `BadSettings`, with what to put into which profile."""
    missing = [
        f"profile '{name}', {line}"
        for name, profile in profiles.items()
        for line in profile.danger.missing_numbers()
    ]
    if missing:
        raise BadSettings("\n".join(["Somebody in danger must find whom to call.", *missing]))
