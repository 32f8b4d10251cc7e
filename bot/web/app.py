"""The service on the web: health for machines, leaflets, pages behind signed links, and where chat
services send to.

Nothing of a rehearsal is in here; `bot.rehearsal.room` is a program of its own.
"""

from collections.abc import AsyncIterator, Callable, Sequence

from aiohttp import web

from bot.spine.clock import Clock
from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher
from bot.spine.platform import Channel
from bot.web.answers import AnswersPages
from bot.web.events import Changes
from bot.web.guard import Handler
from bot.web.links import PageLinks, TrackerLinks
from bot.web.operator_doors import operator_doors
from bot.web.render import Pages
from bot.web.site import TOKEN, add_linked_pages, new_site
from bot.web.tracker import TrackerPages
from bot.web.working import works

_TRACKER, _ANSWERS = f"/reports/{TOKEN}", f"/answers/{TOKEN}"


def build_app(
    dispatcher: Dispatcher,
    *,
    signing_key: bytes,
    url: str = "",
    clock: bool = True,
    channels: Sequence[Channel] = (),
) -> web.Application:
    """The application; while it runs, posts are delivered and, unless other processes do that, the
    clock ticks.

    `channels` are the chat services that conferences are held in. Must be called with a running
    loop.
    """
    pages, changes = Pages(), Changes(dispatcher)
    app = new_site(dispatcher, pages, url)
    add_linked_pages(app, dispatcher, changes, pages, PageLinks(signing_key))
    reports = TrackerPages(dispatcher, pages, TrackerLinks(signing_key))
    app.router.add_get(_TRACKER, reports.page)
    app.router.add_get(f"{_TRACKER}/file.csv", reports.file)
    answers = AnswersPages(dispatcher, pages, TrackerLinks(signing_key))
    app.router.add_get(_ANSWERS, answers.page)
    app.router.add_get(f"{_ANSWERS}/feedback.csv", answers.csv)
    app.add_routes(operator_doors(dispatcher, signing_key))
    app.router.add_get("/", _nothing_here(pages))
    for channel in channels:
        app.add_routes(channel.routes())
    app.cleanup_ctx.append(_connected(channels))
    delivery = Delivery(dispatcher, {channel.name: channel.platform for channel in channels})
    works(app, [delivery.run, changes.run], Clock(dispatcher) if clock else None)
    return app


def _nothing_here(pages: Pages) -> Handler:
    """For those who find the address of a service."""

    async def nothing_here(_: web.Request) -> web.Response:
        return web.Response(text=pages.draw("home.html.j2"), content_type="text/html")

    return nothing_here


def _connected(channels: Sequence[Channel]) -> Callable[[web.Application], AsyncIterator[None]]:
    async def connected(_: web.Application) -> AsyncIterator[None]:
        for channel in channels:
            await channel.start()
        yield
        for channel in channels:
            await channel.stop()

    return connected
