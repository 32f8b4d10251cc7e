"""Leaflets are pages for everybody: large and plain, and the same for every family."""

import re

import pytest

from prompts.profile import load_profiles
from storage.database import Database
from tests.kit.web_site import running

ALL = [
    (profile.id, leaflet) for profile in load_profiles().values() for leaflet in profile.leaflets
]


@pytest.mark.parametrize(("profile", "leaflet"), ALL)
async def test_each_leaflet_is_a_page(
    sqlite_database: Database, profile: str, leaflet: str
) -> None:
    async with running(sqlite_database, rehearsal=False, profiles=load_profiles()) as site:
        page = await site.get(f"/leaflets/{profile}/{leaflet}", Host="chairside.example")
        text = await page.text()
        assert page.status == 200
        assert page.headers["Cache-Control"] == "public, max-age=300"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert load_profiles()[profile].leaflets[leaflet].title in text
        assert "999" in text
        assert not re.search(r"<script|https?://", text)


async def test_all_are_listed(sqlite_database: Database) -> None:
    async with running(sqlite_database, rehearsal=False, profiles=load_profiles()) as site:
        page = await site.text("/leaflets")
        assert all(f'href="/leaflets/{profile}/{leaflet}"' in page for profile, leaflet in ALL)


@pytest.mark.parametrize(
    "address",
    ["/leaflets/nowhere/parents", "/leaflets/cumbria/dogs", "/leaflets/cumbria/..%2Fparents"],
)
async def test_there_is_no_other(sqlite_database: Database, address: str) -> None:
    async with running(sqlite_database, rehearsal=False) as site:
        assert (await site.get(address)).status == 404
