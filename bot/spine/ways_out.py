"""The ways out never fail (row S3): whoever says that someone is in danger gets numbers to call,
and whoever can't talk freely sees nothing change, whatever came of the press.
"""

from collections.abc import Iterable

from bot.spine.permission import CLOCK
from handlers.grammar.command import AS_IT_WAS, Command, Reply
from handlers.grammar.ways_out import DANGER, NOT_FREE
from handlers.people.danger import help_of
from prompts.profile import Profile

WAYS_OUT = frozenset({DANGER, NOT_FREE})


def never_refused(command: Command, reply: Reply, profiles: Iterable[Profile]) -> Reply:
    """What the one who pressed sees: also somebody who is not in the meeting any more, or whose
    meeting cannot be read.
    """
    if command.actor == CLOCK:
        return reply
    if command.name == NOT_FREE:
        return AS_IT_WAS
    if command.name == DANGER and (reply.card is None or not reply.done):
        return Reply(help_of((), profiles).card)
    return reply
