"""Alive is one thing, ready another."""

from bot.rehearsal.staff import name_sample_staff
from storage.database import Database
from tests.kit.naming import LONG_BEFORE
from tests.kit.web_site import running


async def test_alive_and_ready(database: Database) -> None:
    async with running(database, rehearsal=False) as site:
        alive, ready = (
            await site.get("/healthz", Host="probe"),
            await site.get("/readyz", Host="probe"),
        )
        assert (alive.status, await alive.json()) == (200, {"status": "alive"})
        assert (ready.status, await ready.json()) == (200, {"status": "ready"})


async def test_alive_but_not_ready_while_the_schema_is_missing(sqlite_database: Database) -> None:
    async with running(sqlite_database) as site:
        sqlite_database.migrate_back("base")
        assert (await site.get("/healthz")).status == 200
        assert (await site.get("/readyz")).status == 503
        assert (await site.get("/")).status == 500
        sqlite_database.migrate()
        name_sample_staff(sqlite_database, LONG_BEFORE)
        assert (await site.get("/readyz")).status == 200
        await site.start()
        assert "Your panel" in await site.page("chair")
