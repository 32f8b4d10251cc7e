"""Connections and bodies that never become whole: they end, and they are nobody's fault of ours."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from time import monotonic

import pytest
from aiohttp import ClientSession, web

from bot.spine.dispatch import Dispatcher
from bot.web.app import build_app
from bot.web.operator import PATH as OPERATOR
from bot.web.patience import PatientRunner
from storage.database import Database
from tests.kit.web_site import CUMBRIA, SIGNING_KEY, Site, running

PATIENCE_S = 20


@pytest.fixture
async def port(sqlite_database: Database) -> AsyncIterator[int]:
    """The service's own port, with the time limits that it has."""
    dispatcher = Dispatcher(sqlite_database, {CUMBRIA.id: CUMBRIA})
    runner = PatientRunner(build_app(dispatcher, signing_key=SIGNING_KEY))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()
    dispatcher.close()


async def ends_after(port: int, *pieces: bytes, every: float = 0.0) -> float:
    """How long a connection stays open that sends these pieces and waits; it reads
    whatever comes.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    began = monotonic()

    async def send() -> None:
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(every)

    sending = asyncio.create_task(send())
    try:
        async with asyncio.timeout(PATIENCE_S + 5):
            while await reader.read(65536):
                pass
    except ConnectionError:
        pass
    sending.cancel()
    writer.close()
    return monotonic() - began


async def test_half_open_connections_end_within_twenty_seconds(port: int) -> None:
    post = b"POST /operator/tracker-links HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
    drops = [b"GET / HTTP/1.1\r\n", *(f"X-{n}: y\r\n".encode() for n in range(100))]
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    ended = await asyncio.gather(
        ends_after(port),
        ends_after(port, b"GET / HT"),
        ends_after(port, *drops, every=0.5),
        ends_after(port, post, b"half"),
        ends_after(port, post, *[b"x"] * 90, every=0.5),
        ends_after(port, whole),
        ends_after(port, whole, b"GET / HTTP/1.1\r\n", every=1),
        ends_after(
            port, b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
        ),
    )
    assert max(ended) < PATIENCE_S, ended


@pytest.mark.parametrize(
    "head",
    [
        b"Expect: \xff",
        b"Cookie: room=\xff",
        b"Authorization: Bearer \xff",
        b"X-Slack-Signature: v0=\xff",
        b"X-Forwarded-Host: \xff",
    ],
)
@pytest.mark.parametrize("path", [b"/", b"/nowhere", b"/operator/tracker-links"])
async def test_a_head_that_is_no_text_is_a_bad_request(
    port: int, caplog: pytest.LogCaptureFixture, head: bytes, path: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST %b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n%b\r\n\r\n{}" % (path, head))
    assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
    writer.close()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_who_hangs_up_in_the_middle_of_a_body_is_no_fault_of_ours(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /operator/staff HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
    await asyncio.sleep(0.2)
    writer.transport.abort()
    await asyncio.sleep(0.3)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"command=\xff\xfe&key=00000001"),
        ("application/x-www-form-urlencoded", b"command=%FF%FE&key=00000001"),
        ("application/x-www-form-urlencoded", b"&".join([b"v.a=1"] * 2000)),
        ("application/x-www-form-urlencoded; charset=no-such-thing", b"\xff"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=command\r\n\r\nhalf",
        ),
        ("multipart/form-data", b"no boundary at all"),
        ("multipart/form-data; boundary=" + "y" * 100, b"--y"),
        ("application/json", b"{"),
    ],
)
async def test_a_body_that_is_no_form_is_a_bad_request(
    sqlite_database: Database, kind: str, body: bytes
) -> None:
    async with running(sqlite_database) as site:
        await site.start()
        for path in (
            "/rehearse",
            f"{site.path}/press?as=chair",
            f"{site.path}/play?as=chair",
            "/sign-in",
        ):
            assert await status(site, path, body, {"Content-Type": kind}) == 400


async def test_nothing_packed_is_unpacked(port: int, caplog: pytest.LogCaptureFixture) -> None:
    whole = gzip.compress(b"a" * 10**7)
    async with ClientSession() as client:
        for encoding, body in (
            ("gzip", b"no gzip"),
            ("gzip", whole[:-9]),
            ("deflate", whole),
            ("gzip", whole),
            ("x", b"x"),
        ):
            async with client.post(
                f"http://127.0.0.1:{port}{OPERATOR}",
                data=body,
                headers={"Content-Encoding": encoding},
            ) as got:
                assert got.status == 400
    assert caplog.text == ""


async def status(site: Site, path: str, body: bytes, headers: dict[str, str]) -> int:
    response = await site.client.post(
        path, data=body, headers={"Origin": site.origin, **headers}, allow_redirects=False
    )
    return response.status
