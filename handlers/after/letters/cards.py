"""The letters as the chair sees them, when they are due, and what each parent is sent."""

from collections.abc import Iterator, Sequence

from handlers.after.letters.words import how_it_goes, name_of_reader
from handlers.dates.deadlines import local_time
from handlers.dates.papers_due import due_words, is_late
from handlers.grammar.command import Reply
from handlers.grammar.registry import AFTER, ALWAYS, draws, handles, shows
from handlers.grammar.roles import CHAIR, CLOCK
from handlers.grammar.scene import Scene, Turn
from prompts.card import Button, Card, Facts, Part, Text
from prompts.words import say
from storage.tables import Alarm, Letter, MeetingState


@draws("letters")
def letters_card(scene: Scene, _: str) -> Card:
    """All letters, for the chair alone: until when, what became of each, and what can be done."""
    return _card(scene, say("letter.offered_title"), [Text(say("letter.offered"))])


@shows("letter.list", by=CHAIR, when=AFTER, later="here")
def show_letters(turn: Turn) -> Reply:
    """All letters again, where the chair is now."""
    return Reply(letters_card(turn, ""), done=False)


@handles("letter.warn", by=CLOCK, when=ALWAYS)
def warn(turn: Turn) -> None:
    """Tells the chair before the letters are late."""
    _ring(turn, "letter.warn", "letters_warn")


@handles("letter.late", by=CLOCK, when=ALWAYS)
def late(turn: Turn) -> None:
    """Tells the chair that the letters are late."""
    _ring(turn, "letter.late", "letters_late")


@handles("record.warn", by=CLOCK, when=ALWAYS)
def warn_of_record(turn: Turn) -> None:
    """Tells the chair before the record is late."""
    _ring(turn, "record.warn", "record_warn")


@handles("record.late", by=CLOCK, when=ALWAYS)
def record_late(turn: Turn) -> None:
    """Tells the chair that the record is late."""
    _ring(turn, "record.late", "record_late")


@draws("letters_warn")
def warning_card(scene: Scene, _: str) -> Card:
    """The letters are due soon."""
    return _card(scene, say("letter.warn_title"), [])


@draws("letters_late")
def late_card(scene: Scene, _: str) -> Card:
    """The letters are late."""
    return _card(scene, say("letter.late_title"), [])


@draws("record_warn")
def record_warning_card(scene: Scene, _: str) -> Card:
    """The record is due soon."""
    return _record_card(scene, "record_warn_title")


@draws("record_late")
def record_late_card(scene: Scene, _: str) -> Card:
    """The record is late."""
    return _record_card(scene, "record_late_title")


@draws("your_letter")
def your_letter_card(scene: Scene, letter_id: str) -> Card:
    """Tells a parent that there is a letter; on a lock screen it says nothing (row B10)."""
    letter = next((letter for letter in scene.book.letters() if letter.id == letter_id), None)
    if (
        letter is None
        or letter.approved_at is None
        or scene.viewer is None
        or letter.person_id != scene.viewer.id
    ):
        return Card(say("letter.yours_new"), notice=say("letter.notice"))
    open_it = Button(say("letter.open_own"), "letter.open", style="main")
    return Card(
        say("letter.yours"),
        (Text(say("letter.yours_text")),),
        buttons=(open_it,),
        notice=say("letter.notice"),
    )


def _card(scene: Scene, title: str, parts: list[Part]) -> Card:
    if not scene.leads:
        return Card(say("letter.offered_title"), notice=say("letter.notice"))
    letters = scene.book.letters()
    if all(letter.approved_at for letter in letters):
        parts = [Text(say("letter.all_out"))]
    elif limit := due_words(scene, "letter"):
        parts.append(
            Text(
                say("letter.was_due" if is_late(scene, "letter") else "letter.due", limit=limit),
                strong=True,
            )
        )
    parts.append(
        Facts(tuple((name_of_reader(scene, letter), _state(scene, letter)) for letter in letters))
    )
    return Card(
        title, tuple(parts), buttons=tuple(_buttons(scene, letters)), notice=say("letter.notice")
    )


def _record_card(scene: Scene, title: str) -> Card:
    if scene.meeting.state == MeetingState.APPROVED or not scene.leads:
        return Card(say("letter.record_out"), notice=say("letter.notice"))
    parts = (Text(say("letter.record_due", limit=due_words(scene, "record"))),)
    buttons = (
        Button(say("panel.open_record"), "record.open"),
        Button(say("panel.approve"), "record.approve_form", style="main"),
    )
    return Card(say(f"letter.{title}"), parts, buttons=buttons, notice=say("letter.notice"))


def _buttons(scene: Scene, letters: Sequence[Letter]) -> Iterator[Button]:
    """Reading comes first: the first draft to read is the main thing, and what sends all of them is
    last.
    """
    drafts = [letter for letter in letters if letter.approved_at is None]
    for letter in letters:
        name, first = name_of_reader(scene, letter), letter in drafts[:1]
        yield Button(
            say("letter.read", name=name),
            "letter.open",
            letter.person_id,
            "main" if first else "plain",
        )
        if letter.approved_at:
            yield Button(say("letter.again", name=name), "letter.again", letter.person_id)
        else:
            yield Button(say("letter.change_it", name=name), "letter.form", letter.person_id)
            yield Button(say("letter.approve", name=name), "letter.approve", letter.person_id)
    if len(drafts) > 1:
        yield Button(say("letter.approve_all"), "letter.approve_form")


def _state(scene: Scene, letter: Letter) -> str:
    at = local_time(scene.profile, letter.approved_at) if letter.approved_at else ""
    return say("letter.state", at=at, **how_it_goes(scene, letter))


def _ring(turn: Turn, what: str, slot: str) -> None:
    """An alarm that was stopped is silent."""
    alarm: Alarm | None = next(
        (alarm for alarm in turn.book.alarms(what) if alarm.id == turn.target), None
    )
    if alarm:
        alarm.done_at = turn.now
        turn.tell(slot, turn.chair)
