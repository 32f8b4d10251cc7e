"""What a profile says and the handlers follow: whether worries are needed, what a good point is,
when a day is late.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import count

import pytest

from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command, Reply
from handlers.grammar.registry import draw
from prompts.plain import twin
from prompts.profile import Profile, load_profile
from prompts.words import say
from storage.database import Database
from tests.kit.conference import A_MONDAY, Conference
from tests.kit.naming import named

ROOM = "web:set-up"


class SettingUp:
    """A chair who sets up a conference by a profile."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self.dispatcher = Dispatcher(database, {profile.id: profile}, lambda: A_MONDAY)
        self._keys = count(1)
        named(database, "ruth")
        self.press(
            "conference.prepare", profile=profile.id, family="Hale", children="Wren", name="Ruth"
        )

    def press(self, command: str, /, **values: str) -> Reply:
        return self.dispatcher.dispatch(
            Command(f"setting-up-{next(self._keys)}", command, "ruth", ROOM, "", values)
        )

    def card(self) -> str:
        """What the chair sees, with its buttons."""
        card = self.dispatcher.look(ROOM, "ruth", lambda scene: draw(scene, "setup"))
        return "\n".join([twin(card), *(button.label for button in card.buttons)])

    def state(self) -> str:
        return self.dispatcher.look(ROOM, "ruth", lambda scene: scene.meeting.state)


def by(**changes: str) -> Profile:
    return load_profile("isle_of_man").model_copy(update=changes)


@pytest.mark.parametrize(
    ("profile", "begins", "offers"),
    [
        (load_profile("cumbria"), False, True),
        (load_profile("isle_of_man"), True, True),
        (by(trios="none"), True, False),
    ],
    ids=["needed", "optional", "none"],
)
def test_whether_worries_are_needed_is_said_in_the_profile(
    sqlite_database: Database, profile: Profile, begins: bool, offers: bool
) -> None:
    chair = SettingUp(sqlite_database, profile)
    assert (say("setting_up.trios") in chair.card()) == offers
    chair.press("setup.begin")
    assert (chair.state() == "open") == begins
    added = chair.press(
        "setup.trio", title="Nights", danger="Wren may be alone.", goal="Somebody is there."
    )
    assert added.done == (offers and not begins)
    chair.dispatcher.close()


@pytest.fixture
def harrick(sqlite_database: Database) -> Iterator[Conference]:
    with closing(Conference(sqlite_database, "harrick")) as conference:
        yield conference


def test_who_writes_on_the_board_sees_what_a_good_point_is(harrick: Conference) -> None:
    dad, ellan = harrick.people("dad", "minute_taker")
    harrick.begins_with("family_protective")
    dad.answers("family_protective", "My sister is next door.")
    form = harrick.send(
        "point.form", ellan.account, harrick.answer_id("family_protective", dad.id)
    ).card
    assert form is not None
    assert (
        "A good point reads like this: Dad rang the school himself when Finn did not sleep."
        in twin(form)
    )


def test_a_day_in_time_is_taken_without_a_word(harrick: Conference) -> None:
    chair, dev = harrick.leading(), harrick.person("social_worker")
    harrick.begins_with("first_core_group")
    assert dev.offers("first_core_group", date="2026-03-16", place="The school") == ""
    assert "later than that" not in harrick.channel("offered")
    assert dev.tries.fills("plan.late_form", "first_core_group", "Why not.") != ""
    told = chair.tries.fills("plan.late_form", "actions", "Why not.")
    assert say("plan.no_section") in told
    assert harrick.record().reasons[1:] == ()


def test_what_workers_can_do_who_disagree_has_its_time(harrick: Conference) -> None:
    harrick.everybody_plays_until("decision/1")
    chair, police = harrick.leading(), harrick.person("police")
    chair.decides("neither", "It is over.")
    police.disagrees("Finlo", "The men still know the house.")
    shown = harrick.channel("dissent")
    assert "Professionals: tell your manager by Thursday 5 March" in shown
    assert "72 hours after" in shown
