"""The player: presses for the sample people, through dispatch like anybody.

The same state always leads to the same press.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from bot.rehearsal.cast import Cast
from bot.rehearsal.move import Move
from bot.rehearsal.moves import chairs_moves, peoples_moves, waits_for
from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command
from handlers.grammar.hints import AS_IT_IS
from handlers.grammar.registry import as_drawn
from handlers.grammar.scene import Scene
from prompts.family import load_family

_MOST = 400


@dataclass(frozen=True)
class _Now:
    """Where the conference is, and what people and the chair could press."""

    version: str
    step: str | None
    title: str
    people: list[Command]
    chair: list[Command]


class Player:
    """Plays everybody of a sample family, but for the one whose chair somebody sits in (`without`,
    a sample id).
    """

    def __init__(self, dispatcher: Dispatcher, room: str, without: str = "") -> None:
        self._dispatcher = dispatcher
        self._room = room
        self._without = without

    def play_one(self) -> bool:
        """Presses once.

        False when there is nothing to press, or it is the turn of the one who is not played.
        """
        return next(self.presses(), None) is not None

    def presses(self) -> Iterator[str]:
        """Presses, one press at a time, as long as there is something to press; gives the item that
        it led to.
        """
        now = self._look()
        while after := self._press(now, [[command] for command in now.people + now.chair]):
            now = after
            yield now.title

    def play_item(self) -> bool:
        """Presses until the conference is on another item, or there is nothing more to press.

        False when nothing was.
        """
        before = now = self._look()
        for _ in range(_MOST):
            after = self._press(now, [now.people, *([command] for command in now.chair)])
            if after is None:
                break
            now = after
            if now.step != before.step:
                break
        return now.version != before.version

    def where(self) -> str:
        """The title of the item that the conference is on; "" when it is over."""
        return self._look().title

    def _press(self, now: _Now, rounds: list[list[Command]]) -> _Now | None:
        """Sends the first round that changes something.

        What was done before, or is refused, changes nothing.
        """
        for commands in filter(None, rounds):
            for command in commands:
                self._dispatcher.dispatch(command)
            after = self._look()
            if after.version != now.version:
                return after
        return None

    def _look(self) -> _Now:
        return self._dispatcher.look(self._room, None, self._what_next)

    def _what_next(self, whole: Scene) -> _Now:
        scene = self._where_they_sit(whole)
        cast = Cast(load_family(scene.meeting.sample), scene)
        seated = cast.people.get(self._without)
        held = [seated, scene.chair] if seated and waits_for(scene, seated) else [seated]
        step = scene.book.current
        return _Now(
            f"{scene.meeting.id}/{scene.meeting.version}",
            scene.meeting.step_id,
            scene.title(step) if step and scene.meeting.closed_at is None else "",
            [self._command(scene, move) for move in peoples_moves(cast) if move.person not in held],
            [self._command(scene, move) for move in chairs_moves(cast) if move.person not in held],
        )

    def _where_they_sit(self, whole: Scene) -> Scene:
        """The closed part that is open, for those who sit in it; for all others it is as if it did
        not take place (row B8).
        """
        seated = Cast(load_family(whole.meeting.sample), whole).people.get(self._without)
        part = whole.book.running_part_with(seated) if seated else None
        return Scene(part, whole.profile, None, whole.now) if part else whole

    def _command(self, scene: Scene, move: Move) -> Command:
        """What is done once has a key of its own for good; the rest may be done again later.

        Samples send words as they are.
        """
        values = move.values or {}
        what = [
            move.name,
            move.target,
            move.person.id,
            "" if move.once else str(scene.meeting.version),
        ]
        told = json.dumps([what, values], sort_keys=True).encode()
        key = f"{self._room}:play:{hashlib.blake2b(told, digest_size=16).hexdigest()}"
        target = as_drawn(scene, move.name, move.target)
        return Command(
            key,
            move.name,
            move.person.account or "",
            scene.meeting.room,
            target,
            {**values, **AS_IT_IS},
        )
