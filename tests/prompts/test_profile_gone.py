"""The profile of a running meeting is taken away or changed: people are told to wait, the operator
what to do.
"""

from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.profiles_in_use import missing_in_profiles
from bot.rehearsal.setup import account_of, setup_of
from handlers.grammar.command import Command
from handlers.meeting.mine import mine
from prompts.family import load_family
from prompts.profile import Profile, load_profiles
from prompts.words import say
from storage.database import Database
from tests.kit.conference import A_MONDAY, CUMBRIA, PROFILES, Conference
from tests.kit.profiles import as_one_file
from tests.kit.web_site import running

NORTHVALE = CUMBRIA.model_copy(update={"id": "northvale"})
BOTH = {**PROFILES, "northvale": NORTHVALE}


class GoesOn(Conference):
    """A meeting that was begun before, so many hours later."""

    def __init__(self, database: Database, profiles: Mapping[str, Profile], hours: int = 1) -> None:
        super().__init__(
            database,
            "fennimore",
            "web:theirs",
            profiles,
            "northvale",
            begins=A_MONDAY + timedelta(hours=hours),
        )

    def opens(self) -> None:
        """It is open already."""

    def know_again(self) -> None:
        """Who takes part, and what the items are."""
        self.steps, self.ids = self._names()


@pytest.fixture
def begun(database: Database) -> Database:
    with closing(Conference(database, "fennimore", "web:theirs", BOTH, "northvale")) as theirs:
        theirs.leading().next()
    return database


def test_people_are_told_to_wait_and_it_goes_on_when_the_profile_is_back(
    begun: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(GoesOn(begun, PROFILES)) as theirs:
        for command, values in (
            ("rollcall.form", {}),
            ("rollcall.submit", {"name": "Carys the mum"}),
        ):
            reply = theirs.send(command, account_of("mum"), values=values)
            assert (reply.done, say("dispatch.no_profile") in str(reply.card)) == (False, True)
        assert "Carys the mum" in str(reply.card)
        assert theirs.dispatcher.look_everywhere(account_of("mum"), mine) == []
        assert "profile northvale of meeting" in caplog.text
        assert "Carys" not in caplog.text
    with closing(GoesOn(begun, BOTH, hours=2)) as theirs:
        theirs.know_again()
        theirs.person("mum").is_here("Posy")
        assert "Carys" in theirs.channel("here")


def test_other_meetings_go_on_meanwhile_and_what_waits_is_shown_later(begun: Database) -> None:
    with closing(Conference(begun, "fennimore", "web:ours", PROFILES)) as ours:
        ours.leading().next()
        ours.deliver()
        assert any("Welcome" in card.title for card in ours.wall.stands.values())
    with closing(GoesOn(begun, BOTH, hours=2)) as theirs:
        theirs.deliver()
        assert any("Welcome" in card.title for card in theirs.wall.stands.values())


def test_a_question_that_was_taken_out_of_the_profile(begun: Database, tmp_path: Path) -> None:
    text = as_one_file("cumbria")
    for before, after in (
        ('id = "rollcall"', 'id = "who"'),
        ('id = "cumbria"', 'id = "northvale"'),
    ):
        text = text.replace(before, after)
    (tmp_path / "northvale.toml").write_text(text)
    changed = load_profiles(tmp_path)
    with closing(GoesOn(begun, changed)) as theirs:
        reply = theirs.send("agenda.next", account_of("chair"))
        assert say("dispatch.no_profile") in str(reply.card)
    (told,) = missing_in_profiles(begun, changed)
    assert "lacks questions (rollcall), and one meeting that is not over goes by them" in told
    with closing(GoesOn(begun, BOTH, hours=2)) as theirs:
        assert say("dispatch.no_profile") not in str(
            theirs.send("agenda.next", account_of("chair"))
        )


def test_the_operator_is_told_at_start(begun: Database) -> None:
    assert missing_in_profiles(begun, BOTH) == []
    (told,) = missing_in_profiles(begun, PROFILES)
    assert (
        "The profile 'northvale' is not there, and one meeting that is not over goes by it" in told
    )
    assert "nothing is lost" in told


async def test_pages_say_so_kindly(sqlite_database: Database) -> None:
    async with running(sqlite_database) as site:
        setup = setup_of(load_family("fennimore"), site.dispatcher.now().date())
        site.dispatcher.dispatch(
            Command(
                "start",
                "conference.start",
                account_of("chair"),
                "web:0123456789abcdef",
                values={"setup": setup},
            )
        )
        site.dispatcher.profiles = {
            name: found for name, found in PROFILES.items() if name != "cumbria"
        }
        response = await site.client.get("/room/0123456789abcdef?as=mum")
        assert response.status == 503
        assert say("room.fault_503") in await response.text()
        assert (await site.client.get("/")).status == 200
