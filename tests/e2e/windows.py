"""A browser window in which somebody sits in the rehearsal room."""

import re
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect

SCREENS = Path(__file__).parents[2] / "build" / "screens"

# Resolves when no press is under way and nothing on the page has changed for a while.
_CALM = """ms => new Promise(done => {
    let timer;
    const wait = () => { clearTimeout(timer); timer = setTimeout(finish, ms); };
    const watch = new MutationObserver(wait);
    const finish = () =>
        document.querySelector("[data-busy]") ? wait() : (watch.disconnect(), done());
    const everything = { subtree: true, childList: true, characterData: true, attributes: true };
    watch.observe(document.body, everything);
    wait();
})"""
_SOMETHING_CAME = """before =>
    document.getElementById("panels").innerText !== before ||
    document.getElementById("reply").open"""
_TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > innerWidth + 1 && !one.closest(".sr, .skip, .table, .pair");
}).map(one => one.tagName + "." + one.className + " " + one.textContent.trim().slice(0, 40))"""


class Window:
    """What somebody does in their window, in words of the room."""

    def __init__(self, page: Page, address: str, room: str, who: str) -> None:
        self.page = page
        self.who = who
        self.address = address
        self.room = room
        if room:
            self.sit_down()

    def start(self, family: str) -> str:
        """Starts a rehearsal on the first page; gives its room."""
        self.page.goto(self.address)
        self.page.get_by_role("button", name=f"Start with the {family} family").click()
        self.page.wait_for_url(re.compile(r"/room/"))
        found = re.search(r"/room/(\w+)", self.page.url)
        assert found
        self.room = found[1]
        expect(self.panel.get_by_role("heading").first).to_be_visible()
        return self.room

    def sit_down(self) -> None:
        self.page.goto(f"{self.address}/room/{self.room}?as={self.who}")

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panels")

    @property
    def channel(self) -> Locator:
        return self.page.locator("#posts")

    @property
    def board(self) -> Locator:
        return self.page.locator("#board-part")

    @property
    def reply(self) -> Locator:
        return self.page.locator("#reply")

    @property
    def main_button(self) -> str:
        """What the panel offers first."""
        return self.panel.locator("button.main").first.inner_text()

    def calm(self, ms: int = 250) -> None:
        """Waits until nothing moves any more."""
        self.page.evaluate(_CALM, ms)

    def press(self, name: str | re.Pattern[str], where: Locator | None = None) -> None:
        """Presses the newest button of that name in the channel, or elsewhere."""
        self._show("channel" if where is None else "panel")
        (where or self.channel).get_by_role(
            "button", name=name, exact=isinstance(name, str)
        ).last.click()

    def lead(self, name: str | re.Pattern[str]) -> None:
        """Presses a button of the panel, and waits for what comes of it: the panel says something
        new, or a form opens.
        """
        expect(self.reply, "something is open that should not be").not_to_be_visible()
        before = self.panel.inner_text()
        self.press(name, self.panel)
        self.page.wait_for_function(_SOMETHING_CAME, arg=before)
        self.calm()

    def play_to(self, title: str) -> None:
        """Has everybody played, fast, until the conference is on an item; the minute taker says
        only that they are here.
        """
        here = f"{self.address}/room/{self.room}"
        arrival = {
            "command": "rollcall.submit",
            "target": "",
            "key": "minute-taker",
            "v.name": "Dot",
            "v.understood": "yes",
        }
        for _ in range(99):
            board = self.page.request.get(f"{here}/board/part?as=minute_taker").text()
            if title in board.partition("board-now")[2].partition("</div>")[0]:
                self.calm()
                return
            for path, form in (("press", arrival), ("play", {"how": "item"})):
                address = f"{here}/{path}?as=minute_taker"
                sent: dict[str, str | float | bool] = {**form}
                headers = {"Origin": self.address, "X-Fetched": "1"}
                self.page.request.post(address, form=sent, headers=headers)
        raise AssertionError(f"the conference never came to {title}")

    def play_on(self) -> None:
        """Lets the sample people play to the end of the item."""
        expect(self.reply, "something is open that should not be").not_to_be_visible()
        play = self.page.get_by_role("button", name="To the end of this item")
        if not play.is_visible():
            self.page.locator("#rehearsal summary").click()
        play.click()
        self.calm()
        if self.reply.is_visible():
            expect(self.reply).to_contain_text("It is your turn")
            self.close_reply()
        if self.who == "chair":
            expect(self.panel).not_to_contain_text("Still to answer", timeout=15_000)

    def fill(self, **values: str) -> None:
        """Fills in the open form by the names of its fields."""
        for name, value in values.items():
            field = self.reply.locator(f'[name="v.{name}"]')
            if field.first.get_attribute("type") in ("radio", "checkbox"):
                self.reply.locator(f'[name="v.{name}"][value="{value}"]').check()
            else:
                field.fill(value)

    def send(self, name: str = "Send") -> None:
        """Sends the open form; it closes when all is in order."""
        self.reply.get_by_role("button", name=name, exact=True).click()
        expect(self.reply).not_to_be_visible()

    def open_form(self, item: str, button: str = "Answer") -> None:
        """Opens the form of an item, once the channel asks it."""
        self._show("channel")
        asked = self.channel.get_by_role("article").filter(
            has=self.page.get_by_role("heading", name=item)
        )
        asked.get_by_role("button", name=button, exact=True).last.click()
        expect(self.reply).to_be_visible()

    def answer(self, item: str, **values: str) -> None:
        """Answers what the channel asks."""
        self.open_form(item)
        self.fill(**values)
        self.send()

    def close_reply(self) -> None:
        self.reply.get_by_role("button", name="Close").click()

    def too_wide(self) -> list[str]:
        """What does not fit into the width of the window."""
        found: list[str] = self.page.evaluate(_TOO_WIDE)
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return [*found, *([f"the page is {wide} too wide"] if wide > 0 else [])]

    def picture(self, name: str, *, whole: bool = False) -> None:
        """Leaves a picture in build/screens."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        for last in (False, True):
            try:
                self.page.screenshot(path=SCREENS / f"{name}.png", full_page=whole)
                return
            except Error:  # a browser on a busy machine may miss a frame
                if last:
                    raise

    def _show(self, part: str) -> None:
        tab = self.page.locator(f'.tabs a[href="#{part}"]')
        if tab.is_visible():
            tab.click()
