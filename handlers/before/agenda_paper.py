"""The agenda as a paper to write on, so that a meeting can go on by hand when the bot is gone (row
B13).
"""

from collections.abc import Iterator

from handlers.before.day import when_words
from handlers.before.order_ahead import parts_in_order
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene
from handlers.people.role_words import role_words
from handlers.questions.kinds import kinds
from handlers.questions.statements import statement_lines
from prompts.card import Facts, Heading, Text
from prompts.paper import Blanks, Block, Chapter, Paper
from prompts.profile.agenda import AgendaPart, Question
from prompts.profile.answer_kinds import RULES
from prompts.words import fill, say
from storage.tables import Child, Trio

TAKES = frozenset({Role.CHAIR, Role.MINUTE_TAKER, Role.ADMINISTRATOR})
_MORE_PEOPLE = 3


def may_take_agenda(scene: Scene) -> bool:
    """Whether the viewer leads, writes or sets up."""
    return scene.may(*TAKES)


def agenda_paper(scene: Scene) -> Paper:
    """Every question with room for the answers, every scale, the decision and the forms of the
    plan.
    """
    place = scene.book.occasion.place if scene.book.occasion else ""
    rows = [
        (say("agenda_paper.child"), ", ".join(scene.children)),
        (say("agenda_paper.when"), when_words(scene)),
        (say("agenda_paper.place"), place or say("agenda_paper.no_place")),
        (say("agenda_paper.chair"), scene.chairs[0].name if scene.chairs else ""),
        (
            say("agenda_paper.taker"),
            ", ".join(p.name for p in scene.book.people if p.role == Role.MINUTE_TAKER),
        ),
    ]
    lines = tuple(Text(say(f"agenda_paper.{name}")) for name in ("how", "how_2", "how_3"))
    return Paper(
        name="agenda",
        title=say("agenda_paper.title", children=scene.children),
        lead=(Facts(tuple(rows)), *lines),
        chapters=(_here(scene), *(_part(scene, part) for part in parts_in_order(scene))),
        foot=say("agenda_paper.foot", children=scene.children),
    )


def _here(scene: Scene) -> Chapter:
    head = tuple(say(f"agenda_paper.{name}") for name in ("who", "who_is", "came", "left"))
    known = [(person.name, role_words(person), "", "") for person in scene.by_family_first]
    return Chapter(
        say("agenda_paper.here"), (Blanks(head, (*known, *[("", "", "", "")] * _MORE_PEOPLE)),)
    )


def _part(scene: Scene, part: AgendaPart) -> Chapter:
    blocks: list[Block] = []
    for question in part.question:
        if not kinds[question.answer].on_agenda_paper or (
            question.only_with == "trios" and not scene.meeting.trios
        ):
            continue
        for about in _about(scene, question):
            blocks += _question(scene, question, about)
    title = scene.in_words(part.title)
    return Chapter(title, tuple(blocks[1:] if blocks[:1] == [Heading(title)] else blocks))


def _about(scene: Scene, question: Question) -> list[Trio | Child | None]:
    match question.each:
        case "trio":
            return list(scene.meeting.trios)
        case "child":
            return list(scene.meeting.children)
        case _:
            return [None]


def _question(scene: Scene, question: Question, about: Trio | Child | None) -> Iterator[Block]:
    names = _names(scene, about)
    yield Heading(fill(question.title, **names) + (f": {names['about']}" if about else ""))
    for line in question.say:
        yield Text(fill(line, **names))
    if isinstance(about, Trio):
        yield from statement_lines(about.wordings[-1])
    if RULES[question.answer].asks:
        yield Text(fill(question.ask, **names), strong=True)
    yield from kinds[question.answer].on_paper(scene, question, names)


def _names(scene: Scene, about: Trio | Child | None) -> dict[str, str]:
    names = scene.names()
    if isinstance(about, Trio):
        return {**names, "about": about.title}
    return {**names, "child": about.name, "about": about.name} if about else names
