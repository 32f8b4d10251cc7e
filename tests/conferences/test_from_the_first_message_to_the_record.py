"""Whole conferences of both profiles, from the first private message before the day to the approved
record, in three places.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from prompts.words import say
from storage.database import Database
from tests.kit.preparing import Writer
from tests.kit.three_places import InRoom, InService, InSlack, InTeams

Place = InRoom | InService
PLACES = [
    InRoom,
    *(pytest.param(place, marks=pytest.mark.rehearsals) for place in (InSlack, InTeams)),
]


@pytest.fixture(params=PLACES, ids=lambda place: place.__name__)
def place(request: pytest.FixtureRequest) -> Any:
    """The rehearsal room, Slack or Teams."""
    return request.param


@pytest.fixture
def posy(place: Any, sqlite_database: Database) -> Iterator[Place]:
    """Posy's review, a week ahead, by the Cumbria profile."""
    with closing(place(sqlite_database, "fennimore")) as conference:
        yield conference


@pytest.fixture
def finlo(place: Any, sqlite_database: Database) -> Iterator[Place]:
    """Finlo's first conference, a week ahead, by the Isle of Man profile.

    His mother is to be apart from his father.
    """
    with closing(place(sqlite_database, "harrick")) as conference:
        yield conference


def test_posys_review(posy: Place) -> None:
    chair, joe, visitor, teacher, mum, gran = (
        Writer(posy, name)
        for name in ("chair", "social_worker", "health_visitor", "teacher", "mum", "gran")
    )

    # Nobody but the chair's own side knows more than they were told; the teacher has not been told
    # yet.
    assert "Telling everyone: Lin Parry" in chair.lines("ready")
    assert teacher.lines() == ""
    chair.confirms("prepare.tell_form")
    assert "It is about Posy" in teacher.lines("prepare")

    # The teacher writes over two sittings, sends it late, and reads it with Posy's mother.
    teacher.writes("keep", works="She is on time, with her bag packed.")
    posy.passes(minutes=26 * 60)
    teacher.writes(
        "send",
        worries="She came in hungry on five Mondays.",
        change="Breakfast here.",
        own_view="A happy girl.",
    )
    teacher.fills("report.shared_form", **{"with": posy.ids["mum"], "on": "2026-03-03"})
    assert "Tue 3 Mar, late" in chair.lines("ready")

    # Carys writes what she wants to say, and tries her screen with her mother.
    mum.writes("send", why="Posy got out while I slept. I was scared to tell anyone.", opens="yes")
    gran.presses("prepare.tried")

    # The social worker ticks what is done, and marks the second worry as made with the family.
    joe.sends(form := joe.form("task.tick_form"), done=form.fields[0].choices[0].value)
    low = posy.look(lambda scene: scene.meeting.trios[1].id)
    joe.fills("setup.trio_form", low, made="yes", made_on="2026-03-02")

    # The chair reads the reports, lets the workers read them, moves the day by one, and puts Posy's
    # part early.
    for report in posy.look(
        lambda scene: [row.id for row in scene.book.reports() if row.received_at]
    ):
        chair.presses("report.was_read", report)
    chair.presses("report.circulate")
    assert say("reports.read", name="Joe Tarn") in visitor.buttons("prepare")
    late = {"why_late": "The room is taken on the day before.", "why_moved": "The room is taken."}
    chair.fills("setup.day_form", on="2026-03-10", **late)
    assert "Tuesday 10 March" in mum.lines("moved")
    chair.fills("setup.order_form", "", "involvement", "family", "Carys asks what Posy said.")
    assert "Chair reads the reports" in chair.lines("ready").partition("Done: ")[2]
    assert posy.channel() == ""

    # It begins; what Carys wrote is in her own form, and in the channel when she sends it.
    chair.confirms("setup.begin_form")
    posy.know_everybody()
    asked = posy.look(
        lambda scene: [scene.profile.part_of(step.question).id for step in scene.meeting.steps]
    )
    assert list(dict.fromkeys(asked))[:4] == ["opening", "family", "involvement", "events"]
    posy.begins_with("why_worried")
    assert "scared to tell anyone" not in posy.channel()
    assert say("reports.prepared_text") in mum.lines("prepared")
    mum.sends(mum.form("answer.form", posy.steps["why_worried"]))
    assert "scared to tell anyone" in posy.channel("said")

    # Everybody goes on to the end.
    posy.plays_on()
    assert posy.state() == "approved"
    assert [(one.what, one.words) for one in posy.record().reasons if one.what == "moved"] == [
        ("moved", "The room is taken.")
    ]


