"""Tables to fill in by hand: a row for each person who is asked."""

from collections.abc import Iterator

from handlers.grammar.roles import GROUPS, Role, family_first
from handlers.grammar.scene import Scene
from prompts.card import Text
from prompts.paper import Blanks, Block
from prompts.profile import Question
from prompts.words import fill, say
from storage.tables import Person

ENTRIES = 4


def asked_of(scene: Scene, question: Question) -> list[Person]:
    """Whoever is asked, the family first; the chair where nobody else is."""
    roles = frozenset[Role]().union(*(GROUPS[name] for wave in question.waves for name in wave))
    return sorted(
        (person for person in scene.book.people if person.role in roles),
        key=lambda person: family_first(person.role),
    )


def row_for_each(people: list[Person], *columns: str) -> Blanks:
    """A row for each person, with columns named by `agenda_paper.toml`."""
    head = (say("agenda_paper.who"), *(say(f"agenda_paper.{name}") for name in columns))
    return Blanks(head, tuple((person.name, *[""] * len(columns)) for person in people))


def words_on_paper(scene: Scene, question: Question, names: dict[str, str]) -> Iterator[Block]:
    """Room for each person's words."""
    labels = tuple(fill(field.label, **names) for field in question.fields) or (
        say("agenda_paper.said"),
    )
    rows = [(person.name, *[""] * len(labels)) for person in asked_of(scene, question)]
    yield Blanks((say("agenda_paper.who"), *labels), tuple(rows))


def options_on_paper(labels: list[str]) -> Text:
    """What can be chosen, in a line."""
    return Text(say("agenda_paper.options", options=labels))
