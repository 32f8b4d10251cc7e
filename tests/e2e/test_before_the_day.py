"""The time before the day in a real browser: cards, forms, leaflets and the tracker, on a phone and
on a desk.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWindow, Server
from tests.e2e.windows import SCREENS, Window

pytestmark = pytest.mark.e2e

SIZES = [pytest.param(320, 640, id="320"), pytest.param(1280, 900, id="1280")]
LEAFLETS = ("cumbria", "isle_of_man")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_cards_and_forms(window: OpenWindow, width: int, height: int) -> None:
    chair = window("chair", width=width, height=height)
    room = prepare(chair)
    expect(chair.panel).to_contain_text("Are we ready?")
    whole(chair, f"60-ready-{width}")
    form(chair, "Day and place", f"61-day-{width}", chair)
    form(chair, "Write a worry and its goal", f"62-trio-{width}", chair, "Worries and goals")
    visitor = window("health_visitor", room, width=width, height=height)
    form(visitor, "Go on writing", f"63-report-{width}")
    mum = window("mum", room, width=width, height=height)
    form(mum, "Go on writing", f"64-own-words-{width}")
    whole(mum, f"65-invited-{width}")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_moved_and_called_off(window: OpenWindow, width: int, height: int) -> None:
    chair = window("chair", width=width, height=height)
    room = prepare(chair)
    press(chair, "Call it off")
    chair.fill(reason="Posy and Carys have moved to Wales.")
    chair.picture(f"66-call-off-{width}")
    chair.send("Call it off now")
    expect(chair.panel).to_contain_text("This conference will not take place")
    whole(chair, f"67-called-off-{width}")
    mum = window("mum", room, width=width, height=height)
    expect(mum.channel).to_contain_text("The meeting will not take place")
    whole(mum, f"68-called-off-mum-{width}")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_tracker_and_leaflets(window: OpenWindow, server: Server, width: int, height: int) -> None:
    somebody = window("chair", width=width, height=height)
    prepare(somebody)
    somebody.page.goto(f"{server.address}/rehearsal-reports")
    whole(somebody, f"70-tracker-{width}")
    for profile in LEAFLETS:
        somebody.page.goto(f"{server.address}/leaflets")
        links = somebody.page.locator(f'a[href^="/leaflets/{profile}/"]')
        for address in [link.get_attribute("href") for link in links.all()]:
            assert address
            somebody.page.goto(f"{server.address}{address}")
            name = address.removeprefix("/leaflets/").replace("/", "-")
            whole(somebody, f"71-leaflet-{name}-{width}")
            if width > 1000:
                somebody.page.pdf(
                    path=SCREENS / f"72-leaflet-{name}.pdf", format="A4", print_background=True
                )


def prepare(chair: Window) -> str:
    """Begins a rehearsal before the day; gives its room."""
    chair.page.goto(chair.address)
    chair.page.get_by_role("button", name="Prepare it first with the Fennimore family").click()
    chair.page.wait_for_url(re.compile(r"/room/"))
    found = re.search(r"/room/(\w+)", chair.page.url)
    assert found
    chair.room = found[1]
    expect(chair.panel).to_contain_text("Set up a conference")
    return chair.room


def press(window: Window, name: str) -> None:
    window.press(name, window.panel)
    expect(window.reply).to_be_visible()


def form(
    window: Window, name: str, picture: str, chair: Window | None = None, first: str = ""
) -> None:
    """Opens a form, takes its picture, and leaves it."""
    if chair:
        press(window, first or name)
        if first:
            window.reply.get_by_role("button", name=name).click()
            window.calm()
    else:
        window.press(name)
        expect(window.reply).to_be_visible()
    window.calm()
    assert window.too_wide() == []
    window.picture(picture)
    window.reply.evaluate("one => one.scrollTo(0, one.scrollHeight)")
    window.picture(f"{picture}-end")
    window.close_reply()


def whole(window: Window, picture: str) -> None:
    """A picture of the whole page, which is nowhere too wide."""
    window.calm()
    assert window.too_wide() == []
    window.picture(picture, whole=True)
