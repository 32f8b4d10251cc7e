"""Options of a profile: as a field offers them, and as they read."""

from prompts.card import Choice
from prompts.profile import Option


def label_of(options: tuple[Option, ...], option_id: str) -> str:
    """What people read for an option."""
    return next((option.label for option in options if option.id == option_id), option_id)


def choices_of(options: tuple[Option, ...]) -> tuple[Choice, ...]:
    """The options as a field offers them."""
    return tuple(Choice(option.id, option.label) for option in options)
