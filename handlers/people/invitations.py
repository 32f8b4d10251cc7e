"""How each person will take part and what they need for it.

Only the chair and the administrators see this (row B8).
"""

import json
from collections.abc import Mapping

from handlers.grammar.scene import Scene, Turn
from prompts.card import Choice, Field
from prompts.words import say
from storage.tables import Invitation, Person

HOW = ("account", "phone", "in_person")
NEEDS = ("interpreter", "easy_read", "separate", "needs")


def invitation_of(turn: Turn, person: Person) -> Invitation:
    """Somebody's invitation; a new one, by which they are not told of anything yet, where there is
    none.
    """
    how = "account" if person.account else "phone"
    return turn.book.invitations().get(person.id) or turn.book.add(
        Invitation(person_id=person.id, how=how)
    )


def needs_of(scene: Scene, person: Person) -> dict[str, str]:
    """What somebody needs to take part: interpreter (a language), easy_read, separate, needs (a
    note).
    """
    return _needs(scene.book.invitations().get(person.id))


def needing(scene: Scene, need: str) -> list[Person]:
    """Those who need something."""
    rows = scene.book.invitations()
    return [person for person in scene.book.people if _needs(rows.get(person.id)).get(need)]


def how_fields() -> tuple[Field, ...]:
    """How somebody will take part, and what they need."""
    ways = tuple(Choice(way, say(f"setting_up.how_{way}")) for way in HOW)
    return (
        Field("how", say("setting_up.how"), "choice", say("setting_up.how_hint"), choices=ways),
        Field(
            "interpreter",
            say("setting_up.interpreter"),
            "line",
            say("setting_up.interpreter_hint"),
            limit=60,
        ),
        Field("easy_read", say("setting_up.easy_read"), "tick"),
        Field("separate", say("setting_up.separate"), "tick", say("setting_up.separate_hint")),
        Field("needs", say("setting_up.needs"), "lines", say("setting_up.needs_hint"), limit=300),
    )


def keep_how(turn: Turn, person: Person, typed: Mapping[str, str]) -> None:
    """Keeps how somebody will take part."""
    invitation = invitation_of(turn, person)
    invitation.how = typed.get("how") or ("account" if person.account else "phone")
    invitation.needs = json.dumps(
        {name: typed[name] for name in NEEDS if typed.get(name)}, ensure_ascii=False
    )


def how_words(scene: Scene, person: Person) -> str:
    """How somebody will take part and what they need, in a line; only for those who set up."""
    invitation = scene.book.invitations().get(person.id)
    how = invitation.how if invitation else "account" if person.account else "phone"
    return say("setting_up.taking_part", how=how, **dict.fromkeys(NEEDS, "") | _needs(invitation))


def _needs(invitation: Invitation | None) -> dict[str, str]:
    found: dict[str, str] = json.loads(invitation.needs) if invitation and invitation.needs else {}
    return found
