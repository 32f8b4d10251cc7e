"""Who may reach the rehearsal room, and what every answer carries."""

from collections.abc import AsyncIterator

import pytest

from handlers.grammar.command import Command
from storage.database import Database
from storage.tables import Meeting
from tests.kit.web_site import Site, running


@pytest.fixture
async def site(sqlite_database: Database) -> AsyncIterator[Site]:
    async with running(sqlite_database) as site:
        yield site


async def test_nothing_of_a_case_is_kept_framed_or_mixed_with_foreign_scripts(site: Site) -> None:
    path = await site.start()
    for address in (
        f"{path}?as=mum",
        f"{path}/posts?as=mum",
        f"{path}/board?as=mum",
        f"{path}/board/part?as=mum",
        "/",
    ):
        response = await site.get(address)
        policy = response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "style=" not in await response.text()


async def test_another_name_for_this_machine_opens_nothing(site: Site) -> None:
    path = await site.start()
    for host in (
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "10.0.0.7",
        "[::1",
        "",
    ):
        for address in ("/", f"{path}?as=mum", f"{path}/events?as=mum"):
            assert (await site.get(address, Host=host)).status in (400, 403)


async def test_the_names_of_this_machine_open_the_room(site: Site) -> None:
    for host in ("localhost:1234", "127.0.0.1", "[::1]:8000", "LOCALHOST"):
        assert (await site.get("/", Host=host)).status == 200


async def test_a_form_of_another_page_presses_nothing(site: Site) -> None:
    path = await site.start()
    form = {"command": "agenda.next", "target": "", "key": site.new_key()}
    for origin in (
        "https://evil.example",
        "null",
        "",
        "http://127.0.0.1",
        "file://",
        "http://[",
        "ftp://localhost",
    ):
        for address in (f"{path}/press?as=chair", f"{path}/play?as=mum", "/rehearse"):
            assert (await site.post(address, form, Origin=origin)).status == 403
    assert site.step()[1] == "welcome"


async def test_a_form_without_an_origin_presses_nothing(site: Site) -> None:
    path = await site.start()
    form = {"command": "agenda.next", "target": "", "key": site.new_key()}
    assert (await site.client.post(f"{path}/press?as=chair", data=form)).status == 403


async def test_the_room_is_closed_where_others_could_reach_it(sqlite_database: Database) -> None:
    async with running(sqlite_database, rehearsal=False) as site:
        start = await site.get("/")
        assert start.status == 200
        assert "<form" not in await start.text()
        assert (
            await site.post("/rehearse", {"family": "fennimore", "key": site.new_key()})
        ).status in (404, 405)
        assert (await site.get("/room/0123456789abcdef?as=chair")).status == 404


async def test_the_operator_may_open_it_to_other_names_but_not_to_other_pages(
    sqlite_database: Database,
) -> None:
    async with running(sqlite_database, url="https://room.example") as site:
        assert (await site.get("/", Host="room.example")).status == 200
        assert (await site.get("/", Host="evil.example")).status == 403
        form = {"family": "fennimore", "key": site.new_key()}
        assert (
            await site.post("/rehearse", form, Host="room.example", Origin="https://evil.example")
        ).status == 403
        assert (
            await site.post("/rehearse", form, Host="room.example", Origin="https://room.example")
        ).status == 303


async def test_what_is_too_long_to_be_an_answer_is_not_read(site: Site) -> None:
    path = await site.start()
    response = await site.post(
        f"{path}/press?as=mum", {"command": "x", "key": site.new_key(), "v.text": "a" * 300_000}
    )
    assert response.status == 413
    assert "too long" in await response.text()


async def test_what_is_not_there_is_said_on_a_page(site: Site) -> None:
    await site.start()
    for address in (
        "/room/ffffffffffffffff?as=chair",
        "/room/..%2f?as=chair",
        "/nowhere",
        "/room/x?as=mum",
    ):
        response = await site.get(address)
        assert response.status == 404
        assert "There is nothing here" in await response.text()


async def test_nobody_sits_in_a_chair_that_is_not_there(site: Site) -> None:
    path = await site.start("thornbeck")
    for who in ("nobody", "craig", "", "Mum", "mum' or 1=1", "../mum"):
        for address in (
            path,
            f"{path}/posts",
            f"{path}/board",
            f"{path}/board/part",
            f"{path}/events",
        ):
            assert (await site.client.get(address, params={"as": who})).status == 404


@pytest.mark.parametrize("changed", [{"sample": ""}, {"room": "slack:T1/C1"}])
async def test_a_real_conference_is_never_found_by_the_room(
    site: Site, changed: dict[str, str]
) -> None:
    path = await site.start()
    with site.database.session() as session:
        meeting = session.query(Meeting).one()
        for name, value in changed.items():
            setattr(meeting, name, value)
    assert (await site.get(f"{path}?as=chair")).status == 404
    assert (await site.get(f"{path}/events?as=chair")).status == 404
    assert (await site.post(f"{path}/play?as=chair", {"how": "one"})).status == 404
    response = await site.post(
        f"{path}/press?as=chair", {"command": "agenda.next", "key": site.new_key()}
    )
    assert response.status == 404
    assert f"{path}?as=" not in await site.text("/")


async def test_somebody_of_another_rehearsal_is_nobody_here(site: Site) -> None:
    await site.start("thornbeck")
    path = await site.start("fennimore")
    assert (await site.get(f"{path}?as=dad")).status == 404


async def test_a_fault_shows_nothing_of_what_went_wrong(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await site.start()

    def fail(_: Command) -> None:
        raise RuntimeError("Carys said a secret thing")

    monkeypatch.setattr(site.dispatcher, "dispatch", fail)
    response = await site.press("mum", "rollcall.form")
    assert response.status == 500
    assert "secret" not in await response.text()
    assert "secret" not in caplog.text
