"""The tracker of reports: what came when, over all conferences; no case content, and nothing
without a good link.
"""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.rehearsal.setup import account_of, setup_of
from bot.web.links import TrackerLinks
from bot.web.operator import PATH, Orders, TrackerLinkOrder
from handlers.before.tracker import HEAD, Tracker, TrackerRow, as_csv, tracker
from handlers.grammar.command import Command
from handlers.staff.removing import remove_staff
from prompts.family import load_family
from prompts.words import say
from storage.database import Database
from storage.sealing import CannotOpen, Vault
from storage.tables import Meeting, Person, Power, ServiceLine
from storage.tracker import arrivals, make_link, withdraw_links
from tests.conftest import new_vault
from tests.kit.naming import named, not_named
from tests.kit.preparing import BeforeTheDay, Writer
from tests.kit.said import said_long_ago
from tests.kit.web_site import A_MONDAY, CUMBRIA, SIGNING_KEY, Site, running

TODAY = date(2026, 3, 2)
LINKS = TrackerLinks(SIGNING_KEY)


@pytest.fixture
async def site(database: Database) -> AsyncIterator[Site]:
    async with running(database, rehearsal=False, now=lambda: A_MONDAY) as there:
        family = load_family("fennimore")
        setup = setup_of(family, A_MONDAY.date(), ahead=True)
        there.dispatcher.dispatch(
            Command(
                "start", "conference.start", account_of("chair"), "web:one", values={"setup": setup}
            )
        )
        with database.session() as session:
            session.scalars(select(Meeting)).one().sample = ""
        named(database, "Sam Whitlock", may=[Power.MANAGE])
        yield there


def all_rows(database: Database) -> Tracker:
    with database.read() as session:
        return tracker(
            arrivals(session, since=date(2026, 1, 1), rehearsals=True),
            {"cumbria": CUMBRIA},
            TODAY,
            date(2026, 1, 1),
        )


def test_each_report_has_a_line_with_when_it_came_and_how_late(sqlite_database: Database) -> None:
    ahead = BeforeTheDay(sqlite_database)
    rows = {row.agency: row for row in all_rows(sqlite_database).rows}
    assert set(rows) == {"Children's social care", "Health", "School or nursery"}
    care, school = rows["Children's social care"], rows["School or nursery"]
    assert (care.due, care.came, care.came_state, care.shared_state) == (
        date(2026, 3, 2),
        date(2026, 2, 23),
        "yes",
        "yes",
    )
    assert (school.came, school.came_state, school.days_late) == (None, "due", 0)
    ahead.passes(minutes=3 * 24 * 60)
    Writer(ahead, "chair").confirms("prepare.tell_form")
    late = {"works": "Ned.", "worries": "Mondays.", "change": "Breakfast.", "own_view": "Happy."}
    Writer(ahead, "teacher").writes("send", **late)
    row = next(row for row in all_rows(sqlite_database).rows if row.agency == "School or nursery")
    assert (row.came, row.came_state, row.days_late) == (date(2026, 3, 5), "late", 3)
    ahead.close()


