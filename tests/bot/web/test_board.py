"""The board behind its link: for one person, for a time, and no more than that person may see."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.web.links import PageLinks
from storage.database import Database
from storage.tables import PageLink
from tests.kit.web_site import Site, Watch, running

SECRET = "The bees in the blue teapot"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def site(sqlite_database: Database, watch: Watch) -> AsyncIterator[Site]:
    async with running(sqlite_database, now=watch) as site:
        yield site


async def link(site: Site) -> str:
    """The path of a fresh link of the chair's, as the chair gets it."""
    text = await (await site.press("chair", "board.link")).text()
    address: str = text.partition('href="')[2].partition('"')[0]
    assert address.startswith(f"{site.origin}/board/")
    return address.removeprefix(site.origin)


def link_for(site: Site, who: str, watch: Watch, room: str = "") -> str:
    """A link for somebody else, as a later feature may give them one."""
    site.room = room or site.room
    person = site.id_of(who)
    meeting = site.dispatcher.look(site.room, None, lambda scene: scene.meeting.id)
    with site.database.session() as session:
        row = PageLink(
            meeting_id=meeting,
            person_id=person,
            what="board",
            expires_at=watch.now + timedelta(hours=1),
        )
        session.add(row)
        return f"/board/{site.links.token(row.id)}"


async def test_the_chair_opens_the_board_from_the_panel(site: Site) -> None:
    await site.start()
    path = await link(site)
    assert "What we have so far for Posy" in await site.text(path)
    assert "What we have so far for Posy" in await site.text(f"{path}/part")
    assert 'class="alone large"' in await site.text(f"{path}?present=1")
    assert (await site.get(path)).headers["Cache-Control"] == "no-store"


async def test_it_is_served_where_the_rehearsal_room_is_not(
    sqlite_database: Database, watch: Watch
) -> None:
    async with running(sqlite_database, now=watch) as site:
        await site.start()
        path = await link(site)
    async with running(sqlite_database, rehearsal=False, now=watch) as public:
        response = await public.get(path, Host="chairside.example")
        assert response.status == 200


async def test_expired_revoked_and_made_up_links_get_the_same_answer(
    site: Site, watch: Watch
) -> None:
    await site.start()
    revoked, made_up = await link(site), "/board/rubbish"
    await site.press("chair", "board.revoke")
    expired = await link(site)
    watch.now += timedelta(hours=13)
    foreign = f"/board/{PageLinks(b'another key, thirty-two bytes on').token('0' * 32)}"
    unknown = f"/board/{site.links.token('0' * 32)}"
    answers = []
    for path in (revoked, expired, made_up, foreign, unknown, expired[:-2] + "xx"):
        for end in ("", "/part", "/events"):
            response = await site.get(path + end)
            answers.append((response.status, await response.text()))
    assert len(set(answers)) == 1
    assert answers[0][0] == 410
    assert "This link does not open anything now" in answers[0][1]


async def test_a_link_shows_only_what_its_person_may_see(site: Site, watch: Watch) -> None:
    await site.start()
    step = await site.play_to("score")
    await site.press("mum", "answer.submit", step, {"score": "7", "why": SECRET})
    paths = [link_for(site, who, watch) for who in ("mum", "teacher")]
    for path in (*paths, await link(site)):
        assert SECRET not in await site.text(path)
    await site.press("chair", "reveal", step)
    for path in paths:
        assert "Carys: 7" in await site.text(path)


async def test_a_link_opens_its_own_conference_only(site: Site, watch: Watch) -> None:
    first = (await site.start("thornbeck")).replace("/room/", "web:")
    await site.start("fennimore")
    assert "Posy" not in await site.text(link_for(site, "mum", watch, first))


async def test_the_board_follows_until_the_link_is_closed(site: Site) -> None:
    await site.start()
    path = await link(site)
    async with site.client.get(f"{path}/events") as stream:
        await asyncio.wait_for(stream.content.readuntil(b"data: "), 5)
        await site.press("mum", "rollcall.submit", values={"name": "Carys", "understood": "yes"})
        await asyncio.wait_for(stream.content.readuntil(b"data: "), 5)
        await site.press("chair", "board.revoke")
        await asyncio.wait_for(stream.content.read(), 5)
    assert stream.content.at_eof()


async def test_a_token_says_nothing_about_the_case(site: Site) -> None:
    await site.start()
    path = await link(site)
    assert site.room.removeprefix("web:") not in path
    assert site.links.link_id(path.removeprefix("/board/")) not in (site.id_of("chair"), "")
