"""A closed part in a real browser: who sees what, on a phone and on a desk."""

import pytest
from playwright.sync_api import Page, expect

from prompts.words import say
from tests.e2e.conftest import OpenWindow
from tests.e2e.windows import Window

pytestmark = pytest.mark.e2e

SECRET = "I am afraid when the back door opens at night."


def test_who_sees_what_of_a_smaller_group(window: OpenWindow) -> None:
    chair = window("chair", width=1400, height=950)
    room = chair.start("Fennimore")
    chair.play_to("Who matters most")
    mum, gran = (
        window("mum", room, width=320, height=640),
        window("gran", room, width=320, height=640),
    )
    before = words(gran.page)

    chair.sit_down()
    chair.lead("Talk in a smaller group")
    for name in (
        "Carys (Posy's mum)",
        "Joe Tarn (Posy's social worker)",
        "Someone people are unsure about",
    ):
        chair.reply.get_by_label(name).check()
    chair.fill(why="Carys asked to say this without the others there.")
    chair.picture("closed-1-form-chair", whole=True)
    chair.reply.get_by_role("button", name=say("closed.open")).click()
    expect(chair.reply).to_contain_text(say("closed.opened"))
    chair.close_reply()

    expect(mum.channel).to_contain_text(say("closed.welcome"))
    mum.press("I am here")
    mum.fill(understood="yes")
    mum.send("I am here")
    mum.picture("closed-2-mum-320", whole=True)
    assert mum.too_wide() == []
    mum.answer("Someone people are unsure about", text=SECRET)
    expect(chair.page.locator("body")).to_contain_text(SECRET)
    chair.picture("closed-3-chair")
    phone = window("chair", room, width=320, height=640)
    phone.calm()
    assert phone.too_wide() == []
    phone.picture("closed-4-chair-320", whole=True)
    mum.picture("closed-5-mum-320", whole=True)

    assert words(gran.page) == before
    gran.sit_down()
    assert words(gran.page) == before
    gran.picture("closed-6-gran-320", whole=True)
    window("gran", room, width=1400, height=950).picture("closed-7-gran")
    window("mum", room, width=1400, height=950).picture("closed-8-mum")
    chair.press(say("closed.end"), chair.panel)
    expect(mum.channel).to_contain_text(say("closed.over"))
    assert words(gran.page) == before


def words(page: Page) -> str:
    """All that a page says."""
    return page.locator("body").inner_text()


def test_somebody_is_set_apart_and_told(window: OpenWindow) -> None:
    chair = window("chair", width=1400, height=950)
    room = chair.start("Fennimore")
    chair.play_to("Who matters most")
    chair.sit_down()
    gran: Window = window("gran", room, width=320, height=640)
    expect(gran.channel).to_contain_text("Who matters most")
    chair.lead("Who takes part at another time")
    chair.reply.get_by_label("Bethan (Posy's gran)").check()
    chair.fill(why="Bethan asked for it.")
    chair.picture("closed-9-apart-form")
    chair.reply.get_by_role("button", name=say("closed.apart_send")).click()
    expect(chair.reply).to_contain_text(say("closed.apart_next"))
    chair.close_reply()
    gran.sit_down()
    expect(gran.channel).to_contain_text(say("closed.apart_only"))
    expect(gran.page.locator("body")).not_to_contain_text("Who matters most")
    assert gran.too_wide() == []
    gran.picture("closed-10-apart-320", whole=True)
