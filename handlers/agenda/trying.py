"""Try now: the chair knows that what was in the way is mended, and does not wait for the
next try.
"""

from handlers.grammar.registry import BEGUN, handles
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Turn


@handles("post.try_now", by=CHAIR, when=BEGUN, later="here")
def try_now(turn: Turn) -> None:
    """The room is looked at again, and what could not be shown is tried at once, in order; the
    panel says how it went.
    """
    turn.book.room_watch.checked_at = None
    turn.book.try_posts_now()
