"""Quorum by agency, live as people come and go; the chair may go on without it, with a
reason (row B5).
"""

from dataclasses import dataclass

from handlers.dates.deadlines_of_meeting import NEW_DAY, limit_of, limit_words
from handlers.grammar.drawn_for import reasons
from handlers.grammar.form_commands import form
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import NothingToShow, draws
from handlers.grammar.roles import CHAIR, PROFESSIONALS
from handlers.grammar.scene import Scene, Turn
from prompts.card import Button, Card, Field, Text
from prompts.words import say
from storage.tables import Attendance


@dataclass(frozen=True)
class QuorumNow:
    """How it stands: whether the lead agency is here, the other agencies here, and how many others
    the profile asks for.
    """

    lead_here: bool
    others: tuple[str, ...]
    others_needed: int

    @property
    def met(self) -> bool:
        """Whether the conference has its quorum."""
        return self.lead_here and len(self.others) >= self.others_needed


def quorum_now(scene: Scene) -> QuorumNow:
    """The quorum as it stands. An agency counts once, while one of its people is here."""
    here = _agencies_here(scene)
    rule = scene.profile.quorum
    others = tuple(
        agency.label
        for agency in scene.profile.agency
        if agency.id in here and agency.id != rule.lead
    )
    return QuorumNow(rule.lead in here, others, rule.others)


def needs_quorum(scene: Scene) -> bool:
    """Whether a meeting decides something: a core group and a closed part do not."""
    return not scene.is_core_group and not scene.book.part_of


def may_go_on(scene: Scene) -> bool:
    """Whether there is a quorum, or none is needed, or the chair has said why the conference goes
    on without.
    """
    return not needs_quorum(scene) or quorum_now(scene).met or _overridden(scene)


def quorum_words(scene: Scene) -> str:
    """How the quorum stands, in a sentence."""
    now = quorum_now(scene)
    lead = next(
        agency.label for agency in scene.profile.agency if agency.id == scene.profile.quorum.lead
    )
    return say(
        "quorum.now",
        met=now.met,
        lead=lead,
        lead_here=now.lead_here,
        others=list(now.others),
        needed=now.others_needed,
        overridden=_overridden(scene),
    )


def what_follows(scene: Scene) -> tuple[Text, ...]:
    """What the profile says of a conference without a quorum, and the date by which a new one
    should be held.
    """
    limit = limit_of(scene, NEW_DAY)
    lines = list(scene.profile.quorum.otherwise)
    if limit:
        lines.append(say("quorum.new_date", limit=limit_words(scene, limit)))
    return tuple(Text(line) for line in lines)


def ask_why_without(turn: Turn) -> Card:
    """Asks the chair why the conference should go on without a quorum."""
    return _form(turn)


@form("quorum.form", "quorum.submit", asks=ask_why_without, by=CHAIR, drawn_for=reasons)
def go_on_without(turn: Turn) -> None:
    """The conference goes on without a quorum; the reason goes into the record."""
    typed = read_by_others(turn, _form(turn))
    turn.keep_reason("quorum", ",".join(sorted(_agencies_here(turn))), typed["reason"])


def tell_when_lost(turn: Turn, before: bool) -> None:
    """The chair is told when there was a quorum `before` somebody went, and there is none now."""
    if before and not may_go_on(turn):
        turn.tell(f"quorum_lost:{turn.meeting.version}", turn.chair)


@draws("quorum_lost")
def quorum_lost_card(scene: Scene, _: str) -> Card:
    """Somebody went, and it is too few now: the chair goes on with a reason, or stops."""
    if may_go_on(scene) or scene.meeting.closed_at:
        raise NothingToShow(
            Card(say("quorum.lost"), (Text(say("quorum.enough")),), notice=say("panel.notice"))
        )
    parts = (Text(quorum_words(scene)), *what_follows(scene))
    return Card(say("quorum.lost"), parts, buttons=quorum_buttons(), notice=say("panel.notice"))


def quorum_buttons() -> tuple[Button, ...]:
    """What the chair can do without a quorum."""
    return Button(say("quorum.title"), "quorum.form"), Button(say("quorum.stop"), "stop.form")


def _agencies_here(scene: Scene) -> set[str]:
    return {
        person.agency
        for person in scene.book.people
        if person.role in PROFESSIONALS and person.attendance == Attendance.HERE
    }


def _overridden(scene: Scene) -> bool:
    """Whether the chair has said why it is right to go on, with no more agencies than are
    here now.
    """
    here = _agencies_here(scene)
    return any(
        {*filter(None, row.target.split(","))} <= here for row in scene.book.reasons("quorum")
    )


def _form(turn: Turn) -> Card:
    field = Field(
        "reason", say("quorum.why"), "lines", required=True, limit=turn.profile.limits.long
    )
    send = Button(say("quorum.go_on"), "quorum.submit", style="main")
    return Card(
        title=say("quorum.title"),
        parts=(Text(quorum_words(turn)), *what_follows(turn)),
        fields=(field,),
        buttons=(send,),
    )
