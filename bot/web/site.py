"""What the service and the rehearsal room have in common on the web: health, leaflets, and pages
behind signed links.
"""

from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.spine.dispatch import Dispatcher
from bot.web.board import BoardPages
from bot.web.bodies import read_whole
from bot.web.events import Changes
from bot.web.guard import MOST_BYTES, adding, friendly_faults, headers_for
from bot.web.health import health_routes
from bot.web.leaflets import Leaflets
from bot.web.links import PAGES, PAPERS, PageLinks
from bot.web.papers import Papers
from bot.web.render import Pages

STATIC = Path(__file__).parent / "static"
_FILES = {file.name: file for file in STATIC.iterdir()}
TOKEN = "{token:[0-9A-Za-z_.-]{1,200}}"
# Open to everybody: they say nothing of any family, or the address itself is the key.
OPEN_TO_ALL = (
    "/healthz",
    "/readyz",
    "/leaflets",
    "/static/",
    *(f"/{page}/" for page in sorted(PAGES)),
)


def new_site(
    dispatcher: Dispatcher, pages: Pages, url: str, *inside: Middleware
) -> web.Application:
    """An application with what is open to everybody.

    `url` is the address that people reach it at, where it is known.
    """
    app = web.Application(
        client_max_size=MOST_BYTES, middlewares=[friendly_faults(pages), read_whole, *inside]
    )
    app.on_response_prepare.append(adding(headers_for(url)))
    app.add_routes(health_routes(dispatcher))
    app.add_routes(Leaflets(dispatcher.profiles, pages).routes())
    app.router.add_get("/static/{name}", _static)
    return app


def add_linked_pages(
    app: web.Application, dispatcher: Dispatcher, changes: Changes, pages: Pages, links: PageLinks
) -> None:
    """The board and the papers, each behind a link for one person."""
    board, papers = BoardPages(dispatcher, changes, pages, links), Papers(dispatcher, pages, links)
    app.router.add_get(f"/board/{TOKEN}", board.page)
    app.router.add_get(f"/board/{TOKEN}/part", board.part)
    app.router.add_get(f"/board/{TOKEN}/events", board.events, allow_head=False)
    for what in PAPERS:
        app.router.add_get(f"/{what}/{TOKEN}", papers.page)
        app.router.add_get(f"/{what}/{TOKEN}/paper.docx", papers.word)
    app.router.add_get(f"/record/{TOKEN}/record.json", papers.json)
    app.router.add_get(f"/feedback/{TOKEN}/feedback.csv", papers.csv)
    app.on_shutdown.append(lambda _: changes.stop())


async def _static(request: web.Request) -> web.StreamResponse:
    file = _FILES.get(request.match_info["name"])
    if file is None:
        raise web.HTTPNotFound
    return web.FileResponse(file)