def test_there_is_no_name_and_no_word_of_a_case_in_it_and_nothing_sealed_is_opened(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = BeforeTheDay(sqlite_database)
    with sqlite_database.read() as session:
        names = [person.name for person in session.scalars(select(Person))]
        secret = [
            *names,
            *(meeting.family for meeting in session.scalars(select(Meeting))),
            "Posy",
            "lorry",
            "nursery, and on",
        ]

    def never(self: Vault, sealed: bytes, place: str) -> str:
        raise CannotOpen(place)

    monkeypatch.setattr(Vault, "open", never)
    found = all_rows(sqlite_database)
    assert len(found.rows) == 3
    assert [word for word in secret if word in as_csv(found) + repr(found)] == []
    ahead.close()


async def test_without_a_good_link_there_is_nothing(site: Site, database: Database) -> None:
    with database.session() as session:
        good = LINKS.token(make_link(session, "Sam Whitlock", A_MONDAY, 7))
        old = LINKS.token(make_link(session, "Sam Whitlock", A_MONDAY - timedelta(days=8), 7))
    assert (await site.get(f"/reports/{good}")).status == 200
    wrong = [old, "x", good[:-2], site.links.token("any"), LINKS.token("any"), LINKS.token("")]
    for token in wrong:
        for path in (f"/reports/{token}", f"/reports/{token}/file.csv"):
            assert (await site.get(path)).status == 410, path
    with database.session() as session:
        assert withdraw_links(session, A_MONDAY) == 1
    assert (await site.get(f"/reports/{good}")).status == 410


async def test_what_people_say_opens_by_a_managers_link_alone(
    site: Site, database: Database
) -> None:
    said_long_ago(database)
    with database.session() as session:
        good = LINKS.token(make_link(session, "Sam Whitlock", A_MONDAY, 7))
        old = LINKS.token(make_link(session, "Sam Whitlock", A_MONDAY - timedelta(days=8), 7))
    page = await site.text(f"/answers/{good}")
    assert say("feedback.results") in page
    assert f"/answers/{good}/feedback.csv" in page
    assert "Word 0" not in page, "nobody has let them through"
    csv = await (await site.get(f"/answers/{good}/feedback.csv")).text()
    assert "Did people listen to what you said?,Yes,5" in csv
    for token in (old, "x", good[:-2], site.links.token("any"), LINKS.token("any")):
        for path in (f"/answers/{token}", f"/answers/{token}/feedback.csv"):
            assert (await site.get(path)).status == 410, path
    with database.read() as session:
        lines = session.scalars(select(ServiceLine).order_by(ServiceLine.number)).all()
        assert [line.command for line in lines] == ["feedback.open"] * 2
    not_named(database, "Sam Whitlock")
    assert (await site.get(f"/answers/{good}")).status == 410


async def test_a_link_opens_only_while_its_manager_is_one(site: Site, database: Database) -> None:
    with database.session() as session:
        token = LINKS.token(make_link(session, "Sam Whitlock", A_MONDAY, 7))
        others = LINKS.token(make_link(session, "web:chair", A_MONDAY, 7))
    named(database, "web:chair", may=[Power.CHAIR, Power.ADMINISTER])
    assert [(await site.get(f"/reports/{link}")).status for link in (token, others)] == [200, 410]
    not_named(database, "Sam Whitlock")
    assert (await site.get(f"/reports/{token}")).status == 410
    wanted = TrackerLinkOrder("Sam Whitlock", 7, withdraw=False)
    response = await site.client.post(PATH, data=Orders(database.operator_key).sign(asdict(wanted)))
    assert Orders(database.operator_key).read(await response.text())["token"] == ""


async def test_a_manager_gets_a_link_in_the_office(site: Site, database: Database) -> None:
    reply = site.dispatcher.dispatch(Command("link", "staff.tracker", "Sam Whitlock", ""))
    address = site.links.address_at("", reply.link)
    assert (await site.get(address)).status == 200
    site.dispatcher.in_the_office("operator", lambda office: remove_staff(office, "Sam Whitlock"))
    named(database, "Sam Whitlock", may=[Power.MANAGE])
    assert (await site.get(address)).status == 410


async def test_the_page_and_the_file_say_the_same(site: Site, database: Database) -> None:
    with database.session() as session:
        token = LINKS.token(make_link(session, "Sam Whitlock", A_MONDAY, 7))
    page, response = (
        await site.text(f"/reports/{token}"),
        await site.get(f"/reports/{token}/file.csv"),
    )
    assert response.headers["Content-Type"].startswith("text/csv")
    assert response.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(await response.text())))
    assert tuple(rows[0]) == HEAD
    assert [row["agency"] for row in rows] == [
        "Children's social care",
        "Health",
        "School or nursery",
    ]
    assert all(row["agency"].replace("'", "&#39;") in page for row in rows)
    assert "Carys" not in page
    assert "Fennimore" not in page


async def test_rehearsals_and_real_conferences_are_kept_apart(
    site: Site, database: Database
) -> None:
    async with running(database, now=lambda: A_MONDAY) as room:
        assert "There are no reports to show yet" in await room.text("/rehearsal-reports")
        with database.session() as session:
            session.scalars(select(Meeting)).one().sample = "fennimore"
            token = LINKS.token(make_link(session, "Sam Whitlock", A_MONDAY, 7))
        assert "School or nursery" in await room.text("/rehearsal-reports")
        assert "There are no reports to show yet" in await site.text(f"/reports/{token}")
        assert (
            (await room.get(f"/reports/{token}")).status
            == (await site.get("/rehearsal-reports")).status
            == 404
        )


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@sum"])
def test_a_spreadsheet_is_not_given_a_formula(label: str) -> None:
    found = tracker([], {}, TODAY, TODAY)
    row = TrackerRow("abc", TODAY, "Review", label, None, None, "due", 0, None, "due")
    assert f"'{label}" in as_csv(replace(found, rows=(row,)))


async def test_only_whoever_has_the_key_gets_a_link_from_the_running_service(site: Site) -> None:
    wanted = TrackerLinkOrder("Sam Whitlock", 7, withdraw=False)
    for order in (
        "",
        "x",
        Orders(b"another key, thirty-two bytes long").sign(asdict(wanted)),
        LINKS.token("any"),
    ):
        assert (await site.client.post(PATH, data=order)).status == 404
    response = await site.client.post(
        PATH, data=Orders(new_vault().signing_key).sign(asdict(wanted))
    )
    token = Orders(new_vault().signing_key).read(await response.text())["token"]
    assert (await site.get(f"/reports/{token}")).status == 200
