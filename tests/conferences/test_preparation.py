"""The time before the day: told in private, written over several sittings, ticked off, and begun
with or without everything.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from bot.rehearsal.setup import account_of
from handlers.grammar.scene import Scene
from handlers.meeting.mine import mine
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from tests.kit.people import words_of
from tests.kit.preparing import BeforeTheDay, FromNothing, Writer


@pytest.fixture
def ahead(database: Database) -> Iterator[BeforeTheDay]:
    """The small family, a week ahead: reports have come or not, one worry is not made with the
    family yet.
    """
    with closing(BeforeTheDay(database, "fennimore")) as conference:
        yield conference


@pytest.fixture
def nothing(database: Database) -> Iterator[FromNothing]:
    """An administrator has just begun."""
    with closing(FromNothing(database, "fennimore")) as conference:
        yield conference


def test_nobody_is_told_before_the_chair_says_so(ahead: BeforeTheDay) -> None:
    teacher, chair = Writer(ahead, "teacher"), Writer(ahead, "chair")
    assert ahead.channel() == ""
    assert teacher.lines() == ""
    assert ahead.dispatcher.look_everywhere(teacher.account, mine) == []
    assert say("dispatch.nowhere") in teacher.dares.presses("report.form")
    assert "Telling everyone: Lin Parry" in chair.now("ready")
    chair.confirms("prepare.tell_form")
    assert "It is about Posy" in teacher.lines("prepare")
    assert "Telling everyone" not in chair.now("ready").partition("Done: ")[0]
    assert ahead.channel() == ""


def test_a_report_is_written_over_several_sittings_and_nobody_knows_before_it_is_sent(
    ahead: BeforeTheDay,
) -> None:
    teacher, chair = Writer(ahead, "teacher"), Writer(ahead, "chair")
    chair.confirms("prepare.tell_form")
    form = teacher.form("report.form")
    assert "Only you can see this until you send it" in str(form.parts)
    before = {
        person.name: Writer(ahead, person.name).everything()
        for person in ahead.people()
        if person.name != "teacher"
    }
    teacher.writes("keep", works="She is on time, with a marzipan pig.")
    assert {name: Writer(ahead, name).everything() for name in before} == before
    assert "marzipan" in teacher.everything()
    ahead.passes(minutes=600)
    teacher.writes("keep", worries="She was hungry on five Mondays.")
    assert "needs a look" not in (told := teacher.dares.writes("send"))
    assert say("reports.needed") in told
    teacher.writes("send", change="Breakfast goes on here.", own_view="She is happy most days.")
    assert "Lin Parry, School or nursery; Came: Mon 2 Mar" in chair.now("ready")
    assert "marzipan" in chair.everything()
    assert "marzipan" not in Writer(ahead, "health_visitor").everything()
    assert "marzipan" not in Writer(ahead, "mum").everything()


def test_the_workers_read_the_reports_once_the_chair_lets_them_and_never_a_parents_own_words(
    ahead: BeforeTheDay,
) -> None:
    chair, visitor, mum = (
        Writer(ahead, "chair"),
        Writer(ahead, "health_visitor"),
        Writer(ahead, "mum"),
    )
    assert "Read: Joe Tarn" not in visitor.buttons("prepare")
    chair.confirms("report.circulate_form")
    assert "Read: Joe Tarn" in visitor.buttons("prepare")
    assert "Read: Carys" not in visitor.buttons("prepare")
    assert "Read: Carys" in chair.buttons("ready")
    assert "Read: Joe Tarn" not in mum.buttons("prepare")
    assert "lorry had to stop" in visitor.everything()
    assert "scared to tell anyone" not in visitor.everything()


def test_reports_can_be_read_when_another_meeting_has_begun(ahead: BeforeTheDay) -> None:
    leads, chair = ahead.leading(), Writer(ahead, "chair")
    joes = ahead.look(
        lambda scene: next(
            one.id for one in scene.book.reports() if one.author_id == ahead.ids["social_worker"]
        )
    )
    chair.confirms("setup.begin_form")
    before = ahead.cards_of_today()
    leads.stops_without_quorum("Carys stays with Posy.")
    ahead.meets_again("review.begin", "chair")
    with ahead.on_cards_of(before):
        for reader in (chair, Writer(ahead, "social_worker")):
            assert "lorry had to stop" in reader.presses("report.read", joes)


def test_letting_the_workers_read_is_asked_first_and_can_be_taken_back(ahead: BeforeTheDay) -> None:
    chair, visitor, teacher = (
        Writer(ahead, name) for name in ("chair", "health_visitor", "teacher")
    )
    chair.confirms("prepare.tell_form")
    asked = words_of(ahead.send("report.circulate_form", chair.account))
    assert "Joe Tarn" in asked
    assert "Aisha Moss" in asked
    assert "Read: Joe Tarn" not in visitor.buttons("prepare")
    chair.confirms("report.circulate_form")
    visitor.presses("report.was_read", ahead.look(lambda scene: reports_by(scene, "Joe Tarn")))
    assert "Read: Joe Tarn" in teacher.buttons("prepare")
    chair.confirms("report.hold_back_form")
    assert "Read: Joe Tarn" not in teacher.buttons("prepare")
    assert "Read again: Joe Tarn" in visitor.buttons("prepare")
    chair.confirms("report.circulate_form")
    assert "Read: Joe Tarn" in teacher.buttons("prepare")


def reports_by(scene: Scene, name: str) -> str:
    """The id of somebody's report."""
    author = next(person.id for person in scene.book.people if person.name == name)
    return next(report.id for report in scene.book.reports() if report.author_id == author)


