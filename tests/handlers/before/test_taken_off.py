"""Taking somebody off the list before the day loses nothing that was sent or kept, whoever is taken
off and in whatever order.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from bot.rehearsal.setup import account_of
from handlers.after.record.record import record
from handlers.meeting.mine import mine
from prompts.words import say
from storage.database import Database
from storage.sealing import Vault
from storage.tables import Meeting, Person
from tests.kit.dump import TABLES, as_it_lies, as_it_reads
from tests.kit.naming import named
from tests.kit.preparing import BeforeTheDay, Writer

OWN_WORDS = "I want Posy to sleep in her own bed."
WHY = "Bethan has to work on that day."


@pytest.fixture
def ahead(database: Database) -> Iterator[BeforeTheDay]:
    with closing(BeforeTheDay(database)) as conference:
        yield conference


def test_nothing_in_the_schema_goes_with_a_person() -> None:
    keys = [key for row in TABLES.values() for key in row.__table__.foreign_keys]
    assert {key.ondelete for key in keys if key.column.table.name == "person"} == {None}
    assert {key.column.table.name for key in keys if key.ondelete == "CASCADE"} == {
        "meeting",
        "trio",
        "report",
    }


def test_the_database_refuses_to_lose_words_and_lets_a_whole_conference_go(
    ahead: BeforeTheDay,
) -> None:
    gran_says(ahead)
    with pytest.raises(IntegrityError), ahead.database.session() as session:
        session.execute(delete(Person).where(Person.id == ahead.ids["worker"]))
    assert OWN_WORDS in kept(ahead.database)
    with ahead.database.session() as session:
        session.execute(delete(Meeting))
    left = {name for name, rows in as_it_lies(ahead.database).items() if rows}
    assert left.isdisjoint({"trio_wording", "last_mark", "report_version"})
    assert [name for name in left if "meeting_id" in TABLES[name].__table__.columns] == []


def test_a_parents_words_stay_when_who_wrote_them_down_is_taken_off(ahead: BeforeTheDay) -> None:
    report = gran_says(ahead)
    chair = Writer(ahead, "chair")
    chair.presses("setup.remove", which=ahead.ids["worker"])
    read = chair.presses("report.read", report)
    assert OWN_WORDS in read
    assert "Nia Rees (no longer taking part)" in read


def test_a_worry_in_new_words_and_the_reason_for_another_day_stay(ahead: BeforeTheDay) -> None:
    chair, nia = Writer(ahead, "chair"), Writer(ahead, "worker")
    add(ahead, "worker", "Nia Rees", "social_worker")
    named(ahead.database, account_of("dot"))
    add(ahead, "dot", "Dot Ellery", "administrator")
    chair.confirms("prepare.tell_form")
    trio = ahead.look(lambda scene: scene.meeting.trios[0].id)
    nia.presses(
        "setup.trio",
        trio,
        title="Nights",
        danger="Posy is left alone at night.",
        goal="Somebody is there.",
    )
    Writer(ahead, "dot").fills("setup.day_form", on="2026-03-13", why_moved=WHY, why_late=WHY)
    for who in ("worker", "dot"):
        chair.presses("setup.remove", which=ahead.ids[who])
    assert (
        ahead.look(lambda scene: scene.meeting.trios[0].wordings[-1].danger)
        == "Posy is left alone at night."
    )
    moved = next(
        reason for reason in ahead.look(record, chair.account).reasons if reason.what == "moved"
    )
    assert (moved.words, moved.by.name) == (WHY, "Dot Ellery (no longer taking part)")
    assert WHY in Writer(ahead, "mum").lines("moved")


def test_who_is_taken_off_takes_no_part_and_is_the_same_person_when_they_return(
    ahead: BeforeTheDay,
) -> None:
    gran_says(ahead)
    chair, nia = Writer(ahead, "chair"), Writer(ahead, "worker")
    was = ahead.ids["worker"]
    chair.presses("setup.remove", which=was)
    assert say("dispatch.nowhere") in nia.dares.presses("report.form")
    assert ahead.dispatcher.look_everywhere(nia.account, mine) == []
    assert ahead.shown(was) == ""
    assert "Nia Rees" not in chair.now("setup") + chair.now("ready")
    assert not [
        row
        for row in ahead.look(lambda scene: scene.book.reminders())
        if row.person_id == was and row.due_at
    ]
    add(ahead, "worker", "Nia Rees", "social_worker")
    assert ahead.ids["worker"] == was
    assert ahead.shown(was) == "", "somebody who returns is told afresh"


def test_an_account_can_pass_to_somebody_else(ahead: BeforeTheDay) -> None:
    gran_says(ahead)
    chair = Writer(ahead, "chair")
    chair.presses("setup.remove", which=ahead.ids["worker"])
    form = ahead.send("setup.change", chair.account, "", {"which": ahead.ids["teacher"]}).card
    assert form
    chair.sends(form, member=account_of("worker"))
    assert OWN_WORDS in kept(ahead.database)
    accounts = ahead.look(
        lambda scene: {person.account: person.name for person in scene.book.people}
    )
    assert accounts[account_of("worker")] == "Lin Parry"


def test_whoever_sets_up_cannot_lock_everybody_out_of_their_own_seat(ahead: BeforeTheDay) -> None:
    chair = Writer(ahead, "chair")
    form = ahead.send("setup.change", chair.account, "", {"which": ahead.ids["chair"]}).card
    assert form
    told = chair.dares.sends(form, member="", name="Imran", how="phone")
    assert say("setting_up.own_account") in told
    assert ahead.look(lambda scene: scene.chair.account) == chair.account
    chair.sends(form, name="Imran")
    assert ahead.look(lambda scene: scene.chair.name) == "Imran"


def test_a_child_and_a_worry_that_are_taken_off_are_kept(ahead: BeforeTheDay) -> None:
    chair = Writer(ahead, "chair")
    trio = ahead.look(lambda scene: scene.meeting.trios[0])
    chair.presses("setup.children", children="Posy\nIvy\nWilf")
    chair.presses("setup.children", children="Posy\nIvy")
    chair.fills("setup.trio_remove_form", which=trio.id)
    assert ahead.look(lambda scene: scene.children) == ["Posy", "Ivy"]
    words = kept(ahead.database)
    assert "Wilf" in words
    with ahead.database.read() as session:
        assert session.get_one(type(trio), trio.id).wordings[0].danger in words


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False))
def test_people_taken_off_in_any_order_leave_every_word(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_file: Path,
    vault: Vault,
    order: random.Random,
) -> None:
    path = tmp_path_factory.mktemp("order") / "chairside.db"
    path.write_bytes(migrated_file.read_bytes())
    with (
        closing(Database.open(f"sqlite:///{path}", vault)) as database,
        closing(BeforeTheDay(database)) as ahead,
    ):
        words = everybody_writes(ahead, order)
        chair = Writer(ahead, "chair")
        leaving = [who for who in ahead.ids if who != "chair"]
        order.shuffle(leaving)
        for who in leaving:
            chair.dares.presses("setup.remove", which=ahead.ids[who])
            text = kept(database)
            assert [word for word in words if word not in text] == [], (
                f"lost when {who} was taken off"
            )
        ahead.look(record, chair.account)
        chair.everything()


def everybody_writes(ahead: BeforeTheDay, chance: random.Random) -> list[str]:
    """Everybody sends what they can before the day, each word one of its own."""
    Writer(ahead, "chair").confirms("prepare.tell_form")
    words: list[str] = []
    trios = ahead.look(lambda scene: [trio.id for trio in scene.meeting.trios])
    for who, row in ahead.ids.items():
        if not ahead.look(lambda scene, one=row: scene.book.person(one).account):  # type: ignore[misc]
            continue
        writer = Writer(ahead, who).dares
        for target in ("", *ahead.ids.values()):
            form = ahead.send("report.form", writer.account, target).card
            if form and form.fields and chance.random() < 0.7:
                typed = {
                    field.name: new_word(words) for field in form.fields if field.kind == "lines"
                }
                sent = ahead.send(
                    "report.submit",
                    writer.account,
                    target,
                    typed | {"then": chance.choice(["send", "keep"])},
                )
                words = words if sent.done else words[: -len(typed)]
        for trio in trios:
            typed = {name: new_word(words) for name in ("title", "danger", "goal")}
            if not ahead.send("setup.trio", writer.account, trio, typed).done:
                words = words[:-3]
            else:
                words.pop(-3)  # a title is a name: the newest holds
    return words


def new_word(words: list[str]) -> str:
    words.append(f"word{len(words)}.{random.Random(len(words)).getrandbits(40)}")  # not a secret
    return words[-1]


def gran_says(ahead: BeforeTheDay) -> str:
    """The social worker writes down what somebody without an account says, and sends it; the
    report's id.
    """
    add(ahead, "worker", "Nia Rees", "social_worker")
    add(ahead, "", "Shan", "parent")
    Writer(ahead, "chair").confirms("prepare.tell_form")
    nia, shan = Writer(ahead, "worker"), ahead.ids["shan"]
    form = nia.form("report.form", shan)
    nia.sends(form, **{form.fields[0].name: OWN_WORDS, "then": "send"})
    return ahead.look(
        lambda scene: next(report.id for report in scene.book.reports() if report.author_id == shan)
    )


def add(ahead: BeforeTheDay, account: str, name: str, role: str) -> None:
    how = {"member": account_of(account), "how": "account"} if account else {"how": "phone"}
    agency = {} if role == "parent" else {"agency": "social_care"}
    Writer(ahead, "chair").presses("setup.person", name=name, role=role, **how, **agency)
    ahead.know_everybody()


def kept(database: Database) -> str:
    """All that is kept, as one text."""
    return "\n".join(line for lines in as_it_reads(database).values() for line in lines)
