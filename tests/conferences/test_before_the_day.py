"""Limits for every kind of conference, the order of the parts, who has read what, and who is to be
apart.
"""

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.spine.dispatch import Dispatcher
from handlers.after.record.record import record
from handlers.dates.deadlines_of_meeting import running
from handlers.grammar.command import Command
from prompts.words import say
from storage.database import Database
from storage.sealing import Vault
from tests.kit.conference import PROFILES
from tests.kit.preparing import BeforeTheDay, FromNothing, Writer

DAY = {"on": "2026-03-05", "at": "10:00", "place": "Room 2"}


@pytest.fixture
def ahead(database: Database) -> Iterator[BeforeTheDay]:
    with closing(BeforeTheDay(database, "fennimore")) as conference:
        yield conference


@pytest.fixture
def nothing(sqlite_database: Database) -> Iterator[FromNothing]:
    with closing(FromNothing(sqlite_database, "fennimore")) as conference:
        yield conference


@pytest.mark.parametrize(
    ("kind", "days", "limit"),
    [
        (
            "initial",
            {"clock_from": "2026-02-18"},
            "Wednesday 11 March. That is 15 working days after 18 February.",
        ),
        (
            "first_review",
            {"clock_from": "2025-12-10"},
            "Tuesday 10 March. That is 3 months after 10 December.",
        ),
        (
            "review",
            {"clock_from": "2025-12-10"},
            "Wednesday 10 June. That is 6 months after 10 December.",
        ),
        (
            "moved_in",
            {"clock_from": "2026-02-18"},
            "Wednesday 11 March. That is 15 working days after 18 February.",
        ),
        (
            "before_birth",
            {"birth_on": "2026-08-31"},
            "Sunday 31 May. That is 3 months before 31 August.",
        ),
        (
            "before_birth",
            {"clock_from": "2026-02-18"},
            "Wednesday 11 March. That is 15 working days after 18 February.",
        ),
    ],
)
def test_every_kind_has_a_day_by_which_it_is_to_be_held(
    nothing: FromNothing, kind: str, days: dict[str, str], limit: str
) -> None:
    dot = Writer(nothing, "minute_taker")
    dot.fills("setup.day_form", kind=kind, **DAY, **days)
    assert limit in dot.now("setup")


def test_a_day_after_the_limit_is_kept_with_a_reason(nothing: FromNothing) -> None:
    dot = Writer(nothing, "minute_taker")
    late = {**DAY, "on": "2026-03-20", "kind": "moved_in", "clock_from": "2026-02-18"}
    assert say("setting_up.why_late_needed") in dot.dares.fills("setup.day_form", **late)
    dot.fills("setup.day_form", **late, why_late="We heard of the move by post.")
    assert "The conference is later than that." in dot.now("setup")
    assert "We heard of the move by post." in dot.now("setup")


def test_a_reason_that_was_not_needed_is_not_lost(nothing: FromNothing) -> None:
    dot = Writer(nothing, "minute_taker")
    why = "The room was taken before."
    dot.fills("setup.day_form", **DAY, kind="moved_in", clock_from="2026-03-02", why_late=why)
    assert "The conference is later than that." not in dot.now("setup")
    assert why in repr(nothing.look(record, dot.account))


@pytest.mark.parametrize(
    ("kind", "limit"), [("moved_in", "first_review"), ("first_review", "later_review")]
)
def test_what_runs_from_a_conference_goes_by_its_kind(
    ahead: BeforeTheDay, kind: str, limit: str
) -> None:
    chair = Writer(ahead, "chair")
    chair.fills(
        "setup.day_form", kind=kind, clock_from="", on="2026-03-06", why_moved="A day earlier."
    )
    chair.confirms("setup.begin_form")
    ahead.know_everybody()
    leading = ahead.leading()
    leading.begins("decision/1") if "decision/1" in ahead.steps else leading.begins("decision")
    leading.decides("child_protection", "She is not safe yet.", "neglect")
    clocks = {one.clock.id for one in ahead.look(running)}
    assert limit in clocks
    assert len(clocks & {"first_review", "later_review"}) == 1


def test_a_childs_name_is_put_right_and_a_brother_is_added(ahead: BeforeTheDay) -> None:
    chair = Writer(ahead, "chair")
    posy = ahead.child("Posy")
    chair.fills("setup.children_form", "", "Poesy\nWill")
    assert ahead.child("Poesy") == posy
    assert "Will: how to have a say" in chair.now("ready").partition("Done: ")[0]
    chair.fills("setup.children_form", "", "Will\nPoesy")
    chair.fills("setup.children_form", "", "Poesy")
    assert ahead.look(lambda scene: [child.id for child in scene.meeting.children]) == [posy]
    assert "Will" not in chair.now("ready")


def test_the_chair_moves_a_part_before_the_day_and_the_record_keeps_why(
    ahead: BeforeTheDay,
) -> None:
    chair, visitor = Writer(ahead, "chair"), Writer(ahead, "health_visitor")
    assert say("dispatch.not_yours") in visitor.dares.presses("setup.order_form")
    assert say("agenda.order_itself") in chair.dares.fills(
        "setup.order_form", "", "involvement", "involvement", "So."
    )
    chair.fills(
        "setup.order_form", "", "involvement", "opening", "Posy's part is what Carys asks about."
    )
    titles = ahead.look(
        lambda scene: {part.id: scene.in_words(part.title) for part in scene.profile.part}
    )
    assert f"Order: {titles['opening']}; {titles['involvement']}; {titles['family']}" in chair.now(
        "setup"
    )
    chair.confirms("setup.begin_form")
    parts = ahead.look(
        lambda scene: list(
            dict.fromkeys(scene.profile.part_of(step.question).id for step in scene.meeting.steps)
        )
    )
    assert parts[:3] == ["opening", "involvement", "family"]
    kept = ahead.look(
        lambda scene: [(reason.target, reason.words) for reason in scene.book.reasons("order")]
    )
    first = ahead.look(
        lambda scene: next(step.id for step in scene.meeting.steps if step.question == "child_part")
    )
    assert kept == [(first, "Posy's part is what Carys asks about.")]


