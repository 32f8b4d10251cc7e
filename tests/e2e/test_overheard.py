"""*I can't talk freely* in a real browser: the form stays open as it is, and the chair knows."""

import pytest
from playwright.sync_api import expect

from prompts.words import say
from tests.e2e.conftest import OpenWindow

pytestmark = pytest.mark.e2e

TYPED = "I would say more if I were alone."


def test_nothing_moves_where_it_is_pressed_and_the_chair_is_told(window: OpenWindow) -> None:
    chair = window("chair", width=1280, height=950)
    room = chair.start("Fennimore")
    chair.play_to("Who matters most")
    mum, gran = (
        window("mum", room, width=320, height=640),
        window("gran", room, width=1280, height=950),
    )
    mum.open_form("Who matters most")
    mum.fill(text=TYPED)
    mum.calm()
    seen, grans = mum.page.locator("body").inner_text(), gran.page.locator("body").inner_text()
    with mum.page.expect_response(lambda response: response.request.method == "POST"):
        mum.reply.get_by_role("button", name=say("overheard.button")).click()
    mum.calm()
    assert mum.page.locator("body").inner_text() == seen
    expect(mum.reply.locator("[name='v.text']")).to_have_value(TYPED)
    assert mum.too_wide() == []
    mum.picture("overheard-1-mum-320")

    chair.sit_down()
    expect(chair.page.locator("body")).to_contain_text("Carys can't talk freely")
    chair.picture("overheard-2-chair")
    assert gran.page.locator("body").inner_text() == grans
