"""Somebody is in danger now: whom to call, at every step and for everybody; the chair is told, and nobody else (B13, S3)."""

from handlers.alerts import DANGER, tell_chair
from handlers.command import Reply
from handlers.registry import ALWAYS, handles
from handlers.roles import EVERYBODY
from handlers.scene import Turn
from prompts.card import Bullets, Call, Calls, Card, Part, Text
from prompts.profile import Profile
from prompts.words import say


@handles("danger.show", by=EVERYBODY, when=ALWAYS, later="here", quiet=True, window=True)
def show_danger(turn: Turn) -> Reply:
    """Whom to call. Nobody but the chair ever knows that it was pressed."""
    told = (Text(say("danger.told")),) if tell_chair(turn, DANGER) else ()
    return Reply(Card(turn.profile.danger.title, (*danger_parts(turn.profile), *told)))


@handles("danger.tell", by=EVERYBODY, when=ALWAYS, later="here", quiet=True)
def tell_the_chair(turn: Turn) -> Reply:
    """For somebody who wrote to the bot: they had the numbers already."""
    words = say("danger.told" if tell_chair(turn, DANGER) else "danger.not_told")
    return Reply(Card(say("danger.tell_title"), (Text(words),)))


def danger_parts(profile: Profile) -> tuple[Part, ...]:
    """The numbers, the emergency number first, and a service's own guidance."""
    emergency = Call(say("danger.emergency"), say("danger.emergency_number"), say("danger.emergency_hint"))
    numbers = tuple(one.call for one in profile.danger.numbers)
    return (Calls((emergency, *numbers)), Bullets(profile.danger.say))
