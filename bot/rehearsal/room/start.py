"""The first page: sample families to rehearse with, and rehearsals to go on with."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.rehearsal.room.press import key_of
from bot.rehearsal.setup import account_of, fits, setup_of
from bot.spine.dispatch import Dispatcher
from bot.web.bodies import form_of
from bot.web.render import Pages
from handlers.grammar.command import Command
from handlers.grammar.scene import Scene
from prompts.family import Family, family_names, load_family
from prompts.profile import Profile
from prompts.words import say
from storage.book import Book
from storage.room import ROOM, rehearsals
from storage.tables import MeetingState


@dataclass(frozen=True)
class Offer:
    """A sample family to rehearse with, by one of the profiles that it fits; `title` is the
    profile's.
    """

    id: str
    family: str
    about: str
    profile: str
    title: str
    ahead: bool


@dataclass(frozen=True)
class OngoingRehearsal:
    """A rehearsal to go on with, or to look at when it is over."""

    id: str
    family: str
    where: str
    at: datetime
    day: str
    over: bool


class Start:
    """The first page and what it starts."""

    def __init__(self, dispatcher: Dispatcher, pages: Pages) -> None:
        self._dispatcher = dispatcher
        self._pages = pages

    async def page(self, _: web.Request) -> web.Response:
        """What there is to rehearse."""
        running = await self._dispatcher.run(self._running)
        text = self._pages.draw("start.html.j2", running=running, families=self._offers())
        return web.Response(text=text, content_type="text/html")

    async def rehearse(self, request: web.Request) -> web.Response:
        """Starts a rehearsal with a sample family. The same form sent twice starts one.

        Everything that is known of the family is the program's own; from the browser comes which
        one, and how.
        """
        form = await form_of(request)
        key = key_of(form)
        try:
            family = load_family(form.get("family", ""))
        except KeyError as fault:
            raise web.HTTPNotFound from fault
        profile = self._dispatcher.profiles.get(form.get("profile") or family.profile)
        if profile is None or not fits(family, profile):
            raise web.HTTPNotFound
        setup = setup_of(
            family, self._dispatcher.now().date(), profile.id, ahead=form.get("how") == "ahead"
        )
        chair = next(person.id for person in family.person if person.role == "chair")
        room = f"{ROOM}{key}"
        command = Command(
            f"{room}:start", "conference.start", account_of(chair), room, values={"setup": setup}
        )
        await self._dispatcher.send(command)
        raise web.HTTPSeeOther(f"/room/{key}?as={chair}")

    def _offers(self) -> list[Offer]:
        families = [load_family(name) for name in family_names()]
        return [
            _offer(family, profile)
            for profile in self._dispatcher.profiles.values()
            for family in families
            if fits(family, profile)
        ]

    def _running(self) -> list[OngoingRehearsal]:
        with self._dispatcher.database.read() as session:
            known = [
                meeting
                for meeting in rehearsals(session)
                if meeting.profile in self._dispatcher.profiles
            ]
            return [
                _running(self._dispatcher.scene(Book(session, meeting), None)) for meeting in known
            ]


def _offer(family: Family, profile: Profile) -> Offer:
    # What its people write before the day is written on the forms of the family's own profile.
    ahead = family.ahead is not None and profile.id == family.profile
    return Offer(
        family.id,
        say("room.family", name=family.family),
        family.about,
        profile.id,
        profile.title,
        ahead,
    )


def _running(scene: Scene) -> OngoingRehearsal:
    meeting = scene.meeting
    over = meeting.closed_at is not None
    where = _where(scene)
    started = f"{meeting.started_at:%d.%m.%Y}"
    room_id, family = meeting.room.removeprefix(ROOM), say("room.family", name=meeting.family)
    return OngoingRehearsal(room_id, family, where, meeting.started_at, started, over)


def _where(scene: Scene) -> str:
    step = scene.book.current
    if scene.meeting.state == MeetingState.PREPARING:
        return say("room.preparing")
    if scene.meeting.state == MeetingState.CANCELLED:
        return say("room.cancelled")
    return (
        say("room.over")
        if scene.meeting.closed_at or step is None
        else say("room.on", item=scene.title(step))
    )
