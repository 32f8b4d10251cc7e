"""The letters: drafted when the conference closes, read and changed by the chair, and sent when the
chair approves them.
"""

import json

from handlers.after.letters.letter_paper import letter_paper
from handlers.after.letters.words import OPEN_WORDS, facts_words, how_it_goes, name_of_reader
from handlers.after.record.record import record
from handlers.dates.papers_due import set_alarms, stop_alarms
from handlers.grammar.command import Refused, Reply
from handlers.grammar.drawn_for import drafts, letter_version
from handlers.grammar.form_commands import form
from handlers.grammar.forms import filled
from handlers.grammar.hints import read_by_others
from handlers.grammar.links import open_page
from handlers.grammar.registry import AFTER, handles
from handlers.grammar.roles import CHAIR, PARENTS, Role
from handlers.grammar.scene import Scene, Turn
from prompts.card import Button, Card, Facts, Field, Text
from prompts.paper import Paper, paper_from_json, paper_to_json
from prompts.words import say
from storage.tables import Letter

_LONGEST = 2000
# They bring it to those who have no account, and see it once it is approved.
BRINGS_IT = frozenset({Role.SOCIAL_WORKER, Role.MINUTE_TAKER, Role.ADMINISTRATOR})


def begin_letters(turn: Turn) -> None:
    """A draft for each parent, offered to the chair, with the alarms for when it is due."""
    have_one = {letter.person_id for letter in turn.book.letters()}
    parents = [
        person
        for person in turn.book.people
        if person.role in PARENTS and person.id not in have_one
    ]
    for parent in parents:
        turn.book.add(Letter(person_id=parent.id, version=1))
    if parents:
        set_alarms(turn, "letter")
        turn.tell("letters", turn.chair)


def ask_for_words(turn: Turn) -> Card:
    """The open words of one letter, with what they say now."""
    return _form(turn, _draft(turn))


@form("letter.form", "letter.submit", asks=ask_for_words, by=CHAIR, when=AFTER, later="here")
def write_letter(turn: Turn) -> Reply:
    """Keeps the chair's words for one letter. It is still a draft."""
    letter = _draft(turn)
    typed = read_by_others(turn, _form(turn, letter))
    letter.typed = json.dumps(
        {name: typed.get(name, "") for name in OPEN_WORDS}, ensure_ascii=False
    )
    turn.tell("letters", turn.chair)
    return Reply()


def ask_before_sending(turn: Turn) -> Card:
    """Who gets which letter, before all that are drafts go out."""
    drafts = [letter for letter in turn.book.letters() if letter.approved_at is None]
    if not drafts:
        raise Refused(Card(say("letter.no_draft")))
    rows = tuple(
        (name_of_reader(turn, letter), say("letter.sends", **how_it_goes(turn, letter)))
        for letter in drafts
    )
    parts = (Text(say("letter.approve_text")), Facts(rows))
    send = Button(say("letter.send_now"), "letter.approve", style="main")
    return Card(say("letter.approve_all"), parts, buttons=(send,))


@form(
    "letter.approve_form",
    "letter.approve",
    asks=ask_before_sending,
    by=CHAIR,
    when=AFTER,
    later="here",
    drawn_for=drafts,
)
def approve_letter(turn: Turn) -> Reply:
    """One letter, or each that is a draft, goes to its parent, and is kept as it went."""
    drafts = [
        letter
        for letter in turn.book.letters()
        if letter.approved_at is None and turn.target in ("", letter.person_id)
    ]
    if not drafts:
        raise Refused(Card(say("letter.no_draft")))
    for letter in drafts:
        letter.sent = paper_to_json(_paper(turn, letter, draft=False))
        letter.approved_at = turn.now
        if person := turn.book.person(letter.person_id):
            turn.tell(f"your_letter:{letter.id}", person)
    if all(letter.approved_at for letter in turn.book.letters()):
        stop_alarms(turn, "letter")
    turn.tell("letters", turn.chair)
    return Reply()


@handles("letter.again", by=CHAIR, when=AFTER, later="here", drawn_for=letter_version)
def write_again(turn: Turn) -> Reply:
    """A new version of a letter that went out, as a draft. The old one is kept as it went."""
    last = _letter(turn)
    if last.approved_at is None:
        raise Refused(Card(say("letter.is_draft")))
    turn.book.add(Letter(person_id=last.person_id, version=last.version + 1, typed=last.typed))
    turn.tell("letters", turn.chair)
    return Reply()


@handles("letter.open", by=CHAIR | BRINGS_IT | PARENTS, when=AFTER, later="here")
def open_letter(turn: Turn) -> Reply:
    """A link to a letter, as a page to read, print or keep."""
    letter = _letter(turn)
    if not may_read(turn, letter):
        raise Refused(Card(say("letter.not_yet"), (Text(say("letter.not_yet_text")),)))
    return open_page(turn, "letter", letter.id)


def may_read(scene: Scene, letter: Letter) -> bool:
    """The chair reads each letter; a parent their own and those who bring it each, once it is
    approved.
    """
    if scene.leads:
        return True
    own = scene.viewer is not None and scene.viewer.id == letter.person_id
    return letter.approved_at is not None and (own or scene.may(*BRINGS_IT))


def letter_of(scene: Scene, letter_id: str) -> Paper | None:
    """A letter that the viewer may read: as it went, or as it would go now."""
    letter = next((letter for letter in scene.book.letters() if letter.id == letter_id), None)
    if letter is None or not may_read(scene, letter):
        return None
    return paper_from_json(letter.sent) if letter.sent else _paper(scene, letter, draft=True)


def _paper(scene: Scene, letter: Letter, *, draft: bool) -> Paper:
    """The letter through its reader's eyes: what they were not part of is not in it."""
    typed: dict[str, str] = json.loads(letter.typed) if letter.typed else {}
    return letter_paper(scene.seen_by(scene.book.person(letter.person_id)), typed, draft=draft)


def _form(turn: Turn, letter: Letter) -> Card:
    reader = turn.book.person(letter.person_id)
    view = turn.seen_by(reader)
    words = {
        **facts_words(view, record(view)),
        **(json.loads(letter.typed) if letter.typed else {}),
    }
    fields = tuple(
        Field(
            name, say(f"letter.field_{name}"), "lines", say(f"letter.hint_{name}"), limit=_LONGEST
        )
        for name in OPEN_WORDS
    )
    title = say("letter.form_title", name=reader.name if reader else "")
    save = Button(say("letter.save"), "letter.submit", letter.person_id, "main")
    return filled(Card(title, (Text(say("letter.form_text")),), fields, (save,)), words)


def _draft(turn: Turn) -> Letter:
    letter = _letter(turn)
    if letter.approved_at:
        raise Refused(Card(say("letter.gone_out"), (Text(say("letter.gone_out_text")),)))
    return letter


def _letter(turn: Turn) -> Letter:
    """The letter that the target names by its reader; one's own, where it names nobody."""
    reader = turn.target or turn.person.id
    letter = next((letter for letter in turn.book.letters() if letter.person_id == reader), None)
    if letter is None:
        raise Refused(Card(say("letter.none")))
    return letter
