"""Somebody in a script: they do what a person would do with the buttons and forms that
they have.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from bot.rehearsal.setup import account_of
from handlers.grammar.command import Reply
from prompts.card import Card
from prompts.plain import twin

if TYPE_CHECKING:
    from tests.kit.conference import Conference


@dataclass(frozen=True)
class Somebody:
    """One person of the sample, by their sample id.

    Everything they do must go through, or the script fails with what they were told; under `tries`
    it need not, and gives
    what they were told. `by` is who presses and writes for them, where they have no account.
    """

    conference: "Conference"
    name: str
    by: "Somebody | None" = None
    daring: bool = False

    @property
    def tries(self) -> Self:
        """The same person doing something that may not go through."""
        return replace(self, daring=True)

    @property
    def id(self) -> str:
        """Their row's id."""
        return self.conference.ids[self.name]

    @property
    def account(self) -> str:
        """The account that presses."""
        return account_of(self.by.name if self.by else self.name)

    def writes_for(self, other: "Somebody") -> "Somebody":
        """The other person, with this one writing for them."""
        return replace(other, by=self)

    # -- what they see

    def sees(self, slot: str = "", question: str = "") -> str:
        """All that they see, channel and private lines; or the posts of one kind, or those about
        one question.
        """
        room = self.conference
        return "\n\n".join(
            (room.shown("channel", slot, question), room.shown(self.id, slot, question))
        )

    def lines(self, slot: str = "") -> str:
        """Their private lines."""
        return self.conference.shown(self.id, slot)

    # -- roll-call

    def is_here(self, with_them: str = "", name: str = "") -> str:
        """Says that they are here, and who is in the room with them."""
        called = {"name": name} if name else {}
        return self.fills("rollcall.form", self.id, understood="yes", with_them=with_them, **called)

    def leaves(self) -> str:
        """Has to go."""
        return self.presses("rollcall.leave", self.id if self.by else "")

    # -- answering

    def opens(self, question: str) -> Card:
        """Opens the form of a question and leaves it open."""
        return _form(self._send("answer.form", self._about(question)))

    def answers(self, question: str, *words: str, **values: str) -> str:
        """Opens the form of a question, fills it in, in the order of its fields or by their names,
        and sends it.
        """
        return self.fills("answer.form", self._about(question), *words, **values)

    def scores(self, question: str, number: int, why: str = "", up: str = "") -> str:
        """Gives a number for a trio, with reasons."""
        return self.answers(question, str(number), why, up)

    def recommends(self, question: str, plan: str, why: str, category: str = "") -> str:
        """Recommends a plan for a child."""
        return self.answers(question, plan=plan, why=why, category=category)

    def passes(self, question: str) -> str:
        """Passes: a full answer."""
        return self.presses("answer.pass", self._about(question))

    def agrees(self, question: str) -> str:
        """Agrees with what was said."""
        return self.presses("answer.agree", self._about(question))

    def disagrees(self, child: str, words: str) -> str:
        """Does not agree with the decision for a child."""
        target = self.conference.child(child)
        return self.fills("dissent.form", f"{target}:{self.id}" if self.by else target, words)

    def words_point(self, question: str, whose: "Somebody", words: str) -> str:
        """Agrees wording for the board from what somebody said."""
        return self.fills("point.form", self.conference.answer_id(question, whose.id), words)

    def offers(self, section: str, **values: str) -> str:
        """Offers an entry for the plan."""
        return self.fills("plan.form", f"{section}:{self.id}" if self.by else section, **values)

    # -- how it is done

    def presses(self, command: str, target: str = "", **values: str) -> str:
        """Presses a button; gives what they were told."""
        reply = self._send(command, target, **values)
        told = words_of(reply)
        assert reply.done or self.daring, f"{self.name} pressed {command} and was told: {told}"
        return told

    def fills(self, command: str, target: str = "", *words: str, **values: str) -> str:
        """Opens a form, fills it in and sends it.

        Where no form opens, gives what they were told.
        """
        reply = self._send(command, target)
        if reply.card is None or not reply.card.fields:
            assert self.daring, f"{self.name} asked for {command} and was told: {words_of(reply)}"
            return words_of(reply)
        return self.sends(reply.card, *words, **values)

    def confirms(self, command: str, target: str = "") -> str:
        """Opens a card that asks once more, and presses what it offers first."""
        reply = self._send(command, target)
        assert reply.card is not None
        assert not reply.done, f"{self.name} asked for {command} and was told: {words_of(reply)}"
        return self.sends(reply.card)

    def sends(self, form: Card, *words: str, **values: str) -> str:
        """Fills in a form, in the order of its fields or by their names, and sends it."""
        typed = dict(zip((field.name for field in form.fields), words, strict=False)) | values
        unknown = typed.keys() - {field.name for field in form.fields}
        assert not unknown, f"the form has no {', '.join(unknown)}"
        before = {field.name: field.value for field in form.fields if field.value}
        send = form.buttons[0]
        return self.presses(send.command, send.target, **(before | typed))

    def _about(self, question: str) -> str:
        step = self.conference.steps[question]
        return f"{step}:{self.id}" if self.by else step

    def _send(self, command: str, target: str = "", **values: str) -> Reply:
        return self.conference.send(command, self.account, target, values)


def words_of(reply: Reply) -> str:
    """What somebody is told, with the fields of a form that comes back: what was typed, and what to
    do.
    """
    if reply.card is None:
        return ""
    fields = [f"{field.label} [{field.value}] {field.error}".strip() for field in reply.card.fields]
    return "\n".join([twin(reply.card), *fields])


def _form(reply: Reply) -> Card:
    assert reply.card is not None
    assert reply.card.fields, f"no form, but: {words_of(reply)}"
    return reply.card