def test_the_chair_says_of_each_report_that_it_is_read_and_again_when_it_changes(
    ahead: BeforeTheDay,
) -> None:
    chair, visitor, mum = (
        Writer(ahead, "chair"),
        Writer(ahead, "health_visitor"),
        Writer(ahead, "mum"),
    )
    report = ahead.look(
        lambda scene: next(
            r for r in scene.book.reports() if r.author_id == ahead.ids["health_visitor"]
        )
    ).id
    assert "Read by: Nobody yet" in chair.now("ready")
    assert say("dispatch.not_yours") in mum.dares.presses("report.was_read", report)
    assert say("dispatch.not_yours") in visitor.dares.presses("report.was_read", report)
    chair.confirms("report.read", report)
    row = next(line for line in chair.now("ready").splitlines() if "Aisha Moss, Health" in line)
    assert "Read by: Imran Sadler (Mon 2 Mar)" in row
    assert "Read again: Aisha Moss" in chair.buttons("ready")
    assert "Chair reads the reports: Joe Tarn and Lin Parry" in chair.now("ready")
    ahead.passes(minutes=24 * 60)
    visitor.writes("send", worries="She lost weight again.")
    assert "Read by: Imran" not in next(
        line for line in chair.now("ready").splitlines() if "Aisha Moss, Health" in line
    )
    chair.confirms("report.read", report)
    assert "Imran Sadler (Tue 3 Mar)" in chair.now("ready")


def test_a_report_is_shared_with_each_on_a_day_of_their_own(ahead: BeforeTheDay) -> None:
    chair, visitor = Writer(ahead, "chair"), Writer(ahead, "health_visitor")
    chair.fills("setup.person_form", name="Huw", role="parent", how="phone")
    huw = ahead.look(lambda scene: scene.book.people[-1].id)
    visitor.fills("report.shared_form", **{"with": ahead.ids["mum"], "on": "2026-03-01"})
    visitor.fills("report.shared_form", **{"with": f"{ahead.ids['mum']},{huw}", "on": "2026-03-02"})
    row = next(line for line in chair.now("ready").splitlines() if "Aisha Moss, Health" in line)
    assert "Sun 1 Mar, in time. With Carys (Sun 1 Mar) and Huw (Mon 2 Mar)" in row
    visitor.fills("report.shared_form", **{"with": huw, "on": "2026-03-02"})
    row = next(line for line in chair.now("ready").splitlines() if "Aisha Moss, Health" in line)
    assert "Mon 2 Mar, in time. With Huw. Not with Carys" in row


def test_who_is_to_be_apart_is_apart_when_it_begins(ahead: BeforeTheDay) -> None:
    chair, mum = Writer(ahead, "chair"), Writer(ahead, "mum")
    form = ahead.send("setup.change", chair.account, "", {"which": ahead.ids["mum"]}).card
    assert form
    chair.sends(form, separate="yes")
    here = json.dumps(
        [{"account": mum.account, "name": "Carys"}, {"account": chair.account, "name": "Imran"}]
    )
    for command in ("setup.begin_form", "setup.begin"):
        assert say("closed.apart_in_channel", names=["Carys"]) in chair.dares.presses(
            command, members=here
        )
    assert ahead.state() == "preparing"
    chair.presses("setup.begin", members="[]")
    assert (
        ahead.look(lambda scene: next(p.attendance for p in scene.book.people if p.name == "Carys"))
        == "apart"
    )
    assert say("closed.apart_only") in mum.lines("prepare")
    assert mum.lines("prepared") == ""


def test_a_parent_without_account_is_written_for_over_several_sittings(ahead: BeforeTheDay) -> None:
    chair, worker = Writer(ahead, "chair"), Writer(ahead, "social_worker")
    chair.fills("setup.person_form", name="Huw", role="parent", how="phone")
    ahead.ids["huw"] = ahead.look(lambda scene: scene.book.people[-1].id)
    assert say("reports.write_for", name="Huw") in worker.buttons("prepare")
    assert say("reports.write_for", name="Huw") in chair.buttons("ready")
    huw = Writer(ahead, "huw", by=worker)
    form = huw.form("report.form", huw.id)
    assert "You are writing for Huw, so use their words." in str(form.parts)
    assert all("For example" in field.hint for field in form.fields if field.kind == "lines")
    huw.writes("keep", why="I was at sea.")
    assert "at sea" in worker.reads_form("report.form", huw.id)
    assert "at sea" not in chair.everything()
    huw.writes("send", helps="My brother.")
    assert "at sea" in chair.everything()
    assert say("answering.written_for", author="Huw", writer="Joe Tarn") in chair.everything()


def test_a_draft_outlives_a_restart(sqlite_url: str, vault: Vault) -> None:
    with (
        closing(Database.open(sqlite_url, vault)) as database,
        closing(BeforeTheDay(database)) as ahead,
    ):
        mum = Writer(ahead, "mum")
        mum.writes("keep", why="I fell asleep, and I was scared.")
        press = Command("after", "report.form", mum.account, ahead.room)
    with closing(Database.open(sqlite_url, vault)) as database:
        dispatcher = Dispatcher(database, PROFILES)
        card = dispatcher.dispatch(press).card
        dispatcher.close()
    assert card
    assert card.fields[0].value == "I fell asleep, and I was scared."
