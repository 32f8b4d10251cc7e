"""What the chair is told of the room, and what somebody is asked who has left it."""

from collections.abc import Iterator

from handlers.grammar.registry import NothingToShow, draws
from handlers.grammar.room_wrong import WrongMembers, goes_privately, what_is_wrong
from handlers.grammar.scene import Scene
from handlers.grammar.target import Target
from prompts.card import Button, Card, Part, Text
from prompts.words import say
from storage.tables import Attendance


@draws("room")
def room_card(scene: Scene, told: str) -> Card:
    """Who can read the room and should not, what waits meanwhile, and what the chair can do."""
    if goes_privately(scene.book):
        return _private_card()
    wrong = what_is_wrong(scene.book)
    if not wrong or scene.book.room_watch.told != told:
        words = Text(say("watch.newer" if wrong else "watch.over"))
        raise NothingToShow(Card(say("watch.over_title"), (words,), notice=say("watch.notice")))
    parts = (*wrong_lines(wrong), Text(say("watch.waits")))
    return Card(
        say("watch.title"), parts, buttons=tuple(_choices(wrong)), notice=say("watch.notice")
    )


@draws("went")
def went_card(scene: Scene, target: str) -> Card:
    """Somebody left the room: they are asked whether they are still here, and the chair is told who
    it was.
    """
    person = scene.book.person(Target.parse(target).head)
    if person is None:
        raise LookupError(target)
    mine = scene.viewer is person
    if person.attendance != Attendance.LEFT or scene.meeting.closed_at:
        here = person.attendance == Attendance.HERE
        over = Text(
            say("watch.back", name="" if mine else person.name) if here else say("watch.went_over")
        )
        raise NothingToShow(
            Card(
                say("watch.went_title", name="" if mine else person.name),
                (over,),
                notice=say("watch.notice"),
            )
        )
    words = say("watch.you_left") if mine else say("watch.went", name=person.name)
    buttons = (Button(say("rollcall.here"), "rollcall.form", style="main"),) if mine else ()
    title = say("watch.went_title", name="" if mine else person.name)
    return Card(title, (Text(words),), buttons=buttons, notice=say("watch.notice"))


def wrong_lines(wrong: WrongMembers) -> tuple[Part, ...]:
    """What is wrong, a line for each thing, with names."""
    lines = []
    if wrong.public:
        lines.append(say("watch.public"))
    if wrong.shared:
        lines.append(say("watch.shared"))
    if people := [member.name for member in wrong.who_could_belong]:
        lines.append(say("watch.strangers", names=people))
    if apps := [member.name for member in wrong.strangers if member.app]:
        lines.append(say("watch.apps", names=apps))
    if wrong.apart:
        lines.append(say("watch.apart", names=list(wrong.apart)))
    return tuple(Text(line, strong=True) for line in lines)


def try_now_button() -> Button:
    """Looks at the room again, and tries what waits."""
    return Button(say("panel.try_now"), "post.try_now", style="main")


def _choices(wrong: WrongMembers) -> Iterator[Button]:
    yield try_now_button()
    yield Button(say("watch.how"), "room.how")
    if wrong.who_could_belong:
        yield Button(say("watch.belong"), "room.part_form")
    yield Button(say("watch.private"), "room.private")


def _private_card() -> Card:
    again = Button(say("watch.channel"), "room.channel", style="main")
    return Card(
        say("watch.private_title"),
        (Text(say("watch.private_text")),),
        buttons=(again,),
        notice=say("watch.notice"),
    )
