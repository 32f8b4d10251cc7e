"""Alerts: what somebody lets the chair know without anybody else seeing it, and what the chair can
do about it (row S3).

The one who pressed sees no change, others see nothing, and no record, copy or audit line has it.
The chair sees who it was
and who is in the room with them, in a private card at once and in the panel while the meeting
lasts.
"""

from collections.abc import Iterator
from datetime import timedelta

from handlers.dates.deadlines import local_time
from handlers.grammar.registry import RUNNING, draws
from handlers.grammar.scene import Scene, Turn
from prompts.card import Bullets, Button, Card, Part, Text
from prompts.words import say
from storage.tables import Alert, MeetingState

NOT_FREE, DANGER = "not_free", "danger"
# A second tap says nothing new; a press some minutes later does.
_SAME_PRESS = timedelta(minutes=2)


def tell_chair(turn: Turn, what: str) -> bool:
    """Lets the chair know. False when there is nobody to tell, or it is the chair's own press.

    Whoever takes over from a chair who may not lead any more finds it in their panel.
    """
    chair = next(iter(turn.chairs), None)
    if turn.leads or chair is None or chair.account is None:
        return False
    if not _is_known(turn, what):
        alert = turn.book.add(Alert(person_id=turn.person.id, what=what, at=turn.now))
        turn.tell(f"alert:{alert.id}", chair)
        if turn.meeting.state in RUNNING:
            turn.tell("panel", chair)
    return turn.keeps_seat(chair)


@draws("alert")
def alert_card(scene: Scene, alert_id: str) -> Card:
    """What the chair is told, and what to do. Its notice says nothing about the case."""
    alert = next(alert for alert in scene.book.alerts() if alert.id == alert_id)
    notice = say("panel.notice")
    if not scene.leads:
        return Card(
            say("alerts.handed_over"), (Text(say("alerts.handed_over_text")),), notice=notice
        )
    running = scene.meeting.state in RUNNING
    parts: list[Part] = [Text(say("alerts.secret"), strong=True), *_with_them(scene, alert)]
    parts.append(Bullets(tuple(say(f"alerts.{alert.what}_{n}") for n in (1, 2, 3))))
    return Card(
        alert_line(scene, alert),
        tuple(parts),
        buttons=_offers(scene) if running else (),
        notice=notice,
    )


def alert_lines(scene: Scene) -> Iterator[Text]:
    """What the chair was told so far, for the panel: the last of each kind from each person."""
    last = (
        {(alert.person_id, alert.what): alert for alert in scene.book.alerts()}
        if scene.leads
        else {}
    )
    for alert in sorted(last.values(), key=lambda alert: alert.at):
        yield Text(alert_line(scene, alert), strong=True)


def alert_line(scene: Scene, alert: Alert) -> str:
    """Who let the chair know what, and when."""
    person = scene.book.who(alert.person_id)
    return say(
        f"alerts.{alert.what}",
        name=person.name if person else "",
        time=local_time(scene.profile, alert.at),
    )


def _is_known(turn: Turn, what: str) -> bool:
    since = turn.now - _SAME_PRESS
    return any(
        a.person_id == turn.person.id and a.what == what and a.at > since
        for a in turn.book.alerts()
    )


def _with_them(scene: Scene, alert: Alert) -> tuple[Text, ...]:
    person = scene.book.who(alert.person_id)
    return (
        (Text(say("alerts.with_them", who=person.with_them)),)
        if person and person.with_them
        else ()
    )


def _offers(scene: Scene) -> tuple[Button, ...]:
    """A break, and a smaller group; in a smaller group neither is there.

    Ringing them needs no button.
    """
    if scene.book.part_of:
        return ()
    rest = Button(say("panel.pause"), "pause.start", style="main")
    group = Button(say("panel.closed_part"), "closed.form")
    return (group,) if scene.meeting.state == MeetingState.PAUSED else (rest, group)
