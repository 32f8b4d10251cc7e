"""What people say about meetings, for managers: over the whole service, and outside any meeting."""

from collections.abc import Mapping
from datetime import datetime

from handlers.after.feedback.asking import TAKEN_FOR
from handlers.after.feedback.results import Said
from handlers.after.feedback.review import decide, words_card
from handlers.grammar.command import Reply
from handlers.staff.office import Office, in_office
from prompts.card import Card, Text
from prompts.profile import Profile
from prompts.words import say
from storage.staff_book import StaffBook

# The audit line's name for what a manager decided.
_NOTED = {"show": "feedback.show", "hide": "feedback.hide"}


@in_office("staff.feedback", changes=True)
def open_results(office: Office) -> Reply:
    """A link to the results over many conferences, for the manager who asks."""
    link = office.staff.make_tracker_link(office.actor, office.now)
    card = Card(say("feedback.results"), (Text(say("staff.tracker_text")),))
    return Reply(card, f"answers:{link}")


@in_office("staff.review")
def show_words(office: Office) -> Reply:
    """The next words that nobody has read; none from a meeting in which the manager had a part."""
    return Reply(_next(office), done=False)


@in_office("staff.decide", changes=True)
def decide_on_words(office: Office) -> Reply:
    """Lets words through to the results, or keeps them back."""
    found = said_everywhere(office.staff, office.profiles, office.now)
    row = decide(found, office.target, office.actor)
    office.staff.keep_line(_NOTED[row.review], row.id, office.actor, office.now)
    return Reply(_next(office), done=False)


def said_everywhere(
    staff: StaffBook, profiles: Mapping[str, Profile], now: datetime
) -> tuple[Said, ...]:
    """By profile; rehearsals are not among it."""
    return tuple(
        Said(profile, staff.feedback(name, now - TAKEN_FOR)) for name, profile in profiles.items()
    )


def _next(office: Office) -> Card:
    found = said_everywhere(office.staff, office.profiles, office.now)
    return words_card(found, "staff.decide", office.actor)
