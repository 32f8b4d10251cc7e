"""What comes in and what goes back: a command, a reply, and the two ways a command is
turned down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from prompts.card import Card


@dataclass(frozen=True)
class Command:
    """Somebody pressed something, or time passed.

    `key` is the platform's own id of the delivery: the same press arriving twice has the same key
    and counts once.
    `actor` is the platform's account of the person, or the clock's. `room` is where it happened.
    `target` is what the
    button was about; `values` is what was filled in.
    """

    key: str
    name: str
    actor: str
    room: str
    target: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What the one who pressed sees at once: a form or a private line (`card`), or nothing.

    `link` opens a page of their own. `done` tells a platform that the form can be closed. `room`
    names the room that a
    command has just opened. `failed` says that it broke on our side: the same form may go through
    when it is sent again.
    """

    card: Card | None = None
    link: str = ""
    done: bool = True
    room: str = ""
    failed: bool = False


# After a quiet press: where it was pressed nothing changes, and a form stays open with what was
# typed in it.
AS_IT_WAS = Reply(done=False)


class Refused(Exception):
    """The command was not done and nothing changed.

    The card says what happened, what to do, and gives back what was typed.
    """

    def __init__(self, card: Card) -> None:
        super().__init__(card.title)
        self.card = card


class AskBack(Exception):
    """Something in the form needs another look: the same form, with what was typed and what to do.

    Nothing changed.
    """

    def __init__(self, form: Card) -> None:
        super().__init__(form.title)
        self.form = form


class WordsToLookAt(Exception):
    """Others may not know some of the words.

    Nothing was done; the card, for the author alone, says which and what to say.
    """

    def __init__(self, card: Card) -> None:
        super().__init__(card.title)
        self.card = card
