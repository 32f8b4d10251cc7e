"""Telling people of a conference, each in private: the day, what is theirs to do before it, and a
first try of their screen.
"""

from handlers.before import facts
from handlers.before.by_hand import agenda_button
from handlers.before.day import when_words
from handlers.before.lists import due_words, my_tasks, task_buttons
from handlers.before.reading import own_reading, reading_buttons
from handlers.before.reports import own_report_buttons, own_report_words
from handlers.before.trios import WITH_THE_FAMILY
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.registry import draws, handles
from handlers.grammar.roles import EVERYBODY, SETTING_UP
from handlers.grammar.scene import Scene, Turn
from handlers.people.invitations import invitation_of
from handlers.people.told import (
    PREPARING,
    is_cancelled,
    is_hidden_from,
    is_preparing,
    tell_setters,
    today,
)
from handlers.questions.own_forms import form_of
from prompts.card import Bullets, Button, Card, Choice, Facts, Field, Heading, Part, Text
from prompts.words import say
from storage.tables import Person


def ask_before_telling(turn: Turn) -> Card:
    """Who gets a private message, and who has to be told in another way."""
    return _tell_form(turn)


@form("prepare.tell_form", "prepare.tell", asks=ask_before_telling, by=SETTING_UP, when=PREPARING)
def tell_people(turn: Turn) -> None:
    """Those with an account get a private message.

    Of the others, those are told whom somebody says they have told.
    """
    typed = checked(_tell_form(turn), turn.values)
    by_voice = typed.get("told", "").split(",")
    for person in facts.not_told(turn):
        if person.account or person.id in by_voice:
            invitation_of(turn, person).told_at = turn.now
            turn.tell("prepare", person)
    tell_setters(turn)


@handles("prepare.tried", by=EVERYBODY, when=PREPARING)
def tried(turn: Turn) -> None:
    """Somebody tried their screen: they pressed a button of ours, and it worked."""
    invitation_of(turn, turn.person).tried_on = today(turn)
    turn.tell("prepare", turn.person)
    tell_setters(turn)


def ask_who_tried(turn: Turn) -> Card:
    """Asks who has tried their phone or screen."""
    return _tried_form(turn)


@form(
    "prepare.tried_form", "prepare.tried_others", asks=ask_who_tried, by=SETTING_UP, when=PREPARING
)
def others_tried(turn: Turn) -> None:
    """These have tried their phone or screen with somebody."""
    chosen = checked(_tried_form(turn), turn.values)["who"].split(",")
    for person in facts.not_tried(turn):
        if person.id in chosen:
            invitation_of(turn, person).tried_on = today(turn)
            turn.tell("prepare", person)
    tell_setters(turn)


@draws("prepare")
def prepare_card(scene: Scene, _: str) -> Card:
    """What somebody sees of a conference before it begins: the day, and what is theirs to do."""
    person, notice = _viewer(scene), say("preparing.notice")
    if is_hidden_from(scene, person):
        return Card(say("preparing.not_now"), (Text(say("preparing.not_now_text")),), notice=notice)
    if is_cancelled(scene):
        return Card(
            say("preparing.cancelled"),
            (Text(say("preparing.cancelled_kept")),),
            buttons=own_reading(scene, person),
            notice=notice,
        )
    if scene.apart:
        return Card(say("preparing.begun"), (Text(say("closed.apart_only")),), notice=notice)
    if not is_preparing(scene):
        return Card(
            say("preparing.begun"),
            (Text(say("preparing.begun_text")),),
            buttons=reading_buttons(scene),
            notice=notice,
        )
    chair = scene.chairs[0].name if scene.chairs else ""
    occasion = scene.book.occasion
    rows = [
        (say("preparing.day"), when_words(scene)),
        (say("preparing.place"), occasion.place if occasion else ""),
    ]
    rows.append((say("preparing.chair"), chair))
    parts: list[Part] = [
        Text(say("preparing.about", children=scene.children)),
        Facts(tuple(row for row in rows if row[1])),
    ]
    parts += [
        *_own_form(scene, person),
        *_own_list(scene, person),
        Text(say("preparing.try", tried=_has_tried(scene, person))),
    ]
    return Card(
        say("preparing.title"), tuple(parts), buttons=_buttons(scene, person), notice=notice
    )


def _own_form(scene: Scene, person: Person) -> list[Part]:
    form = form_of(scene, person)
    return (
        [Heading(scene.in_words(form.title)), Text(own_report_words(scene, person, form))]
        if form
        else []
    )


def _own_list(scene: Scene, person: Person) -> list[Part]:
    mine = my_tasks(scene, person)
    if not mine:
        return []
    to_do = tuple(
        f"{task.words(scene, task.item.task)} {due_words(scene, task)}"
        for task in mine
        if not task.done
    )
    done = tuple(task.short(scene) for task in mine if task.done)
    parts: list[Part] = [
        Heading(say("preparing.list")),
        Bullets(to_do) if to_do else Text(say("preparing.all_done")),
    ]
    return [*parts, Text(say("preparing.done", items=done))] if done else parts


def _buttons(scene: Scene, person: Person) -> tuple[Button, ...]:
    tried = () if _has_tried(scene, person) else (Button(say("preparing.tried"), "prepare.tried"),)
    trios = (
        (Button(say("setting_up.trios"), "setup.trios"),) if person.role in WITH_THE_FAMILY else ()
    )
    lists = task_buttons(scene, my_tasks(scene, person))
    reading = (*agenda_button(scene), *reading_buttons(scene))
    return (*own_report_buttons(scene, person), *lists, *trios, *reading, *tried)


def _has_tried(scene: Scene, person: Person) -> bool:
    row = scene.book.invitations().get(person.id)
    return row is not None and row.tried_on is not None


def _viewer(scene: Scene) -> Person:
    if scene.viewer is None:
        raise LookupError("nobody in particular is told")
    return scene.viewer


def _tell_form(turn: Turn) -> Card:
    occasion, people = turn.book.occasion, facts.not_told(turn)
    if occasion is None or occasion.on is None or not turn.chairs:
        raise Refused(Card(say("preparing.not_yet"), (Text(say("preparing.not_yet_text")),)))
    if not people:
        raise Refused(Card(say("preparing.all_told")))
    by_message = tuple(person.name for person in people if person.account)
    others = tuple(Choice(person.id, person.name) for person in people if not person.account)
    parts: list[Part] = [Text(say("preparing.tell_text"))]
    parts += [Bullets(by_message)] if by_message else []
    hint = say("preparing.tell_others_hint")
    fields = (
        (Field("told", say("preparing.tell_others"), "choices", hint, choices=others),)
        if others
        else ()
    )
    return Card(
        say("preparing.tell"),
        tuple(parts),
        fields,
        (Button(say("preparing.tell_now"), "prepare.tell", style="main"),),
    )


def _tried_form(turn: Turn) -> Card:
    choices = tuple(Choice(person.id, person.name) for person in facts.not_tried(turn))
    if not choices:
        raise Refused(Card(say("preparing.all_tried")))
    field = Field("who", say("preparing.tried_who"), "choices", required=True, choices=choices)
    send = Button(say("setting_up.keep"), "prepare.tried_others", style="main")
    return Card(say("preparing.tried_others"), fields=(field,), buttons=(send,))
