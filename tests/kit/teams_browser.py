"""Cards drawn by Microsoft's own library in a headless Chromium, from files on this
machine alone.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, async_playwright

from tests.kit.chromium import ALONE, CHROMIUM

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "teams"
PHONE, DESKTOP = 360, 900


@asynccontextmanager
async def a_page(width: int = DESKTOP, height: int = 800) -> AsyncIterator[Page]:
    """An empty page."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ALONE)
        page = await browser.new_page(viewport={"width": width, "height": height})
        try:
            yield page
        finally:
            await browser.close()


async def _harness(_: web.Request) -> web.FileResponse:
    return web.FileResponse(Path(__file__).with_name("rendering.html"))


@asynccontextmanager
async def rendering() -> AsyncIterator[Page]:
    """A page that draws cards."""
    app = web.Application()
    app.router.add_get("/", _harness)
    for library in ("adaptivecards", "markdown-it"):
        app.router.add_static(f"/{library}/", ROOT / "tests/npm/node_modules" / library)
    async with TestServer(app, host="127.0.0.1") as server, a_page() as page:
        await page.goto(str(server.make_url("/")))
        yield page


async def picture(
    page: Page, name: str, cards: list[dict[str, Any]], width: int, theme: str = "light"
) -> str:
    """Draws cards at a width and keeps a picture; gives the words on them."""
    await page.set_viewport_size({"width": width, "height": 600})
    words: str = await page.evaluate("([cards, theme]) => show(cards, theme)", [cards, theme])
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}-{width}-{theme}.png", full_page=True)
    return words
