"""Separate attendance: some people talk with the chair at another time, and neither side sees what
the other says (row B8).
"""

from handlers.grammar.command import Reply
from handlers.grammar.drawn_for import reasons
from handlers.grammar.form_commands import form
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import ALWAYS, RUNNING, draws, shows
from handlers.grammar.roles import CHAIR, PARTICIPANTS
from handlers.grammar.scene import Scene, Turn
from handlers.people.channel import can_see_channel
from handlers.people.quorum import may_go_on, tell_when_lost
from handlers.people.role_words import role_words
from handlers.questions.kinds import answer_words
from handlers.questions.sealed_steps import set_aside, set_aside_of
from prompts.card import Button, Card, Choice, Field, Part, Quote, Text
from prompts.words import say
from storage.tables import Attendance, Coming, Person

APART = "apart"


def ask_who_attends_apart(turn: Turn) -> Card:
    """Asks the chair who attends apart, and says who of them can see the channel."""
    return _form(turn)


@form(
    "apart.form",
    "apart.submit",
    asks=ask_who_attends_apart,
    by=CHAIR,
    when=RUNNING,
    drawn_for=reasons,
)
def set_apart(turn: Turn) -> Reply:
    """From now on those chosen attend apart, and whoever is not chosen any more attends with the
    others. The reason is kept.
    """
    typed = read_by_others(turn, _form(turn))
    chosen = [person for person in _who_can(turn) if person.id in typed.get("who", "").split(",")]
    changed = [
        person for person in _who_can(turn) if (person in chosen) != (person.attendance == APART)
    ]
    before = may_go_on(turn)
    for person in changed:
        _goes_apart(turn, person) if person in chosen else _comes_back(person)
        turn.keep_reason(APART, person.id, typed["why"])
    turn.tell("apart", *changed)
    tell_when_lost(turn, before)
    turn.show("here")
    if turn.meeting.step_id:
        turn.show(f"asked:{turn.meeting.step_id}")
    return Reply(
        Card(say("closed.apart_set"), (*_warning(turn, chosen), Text(say("closed.apart_next"))))
    )


@draws("apart")
def apart_card(scene: Scene, _: str) -> Card:
    """What somebody is told who attends apart, or who did and comes back to the others."""
    here = () if scene.apart else (Button(say("rollcall.here"), "rollcall.form", style="main"),)
    words = [say("closed.apart_only" if scene.apart else "closed.apart_over")]
    kept: tuple[Button, ...] = ()
    if scene.viewer and any(set_aside_of(scene, scene.viewer)):
        words.append(say("closed.apart_kept" if scene.apart else "closed.apart_kept_over"))
        kept = (Button(say("closed.apart_read"), "apart.kept"),)
    return Card(
        say("closed.apart_title"), tuple(Text(line) for line in words), buttons=(*here, *kept)
    )


@shows("apart.kept", by=PARTICIPANTS, when=ALWAYS, later="here")
def what_is_kept(turn: Turn) -> Reply:
    """What they said under a seal before they attended apart, for themselves alone."""
    own = tuple(
        Quote(answer_words(turn, step, answer), turn.title(step))
        for step, answer in set_aside_of(turn, turn.person)
    )
    nothing = Text(say("closed.apart_nothing_kept"))
    return Reply(Card(say("closed.apart_read"), own or (nothing,)))


def _goes_apart(turn: Turn, person: Person) -> None:
    if person.attendance == Attendance.HERE:
        turn.book.add(Coming(person_id=person.id, what=Attendance.LEFT, at=turn.now))
    person.attendance = Attendance.APART
    set_aside(turn, person)


def _comes_back(person: Person) -> None:
    """They say that they are here, as everybody does."""
    person.attendance = Attendance.EXPECTED


def _who_can(turn: Turn) -> list[Person]:
    return [
        person
        for person in turn.by_family_first
        if person.role in PARTICIPANTS and person.attendance != Attendance.AWAY
    ]


def _warning(turn: Turn, people: list[Person]) -> tuple[Part, ...]:
    there = can_see_channel(turn, people)
    return (
        (
            Text(
                say("closed.apart_in_channel", names=[person.name for person in there]), strong=True
            ),
        )
        if there
        else ()
    )


def _form(turn: Turn) -> Card:
    people = _who_can(turn)
    choices = tuple(
        Choice(person.id, say("closed.line", name=person.name, who=role_words(person)))
        for person in people
    )
    now = [person for person in people if person.attendance == APART]
    chosen = ",".join(person.id for person in now)
    fields = (
        Field(
            "who",
            say("closed.apart_who"),
            "choices",
            say("closed.apart_who_hint"),
            choices=choices,
            value=chosen,
        ),
        Field(
            "why", say("closed.apart_why"), "lines", required=True, limit=turn.profile.limits.long
        ),
    )
    send = Button(say("closed.apart_send"), "apart.submit", style="main")
    return Card(
        say("closed.apart_form"),
        (Text(say("closed.apart_hint")), *_warning(turn, now)),
        fields,
        (send,),
    )
