"""The board: what the conference has so far, for everybody to see and read (row I4).

It shows only what its viewer may see, and nothing at all of sealed answers, the viewer's own
included: it is made for sharing
on a screen.
"""

from dataclasses import dataclass

from handlers.grammar.command import Reply
from handlers.grammar.links import close_pages, open_page
from handlers.grammar.registry import ALWAYS, handles
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.meeting.board_boxes import BoardBox, board_boxes
from handlers.meeting.board_plan import BoardSection, plan_sections
from handlers.people.told import has_not_begun
from handlers.plan.course import NO_COURSE, Course, course
from handlers.questions.asking import part_words
from handlers.questions.kinds.decision import decision_on
from handlers.questions.kinds.overall import overall_parts
from handlers.questions.kinds.score import scale_of
from handlers.questions.recommending import recommended
from handlers.questions.sealed_steps import is_open
from prompts.card import Card, Part, Scale, Text
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.book import body_of
from storage.tables import MeetingState, Step, Trio


@dataclass(frozen=True)
class BoardItem:
    """The item of the agenda that the conference is on.

    `part` is its part by number and title, where it has a number.
    """

    part: str
    title: str
    ask: str


@dataclass(frozen=True)
class BoardTrio:
    """A danger statement and its safety goal as they are worded now; its scale once the numbers
    have been shown.

    `earlier` counts the wordings before this one, which are kept.
    """

    title: str
    danger: str
    goal: str
    earlier: int
    scale: Scale | None


@dataclass(frozen=True)
class BoardDecision:
    """The chair's decision for one child; `words` is empty until there is one."""

    child: str
    words: str
    why: str


@dataclass(frozen=True)
class Board:
    """Everything on the board.

    `frozen`: the conference is closed. `draft`: the chair has not approved the record yet.
    """

    title: str
    item: BoardItem | None
    boxes: tuple[BoardBox, ...]
    trios: tuple[BoardTrio, ...]
    overall: tuple[Part, ...]
    decisions: tuple[BoardDecision, ...]
    plan: tuple[BoardSection, ...]
    core_group: tuple[str, ...]
    first_core_group: str
    course: Course
    frozen: bool
    draft: bool


@handles("board.link", by=CHAIR, when=ALWAYS, later="here")
def link_to_board(turn: Turn) -> Reply:
    """A link to the board for the chair alone."""
    return open_page(turn, "board")


@handles("board.revoke", by=CHAIR, when=ALWAYS, later="here")
def withdraw_links(turn: Turn) -> Reply:
    """None of the chair's links to the board opens any more."""
    links = close_pages(turn, turn.person, "board")
    return Reply(Card(say("board.revoked"), (Text(say("board.revoked_text", links=links)),)))


def board(scene: Scene) -> Board:
    """The board as the viewer may see it.

    Whoever attends apart sees what was decided, and nothing of what others said.
    """
    if scene.apart:
        return _decided(scene)
    sections, members, first_day = plan_sections(scene)
    return Board(
        title=say("board.title", children=scene.children),
        item=_item(scene),
        boxes=board_boxes(scene),
        trios=()
        if has_not_begun(scene)
        else tuple(_trio(scene, trio) for trio in scene.meeting.trios),
        overall=tuple(
            part
            for step in scene.steps_asking(AnswerKind.OVERALL)
            for part in overall_parts(scene, step)
        ),
        decisions=tuple(_decision(scene, step) for step in scene.steps_asking(AnswerKind.DECISION)),
        plan=sections,
        core_group=members,
        first_core_group=first_day,
        course=NO_COURSE if has_not_begun(scene) else course(scene),
        frozen=scene.meeting.closed_at is not None,
        draft=scene.meeting.state != MeetingState.APPROVED,
    )


def _decided(scene: Scene) -> Board:
    decisions = tuple(_decision(scene, step) for step in scene.steps_asking(AnswerKind.DECISION))
    title, over, state = (
        say("board.title", children=scene.children),
        scene.meeting.closed_at is not None,
        scene.meeting.state,
    )
    return Board(
        title,
        None,
        (),
        (),
        (),
        decisions,
        (),
        (),
        "",
        NO_COURSE,
        over,
        state != MeetingState.APPROVED,
    )


def _item(scene: Scene) -> BoardItem | None:
    step = scene.book.current
    if step is None or scene.meeting.closed_at is not None:
        return None
    return BoardItem(
        part_words(scene, step), scene.title(step), scene.words(step, scene.question(step).ask)
    )


def _trio(scene: Scene, trio: Trio) -> BoardTrio:
    wording = trio.wordings[-1]
    step = next(iter(scene.steps_asking(AnswerKind.SCORE, trio.id)), None)
    scale = scale_of(scene, step) if step and is_open(step) else None
    return BoardTrio(trio.title, wording.danger, wording.goal, len(trio.wordings) - 1, scale)


def _decision(scene: Scene, step: Step) -> BoardDecision:
    child, decision = scene.names(step)["about"], decision_on(scene, step)
    values = body_of(decision) if decision else {}
    return (
        BoardDecision(child, recommended(scene, values), values["why"])
        if values
        else BoardDecision(child, "", "")
    )
