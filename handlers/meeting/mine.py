"""What is mine in a conference: where it is, what I am asked now, and what I said I would do."""

from dataclasses import dataclass

from handlers.before.day import when_words
from handlers.before.lists import my_tasks, task_buttons
from handlers.before.reports import own_report_buttons
from handlers.dates.deadline_words import spoken_day
from handlers.dates.deadlines import local_day
from handlers.grammar.scene import Scene
from handlers.grammar.ways_out import own_ways_out
from handlers.people.circle import circle_of
from handlers.people.told import is_preparing
from handlers.plan.actions import action_words, actions_now
from handlers.questions.kinds import answer_buttons
from prompts.card import Button
from prompts.words import say
from storage.room_names import in_the_name_of
from storage.tables import MeetingState, Person


@dataclass(frozen=True)
class MyConference:
    """One conference as it shows in somebody's own list.

    `asked` is what they are asked now, with the buttons that answer it; empty when there is nothing
    to do.
    `actions` are the agreed actions that are theirs, as sentences.
    """

    room: str
    title: str
    state: str
    asked: str
    buttons: tuple[Button, ...]
    actions: tuple[str, ...]


def mine(scene: Scene) -> MyConference:
    """The viewer's own view of one conference."""
    if scene.viewer is None:
        raise LookupError("the channel has no list of its own")
    if is_preparing(scene):
        return _before_the_day(scene, scene.viewer)
    if scene.leads and scene.meeting.state == MeetingState.CLOSED and not scene.book.part_of:
        return _to_sign(scene, scene.viewer)
    title = say("closed.mine" if scene.book.part_of else "mine.title", children=scene.children)
    step = scene.book.current if scene.meeting.state == MeetingState.OPEN else None
    asked = (
        step is not None
        and scene.viewer in scene.asked(step)
        and scene.viewer.id not in scene.book.answered(step)
    )
    room = in_the_name_of(scene.meeting.room, scene.meeting.id)
    if scene.apart:
        return MyConference(room, title, say("closed.apart_only"), "", own_ways_out(scene), ())
    return MyConference(
        room=room,
        title=title,
        state=say(f"mine.{scene.meeting.state}", item=scene.title(step) if step else ""),
        asked=scene.words(step, scene.question(step).ask) if step and asked else "",
        buttons=(
            *(answer_buttons(scene, step) if step and asked else ()),
            *own_ways_out(scene),
        ),
        actions=my_actions(scene, scene.viewer),
    )


def _before_the_day(scene: Scene, person: Person) -> MyConference:
    """What is somebody's to do before the day, with the buttons that do it."""
    buttons = (*own_report_buttons(scene, person), *task_buttons(scene, my_tasks(scene, person)))
    title, asked = (
        say("mine.title", children=scene.children),
        say("preparing.mine") if buttons else "",
    )
    when = say("mine.preparing", when=when_words(scene))
    return MyConference(
        scene.meeting.room, title, when, asked, (*buttons, *own_ways_out(scene)), ()
    )


def _to_sign(scene: Scene, chair: Person) -> MyConference:
    """A record that waits for the one who led: it stays in their list when the next meeting has
    begun.
    """
    room, title = (
        in_the_name_of(scene.meeting.room, scene.meeting.id),
        say("mine.title", children=scene.children),
    )
    day = spoken_day(local_day(scene.profile, scene.meeting.started_at))
    buttons = (
        Button(say("panel.approve"), "record.approve_form", style="main"),
        Button(say("panel.open_record"), "record.open"),
    )
    actions = () if scene.meeting.followed else my_actions(scene, chair)
    return MyConference(
        room, title, say("mine.closed", item=""), say("mine.to_sign", day=day), buttons, actions
    )


def my_actions(scene: Scene, person: Person) -> tuple[str, ...]:
    """The agreed actions that somebody has still to do, as sentences, with the day that
    holds now.
    """
    circle = circle_of(scene)
    theirs = [
        action for action in actions_now(scene) if person.id in action.owners and not action.is_done
    ]
    return tuple(action_words(circle, action) for action in theirs)
