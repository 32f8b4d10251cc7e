"""The agenda as a paper to write on, so that a meeting can go on by hand when the bot is gone (row
B13).
"""

from collections.abc import Iterator

from handlers.before.day import when_words
from handlers.before.order_ahead import parts_in_order
from handlers.grammar.roles import GROUPS, PROFESSIONALS, Role, family_first
from handlers.grammar.scene import Scene
from handlers.people.role_words import role_words
from prompts.card import Facts, Heading, Text
from prompts.paper import Blank, Blanks, Block, Chapter, Paper
from prompts.profile.agenda import AgendaPart, PlanSection, Question
from prompts.words import fill, say
from storage.tables import Child, Person, Trio

TAKES = frozenset({Role.CHAIR, Role.MINUTE_TAKER, Role.ADMINISTRATOR})
_MORE_PEOPLE = 3
_ENTRIES = 4
_COLUMNS = 5


def may_take_agenda(scene: Scene) -> bool:
    """Whether the viewer leads, writes or sets up."""
    return scene.may(*TAKES)


def agenda_paper(scene: Scene) -> Paper:
    """Every question with room for the answers, every scale, the decision and the forms of the
    plan.
    """
    occasion = scene.book.occasion
    rows = [
        (say("agenda_paper.child"), ", ".join(scene.children)),
        (say("agenda_paper.when"), when_words(scene)),
        (say("agenda_paper.place"), occasion.place if occasion else ""),
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
        if question.answer == "here" or (question.only_with == "trios" and not scene.meeting.trios):
            continue
        for about in _about(scene, question):
            blocks += _question(scene, question, about)
    return Chapter(scene.in_words(part.title), tuple(blocks))


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
        yield Text(say("asking.danger", words=about.wordings[-1].danger))
        yield Text(say("asking.goal", words=about.wordings[-1].goal))
    if question.answer != "notice":
        yield Text(fill(question.ask, **names), strong=True)
    yield from _room(scene, question, names)


def _room(scene: Scene, question: Question, names: dict[str, str]) -> Iterator[Block]:
    """Room for what a question is answered with."""
    match question.answer:
        case "notice":
            return
        case "score":
            yield Text(
                say("agenda_paper.ends", low=scene.profile.scale.low, high=scene.profile.scale.high)
            )
            yield Text(say("agenda_paper.together"))
            yield _for_each(_asked(scene, question), "number", "why", "up")
        case "recommendation":
            yield Text(
                say(
                    "agenda_paper.options",
                    options=[option.label for option in scene.profile.recommendation],
                )
            )
            yield _for_each(
                [p for p in _asked(scene, question) if p.role in PROFESSIONALS],
                "plan",
                "category",
                "reasons",
            )
            yield _for_each(
                [p for p in _asked(scene, question) if p.role not in PROFESSIONALS], "said"
            )
        case "decision":
            yield from _decision(scene)
        case "fit" | "overall":
            yield Text(say("agenda_paper.chair_only"))
            yield Blank(_ENTRIES)
        case "plan":
            yield from _section(scene, scene.profile.sections[question.section])
        case "summary":
            yield Blank(2 * _ENTRIES)
        case _:
            yield from _words(scene, question, names)


def _words(scene: Scene, question: Question, names: dict[str, str]) -> Iterator[Block]:
    labels = tuple(fill(field.label, **names) for field in question.fields) or (
        say("agenda_paper.said"),
    )
    if question.options:
        yield Text(
            say("agenda_paper.options", options=[option.label for option in question.options])
        )
    rows = [(person.name, *[""] * len(labels)) for person in _asked(scene, question)]
    yield Blanks((say("agenda_paper.who"), *labels), tuple(rows))


def _decision(scene: Scene) -> Iterator[Block]:
    yield Text(say("agenda_paper.decides"))
    yield Text(
        say(
            "agenda_paper.options",
            options=[option.label for option in scene.profile.recommendation],
        )
    )
    yield Text(say("agenda_paper.category") + ":")
    yield Blank(1)
    yield Text(say("agenda_paper.reasons") + ":")
    yield Blank(_ENTRIES)
    yield Text(say("agenda_paper.disagree") + ":")
    yield Blank(_ENTRIES)
    yield Text(say("agenda_paper.signed") + ":")
    yield Blank(1)


def _section(scene: Scene, section: PlanSection) -> Iterator[Block]:
    labels = tuple(scene.in_words(field.label) for field in section.field)
    if section.kind in ("first_core_group", "next_core_group", "risk_statement"):
        yield Blanks((scene.in_words(section.title), ""), tuple((label, "") for label in labels))
        return
    columns = labels[
        :_COLUMNS
    ]  # what is filled in once something is done has no place on this paper
    rows = 2 * _ENTRIES if section.kind in ("actions", "people", "core_group") else _ENTRIES
    yield Blanks(columns, (("",) * len(columns),) * rows)


def _for_each(people: list[Person], *columns: str) -> Blanks:
    head = (say("agenda_paper.who"), *(say(f"agenda_paper.{name}") for name in columns))
    return Blanks(head, tuple((person.name, *[""] * len(columns)) for person in people))


def _asked(scene: Scene, question: Question) -> list[Person]:
    """Whoever is asked, the family first; the chair where nobody else is."""
    roles = frozenset[Role]().union(*(GROUPS[name] for wave in question.waves for name in wave))
    return sorted(
        (p for p in scene.book.people if p.role in roles),
        key=lambda person: family_first(person.role),
    )


def _names(scene: Scene, about: Trio | Child | None) -> dict[str, str]:
    names = scene.names()
    if isinstance(about, Trio):
        return {**names, "about": about.title}
    return {**names, "child": about.name, "about": about.name} if about else names