def test_a_report_is_in_time_or_late_and_shared_with_each_parent_or_not(
    ahead: BeforeTheDay,
) -> None:
    visitor, chair = Writer(ahead, "health_visitor"), Writer(ahead, "chair")
    teacher = Writer(ahead, "teacher")
    assert "Lin Parry, School or nursery; Came: Not yet. Due Mon 2 Mar" in chair.now("ready")
    ahead.passes(minutes=24 * 60)
    assert "Lin Parry, School or nursery; Came: Not yet. Late: it was due Mon 2 Mar" in chair.now(
        "ready"
    )
    chair.confirms("prepare.tell_form")
    teacher.writes("send", works="Ned.", worries="Mondays.", change="Breakfast.", own_view="Happy.")
    assert "Lin Parry, School or nursery; Came: Tue 3 Mar, late" in chair.now("ready")
    visitor.fills("report.shared_form", **{"with": ahead.ids["mum"], "on": "2026-03-01"})
    row = next(line for line in chair.now("ready").splitlines() if "Aisha Moss, Health" in line)
    assert "Sun 1 Mar, in time. With Carys" in row
    told = visitor.dares.fills(
        "report.shared_form", **{"with": ahead.ids["mum"], "on": "2026-03-09"}
    )
    assert say("setting_up.not_yet") in told


def test_lists_are_counted_back_from_the_day_and_ticked_in_private(ahead: BeforeTheDay) -> None:
    worker, chair = Writer(ahead, "social_worker"), Writer(ahead, "chair")
    assert "By Mon 2 Mar" in worker.now("prepare")
    form = worker.form("task.tick_form")
    assert {choice.value.partition(":")[0] for choice in form.fields[0].choices} == {"advocate"}
    worker.sends(form, done=form.fields[0].choices[0].value)
    assert "advocate" not in str(worker.dares.presses("task.tick_form"))
    assert "Posy: someone to speak for them, Mon 2 Mar" in chair.now("ready")
    chair.presses(
        "setup.day",
        kind="review",
        on="2026-04-10",
        at="9.30",
        place="Room 1",
        reason="",
        clock_from="",
        why_moved="The room is taken.",
    )
    # Good Friday and Easter Monday 2026 are 3 and 6 April.
    assert (
        "Chair reads the reports: Joe Tarn, Aisha Moss and Lin Parry. Imran Sadler. By Thu 9 Apr"
        in chair.now("ready")
    )
    assert "Talk with the social worker. Imran Sadler. By Tue 7 Apr" in chair.now("ready")
    assert "Papers in easy words for Carys. By Thu 2 Apr" in chair.now("ready")
    assert "Friday 10 April at 09:30" in worker.lines("prepare")


