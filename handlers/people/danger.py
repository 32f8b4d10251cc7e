"""Somebody is in danger now: whom to call, at every step and for everybody; the chair is told, and
nobody else (B13, S3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.grammar.command import Reply
from handlers.grammar.registry import ALWAYS, RUNNING, handles
from handlers.grammar.roles import EVERYBODY
from handlers.grammar.scene import Scene, Turn
from handlers.people.alerts import DANGER, tell_chair
from prompts.card import Bullets, Button, Call, Calls, Card, Part, Text
from prompts.profile import Profile
from prompts.words import say
from storage.room_names import in_the_name_of


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


@dataclass(frozen=True)
class Help:
    """What somebody gets who cried for help, and the room of the meeting whose chair they can tell;
    none, without one.
    """

    card: Card
    room: str = ""
    running: bool = False


def help_in(scene: Scene) -> Help:
    """For somebody with a part in a meeting."""
    tell = () if scene.leads else (Button(say("danger.tell"), "danger.tell", style="main"),)
    room = in_the_name_of(scene.meeting.room, scene.meeting.id)
    return Help(_help_card(danger_parts(scene.profile), tell), room, scene.meeting.state in RUNNING)


def help_of(found: Sequence[Help], profiles: Iterable[Profile]) -> Help:
    """The help of the meeting that runs, or of the newest; without a meeting, the numbers of every
    profile there is.
    """
    if found:
        return next((one for one in found if one.running), found[0])
    numbers = dict.fromkeys(one.call for profile in profiles for one in profile.danger.numbers)
    return Help(_help_card((Calls((_emergency(), *numbers)),)))


def _help_card(parts: tuple[Part, ...], buttons: tuple[Button, ...] = ()) -> Card:
    return Card(say("danger.help_title"), parts, buttons=buttons, notice=say("panel.notice"))


def danger_parts(profile: Profile) -> tuple[Part, ...]:
    """The numbers, the emergency number first, and a service's own guidance."""
    numbers = tuple(one.call for one in profile.danger.numbers)
    return (Calls((_emergency(), *numbers)), Bullets(profile.danger.say))


def _emergency() -> Call:
    return Call(
        say("danger.emergency"), say("danger.emergency_number"), say("danger.emergency_hint")
    )
