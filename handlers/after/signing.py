"""The chair signs the record off: it is a draft no more, everybody can open it, and who does what
stands in the channel.
"""

from collections.abc import Iterator

from handlers.after.closing import show_outcome, unfinished
from handlers.after.record.plan import actions
from handlers.after.record.plan_blocks import action_tables
from handlers.after.record.record import record
from handlers.after.record.record_paper import meeting_words
from handlers.dates.papers_due import stop_alarms
from handlers.grammar.command import Refused, Reply
from handlers.grammar.drawn_for import corrections
from handlers.grammar.form_commands import form
from handlers.grammar.links import close_pages, open_page
from handlers.grammar.registry import AFTER, CLOSED, draws, handles
from handlers.grammar.roles import CHAIR, PARTICIPANTS, SCRIBES, Role
from handlers.grammar.scene import Scene, Turn
from prompts.card import Bullets, Button, Card, Part, Text
from prompts.words import say
from storage.tables import MeetingState

# The social worker edits the Word document. Everybody else gets the record once it is signed off.
READS_DRAFTS = SCRIBES | {Role.SOCIAL_WORKER}
READS = READS_DRAFTS | PARTICIPANTS | {Role.ADMINISTRATOR, Role.SERVICE_MANAGER}


def ask_before_approving(turn: Turn) -> Card:
    """Who can open the record then, and what is not finished, or not sent, before it is
    signed off.
    """
    parts: list[Part] = [Text(say("signing.then"))]
    unsent = {letter.person_id for letter in turn.book.letters() if letter.approved_at is None}
    names = [person.name for person in turn.by_family_first if person.id in unsent]
    if left := [*unfinished(turn), *([say("signing.letters", names=names)] if names else [])]:
        parts += [
            Text(say("closing.left"), strong=True),
            Bullets(tuple(left)),
            Text(say("signing.anyway")),
        ]
    send = Button(say("signing.approve_now"), "record.approve", style="main")
    return Card(say("panel.approve"), tuple(parts), buttons=(send,))


@form(
    "record.approve_form",
    "record.approve",
    asks=ask_before_approving,
    by=CHAIR,
    when=CLOSED,
    later="here",
    drawn_for=corrections,
)
def approve_record(turn: Turn) -> None:
    """The chair has read the record: it is a draft no more."""
    turn.meeting.state, turn.meeting.approved_at = MeetingState.APPROVED, turn.now
    stop_alarms(turn, "record")
    show_outcome(turn)
    turn.show("signed:1")


@handles("record.open", by=READS, when=AFTER, later="here")
def open_record(turn: Turn) -> Reply:
    """A link to the record as the one who asks may see it."""
    if not may_read(turn):
        raise Refused(
            Card(
                say("signing.not_yet"), (Text(say("signing.not_yet_text", chair=turn.chair.name)),)
            )
        )
    return open_page(turn, "record")


@handles("papers.revoke", by=CHAIR, when=AFTER, later="here")
def withdraw_papers(turn: Turn) -> Reply:
    """No link to the record or a letter opens any more, whoever has it."""
    closed = sum(close_pages(turn, what=what) for what in ("record", "letter"))
    return Reply(Card(say("signing.revoked"), (Text(say("signing.revoked_text", links=closed)),)))


def may_read(scene: Scene) -> bool:
    """A draft is for those who work on it; the record that is signed off for everybody who took
    part.
    """
    return scene.may(*(READS if scene.meeting.state == MeetingState.APPROVED else READS_DRAFTS))


@draws("signed")
def signed_card(scene: Scene, version: str) -> Card:
    """The record is signed off, with who does what by when; or there is a new version of it."""
    chair = scene.chair.name
    open_it = (Button(say("signing.open"), "record.open", style="main"),)
    if version != "1":
        words = say("signing.new", chair=chair, version=version)
        return Card(
            say("signing.new_title"), (Text(words),), buttons=open_it, notice=say("signing.notice")
        )
    parts: tuple[Part, ...] = (Text(say("signing.signed", chair=chair)), *_agreed(scene))
    return Card(say("signing.signed_title"), parts, buttons=open_it, notice=say("signing.notice"))


def _agreed(scene: Scene) -> Iterator[Part]:
    if agreed := [action for action in actions(scene) if not action.done]:
        yield Text(say("signing.plan"), strong=True)
        yield from action_tables(agreed)
    yield from meeting_words(record(scene))
