"""Leaflets of each profile as pages to read and to print.

They are for everybody: they say nothing about any family (row I10).
"""

from collections.abc import Mapping

from aiohttp import web

from bot.web.render import Pages
from prompts.profile import Profile


class Leaflets:
    """The list of leaflets, and each leaflet."""

    def __init__(self, profiles: Mapping[str, Profile], pages: Pages) -> None:
        self._profiles = profiles
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        """Where they are found: `/leaflets`, and `/leaflets/<profile>/<leaflet>`."""
        return [web.get("/leaflets", self.all), web.get("/leaflets/{profile}/{leaflet}", self.one)]

    async def all(self, _: web.Request) -> web.Response:
        """Every leaflet there is, by profile."""
        profiles = [profile for profile in self._profiles.values() if profile.leaflet]
        return self._page("leaflets.html.j2", profiles=profiles)

    async def one(self, request: web.Request) -> web.Response:
        """One leaflet."""
        profile = self._profiles.get(request.match_info["profile"])
        leaflet = profile.leaflets.get(request.match_info["leaflet"]) if profile else None
        if profile is None or leaflet is None:
            raise web.HTTPNotFound
        return self._page("leaflet.html.j2", profile=profile, leaflet=leaflet)

    def _page(self, template: str, **facts: object) -> web.Response:
        text = self._pages.draw(template, **facts)
        return web.Response(
            text=text, content_type="text/html", headers={"Cache-Control": "public, max-age=300"}
        )
