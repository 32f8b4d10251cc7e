"""The children whom the conference is about: a name put right, a brother or sister added, before it
begins.
"""

from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.roles import SETTING_UP
from handlers.grammar.scene import Turn
from handlers.people.told import PREPARING, tell_invited, tell_setters
from prompts.card import Button, Card, Field
from prompts.words import say
from storage.tables import Child


def ask_for_children(turn: Turn) -> Card:
    """The form with the names, one on each line."""
    return _form(turn)


@form("setup.children_form", "setup.children", asks=ask_for_children, by=SETTING_UP, when=PREPARING)
def keep_children(turn: Turn) -> None:
    """Keeps the children in the order of the lines.

    Who is on the list already stays the same child, also under a new name.
    """
    names = [
        name.strip()
        for name in checked(_form(turn), turn.values)["children"].splitlines()
        if name.strip()
    ]
    there = list(turn.meeting.children)
    stay = {child.name: child for child in there if child.name in names}
    renamed = [child for child in there if child.name not in names]
    chosen = [stay.get(name) or _next(turn, renamed, name) for name in dict.fromkeys(names)]
    for child in [child for child in there if child not in chosen]:
        turn.book.lay_aside(child)
    for place, child in enumerate(chosen):
        child.position = place
    turn.meeting.children.sort(key=lambda child: child.position)
    tell_setters(turn)
    tell_invited(turn)


def _next(turn: Turn, renamed: list[Child], name: str) -> Child:
    """A new name belongs to a child who lost theirs, or to one more child."""
    if renamed:
        child = renamed.pop(0)
        child.name = name
        return child
    child = turn.book.add(Child(position=len(turn.meeting.children), name=name))
    turn.meeting.children.append(child)
    return child


def _form(turn: Turn) -> Card:
    names = "\n".join(turn.children)
    hint = say("setting_up.children_hint")
    field = Field(
        "children", say("setting_up.children"), "lines", hint, required=True, limit=300, value=names
    )
    return Card(
        say("setting_up.children_change"),
        fields=(field,),
        buttons=(Button(say("setting_up.keep"), "setup.children", style="main"),),
    )
