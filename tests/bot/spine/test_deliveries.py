"""What is queued is shown: in order, as it is now, to whom it is for, and with patience."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import func, select, update

from bot.spine import changing, delivery
from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher
from bot.spine.platform import NotDelivered, NotYet, Parcel
from handlers.grammar import registry
from handlers.grammar.scene import Scene
from prompts.card import Card
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from storage.outbox import LEASE, delivered, lease
from storage.tables import Post, Row
from tests.kit.conference import A_MONDAY, CUMBRIA, Conference

QUESTION = "professionals_matter"


@pytest.fixture
def conference(database: Database) -> Iterator[Conference]:
    """A conference of the small family."""
    with closing(Conference(database)) as there:
        yield there


class Recorder:
    """A platform that remembers what it showed, and does something before it shows."""

    def __init__(
        self, first: Callable[[Parcel], None] = lambda parcel: None, takes: float = 0
    ) -> None:
        self.shown: list[Parcel] = []
        self.first = first
        self._takes = takes
        self._now: set[tuple[str, str]] = set()

    async def show(self, parcel: Parcel) -> str:
        where = (parcel.meeting_id, parcel.audience)
        assert where not in self._now, "two posts for one room are on their way at once"
        self._now.add(where)
        try:
            await asyncio.sleep(self._takes)
            self.first(parcel)
        finally:
            self._now.discard(where)
        self.shown.append(parcel)
        return parcel.post_id

    def titles(self, audience: str = "channel") -> list[str]:
        """What was shown to an audience, in order."""
        return [parcel.card.title for parcel in self.shown if parcel.audience == audience]


async def show_all(*deliveries: Delivery) -> None:
    """Shows all that is due, with so many deliveries side by side."""

    async def one(delivery: Delivery) -> None:
        while await delivery.show_next():
            pass

    await asyncio.gather(*(one(delivery) for delivery in deliveries))


async def test_posts_are_shown_in_their_order_and_only_as_they_are_now(
    conference: Conference,
) -> None:
    conference.begins_with(QUESTION)
    mum, gran = conference.people("mum", "gran")
    mum.answers(QUESTION, "Aisha.")
    gran.answers(QUESTION, "Joe.")
    mum.answers(QUESTION, "Joe and Aisha.")
    platform = Recorder()
    await show_all(Delivery(conference.dispatcher, {"web": platform}))
    places = [parcel.place for parcel in platform.shown if parcel.audience == "channel"]
    assert places == sorted(places)
    assert len(places) == len(set(places)), "each is shown once, though it was wished for often"
    last = next(
        parcel.card
        for parcel in platform.shown
        if parcel.card.title == say("answering.said", item=title(conference))
    )
    assert "Joe and Aisha." in twin(last)
    assert len([parcel for parcel in platform.shown if parcel.audience != "channel"]) == 2, (
        "the panel and the scribe's card"
    )


async def test_what_changes_while_a_post_is_on_its_way_is_shown_too(conference: Conference) -> None:
    conference.begins_with(QUESTION)
    mum = conference.person("mum")
    mum.answers(QUESTION, "Aisha.")

    def meanwhile(parcel: Parcel) -> None:
        if "Aisha." in twin(parcel.card) and "Joe too." not in str(platform.shown):
            platform.first = lambda parcel: None
            mum.answers(QUESTION, "Aisha, and Joe too.")

    platform = Recorder(meanwhile)
    await show_all(Delivery(conference.dispatcher, {"web": platform}))
    said = [
        twin(p.card)
        for p in platform.shown
        if p.card.title == say("answering.said", item=title(conference))
    ]
    assert ["Joe too." in words for words in said] == [False, True]
    assert len({p.post_id for p in platform.shown if "What people said" in p.card.title}) == 1


def test_a_wish_is_not_lost_when_the_post_is_marked_as_shown_meanwhile(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference.begins_with(QUESTION)
    conference.deliver()
    conference.person("mum").answers(QUESTION, "Aisha.")
    with conference.database.session() as session:
        leased = lease(session, conference.now)
    assert leased
    in_the_middle, go_on = Event(), Event()

    def slowly(*args: object) -> None:
        in_the_middle.set()
        go_on.wait(0.3)

    monkeypatch.setattr(changing, "keep_audit_line", slowly)
    answering = Thread(target=lambda: conference.person("gran").answers(QUESTION, "Joe."))
    answering.start()
    in_the_middle.wait(5)
    with conference.database.session() as session:
        delivered(session, leased, "ref", conference.now)
    answering.join()
    with conference.database.read() as session:
        post = session.get_one(Post, leased.id)
        assert (post.waiting, post.wanted - post.shown) == (True, 1)


async def test_two_deliveries_never_show_the_same_at_the_same_time(database: Database) -> None:
    clock = A_MONDAY
    first, second = (
        Dispatcher(database, {CUMBRIA.id: CUMBRIA}, lambda: clock + timedelta(minutes=1))
        for _ in range(2)
    )
    platform = Recorder(takes=0.002)
    rooms = [await asyncio.to_thread(a_room, database, f"web:room-{n}") for n in range(3)]
    await show_all(Delivery(first, {"web": platform}), Delivery(second, {"web": platform}))
    for room in rooms:
        places = [
            parcel.place
            for parcel in platform.shown
            if (parcel.room, parcel.audience) == (room, "channel")
        ]
        assert places == sorted(set(places))
    assert count_of(database, Post) == len(platform.shown)
    first.close()
    second.close()


def a_room(database: Database, room: str) -> str:
    """A conference with a good many posts that wait."""
    with closing(Conference(database, room=room)) as conference:
        conference.begins_with(QUESTION)
        conference.person("mum").answers(QUESTION, "Aisha.")
        conference.leading().nudges()
        conference.leading().asks_again()
    return room


async def test_a_platform_that_says_wait_is_asked_again_then_and_the_chair_is_told(
    conference: Conference,
) -> None:
    conference.begins_with(QUESTION)

    def busy(parcel: Parcel) -> None:
        if (parcel.audience, parcel.place) == ("channel", first):
            raise NotDelivered("the room is busy", after=timedelta(seconds=40))

    first = conference.post("welcome").place
    platform = Recorder(busy)
    delivery = Delivery(conference.dispatcher, {"web": platform})
    await show_all(delivery)
    assert not platform.titles(), "nothing overtakes what waits"
    assert say("panel.trouble", what="the room is busy") in panel_of(platform)
    conference.passes(seconds=39)
    await show_all(delivery)
    assert not platform.titles()
    platform.first = lambda parcel: None
    conference.passes(seconds=2)
    await show_all(delivery)
    places = [parcel.place for parcel in platform.shown if parcel.audience == "channel"]
    assert places == sorted(places)
    assert "the room is busy" not in panel_of(platform), "and that it is over"


async def test_what_came_too_soon_holds_up_no_other_room_and_is_no_trouble(
    conference: Conference,
) -> None:
    conference.begins_with(QUESTION)
    first = conference.post("welcome").place

    def too_soon(parcel: Parcel) -> None:
        if (parcel.audience, parcel.place) == ("channel", first):
            raise NotYet(timedelta(seconds=1))

    platform = Recorder(too_soon)
    delivery = Delivery(conference.dispatcher, {"web": platform})
    await show_all(delivery)
    assert not platform.titles(), "nothing overtakes what waits"
    assert say("panel.title", core_group=False) in [parcel.card.title for parcel in platform.shown]
    waiting = conference.post("welcome")
    assert (waiting.attempts, waiting.trouble, waiting.leased) == (0, "", False)
    conference.passes(seconds=1)
    platform.first = lambda parcel: None
    await show_all(delivery)
    places = [parcel.place for parcel in platform.shown if parcel.audience == "channel"]
    assert places == sorted(places)
    assert first in places


async def test_what_came_too_soon_goes_out_in_time_though_nothing_else_happens(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_soon(parcel: Parcel) -> None:
        platform.first = lambda parcel: None
        conference.now += timedelta(seconds=1)
        raise NotYet(timedelta(milliseconds=20))

    platform = Recorder(too_soon)
    monkeypatch.setattr(delivery, "_IDLE_S", 60)
    running = asyncio.create_task(Delivery(conference.dispatcher, {"web": platform}).run())
    async with asyncio.timeout(20):
        while len(platform.shown) < count_of(conference.database, Post):
            await asyncio.sleep(0.01)
            # Never slower than the real clock, which a busy machine makes of shorter steps.
            conference.now += timedelta(seconds=1)
    running.cancel()


async def test_a_platform_that_fails_is_tried_less_and_less(
    conference: Conference, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(parcel: Parcel) -> None:
        tried.append(conference.now)
        raise ValueError("Carys said that she was asleep")

    tried: list[object] = []
    with conference.database.session() as session:
        session.execute(update(Post).where(Post.slot != "welcome").values(waiting=False))
    delivery = Delivery(conference.dispatcher, {"web": Recorder(broken)})
    for _ in range(100):
        await show_all(delivery)
        with conference.database.session() as session:
            session.execute(update(Post).where(Post.slot == "panel").values(waiting=False))
        conference.passes(seconds=1)
    assert len(tried) == 7
    assert "ValueError at" in caplog.text
    assert "asleep" not in caplog.text, "what people said is never in a log"


async def test_a_drawing_that_fails_holds_up_nothing_else(
    conference: Conference, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(scene: Scene, target: str) -> Card:
        raise LookupError("Aisha, she does not rush")

    good = registry.drawings["said"]
    monkeypatch.setitem(registry.drawings, "said", faulty)
    conference.begins_with(QUESTION)
    conference.person("mum").answers(QUESTION, "Aisha, she does not rush.")
    conference.leading().asks_again()
    platform = Recorder()
    delivery = Delivery(conference.dispatcher, {"web": platform})
    await show_all(delivery)
    assert say("asking.again", item=title(conference)) in platform.titles()
    assert say("answering.said", item=title(conference)) not in platform.titles()
    assert say("panel.trouble", what=say("panel.trouble_drawing")) in panel_of(platform)
    assert "LookupError at" in caplog.text
    assert "does not rush" not in caplog.text
    monkeypatch.setitem(registry.drawings, "said", good)
    conference.person("gran").answers(QUESTION, "Joe.")
    await show_all(delivery)
    assert say("answering.said", item=title(conference)) in platform.titles()
    assert say("panel.trouble_drawing") not in panel_of(platform)


async def test_what_cannot_be_shown_at_all_waits_aside(conference: Conference) -> None:
    def too_long(parcel: Parcel) -> None:
        if parcel.card.title == say("rollcall.title"):
            raise NotDelivered("it is too long", permanent=True)

    conference.begins_with(QUESTION)
    platform = Recorder(too_long)
    await show_all(Delivery(conference.dispatcher, {"web": platform}))
    assert title(conference) in platform.titles()
    assert say("rollcall.title") not in platform.titles()
    assert say("panel.trouble", what="it is too long") in panel_of(platform)


async def test_a_platform_that_hangs_is_left_alone(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_AT_MOST_S", 0.01)
    await Delivery(conference.dispatcher, {"web": Recorder(takes=60)}).show_next()
    assert conference.look(lambda scene: [post.trouble for post in scene.book.troubles()]) == [
        say("panel.trouble_unknown")
    ]


async def test_what_a_dead_process_was_showing_is_shown_when_its_lease_ends(
    conference: Conference,
) -> None:
    with conference.database.session() as session:
        taken = lease(session, conference.now)
    assert taken
    platform = Recorder()
    delivery = Delivery(conference.dispatcher, {"web": platform})
    if conference.database.dialect == "sqlite":
        await show_all(delivery)
        assert taken.id in [parcel.post_id for parcel in platform.shown], (
            "nobody else can be at it: at once"
        )
        return
    await show_all(delivery)
    assert taken.id not in [parcel.post_id for parcel in platform.shown]
    conference.now += LEASE
    await show_all(delivery)
    assert taken.id in [parcel.post_id for parcel in platform.shown]


async def test_what_is_for_one_person_is_never_shown_to_all(conference: Conference) -> None:
    with conference.database.session() as session:
        session.execute(update(Post).where(Post.slot == "panel").values(audience="0" * 32))
    platform = Recorder()
    await show_all(Delivery(conference.dispatcher, {"web": platform}))
    assert all(
        (parcel.account is None) == (parcel.audience == "channel") for parcel in platform.shown
    )
    assert "0" * 32 not in [parcel.audience for parcel in platform.shown]


async def test_delivery_goes_on_after_the_database_was_away(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        monkeypatch.undo()
        raise OSError("the database is away")

    platform = Recorder()
    monkeypatch.setattr(delivery, "_IDLE_S", 0.01)
    monkeypatch.setattr(delivery, "lease", away)
    running = asyncio.create_task(Delivery(conference.dispatcher, {"web": platform}).run())
    async with asyncio.timeout(10):
        while len(platform.shown) < count_of(conference.database, Post):
            await asyncio.sleep(0.01)
    running.cancel()


def panel_of(platform: Recorder) -> str:
    """The chair's panel as it was shown last."""
    return twin(
        next(
            parcel.card
            for parcel in reversed(platform.shown)
            if parcel.card.title == say("panel.title", core_group=False)
        )
    )


def title(conference: Conference) -> str:
    """The title of the question."""
    return conference.look(
        lambda scene: scene.title(scene.book.current) if scene.book.current else ""
    )


def count_of(database: Database, table: type[Row]) -> int:
    """How many rows a table has."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


async def test_try_now_tries_what_was_put_off_and_leaves_alone_what_is_on_its_way(
    conference: Conference,
) -> None:
    conference.begins_with(QUESTION)
    with conference.database.session() as session:
        taken = lease(session, conference.now)
        session.execute(
            update(Post)
            .where(Post.audience == "channel", ~Post.leased)
            .values(due_at=conference.now + timedelta(minutes=5), trouble="archived", attempts=9)
        )
    assert taken
    conference.leading().presses("post.try_now")
    with conference.database.read() as session:
        posts = session.scalars(select(Post).where(Post.waiting)).all()
    due = {post.id for post in posts if post.due_at <= conference.now}
    assert due == {post.id for post in posts} - {taken.id}
    assert {post.attempts for post in posts if post.id in due} == {0}
