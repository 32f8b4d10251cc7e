"""Who may do what: handlers, forms and drawings, each registered beside the code that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from handlers.grammar.command import Reply
from handlers.grammar.drawn_for import DrawnFor, place
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target
from handlers.grammar.ways_out import with_ways_out
from prompts.card import Card
from prompts.profile import Profile
from storage.tables import MeetingState, Power

Opening = Callable[[Mapping[str, str], Mapping[str, Profile]], tuple[str, str]]
Handler = Callable[[Turn], Reply | None]
Drawing = Callable[[Scene, str], Card]
_H = TypeVar("_H", bound=Handler)
_D = TypeVar("_D", bound=Drawing)

OPEN = frozenset({MeetingState.OPEN})
RUNNING = frozenset({MeetingState.OPEN, MeetingState.PAUSED})
CLOSED = frozenset({MeetingState.CLOSED})
AFTER = frozenset({MeetingState.CLOSED, MeetingState.APPROVED})
BEGUN = RUNNING | AFTER
MANAGES = frozenset({Power.MANAGE})
SETS_UP = frozenset({Power.CHAIR, Power.ADMINISTER})
ALWAYS = frozenset(MeetingState) - {MeetingState.PLANNED}


Later = Literal["refused", "here", "onwards"]


@dataclass(frozen=True)
class RegisteredCommand:
    """A command's handler, who may send it, and in which states of the meeting. `changes` is false
    for forms.

    `quiet` is true for what leaves no trace in the conference where it is pressed, not even in a
    count.
    `opening` belongs to those that open a conference where there was none: it reads the profile's
    id and the family's
    reference from what was typed. `noted` is the audit line's name for it.
    `drawn_for` is what a press must have been drawn for to be obeyed; a command that `moves` the
    meeting begins a new round,
    so that no control of the round before is obeyed again.
    `window` is true for what changes something and is pressed all the same for the card that it
    shows.
    `staff` is what the service must have named its sender for, besides their role in the meeting.
    `later` says what a press means on a card of a meeting that another has followed: nothing any
    more; this meeting's own
    papers ("here"), which stay open; or what was carried on ("onwards"), in the meeting that holds
    it now.
    """

    handler: Handler
    by: frozenset[Role]
    when: frozenset[MeetingState]
    changes: bool
    noted: str
    opening: Opening | None = None
    quiet: bool = False
    later: Later = "refused"
    drawn_for: DrawnFor | None = None
    moves: bool = False
    staff: frozenset[Power] = frozenset()
    window: bool = False


commands: dict[str, RegisteredCommand] = {}
drawings: dict[str, Drawing] = {}


class NothingToShow(Exception):
    """What a slot was for is done meanwhile: it is not shown at all; where it stands already, the
    card takes its place.
    """

    def __init__(self, card: Card) -> None:
        super().__init__(card.title)
        self.card = card


def handles(
    name: str,
    *,
    by: frozenset[Role],
    when: frozenset[MeetingState] = OPEN,
    noted: str = "",
    quiet: bool = False,
    later: Later = "refused",
    drawn_for: DrawnFor | None = None,
    staff: frozenset[Power] = frozenset(),
    window: bool = False,
) -> Callable[[_H], _H]:
    """Registers a handler that changes the meeting. `by` is the whole permission, with `staff`
    where the service names people.

    `noted` is for the audit line, where the command's own name would say what somebody answered.
    `drawn_for` is for what
    would do harm when it is pressed twice, or from an old card.
    """

    def entry(handler: _H) -> RegisteredCommand:
        made = RegisteredCommand(
            handler,
            by,
            when,
            True,
            noted or name,
            quiet=quiet,
            later=later,
            drawn_for=drawn_for,
            staff=staff,
        )
        return replace(made, window=window)

    return _register(name, entry)


def moves(
    name: str, *, by: frozenset[Role], when: frozenset[MeetingState] = OPEN
) -> Callable[[_H], _H]:
    """Registers a handler that moves the meeting on, back or to its end: it obeys a press that was
    drawn for this place.
    """
    return _register(
        name,
        lambda handler: RegisteredCommand(
            handler, by, when, True, name, drawn_for=place, moves=True
        ),
    )


def shows(
    name: str,
    *,
    by: frozenset[Role],
    when: frozenset[MeetingState] = OPEN,
    later: Later = "refused",
    staff: frozenset[Power] = frozenset(),
) -> Callable[[_H], _H]:
    """Registers a handler that only shows a form or a private line."""
    return _register(
        name,
        lambda handler: RegisteredCommand(handler, by, when, False, name, later=later, staff=staff),
    )


def draws(slot: str) -> Callable[[_D], _D]:
    """Registers the drawing of a slot: `asked` draws every "asked:<step id>"."""

    def register(drawing: _D) -> _D:
        drawings[slot] = drawing
        return drawing

    return register


def draw(scene: Scene, slot: str) -> Card:
    """The card that a slot shows to the scene's viewer, from the facts as they are now."""
    name, _, target = slot.partition(":")
    return stamped(scene, with_ways_out(scene, slot, drawings[name](scene, target)))


def stamped(scene: Scene, card: Card) -> Card:
    """The card, with what each of its buttons was drawn for in the button's target."""
    buttons = tuple(replace(b, target=as_drawn(scene, b.command, b.target)) for b in card.buttons)
    return replace(card, buttons=buttons)


def as_drawn(scene: Scene, command: str, target: str = "") -> str:
    """The target of a button that is drawn now."""
    entry = commands.get(command)
    if entry is None or entry.drawn_for is None or Target.parse(target).drawn_for:
        return target
    return str(Target(target, entry.drawn_for(scene, target)))


def what_it_is_about(target: str) -> str:
    """A button's target, without what it was drawn for."""
    return Target.parse(target).about


def opens(name: str, opening: Opening) -> Callable[[_H], _H]:
    """Registers a handler that opens a conference: for those whom the service has named to chair or
    administer.
    """
    return _register(
        name,
        lambda handler: RegisteredCommand(
            handler, frozenset(), ALWAYS, True, name, opening, staff=SETS_UP
        ),
    )


def register(name: str, entry: RegisteredCommand) -> None:
    """A command has one handler. Raises `ValueError` for a second one."""
    if name in commands:
        raise ValueError(f"two handlers for '{name}'")
    commands[name] = entry


def _register(name: str, entry: Callable[[_H], RegisteredCommand]) -> Callable[[_H], _H]:
    def registered(handler: _H) -> _H:
        register(name, entry(handler))
        return handler

    return registered
