"""The rehearsal room in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenWindow, Server
from tests.e2e.windows import Window

pytestmark = pytest.mark.e2e

NEXT = re.compile(r"^Next")
SHOWN = re.compile(r"^Shown together")


def test_one_whole_conference_in_three_windows(window: OpenWindow) -> None:
    chair = window("chair", width=1500, height=900)
    room = chair.start("Thornbeck")
    mum = window("mum", room, width=390, height=844)
    social_worker = window("social_worker", room, width=1100, height=800)
    arrive(chair, mum, social_worker)
    listen(chair, mum, social_worker)
    score(chair, mum, social_worker)
    judge_and_decide(chair, mum, social_worker)
    plan(chair, mum, social_worker)
    close(chair, mum, social_worker)


def arrive(chair: Window, mum: Window, social_worker: Window) -> None:
    chair.page.goto(chair.page.url)
    chair.picture("01-welcome-chair")
    chair.lead(NEXT)
    for one, name, picture in (
        (mum, "Kerry", "02-roll-call-mum"),
        (social_worker, "Nadia", ""),
        (chair, "Ruth", ""),
    ):
        one.press("I am here")
        expect(one.reply).to_be_visible()
        one.fill(name=name, understood="yes")
        if picture:
            one.picture(picture)
        one.send("I am here")
    chair.play_on()
    expect(chair.panel).to_contain_text("Enough agencies are here")
    chair.lead(NEXT)


def listen(chair: Window, mum: Window, social_worker: Window) -> None:
    """Parts one to four: mum and the social worker say some of it themselves."""
    while "How safe: Shouting" not in on(chair):
        if on(chair).endswith("Who matters most"):
            mum.answer(
                "Who matters most",
                text="Leo would say Ava. Ava would say Gran & her friend <Jodie>.",
            )
            mum.picture("03-answered-mum")
            expect(chair.channel).to_contain_text("her friend <Jodie>")
        if on(chair).endswith("What has hurt or scared"):
            mum.answer(
                "What has hurt or scared",
                what="Shouting at night.",
                how_often="Each week until summer",
                impact="Leo is scared.",
            )
        if on(chair).endswith("What already keeps things safe"):
            chair.play_on()
            chair.page.locator("#board").evaluate("board => board.scrollTo(0, 0)")
            chair.picture("04-the-map-chair")
        chair.play_on()
        chair.lead(NEXT)
    expect(mum.board).to_contain_text("How safe")


def score(chair: Window, mum: Window, social_worker: Window) -> None:
    """Four trios; sealed until the chair reveals them."""
    mum.open_form("How safe: Shouting and fights")
    mum.fill(score="6", why="Nobody has been hurt since June.")
    mum.picture("05-scoring-mum")
    mum.send()
    social_worker.answer(
        "How safe: Shouting and fights",
        score="5",
        why="It has worked, but not for long.",
        up="A hard day that goes well.",
    )
    for other in (chair, social_worker):
        expect(other.page.locator("body")).not_to_contain_text("Nobody has been hurt since June.")
    chair.play_on()
    chair.lead("Reveal all together")
    expect(mum.channel).to_contain_text("Nobody has been hurt since June.")
    expect(social_worker.board.locator(".scale").first).to_be_visible()
    mum.picture("06-revealed-mum")
    social_worker.picture("06-revealed-social-worker")
    chair.picture("06-revealed-chair")
    chair.lead(NEXT)
    while "How safe: " in on(chair):
        chair.play_on()
        chair.lead("Reveal all together")
        chair.lead(NEXT)


def judge_and_decide(chair: Window, mum: Window, social_worker: Window) -> None:
    """The chair says whether the words still fit, gives a number, hears everybody, and decides for
    each child.
    """
    first = True
    while "Do the words still fit" in on(chair):
        chair.lead("Does it still fit?")
        chair.fill(fits="no" if first else "yes")
        if first:
            chair.fill(
                danger=(
                    "Kerry and Dean are worried that shouting at night "
                    "will turn into hitting again."
                )
            )
        chair.send()
        first = False
        chair.lead(NEXT)
    chair.lead("Give your overall number")
    chair.fill(score="5", why="It is better, and it is new.")
    chair.send()
    chair.lead(NEXT)
    while "Which plan: " in on(chair):
        if "Which plan: Ava" in on(chair):
            mum.answer("Which plan: Ava", wish="I want Ava to come home when she wants to.")
            social_worker.answer(
                "Which plan: Ava", plan="child_in_need", why="Ava is safe in the week."
            )
            expect(chair.page.locator("body")).not_to_contain_text("I want Ava to come home")
        chair.play_on()
        chair.lead("Reveal all together")
        chair.lead(NEXT)
    for child, choice in (("Ava", "child_in_need"), ("Leo", "child_protection")):
        expect(chair.panel).to_contain_text(f"The decision: {child}")
        chair.lead("Type your decision")
        chair.fill(plan=choice, why=f"This is what I heard about {child}.")
        if choice == "child_protection":
            chair.reply.get_by_role("button", name="This is my decision").click()
            expect(chair.reply.get_by_role("alert")).to_contain_text("Choose the main worry")
            chair.picture("07-asked-back-chair")
            chair.fill(category="emotional")
        chair.send("This is my decision")
        chair.play_on()
        if child == "Ava":
            expect(mum.channel).to_contain_text("Sam Whitlock")
            mum.picture("08-decision-mum")
        chair.lead(NEXT)


def plan(chair: Window, mum: Window, social_worker: Window) -> None:
    """Part seven; the family offers, the chair agrees it with everybody."""
    while "The chair sums up" not in on(chair):
        if on(chair).endswith("Actions"):
            offer_an_action(mum)
        chair.play_on()
        see = chair.panel.get_by_role("button", name="See, agree or change entries")
        if see.count():
            see.click()
            expect(chair.reply).to_be_visible()
            agree = chair.reply.get_by_role("button", name=re.compile(r"^Agree"))
            if agree.count():
                agree.first.click()
                chair.calm()
            chair.close_reply()
        chair.lead(NEXT)


def offer_an_action(mum: Window) -> None:
    """A date in the past is asked back, and nothing that was typed is lost."""
    mum.open_form("Actions", "Add to the plan")
    mum.fill(what="Ring the nursery about Fridays.", by_when="2020-01-01", side="family")
    mum.reply.get_by_text("Kerry", exact=False).first.click()
    mum.reply.get_by_role("button", name="Send", exact=True).click()
    expect(mum.reply.get_by_role("alert")).to_contain_text("has gone by")
    expect(mum.reply.locator('[name="v.what"]')).to_have_value("Ring the nursery about Fridays.")
    mum.picture("09-asked-back-mum")
    mum.fill(by_when="2099-01-01")
    mum.send()


def close(chair: Window, mum: Window, social_worker: Window) -> None:
    chair.lead("Sum up and close")
    chair.fill(text="Ava is safe at Gran's. For Leo we need a plan, and it starts today.")
    chair.picture("10-closing-chair")
    chair.send("Close the conference")
    expect(chair.panel).to_contain_text("draft until you approve it")
    expect(mum.channel).to_contain_text("Ring the nursery about Fridays.")
    expect(mum.channel).to_contain_text("For Leo we need a plan")
    chair.lead("Approve the record")
    chair.send("Approve it now")
    expect(social_worker.board).to_contain_text("The chair has signed this off")
    social_worker.page.locator("#board").evaluate("board => board.scrollTo(0, 0)")
    social_worker.picture("11-the-end-social-worker")
    mum.page.goto(f"{mum.page.url.split('?')[0]}/board?as=mum&present=1")
    mum.page.set_viewport_size({"width": 1920, "height": 1080})
    expect(mum.board).to_contain_text("What the chair decided")
    mum.picture("12-the-board-large")


def on(chair: Window) -> str:
    """The item that the panel says we are on."""
    return chair.panel.locator("dd").first.inner_text()


def test_a_phone_of_320_pixels(window: OpenWindow) -> None:
    chair = window("chair", width=320, height=640)
    room = chair.start("Fennimore")
    assert chair.too_wide() == []
    chair.picture("20-phone-panel")
    chair.play_to("How safe: Knowing")
    mum = window("mum", room, width=320, height=640)
    mum.calm()
    assert mum.too_wide() == []
    mum.open_form("How safe: Knowing")
    assert mum.too_wide() == []
    mum.fill(score="8")
    mum.picture("21-phone-score")
    mum.send()
    chair.play_on()
    chair.lead("Reveal all together")
    expect(mum.channel.locator(".scale").first).to_be_visible()
    mum.channel.locator(".scale").first.scroll_into_view_if_needed()
    assert mum.too_wide() == []
    mum.picture("22-phone-scale")
    mum.page.locator('.tabs a[href="#board"]').click()
    expect(mum.board).to_be_visible()
    assert mum.too_wide() == []
    mum.picture("23-phone-board")


def test_answering_with_the_keyboard_alone(window: OpenWindow) -> None:
    mum = asked(window)
    keys = mum.page.keyboard
    tab_to_the_newest(mum, "Answer")
    keys.press("Enter")
    expect(mum.reply).to_be_visible()
    expect(mum.reply.get_by_role("heading").first).to_be_focused()
    keys.press("Tab")
    keys.type("The cat")
    expect(mum.reply.locator("textarea")).to_have_value("The cat")
    mum.picture("30-keyboard")
    keys.press("Tab")
    keys.press("Enter")
    expect(mum.reply).not_to_be_visible()
    expect(mum.channel).to_contain_text("The cat")
    mum.calm()
    assert focused(mum) == "Answer"
    keys.press("Enter")
    expect(mum.reply.locator("textarea")).to_have_value("The cat")
    keys.press("Escape")
    expect(mum.reply).not_to_be_visible()
    assert focused(mum) == "Answer"


def tab_to_the_newest(window: Window, name: str) -> None:
    """Goes by the Tab key to the last button of that name in the channel."""
    wanted = window.channel.get_by_role("button", name=name, exact=True).last
    for _ in range(80):
        window.page.keyboard.press("Tab")
        if wanted.evaluate("button => button === document.activeElement"):
            return
    raise AssertionError(f"no way to {name} by keyboard")


def focused(window: Window) -> str:
    text: str = window.page.evaluate("document.activeElement.innerText.trim()")
    return text


def test_a_reload_in_the_middle_of_a_form_loses_nothing(window: OpenWindow) -> None:
    mum = asked(window)
    mum.open_form("Who matters most")
    mum.fill(text="I was just about to say")
    mum.page.reload()
    expect(mum.reply.locator("textarea")).to_have_value("I was just about to say")
    mum.page.keyboard.press("Escape")
    mum.open_form("Who matters most")
    expect(mum.reply.locator("textarea")).to_have_value("I was just about to say")
    mum.send()
    mum.open_form("Who matters most")
    mum.fill(text="Something else")
    mum.send()
    expect(mum.channel).to_contain_text("Something else")
    mum.page.reload()
    expect(mum.channel).to_contain_text("Something else")
    expect(mum.reply).not_to_be_visible()


def test_news_while_typing_takes_nothing_away(window: OpenWindow) -> None:
    mum = asked(window)
    gran = window("gran", mum.room)
    mum.open_form("Who matters most")
    box = mum.reply.locator("textarea")
    box.press_sequentially("I was ")
    gran.answer("Who matters most", text="Her mum.")
    expect(mum.channel).to_contain_text("Her mum.")
    expect(box).to_be_focused()
    box.press_sequentially("saying this")
    expect(box).to_have_value("I was saying this")
    mum.send()
    expect(gran.channel).to_contain_text("I was saying this")


def test_a_dropped_connection_is_said_and_made_good(window: OpenWindow, server: Server) -> None:
    mum = asked(window)
    mum.open_form("Who matters most")
    mum.fill(text="Kept through it all")
    server.stop()
    expect(mum.page.locator("#lost")).to_contain_text("The line is gone")
    mum.reply.get_by_role("button", name="Send", exact=True).click()
    expect(mum.reply.get_by_role("alert")).to_contain_text("Nothing was lost")
    mum.picture("40-line-gone")
    server.start()
    mum.page.locator("#lost", has_text="The line is back").wait_for(timeout=30_000)
    mum.send()
    expect(mum.channel).to_contain_text("Kept through it all")
    gran = window("gran", mum.room)
    gran.answer("Who matters most", text="Still here")
    expect(mum.channel).to_contain_text("Still here")


def test_in_the_dark(window: OpenWindow) -> None:
    chair = window("chair", scheme="dark")
    chair.start("Fennimore")
    chair.lead(NEXT)
    chair.play_on()
    chair.picture("50-dark")


def asked(window: OpenWindow) -> Window:
    """Mum, at the first question that is hers to answer in her own words."""
    chair = window("chair")
    room = chair.start("Fennimore")
    chair.play_to("Who matters most")
    mum = window("mum", room)
    mum.calm()
    return mum
