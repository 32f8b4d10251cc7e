"""Preparing in the rehearsal room, with either profile, and the command that makes links to the
tracker.
"""

import json
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import commands
from bot.rehearsal.setup import account_of, setup_of
from bot.spine.dispatch import Dispatcher
from handlers.before.lists import my_tasks, tasks
from handlers.grammar.command import Command
from handlers.grammar.registry import draw
from handlers.grammar.scene import Scene
from prompts.card import Card
from prompts.family import family_names, load_family
from prompts.plain import twin
from prompts.profile import load_profile, profile_names
from storage.database import Database
from tests.kit.naming import named
from tests.kit.preparing import BeforeTheDay
from tests.kit.web_site import Site, running

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
async def site(sqlite_database: Database) -> AsyncIterator[Site]:
    async with running(sqlite_database) as there:
        yield there


async def test_a_rehearsal_can_start_before_the_day_and_be_begun(site: Site) -> None:
    assert "Prepare it first" in await site.text("/")
    response = await site.post(
        "/rehearse", {"family": "fennimore", "key": site.new_key(), "how": "ahead"}
    )
    site.room = response.headers["Location"].partition("?")[0].replace("/room/", "web:")
    page = await site.page("chair")
    assert "Are we ready?" in page
    assert "Set up a conference" in page
    assert "It is being prepared" in await site.text("/")
    assert "Are we ready?" not in await site.page("mum")
    assert "A conference is coming" in await site.page("mum")
    assert (await site.press("chair", "setup.begin")).headers["X-Done"] == "true"
    assert "We are here to talk about Posy" in await site.page("mum")


@pytest.mark.rehearsals
@pytest.mark.parametrize("family", family_names())
def test_everybody_can_play_from_before_the_day_to_the_end(
    sqlite_database: Database, family: str
) -> None:
    with closing(BeforeTheDay(sqlite_database, family)) as conference:
        conference.everybody_plays()
        assert conference.state() == "approved"
        assert all(
            report.received_at for report in conference.look(lambda scene: scene.book.reports())
        )


@pytest.mark.parametrize("profile", profile_names())
def test_each_profile_has_lists_for_all_three_and_forms_that_can_be_opened(
    sqlite_database: Database, profile: str
) -> None:
    dispatcher = Dispatcher(sqlite_database, {profile: load_profile(profile)}, lambda: NOW)
    setup = json.loads(setup_of(load_family("fennimore"), NOW.date(), ahead=True))
    setup["profile"], setup["ahead"]["reports"] = profile, []
    setup["people"].append({"name": "Bo", "role": "administrator", "account": account_of("office")})
    values = {"setup": json.dumps(setup)}
    named(sqlite_database, account_of("chair"), account_of("office"))
    dispatcher.dispatch(
        Command("start", "conference.start", account_of("chair"), "web:here", values=values)
    )

    def words(scene: Scene) -> dict[str, int]:
        lists = {person.role: len(my_tasks(scene, person)) for person in scene.book.people}
        return {role: count for role, count in lists.items() if count}

    assert set(dispatcher.look("web:here", None, words)) == {
        "social_worker",
        "administrator",
        "chair",
    }
    assert all(task.due and task.owner for task in dispatcher.look("web:here", None, tasks))
    for who in ("mum", "social_worker", "health_visitor"):
        reply = dispatcher.dispatch(
            Command(f"form-{who}", "report.form", account_of(who), "web:here")
        )
        assert reply.card
        assert len(reply.card.fields) >= 5
        assert "Only you can see this" in twin(reply.card) or "No one else can see it" in twin(
            reply.card
        )
    ready: Card = dispatcher.look(
        "web:here", account_of("chair"), lambda scene: draw(scene, "ready")
    )
    assert "Still missing" in twin(ready)
    dispatcher.close()


WHO = "slack:T0TEST/USAM"


def test_the_command_line_makes_and_withdraws_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAIRSIDE_DATA", str(tmp_path))
    runner = CliRunner()
    assert runner.invoke(commands, ["tracker-link", WHO]).exit_code == 1
    assert (
        runner.invoke(
            commands, ["staff", "add", WHO, "--name", "Sam Whitlock", "--may", "manage"]
        ).exit_code
        == 0
    )
    assert (
        runner.invoke(commands, ["staff", "list"]).output
        == f"{WHO}  Sam Whitlock: manage this list\n"
    )
    made = runner.invoke(commands, ["tracker-link", WHO, "--days", "7"])
    assert made.exit_code == 0
    assert "http://127.0.0.1:8000/reports/" in made.output
    monkeypatch.setenv("CHAIRSIDE_URL", "https://chairside.example.gov.uk/")
    elsewhere = runner.invoke(commands, ["tracker-link", WHO, "--withdraw"])
    assert "Withdrawn: 1.\nhttps://chairside.example.gov.uk/reports/" in elsewhere.output
    assert "Withdrawn: 1." in runner.invoke(commands, ["tracker-link", "--withdraw"]).output
    assert runner.invoke(commands, ["tracker-link"]).exit_code == 2
