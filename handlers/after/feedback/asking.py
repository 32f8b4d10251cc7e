"""What a conference was like: asked of everybody the profile names, and kept apart from
who it was.
"""

from datetime import timedelta

from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.registry import AFTER, draws
from handlers.grammar.roles import EVERYBODY, FAMILY, GROUPS, Role
from handlers.grammar.scene import Scene, Turn
from prompts.card import Button, Card, Choice, Field, Text
from prompts.profile.papers import FeedbackQuestion
from prompts.words import fill, say
from storage.book import as_body
from storage.tables import Feedback, FeedbackGiven, Person, Power

# Answers are taken for so long, and counted only after that.
TAKEN_FOR = timedelta(days=28)

# They read words before anybody else does. Not the chair, who would know whose they are.
REVIEWS = frozenset({Role.ADMINISTRATOR, Role.SERVICE_MANAGER})


def ask_for_feedback(turn: Turn) -> None:
    """Prompts everybody who is asked something, and those who look at what people say."""
    turn.tell("feedback", *(person for person in turn.book.people if questions_for(turn, person)))
    turn.tell("feedback_desk", *(p for p in turn.book.people if _reviews(turn, p)))


def _reviews(scene: Scene, person: Person) -> bool:
    return person.role in REVIEWS and scene.has(person, Power.MANAGE)


def questions_for(scene: Scene, person: Person) -> list[FeedbackQuestion]:
    """What somebody is asked."""
    return [
        question
        for question in scene.profile.feedback
        if any(person.role in GROUPS[name] for name in question.who)
    ]


def show_form(turn: Turn) -> Card:
    """The form, for those who have not sent it yet."""
    _check_may(turn)
    return _form(turn)


@form("feedback.form", "feedback.submit", asks=show_form, by=EVERYBODY, when=AFTER, later="here")
def keep_feedback(turn: Turn) -> Reply:
    """Keeps what somebody said and, apart from it, that they said something: it cannot be traced
    back, nor changed.
    """
    _check_may(turn)
    form = _form(turn)
    nothing = (
        {form.fields[0].name: say("feedback.nothing")}
        if not any(turn.value(field.name) for field in form.fields)
        else {}
    )
    typed = checked(form, turn.values, nothing)
    side = "family" if turn.person.role in FAMILY else "workers"
    turn.book.add(Feedback(side=side, body=as_body(typed)))
    turn.book.add(FeedbackGiven(person_id=turn.person.id))
    turn.tell("feedback", turn.person)
    return Reply()


@draws("feedback")
def feedback_card(scene: Scene, _: str) -> Card:
    """Asks once, and says before that what happens to an answer."""
    given = scene.viewer is not None and scene.viewer.id in scene.book.gave_feedback()
    if given:
        return Card(
            say("feedback.thanks"),
            (Text(say("feedback.thanks_text")),),
            notice=say("feedback.notice"),
        )
    button = Button(say("feedback.button"), "feedback.form", style="main")
    parts = tuple(Text(say(f"feedback.text_{n}")) for n in (1, 2))
    return Card(say("feedback.title"), parts, buttons=(button,), notice=say("feedback.notice"))


def _check_may(turn: Turn) -> None:
    if not questions_for(turn, turn.person):
        raise Refused(Card(say("feedback.not_asked")))
    if turn.person.id in turn.book.gave_feedback():
        raise Refused(Card(say("feedback.thanks"), (Text(say("feedback.thanks_text")),)))
    if turn.meeting.closed_at and turn.now > turn.meeting.closed_at + TAKEN_FOR:
        raise Refused(Card(say("feedback.over")))


def _form(turn: Turn) -> Card:
    fields = tuple(_field(turn, question) for question in questions_for(turn, turn.person))
    send = Button(say("feedback.send"), "feedback.submit", style="main")
    return Card(say("feedback.title"), (Text(say("feedback.text_2")),), fields, (send,))


def _field(turn: Turn, question: FeedbackQuestion) -> Field:
    ask, hint = fill(question.ask, **turn.names()), fill(question.hint, **turn.names())
    match question.answer:
        case "choice":
            choices = tuple(Choice(option.id, option.label) for option in question.options)
            return Field(question.id, ask, "choice", hint, choices=choices)
        case "number":
            return Field(question.id, ask, "score", hint, low=question.low, high=question.high)
        case _:
            words = say("feedback.words_hint", hint=hint)
            return Field(question.id, ask, "lines", words, limit=turn.profile.limits.long)
