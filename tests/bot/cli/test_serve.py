"""The two programs as an operator sees them: one line when ready, a clean stop, and a second start
that goes on.
"""

import contextlib
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from bot.__main__ import commands
from bot.spine.addresses import is_loopback
from tests.kit.commands import told
from tests.kit.profiles import as_one_file

READY = re.compile(r"Chairside is ready: (http://127\.0\.0\.1:\d+)/(\S*)\n")
KEY = "0123456789abcdef"


@contextmanager
def running(
    program: str, data: Path, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """The process, its address, and what follows it in the line that is printed."""
    around = {**os.environ, "CHAIRSIDE_DATA": str(data), "PORT": "0", **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", program],
        env=around,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stdout
        ready = READY.fullmatch(process.stdout.readline())
        assert ready, process.communicate(timeout=10)[1]
        yield process, ready[1], ready[2]
    finally:
        process.kill()
        process.communicate()


def refused(program: str, data: Path, **settings: str) -> str:
    """What an operator is told when the program does not start."""
    done = told(program, **{"CHAIRSIDE_DATA": str(data), "PORT": "0", **settings})
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


class Browser:
    """Keeps the cookies that it is given."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def open(self, path: str, form: str = "") -> str:
        headers = {"Origin": self.address} if form else {}
        request = urllib.request.Request(f"{self.address}{path}", form.encode() or None, headers)
        text: str = self._opener.open(request, timeout=10).read().decode()
        return text

    def refused(self, path: str, form: str = "") -> tuple[int, str]:
        """The status of a refusal, and what it says."""
        with pytest.raises(HTTPError) as refusal:
            self.open(path, form)
        with closing(refusal.value):
            return refusal.value.code, refusal.value.read().decode()

    def watch(self, path: str) -> contextlib.AbstractContextManager[object]:
        return closing(self._opener.open(f"{self.address}{path}", timeout=10))

    def moved_to(self, address: str) -> "Browser":
        self.address = address
        return self


def stop(process: subprocess.Popen[str], sign: int) -> str:
    process.send_signal(sign)
    out, said = process.communicate(timeout=10)
    assert process.returncode == 0, said
    assert out == ""
    return said


def next_of(browser: Browser) -> str:
    """What the chair's *Next* was drawn for, once the panel has come."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        panel = browser.open(f"/room/{KEY}?as=chair")
        if drawn := re.search(
            r'value="agenda.next"><input type="hidden" name="target" value="([^"]*)"', panel
        ):
            return drawn[1]
        time.sleep(0.1)
    raise AssertionError("the chair's panel never came")


def test_a_rehearsal_stops_cleanly_and_a_second_start_goes_on_in_the_middle_of_a_question(
    tmp_path: Path,
) -> None:
    with running("rehearsal-room", tmp_path) as (process, address, entry):
        browser = Browser(address)
        browser.open(f"/{entry}")
        browser.open("/rehearse", f"family=fennimore&key={KEY}")
        press = f"command=agenda.next&target={quote(next_of(browser))}&key=00000001"
        browser.open(f"/room/{KEY}/press?as=chair", press)
        with browser.watch(f"/room/{KEY}/events?as=mum"):
            said = stop(process, signal.SIGINT)
        assert "Traceback" not in said
    with running("rehearsal-room", tmp_path) as (process, address, _):
        browser.moved_to(address)  # who was signed in still is
        assert "Now on: Who is here" in browser.open("/")
        assert "I am here" in browser.open(f"/room/{KEY}?as=mum")
        assert "Traceback" not in stop(process, signal.SIGTERM)


def test_the_room_has_a_file_and_a_key_of_its_own_whatever_the_service_has(tmp_path: Path) -> None:
    theirs = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "CHAIRSIDE_KEY": "A" * 43 + "=",
    }
    with running("rehearsal-room", tmp_path, **theirs) as (_, address, entry):
        assert "Rehearsal room" in Browser(address).open(f"/{entry}")
    assert {path.name for path in tmp_path.iterdir()} >= {"rehearsals.db", "rehearsals.key"}
    assert not (tmp_path / "chairside.db").exists()


def test_nobody_gets_into_the_room_without_the_code(tmp_path: Path) -> None:
    with running("rehearsal-room", tmp_path) as (_, address, entry):
        assert re.fullmatch(r"\?code=[a-z0-9]{4}(-[a-z0-9]{4}){2}", entry)
        status, said = Browser(address).refused("/")
        assert status == 401
        assert "fennimore" not in said


def test_where_others_can_reach_it_the_room_needs_a_safe_address_and_prints_its_code_apart(
    tmp_path: Path,
) -> None:
    assert "set CHAIRSIDE_URL" in refused("rehearsal-room", tmp_path, HOST="0.0.0.0")
    assert "CHAIRSIDE_URL cannot be used" in refused(
        "rehearsal-room", tmp_path, HOST="0.0.0.0", CHAIRSIDE_URL="http://room.example"
    )
    with running("rehearsal-room", tmp_path, CHAIRSIDE_URL="https://room.example") as (
        process,
        _,
        entry,
    ):
        assert entry == ""
        assert process.stdout
        assert re.match(
            r"People sign in at https://room\.example with the code [a-z0-9-]{14}\n",
            process.stdout.readline(),
        )


def test_the_service_has_no_rehearsals_and_says_what_to_do_where_no_chat_service_is_set_up(
    tmp_path: Path,
) -> None:
    with running("serve", tmp_path) as (process, address, entry):
        assert entry == ""
        browser = Browser(address)
        assert "There is nothing to see here" in browser.open("/")
        assert "Leaflets" in browser.open("/leaflets")
        for path, form in (
            ("/rehearse", f"family=fennimore&key={KEY}"),
            (f"/room/{KEY}?as=chair", ""),
            ("/rehearsal-reports", ""),
        ):
            assert browser.refused(path, form)[0] == 404
        said = stop(process, signal.SIGTERM)
    assert "No chat service is set up" in said
    assert "make run" in said


def test_the_old_setting_is_refused_with_what_there_is_instead(tmp_path: Path) -> None:
    for program in ("serve", "rehearsal-room"):
        for value in ("yes", "no"):
            assert "python -m bot rehearsal-room" in refused(
                program, tmp_path, CHAIRSIDE_REHEARSAL=value
            )


def test_the_local_test_of_teams_does_not_run_beside_anything_real(tmp_path: Path) -> None:
    slack = {
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_TEAM": "T1",
        "SLACK_SIGNING_SECRET": "0123456789",
    }
    public = {"CHAIRSIDE_URL": "https://chairside.example"}
    teams = {"TEAMS_APP_ID": "0" * 8, "TEAMS_APP_PASSWORD": "x", "TEAMS_TENANT": "y"}
    for real in (slack, public, teams):
        assert "TEAMS_LOCAL_TEST" in refused("serve", tmp_path, TEAMS_LOCAL_TEST="1", **real)


def test_where_others_can_reach_it_a_chat_service_needs_an_address_for_links(
    tmp_path: Path,
) -> None:
    slack = {
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_TEAM": "T1",
        "SLACK_SIGNING_SECRET": "0123456789",
    }
    assert "CHAIRSIDE_URL is missing" in refused("serve", tmp_path, HOST="0.0.0.0", **slack)


@pytest.mark.parametrize("program", ["serve", "rehearsal-room"])
def test_a_port_that_is_taken_is_said_with_what_to_do(tmp_path: Path, program: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = refused(program, tmp_path, PORT=port)
    assert f"port {port}" in said
    assert "PORT=" in said


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_only_this_machine_reaches(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "box"])
def test_others_could_reach(host: str) -> None:
    assert not is_loopback(host)


def test_a_link_to_the_tracker_is_made_while_it_runs(tmp_path: Path) -> None:
    with running("serve", tmp_path) as (_, address, _):
        around = {"CHAIRSIDE_DATA": str(tmp_path), "PORT": address.rpartition(":")[2]}
        ask = ("tracker-link", "slack:T/USAM")
        assert "slack:T/USAM is no manager" in told(*ask, **around).stderr
        name = ("staff", "add", "slack:T/USAM", "--name", "Sam", "--may", "manage")
        named = told(*name, **around)
        assert named.stdout == "Sam is on the list now.\n", named.stderr
        done = told(*ask, **around)
        assert done.returncode == 0, done.stderr
        assert "There are no reports to show yet" in Browser("").open(done.stdout.strip())
        wrong = told(*ask, **{**around, "PORT": "1"})
        assert "could not be asked at http://127.0.0.1:1" in wrong.stderr


def test_a_chat_service_does_not_start_without_numbers_of_childrens_services(
    tmp_path: Path,
) -> None:
    text = as_one_file("cumbria")
    start, end = text.index("[danger.night]"), text.index("[[danger.number]]")
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "own.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    slack = {
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_TEAM": "T1",
        "SLACK_SIGNING_SECRET": "0123456789",
    }
    said = refused("serve", tmp_path, CHAIRSIDE_PROFILES=str(folder), **slack)
    assert (
        "profile 'cumbria', table 'danger.night': put the number of children's services by night"
        in said
    )
    checked = CliRunner().invoke(commands, ["check-profile", str(folder / "own.toml")])
    assert "danger.night" in str(checked.exception)
