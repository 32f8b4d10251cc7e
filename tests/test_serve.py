"""`python -m bot serve` as an operator sees it: one line when it is ready, a clean stop, and a second start that goes on."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.serve import is_loopback

READY = re.compile(r"Chairside is ready: (http://127\.0\.0\.1:\d+)/\n")
KEY = "0123456789abcdef"


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    around = {**os.environ, "CHAIRSIDE_DATA": str(data), "PORT": "0", **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"], env=around, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert process.stdout
        ready = READY.fullmatch(process.stdout.readline())
        assert ready, process.communicate(timeout=10)[1]
        yield process, ready[1]
    finally:
        process.kill()
        process.communicate()


def stop(process: subprocess.Popen[str], sign: int) -> str:
    process.send_signal(sign)
    out, told = process.communicate(timeout=10)
    assert process.returncode == 0, told
    assert out == ""
    return told


def post(address: str, path: str, form: str) -> None:
    request = urllib.request.Request(f"{address}{path}", form.encode(), {"Origin": address})
    urllib.request.urlopen(request, timeout=10).read()


def get(address: str, path: str) -> str:
    text: str = urllib.request.urlopen(f"{address}{path}", timeout=10).read().decode()
    return text


def test_it_stops_cleanly_and_a_second_start_goes_on_in_the_middle_of_a_question(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, address):
        post(address, "/rehearse", f"family=fennimore&key={KEY}")
        post(address, f"/room/{KEY}/press?as=chair", "command=agenda.next&target=&key=00000001")
        stream = urllib.request.urlopen(f"{address}/room/{KEY}/events?as=mum", timeout=10)
        told = stop(process, signal.SIGINT)
        stream.close()
        assert "Traceback" not in told
    with serving(tmp_path) as (process, address):
        assert "Now on: Who is here" in get(address, "/")
        assert "I am here" in get(address, f"/room/{KEY}?as=mum")
        assert "Traceback" not in stop(process, signal.SIGTERM)


def test_a_port_that_is_taken_is_said_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        around = {**os.environ, "CHAIRSIDE_DATA": str(tmp_path), "PORT": port}
        done = subprocess.run(
            [sys.executable, "-m", "bot", "serve"], env=around, capture_output=True, text=True, timeout=30, check=False
        )
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "PORT=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_only_this_machine_reaches(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "box"])
def test_others_could_reach(host: str) -> None:
    assert not is_loopback(host)


def test_a_link_to_the_tracker_is_made_while_it_runs(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, address):
        port = address.rpartition(":")[2]
        around = {**os.environ, "CHAIRSIDE_DATA": str(tmp_path), "PORT": port}
        ask = [sys.executable, "-m", "bot", "tracker-link", "Sam Whitlock"]
        done = subprocess.run(ask, env=around, text=True, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        assert "There are no reports to show yet" in get("", done.stdout.strip())
        wrong = subprocess.run(ask, env={**around, "PORT": "1"}, text=True, capture_output=True, timeout=60, check=False)
        assert "could not be asked for the link at http://127.0.0.1:1" in wrong.stderr
