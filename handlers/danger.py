"""Somebody is in danger now: people and numbers to call, at every step and for everybody (row B13)."""

from handlers.command import Reply
from handlers.registry import ALWAYS, shows
from handlers.roles import EVERYBODY
from handlers.scene import Turn
from prompts.card import Bullets, Button, Card
from prompts.words import say


def danger_button() -> Button:
    """The button that stands on every card of the agenda."""
    return Button(say("danger.button"), "danger.show", style="danger")


@shows("danger.show", by=EVERYBODY, when=ALWAYS, later="here")
def show_danger(turn: Turn) -> Reply:
    """Whom to call. Nobody else sees that it was pressed."""
    guidance = turn.profile.danger
    return Reply(Card(title=guidance.title, parts=(Bullets(guidance.say),)))