def test_finlos_first_conference(finlo: Place) -> None:
    chair, joe, dad, mum = (
        Writer(finlo, name) for name in ("chair", "social_worker", "dad", "mum")
    )

    # It has to be held within fifteen working days; the sentence says how they were counted.
    assert "15 working days after" in chair.lines("setup")

    # The father gets ready under the three headings, in his own words; the worker lets the chair
    # know what is done.
    assert "No one else can see it" in str(dad.form("report.form"))
    dad.writes(
        "send", **{dad.form("report.form").fields[0].name: "I work nights, and he is alone."}
    )
    assert "I work nights" in chair.everything()
    assert "I work nights" not in joe.everything()
    joe.sends(form := joe.form("task.tick_form"), done=form.fields[0].choices[0].value)

    # The chair takes the family's comment before the workers speak, and says why.
    parts = finlo.look(lambda scene: [part.id for part in scene.profile.part])
    chair.fills("setup.order_form", "", parts[3], parts[1], "Finlo wants to speak early.")
    chair.confirms("setup.begin_form")
    finlo.know_everybody()
    asked = finlo.look(
        lambda scene: list(
            dict.fromkeys(scene.profile.part_of(step.question).id for step in scene.meeting.steps)
        )
    )
    assert asked[:3] == [parts[0], parts[1], parts[3]]

    # His mother is apart: nothing of the channel is hers, and the others go on to the end.
    assert (
        finlo.look(
            lambda scene: next(p.attendance for p in scene.book.people if p.id == finlo.ids["mum"])
        )
        == "apart"
    )
    assert mum.lines("prepared") == ""
    finlo.plays_on()
    assert finlo.state() == "approved"
    assert "Finlo wants to speak early." in [one.words for one in finlo.record().reasons]


def test_called_off_and_set_up_again(posy: Place) -> None:
    chair, joe, mum, teacher = (
        Writer(posy, name) for name in ("chair", "social_worker", "mum", "teacher")
    )

    # Huw has no account: he is told by voice, and the social worker writes down what he says, over
    # two sittings.
    chair.fills("setup.person_form", name="Huw", role="parent", how="phone")
    posy.ids["huw"] = posy.look(lambda scene: scene.book.people[-1].id)
    chair.fills("prepare.tell_form", told=posy.ids["huw"])
    huw = Writer(posy, "huw", by=joe)
    huw.writes("keep", why="I was at sea.")
    huw.writes("send", helps="My brother.")
    assert say("reports.read", name="Huw") in chair.buttons("ready")

    # It is called off. Who knew of it is told; who was told by voice is on the chair's list.
    chair.fills("setup.cancel_form", "", "Carys is in hospital.")
    assert "Carys is in hospital." in mum.lines("cancelled")
    assert "Carys is in hospital." in teacher.lines("cancelled")
    rung = chair.lines("ready").partition(say("preparing.cancelled_ring"))[2]
    assert "Huw" in rung.partition(say("preparing.cancelled_again"))[0]
    assert say("dispatch.when_cancelled") in mum.dares.presses("report.form")

    # It takes place after all, on another day; nothing was lost.
    chair.fills(
        "setup.day_form", on="2026-03-12", why_moved="Carys is home again.", why_late="She was ill."
    )
    assert "Thursday 12 March" in mum.lines("moved")
    assert "Telling everyone: Huw" in chair.lines("ready")
    assert "at sea" in chair.everything()
    assert posy.channel() == ""
