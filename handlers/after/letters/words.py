"""What the facts give for the letter's open words: why it was decided so, and what has to change.

The chair may write others.
"""

from handlers.after.record.model import Record
from handlers.after.record.plan_model import Section
from handlers.grammar.scene import Scene
from prompts.words import say
from storage.tables import Letter

OPEN_WORDS = ("why", "change", "more")


def facts_words(scene: Scene, kept: Record) -> dict[str, str]:
    """The words by name, a line for each thing; from the record as the reader may see it."""
    return {"why": "\n".join(_why(kept)), "change": "\n".join(_change(scene, kept)), "more": ""}


def _why(kept: Record) -> list[str]:
    decided = [
        (child.child.name, child.decisions[-1].why) for child in kept.decisions if child.decisions
    ]
    if len(decided) == 1:
        return [decided[0][1]]
    return [say("letter.why_for", child=child, why=why) for child, why in decided]


def _change(scene: Scene, kept: Record) -> list[str]:
    rules = scene.profile.letter
    by_id = {section.id: section for section in kept.plan}
    lines = (
        [
            line
            for section in rules.change
            if section in by_id
            for line in _first_words(by_id[section])
        ]
        if rules
        else []
    )
    if not lines or (rules and rules.goals):
        lines += [trio.wordings[-1].goal for trio in kept.trios]
    return lines


def _first_words(section: Section) -> list[str]:
    return [entry.values[0].words for entry in section.entries if entry.agreed and entry.values]


def name_of_reader(scene: Scene, letter: Letter) -> str:
    """Who a letter is for."""
    person = scene.book.person(letter.person_id)
    return person.name if person else ""


def how_it_goes(scene: Scene, letter: Letter) -> dict[str, int]:
    """Whether its reader has an account, and which version it is."""
    person = scene.book.person(letter.person_id)
    return {"account": bool(person and person.account), "version": letter.version}
