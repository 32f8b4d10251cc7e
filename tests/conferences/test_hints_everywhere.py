"""Every form in which people write, over whole sample conferences: its author hears of hard words
before others read them, or there is a reason why not.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.rehearsal.player import Player
from handlers.grammar.command import Command
from handlers.grammar.registry import commands
from handlers.grammar.roles import Role
from prompts.card import Button, Card
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from tests.kit.filling import filled_in
from tests.kit.preparing import BeforeTheDay

# Hard words for everybody: on the list, and said in any voice.
HARD = "Her siblings saw the CAMHS worker."
# What is sent by it, and why nobody is told of hard words in it. docs/using.md says the same.
NO_HINT: dict[str, str] = {
    "debrief.submit": "it is what the family said, written down for them",
    "feedback.submit": "words that wait would carry a name until they are sent",
    "rollcall.submit": "a name; who is in the room goes to the chair alone",
    "setup.children": "names",
    "setup.person": "a name and what somebody is",
}
People = list[tuple[str | None, str]]
MUST_BE_SEEN = {
    "agenda.skip",
    "answer.submit",
    "apart.submit",
    "close.submit",
    "closed.open",
    "core_group.move",
    "decision.submit",
    "dissent.submit",
    "plan.submit",
    "report.submit",
    "setup.cancel",
    "setup.day",
    "setup.trio",
    "task.submit",
}


@pytest.mark.parametrize("family", ["fennimore", "harrick"])
def test_hard_words_are_hinted_at_wherever_people_write(
    sqlite_database: Database, family: str
) -> None:
    with closing(BeforeTheDay(sqlite_database, family)) as conference:
        seen, passed, without = set(), set(), {}
        for who, form in forms(conference):
            values = filled_in(form, conference.now.date(), HARD)
            send = form.buttons[0]
            if HARD not in values.values():
                continue
            if send.command in NO_HINT:
                passed.add(send.command)
                continue
            reply = conference.sends_first(send.command, who, send.target, values)
            seen.add(send.command)
            if reply.card is None or reply.card.title != say("hints.title"):
                without[send.command] = twin(reply.card) if reply.card else "sent at once"
        assert without == {}
        assert seen >= MUST_BE_SEEN
        assert passed >= NO_HINT.keys()


def forms(conference: BeforeTheDay) -> Iterator[tuple[str, Card]]:
    """Each form that somebody is offered on the way, once for each command that sends it."""
    sent: set[str] = set()
    pressed: set[tuple[str, str]] = set()
    for _ in stages(conference):
        conference.deliver()
        for card in list(conference.wall.stands.values()):
            for who, form in opened(conference, card.buttons, pressed):
                if form.buttons[0].command not in sent:
                    sent.add(form.buttons[0].command)
                    yield who, form


def opened(
    conference: BeforeTheDay, buttons: tuple[Button, ...], pressed: set[tuple[str, str]]
) -> Iterator[tuple[str, Card]]:
    """The forms behind buttons, and behind what those show, for the first who may open each."""
    for button in buttons:
        entry = commands.get(button.command)
        if entry is None or entry.changes or (button.command, button.target) in pressed:
            continue
        pressed.add((button.command, button.target))
        for who, card in _shown(conference, button):
            yield from _form_or_more(conference, who, card, pressed)


def _form_or_more(
    conference: BeforeTheDay, who: str, card: Card, pressed: set[tuple[str, str]]
) -> Iterator[tuple[str, Card]]:
    if not card.fields:
        yield from opened(conference, card.buttons, pressed)
    elif commands[card.buttons[0].command].changes:
        people = _people(conference)
        if not _for_somebody_else(people, dict(people)[who], card.buttons[0].target):
            yield who, card
    else:  # it asks which, and opens the form for that one
        send, values = card.buttons[0], filled_in(card, conference.now.date(), HARD)
        asked = conference.sends_first(send.command, who, send.target, values).card
        if asked:
            yield from _form_or_more(conference, who, asked, pressed)


def _shown(conference: BeforeTheDay, button: Button) -> Iterator[tuple[str, Card]]:
    """What the first sees who may press it, for themselves."""
    people = _people(conference)
    for account, person in people:
        if account and not _for_somebody_else(people, person, button.target):
            press = Command("look", button.command, account, conference.room, button.target)
            card = conference.dispatcher.dispatch(press).card
            if card and (card.fields or card.buttons):
                yield account, card
                return


def _people(conference: BeforeTheDay) -> People:
    return conference.look(
        lambda scene: [(p.account, p.id) for p in scene.book.people if p.role != Role.CHILD]
    )


def _for_somebody_else(people: People, person: str, target: str) -> bool:
    return any(one in target for _, one in people if one != person)


def stages(conference: BeforeTheDay) -> Iterator[None]:
    """The time before the day, and the conference press by press."""
    yield
    item = ""
    for title in Player(conference.dispatcher, conference.room).presses():
        conference.passes(seconds=1)
        if item != (item := title):
            yield
