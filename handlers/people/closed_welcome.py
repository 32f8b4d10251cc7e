"""The first thing that people in a closed part see, and what they can do there."""

from handlers.grammar.scene import Scene
from handlers.people.role_words import role_words
from prompts.card import Bullets, Button, Card, Text
from prompts.words import say

# Arriving, being asked, answering, and leading all that. There is no plan, no decision and no paper
# to sign.
IN_A_PART = frozenset(
    {
        *("rollcall.form", "rollcall.submit", "rollcall.leaving", "rollcall.leave"),
        *("danger.show", "danger.tell", "overheard.say"),
        *(
            "answer.form",
            "answer.submit",
            "answer.agree",
            "answer.pass",
            "phone.choose",
            "phone.form",
        ),
        *(
            "agenda.next",
            "agenda.back",
            "ask.again",
            "ask.nudge",
            "reveal.form",
            "reveal",
            "closed.end_form",
            "closed.end",
        ),
        *("post.try_now", "chair.take"),
    }
)


def closed_welcome(scene: Scene) -> Card:
    """Who is in a closed part, and what happens to what is said in it; before anything is asked."""
    people = Bullets(
        tuple(say("closed.line", name=p.name, who=role_words(p)) for p in scene.by_family_first)
    )
    here = Button(say("rollcall.here"), "rollcall.form", style="main")
    parts = (
        Text(say("closed.welcome_text"), strong=True),
        people,
        Text(say("closed.welcome_kept")),
    )
    return Card(say("closed.welcome"), parts, buttons=(here,))