def test_a_task_has_an_owner_and_a_note_and_a_tick_can_be_taken_back(ahead: BeforeTheDay) -> None:
    chair, worker = Writer(ahead, "chair"), Writer(ahead, "social_worker")
    chair.presses(
        "task.submit",
        "family_map:",
        note="Aunt is missing on it.",
        owner=ahead.ids["health_visitor"],
    )
    assert "Family map. Aisha Moss. By Mon 2 Mar. Note: Aunt is missing on it." in chair.now(
        "ready"
    )
    assert "Draw the family map" in Writer(ahead, "health_visitor").now("prepare")
    assert "Draw the family map" not in worker.now("prepare")
    assert say("dispatch.not_yours") in worker.dares.presses("task.submit", "read:", done="yes")


def test_the_screen_is_tried_by_pressing(ahead: BeforeTheDay) -> None:
    gran, chair = Writer(ahead, "gran"), Writer(ahead, "chair")
    assert "Trying screens and phones: Bethan" in chair.now("ready")
    gran.presses("prepare.tried")
    assert "Trying screens and phones: Aisha Moss" in chair.now("ready")
    assert say("preparing.tried") not in gran.buttons("prepare")


def test_a_worry_is_put_together_from_its_parts_read_and_marked_as_made_with_the_family(
    ahead: BeforeTheDay,
) -> None:
    worker, chair = Writer(ahead, "social_worker"), Writer(ahead, "chair")
    form = worker.form("setup.trio_help_form")
    parts = {
        "who": "Carys and Lin",
        "happened": "Posy came in hungry.",
        "might": "she is too tired to play",
    }
    reply = ahead.send(
        form.buttons[0].command,
        worker.account,
        "",
        {"title": "Meals", **parts, "doing": "tea at five", "sees": "a warm plate"},
    )
    assert reply.card
    whole = {field.name: field.value for field in reply.card.fields}
    assert whole["danger"] == (
        "Carys and Lin are worried, because this has happened: Posy came in hungry. "
        "They are worried that this might happen: she is too tired to play."
    )
    assert len(ahead.look(lambda scene: scene.meeting.trios)) == 2
    worker.sends(reply.card, made="yes", made_on="2026-02-27")
    assert "Meals" in chair.now("setup")
    low = ahead.look(lambda scene: scene.meeting.trios[1].id)
    worker.fills("setup.trio_form", low, made="yes")
    assert "Worries and goals with the family" in chair.now("ready").partition("Done: ")[2]
    assert "Meals" not in Writer(ahead, "mum").everything()


def test_the_parents_words_open_the_conference_if_they_want_and_are_never_posted_without_them(
    ahead: BeforeTheDay,
) -> None:
    mum, chair = Writer(ahead, "mum"), Writer(ahead, "chair")
    chair.confirms("setup.begin_form")
    assert ahead.state() == "open"
    ahead.know_everybody()
    ahead.begins_with("why_worried")
    assert say("reports.prepared_text") in mum.lines("prepared")
    assert "scared to tell anyone" not in ahead.channel()
    form = mum.form("answer.form", ahead.steps["why_worried"])
    assert form.fields[0].value.startswith("Because Posy got out twice")
    gran = Writer(ahead, "gran")
    assert gran.lines("prepared") == ""
    mum.sends(form)
    assert "scared to tell anyone" in ahead.channel("said")


def test_without_the_tick_a_parents_words_stay_where_they_are(ahead: BeforeTheDay) -> None:
    mum = Writer(ahead, "mum")
    mum.writes("keep", opens="")
    Writer(ahead, "chair").confirms("setup.begin_form")
    ahead.know_everybody()
    ahead.begins_with("why_worried")
    assert mum.lines("prepared") == ""
    assert mum.form("answer.form", ahead.steps["why_worried"]).fields[0].value == ""


def test_the_chair_hears_what_is_missing_and_can_begin_anyway(ahead: BeforeTheDay) -> None:
    chair = ahead.leading()
    told = ahead.send("setup.begin_form", chair.account).card
    assert told
    assert say("ready.begin_anyway") in str(told.parts)
    assert "Reports: Lin Parry" in str(told.parts)
    chair.sends(told)
    assert ahead.state() == "open"
    assert "Welcome" in ahead.channel("welcome")
    assert say("preparing.begun") in Writer(ahead, "mum").lines("prepare")


