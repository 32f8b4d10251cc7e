"""Scripts of the time before the day: a conference that is known of and not begun, or one that is
set up from nothing.
"""

from dataclasses import replace
from typing import Self

from bot.rehearsal.setup import account_of, setup_of
from handlers.after.record.record import record
from handlers.grammar.registry import draw
from handlers.grammar.scene import Scene
from handlers.meeting.board import board
from handlers.meeting.mine import mine
from prompts.card import Card
from prompts.plain import twin
from prompts.words import say
from storage.room import ROOM
from tests.kit.conference import Conference
from tests.kit.people import Somebody, words_of

SLOTS = ("setup", "ready", "prepare", "panel")


class BeforeTheDay(Conference):
    """A sample family's conference, days ahead, with a few things missing."""

    def opens(self) -> None:
        setup = setup_of(self.family, self.now.date(), ahead=True)
        self.send("conference.start", account_of("chair"), values={"setup": setup})
        self.know_everybody()

    def know_everybody(self) -> None:
        """The ids of those who take part, and of the items once they are laid out."""
        people = self.look(
            lambda scene: [(person.account, person.name, person.id) for person in scene.book.people]
        )
        self.ids = {
            account.removeprefix(ROOM) if account else name.lower(): row
            for account, name, row in people
        }
        self.steps = self.look(
            lambda scene: {step.question: step.id for step in scene.meeting.steps}
        )

    def state(self) -> str:
        """Whether it is being prepared, or open …"""
        return self.look(lambda scene: scene.meeting.state)

    def ready(self, who: str = "chair") -> str:
        """The card that says what is missing."""
        return Writer(self, who).now("ready")


class FromNothing(BeforeTheDay):
    """A conference that an administrator has just begun to set up."""

    def opens(self) -> None:
        values = {
            "profile": "cumbria",
            "family": "F-17",
            "children": "Posy",
            "name": "Dot Ellery",
            "part": "administrator",
        }
        self.send("conference.prepare", account_of("minute_taker"), values=values)
        self.know_everybody()


class Writer(Somebody):
    """Somebody in the time before the day."""

    @property
    def dares(self) -> Self:
        """The same person trying what may not go through."""
        return replace(self, daring=True)

    def now(self, slot: str) -> str:
        """A card of theirs as it is now."""
        return self.conference.look(lambda scene: twin(draw(scene, slot)), self.account)

    def buttons(self, slot: str) -> list[str]:
        """What they can press on a card of theirs."""
        return self.conference.look(
            lambda scene: [button.label for button in draw(scene, slot).buttons], self.account
        )

    def everything(self) -> str:
        """All that they can get to see, on every surface: cards, own list, board, record, forms,
        and reports they may read.
        """
        look = self.conference.dispatcher
        seen = [self.now(slot) for slot in SLOTS if slot != "panel"]
        seen += [repr(one) for one in look.look_everywhere(self.account, mine)]
        seen += [
            repr(self.conference.look(board, self.account)),
            repr(self.conference.look(record, self.account)),
        ]
        read = [
            self.dares.presses("report.read", report) for report in self.conference.look(_reports)
        ]
        seen += [words for words in read if say("dispatch.not_yours") not in words]
        seen += [
            self.dares.reads_form("report.form", target)
            for target in ("", *self.conference.ids.values())
        ]
        return "\n".join([*seen, self.sees()])

    def reads_form(self, command: str, target: str) -> str:
        """A form with what is in it; or what they are told where none opens."""
        return words_of(self.conference.send(command, self.account, target))

    def writes(self, then: str, **values: str) -> str:
        """Writes on, and keeps it or sends it."""
        return self.fills("report.form", self.id if self.by else "", then=then, **values)

    def confirms(self, command: str, target: str = "") -> str:
        """Opens a card that asks once more, and presses what it offers first."""
        return self.sends(self.form(command, target))

    def form(self, command: str, target: str = "") -> Card:
        """A form, open."""
        card = self.conference.send(command, self.account, target).card
        assert card
        return card


def _reports(scene: Scene) -> list[str]:
    return [report.id for report in scene.book.reports()]
