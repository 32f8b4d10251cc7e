"""I can't talk freely: a press that nobody sees, told to the chair at once (row S3)."""

from handlers.grammar.command import AS_IT_WAS, Reply
from handlers.grammar.registry import ALWAYS, handles
from handlers.grammar.roles import EVERYBODY
from handlers.grammar.scene import Turn
from handlers.people.alerts import NOT_FREE, tell_chair


@handles("overheard.say", by=EVERYBODY, when=ALWAYS, later="here", quiet=True)
def say_not_free(turn: Turn) -> Reply:
    """Nothing changes where it is pressed: no card, no thanks, and a form stays open with what was
    typed in it.
    """
    tell_chair(turn, NOT_FREE)
    return AS_IT_WAS