def test_an_administrator_sets_up_and_hands_the_chairs_seat(nothing: FromNothing) -> None:
    dot = Writer(nothing, "minute_taker")
    assert say("preparing.not_yet") in dot.dares.presses("prepare.tell_form")
    day = {"kind": "initial", "on": "2026-03-12", "at": "10:00", "place": "Room 2"}
    dot.fills(
        "setup.day_form",
        **day,
        reason="Posy on the road.",
        clock_from="2026-02-18",
        why_late="Carys is away.",
    )
    assert "Wednesday 11 March" in dot.now("setup")
    assert "15 working days after 18 February" in dot.now("setup")
    assert "The conference is later than that" in dot.now("setup")
    dot.fills(
        "setup.person_form",
        member=account_of("chair"),
        name="Imran Sadler",
        role="chair",
        agency="social_care",
    )
    dot.fills(
        "setup.person_form",
        member=account_of("mum"),
        name="Carys",
        role="parent",
        interpreter="Welsh",
        separate="yes",
    )
    dot.fills("setup.person_form", name="Huw", role="parent", how="phone")
    told = dot.dares.fills("setup.person_form", name="Joe", role="social_worker")
    assert say("setting_up.agency_needed") in told
    dot.fills(
        "setup.person_form",
        member=account_of("social_worker"),
        name="Joe",
        role="social_worker",
        agency="social_care",
    )
    nothing.know_everybody()
    chair, mum, joe = (Writer(nothing, name) for name in ("chair", "mum", "social_worker"))
    assert "interpreter: Welsh; apart from others" in chair.now("setup")
    assert "Interpreter for Carys" in chair.now("ready")
    assert mum.lines() == ""
    assert say("dispatch.not_yours") in dot.dares.presses("setup.begin")
    dot.fills("prepare.tell_form", told=nothing.ids["huw"])
    assert "apart" not in joe.everything()
    assert "Welsh" not in mum.everything()
    chair.fills(
        "setup.trio_form",
        title="Road",
        danger="Carys worries about the road.",
        goal="The gate is shut.",
    )
    joe.writes_for(Writer(nothing, "huw"))
    huw = Writer(nothing, "huw", by=joe)
    huw.writes("keep", why="I was at sea.")
    assert "at sea" not in chair.everything()
    assert "at sea" in joe.reads_form("report.form", huw.id)
    huw.writes("send")
    assert "at sea" in chair.everything()
    chair.confirms("setup.begin_form")
    assert nothing.state() == "open"
    assert nothing.look(lambda scene: scene.book.occasion and scene.book.occasion.on) == date(
        2026, 3, 12
    )


def test_another_account_is_another_reader(nothing: FromNothing) -> None:
    dot = Writer(nothing, "minute_taker")
    dot.fills("setup.day_form", kind="initial", on="2026-03-12", at="10:00", place="Room 2")
    dot.fills(
        "setup.person_form",
        member=account_of("chair"),
        name="Imran",
        role="chair",
        agency="social_care",
    )
    dot.fills("setup.person_form", member=account_of("mum"), name="Carys", role="parent")
    dot.confirms("prepare.tell_form")
    nothing.know_everybody()
    mum = nothing.ids["mum"]
    assert nothing.shown(mum, "prepare")
    form = nothing.send("setup.change", dot.account, "", {"which": mum}).card
    assert form
    dot.sends(form, member=account_of("gran"))
    assert nothing.shown(mum, "prepare") == ""
    assert "Telling everyone: Carys" in dot.now("ready")


def test_somebody_whose_report_has_come_is_not_taken_off_the_list(ahead: BeforeTheDay) -> None:
    chair = Writer(ahead, "chair")
    assert say("setting_up.has_report") in chair.dares.presses(
        "setup.remove", which=ahead.ids["health_visitor"]
    )
    chair.presses("setup.remove", which=ahead.ids["minute_taker"])
    ahead.know_everybody()
    assert "minute_taker" not in ahead.ids


@pytest.mark.parametrize(
    ("what", "press"),
    [("change", "Go on"), ("remove", "Take them off"), ("seat", "Make them the chair")],
)
def test_who_chooses_somebody_reads_first_what_it_does(
    ahead: BeforeTheDay, what: str, press: str
) -> None:
    form = ahead.send(f"setup.{what}_form", Writer(ahead, "chair").account, "").card
    assert form is not None
    assert say(f"setting_up.{what}_text") in twin(form)
    assert form.buttons[0].label == press
