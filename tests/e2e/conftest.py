"""A real server and a real browser. Pictures are left in build/screens."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.e2e.windows import Window
from tests.kit.chromium import ALONE, CHROMIUM

READY = re.compile(r"Chairside is ready: ((http://127\.0\.0\.1:\d+)/\S+)")

OpenWindow = Callable[..., Window]


class Server:
    """`python -m bot rehearsal-room` on a port and a folder of its own; it can be stopped and
    started again on the same ones.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self.log = data.with_suffix(".log")
        self._port = "0"
        self.address = self.entry = ""
        self.start()

    def start(self) -> None:
        around = {**os.environ, "CHAIRSIDE_DATA": str(self._data), "PORT": self._port}
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "rehearsal-room"],
                env=around,
                text=True,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout
        ready = READY.match(self._process.stdout.readline())
        assert ready, "the server did not start"
        self.entry, self.address = ready[1], ready[2]
        self._port = self.address.rpartition(":")[2]

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=15)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data")
    yield server
    server.stop()
    assert "ERROR" not in server.log.read_text(), server.log.read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ALONE)
        yield browser
        browser.close()


@pytest.fixture
def window(browser: Browser, server: Server) -> Iterator[OpenWindow]:
    """Opens a window of its own in somebody's chair; what its page reports as wrong fails
    the test.
    """
    contexts, wrong = [], []

    def open_window(
        who: str, room: str = "", *, width: int = 1280, height: int = 800, scheme: str = "light"
    ) -> Window:
        size = ViewportSize(width=width, height=height)
        context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(server.entry)
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda fault: wrong.append(str(fault)))
        return Window(page, server.address, room, who)

    yield open_window
    for context in contexts:
        context.close()
    assert wrong == []
