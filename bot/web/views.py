"""What a page shows, read in one transaction and then plain data."""

from dataclasses import dataclass
from datetime import datetime

from handlers.dates.deadline_words import spoken_day
from handlers.dates.deadlines import local_day, local_time
from handlers.grammar.registry import RUNNING
from handlers.grammar.roles import SCRIBES
from handlers.grammar.scene import Scene
from handlers.meeting.board import Board, board
from handlers.people.role_words import role_words
from handlers.people.told import has_not_begun
from handlers.plan.course import Stop, stop_words
from prompts.card import Card, from_json
from prompts.words import say
from storage.book import CHANNEL
from storage.room import ROOM, RoomContents, ShownMessage
from storage.room_names import part_of
from storage.tables import Meeting, Person

# Cards that somebody keeps beside the channel, not in it.
_PANELS = frozenset({"panel", "scribe"})
_BEFORE = frozenset({"setup", "ready"})


@dataclass(frozen=True)
class PostView:
    """A message to be drawn.

    `order` puts messages in their places; `part` names the closed part that its buttons speak to.
    """

    id: str
    order: int
    change: int
    at: datetime
    card: Card
    own: bool
    panel: bool
    part: str


@dataclass(frozen=True)
class SeatView:
    """Somebody in a rehearsal; `sits` is false for those on the phone, whose chair nobody
    can take.
    """

    id: str
    name: str
    title: str
    role: str
    sits: bool


@dataclass(frozen=True)
class PastMeeting:
    """A meeting that was, or is, held in the room.

    `now` is true for the newest, `here` for the one that is looked at.
    """

    id: str
    title: str
    now: bool
    here: bool


@dataclass(frozen=True)
class RoomView:
    """All that the room's page shows to one chair."""

    family: str
    meeting: str
    meetings: tuple[PastMeeting, ...]
    sits: str
    now: str
    between: bool
    me: SeatView
    people: tuple[SeatView, ...]
    posts: list[PostView]
    panel: list[PostView]
    has_panel: bool
    before: bool
    board: Board
    numbers: str


@dataclass(frozen=True)
class News:
    """The messages that changed, and how far that brings the page."""

    posts: list[PostView]
    meeting: str
    sits: str
    numbers: str


@dataclass(frozen=True)
class Watcher:
    """Whose numbers a stream follows."""

    meeting_id: str
    person_id: str


@dataclass(frozen=True)
class BoardView:
    """The board for one person."""

    family: str
    board: Board
    numbers: str
    sits: str


def room_view(scene: Scene, standing: RoomContents) -> RoomView:
    """The whole room."""
    posts = [_post(scene, shown) for shown in standing.messages()]
    panel = sorted((post for post in posts if post.panel), key=lambda post: post.order)
    return RoomView(
        family=scene.meeting.family,
        meeting=scene.meeting.id,
        meetings=tuple(_held(scene, meeting) for meeting in standing.meetings()),
        sits=_sits(scene),
        now=say("room.now", now=now_words(scene)),
        between=_between(scene),
        me=_sitter(viewer_of(scene)),
        people=tuple(_sitter(person) for person in scene.book.people),
        posts=[post for post in posts if not post.panel],
        panel=panel,
        before=has_not_begun(scene),
        has_panel=bool(panel) or viewer_of(scene).role in SCRIBES,
        board=board(scene),
        numbers=standing.numbers(),
    )


def news(scene: Scene, standing: RoomContents, since: tuple[int, int]) -> News:
    """The messages that changed after two numbers: the channel's, and one's own."""
    posts = [_post(scene, shown) for shown in standing.messages(since)]
    return News(posts, scene.meeting.id, _sits(scene), standing.numbers())


def board_view(scene: Scene, standing: RoomContents) -> BoardView:
    """The board as the viewer may see it."""
    return BoardView(scene.meeting.family, board(scene), standing.numbers(), _sits(scene))


def watcher(scene: Scene, _: RoomContents) -> Watcher:
    """Whose numbers to follow."""
    return Watcher(scene.meeting.id, viewer_of(scene).id)


def viewer_of(scene: Scene) -> Person:
    """The one who looks; a page always has one."""
    if scene.viewer is None:
        raise LookupError("a page is always somebody's")
    return scene.viewer


def now_words(scene: Scene) -> str:
    """The day and the time by the rehearsal's clock."""
    return say(
        "room.moment",
        day=spoken_day(local_day(scene.profile, scene.now)),
        time=local_time(scene.profile, scene.now),
    )


def _sits(scene: Scene) -> str:
    """In which meeting and in what role somebody sits, and whether it runs: when that changes, the
    whole page does.
    """
    return (
        f"{scene.meeting.id} {'between' if _between(scene) else 'running'} {viewer_of(scene).role}"
    )


def _between(scene: Scene) -> bool:
    """Whether time can be let go on: no meeting is running."""
    return scene.meeting.state not in RUNNING


def _held(scene: Scene, meeting: Meeting) -> PastMeeting:
    title = stop_words(Stop(meeting.kind, local_day(scene.profile, meeting.started_at)))
    return PastMeeting(meeting.id, title, not meeting.followed, meeting.id == scene.meeting.id)


def _post(scene: Scene, shown: ShownMessage) -> PostView:
    own, panels = (
        shown.audience != CHANNEL,
        _PANELS | (_BEFORE if has_not_begun(scene) else frozenset()),
    )
    panel, order = own and shown.slot in panels, int(shown.at.timestamp() * 1000)
    card, part = from_json(shown.card), part_of(shown.room)
    # The panel of a closed part stands above the conference's own as long as there is something to
    # press.
    first = panel and part and card.buttons
    return PostView(
        shown.id, -order if first else order, shown.change, shown.at, card, own, panel, part
    )


def _sitter(person: Person) -> SeatView:
    sample_id = (person.account or "").removeprefix(ROOM)
    title = role_words(person)
    return SeatView(
        sample_id,
        person.name,
        title if title != person.name else "",
        person.role,
        bool(person.account),
    )
