"""Looking at feedback: the results for those who lead, and reading words before anybody
else does.
"""

from collections.abc import Sequence

from handlers.after.feedback.asking import REVIEWS
from handlers.after.feedback.results import Said, said_in, waiting_for_review
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.links import open_page
from handlers.grammar.registry import AFTER, MANAGES, draws, handles
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target
from prompts.card import Button, Card, Part, Quote, Text
from prompts.words import say
from storage.tables import Feedback


@handles("feedback.results", by=CHAIR | REVIEWS, when=AFTER, later="here", staff=MANAGES)
def open_results(turn: Turn) -> Reply:
    """A link to the results over many conferences."""
    return open_page(turn, "feedback")


def show_words(turn: Turn) -> Card:
    """The next words that nobody has read, without who or where it was."""
    return _next(turn)


@form(
    "feedback.review",
    "feedback.decide",
    asks=show_words,
    by=REVIEWS,
    when=AFTER,
    later="here",
    staff=MANAGES,
)
def decide_on_words(turn: Turn) -> Reply:
    """Lets words through to the results, or keeps them back ("<id>:show" or "<id>:hide")."""
    decide([said_in(turn)], turn.target)
    return Reply(_next(turn), done=False)


@draws("feedback_desk")
def desk_card(scene: Scene, _: str) -> Card:
    """For those who look at what people say: the results, and words to read."""
    buttons = (
        Button(say("feedback.open"), "feedback.results"),
        Button(say("feedback.review_title"), "feedback.review"),
    )
    return Card(
        say("feedback.results"),
        (Text(say("feedback.desk")),),
        buttons=buttons,
        notice=say("feedback.notice_desk"),
    )


def decide(found: Sequence[Said], target: str, reader: str = "") -> Feedback:
    """Lets words through or keeps them back ("<id>:show" or "<id>:hide")."""
    named = Target.parse(target)
    row_id, review = named.head, named.tail
    waiting = (row for said in found for row, _ in waiting_for_review(said, reader))
    row = next((row for row in waiting if row.id == row_id), None)
    if row is None or review not in ("show", "hide"):
        raise Refused(Card(say("feedback.gone")))
    row.review = review
    return row


def words_card(found: Sequence[Said], command: str, reader: str = "") -> Card:
    """The next words that nobody has read, without who or where it was, and what `command` can
    make of them.
    """
    waiting = [one for said in found for one in waiting_for_review(said, reader)]
    if not waiting:
        return Card(say("feedback.review_title"), (Text(say("feedback.all_read")),))
    row, words = waiting[0]
    buttons = (
        Button(say("feedback.show"), command, f"{row.id}:show", "main"),
        Button(say("feedback.hide"), command, f"{row.id}:hide"),
    )
    parts: tuple[Part, ...] = (
        Text(say("feedback.review_text")),
        *(Quote(one, say("feedback.somebody")) for one in words),
    )
    return Card(say("feedback.review_title"), parts, buttons=buttons)


def _next(turn: Turn) -> Card:
    return words_card([said_in(turn)], "feedback.decide")
