"""The programs behind a real TLS proxy, nginx as Debian has it: no header opens a rehearsal, or
anything of a case.
"""

import base64
import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.sealing import Vault
from storage.tables import Meeting
from tests.bot.cli.test_serve import running
from tests.kit.conference import Conference

pytestmark = pytest.mark.proxy

NGINX = "/usr/sbin/nginx"
ROOT = Path(__file__).parents[3]
CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
        location / {{ proxy_pass {behind}; {headers} }}
    }}
}}
"""
DEFAULT = ""
HOST = (
    "proxy_set_header Host $host; proxy_set_header X-Real-IP $remote_addr; "
    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; "
    "proxy_set_header X-Forwarded-Proto $scheme;"
)
FORGED: tuple[dict[str, str], ...] = (
    {},
    {"Host": "127.0.0.1"},
    {"Host": "localhost:8000"},
    {"Host": "[::1]"},
    {
        "X-Forwarded-Host": "127.0.0.1",
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Proto": "http",
        "X-Real-IP": "127.0.0.1",
    },
    {"Forwarded": "for=127.0.0.1;host=localhost;proto=http", "Host": "localhost"},
)
# What only a rehearsal, or a case, would show.
WORDS = ("Fennimore", "Thornbeck", "Rehearsal room", "rehearse", "Posy", "Carys")
KEY = "0123456789abcdef"


@contextmanager
def proxied(folder: Path, behind: str, headers: str) -> Iterator[str]:
    """The address of an nginx that speaks TLS and sends everything on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = [
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=chairside.example",
    ]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", "req", *made, *files], check=True, capture_output=True)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        CONFIGURATION.format(folder=folder, port=port, behind=behind, headers=headers)
    )
    process = subprocess.Popen(
        [NGINX, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(configuration)]
    )
    try:
        _wait_for(port, process)
        yield f"https://127.0.0.1:{port}"
    finally:
        for connection in _open.values():
            connection.close()
        _open.clear()
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        assert process.poll() is None, "nginx did not start"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nginx does not listen")


_open: dict[str, http.client.HTTPSConnection] = {}


def ask(
    address: str, method: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, str, dict[str, str]]:
    """The answer to somebody who comes from outside, and trusts any certificate."""
    found = urlsplit(address)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    connection = _open.setdefault(
        found.netloc, http.client.HTTPSConnection(found.netloc, context=trusting, timeout=20)
    )
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    try:
        connection.request(method, f"{found.path}?{found.query}", body, {**kind, **headers})
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace"), dict(response.headers)
    except (http.client.HTTPException, ConnectionError):
        connection.close()
        raise


def every_path() -> list[str]:
    """Every route that the source knows, of the service and of the room, with something for each
    variable.
    """
    source = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))
    found = set(re.findall(r"""["'](/[a-z][a-z/_.-]*)["'{?]""", source)) | {
        "/",
        "/slack/events",
        "/api/messages",
    }
    room = f"/room/{KEY}"
    rooms = [
        room,
        *(
            f"{room}/{part}"
            for part in ("posts", "board", "board/part", "events", "press", "play", "time")
        ),
    ]
    links = [
        f"/{page}/x.y{end}"
        for page in ("board", "record", "letter", "feedback", "reports", "answers")
        for end in ("", "/part", "/events")
    ]
    return sorted(
        {
            *found,
            *rooms,
            *links,
            "/rehearse",
            "/rehearsal-reports",
            "/rehearsal-reports/file.csv",
            "/sign-in",
        }
    )


@pytest.fixture(scope="module")
def paths() -> list[str]:
    found = every_path()
    assert {
        "/",
        "/rehearse",
        f"/room/{KEY}",
        f"/room/{KEY}/press",
        "/slack/events",
        "/readyz",
        "/sign-in",
    } <= set(found)
    return found


def gives_nothing(address: str, paths: list[str], allowed: frozenset[str]) -> int:
    """Asks for everything in every way; gives how often.

    Only `allowed` paths may answer with a page.
    """
    asked = 0
    form = f"family=fennimore&key={KEY}&command=agenda.next&target=&how=one".encode()
    for path in paths:
        for headers in FORGED:
            for method, body in (("GET", None), ("POST", form)):
                origin = {"Origin": f"https://{headers.get('Host', '127.0.0.1')}"} if body else {}
                status, said, got = ask(
                    f"{address}{path}?as=chair", method, {**headers, **origin}, body
                )
                asked += 1
                assert status < 500, (path, headers, method)
                assert status >= 400 or path in allowed, (path, headers, method, status)
                assert not any(word in said for word in WORDS if path not in allowed), (
                    path,
                    headers,
                    method,
                )
                assert "Set-Cookie" not in got
    return asked


def with_a_case(data: Path, name: str, room: str, sample: str) -> None:
    """Somebody has said something in a meeting of this database; its key lies beside it."""
    data.mkdir()
    key = os.urandom(32)
    with (
        closing(Database.open(f"sqlite:///{data / name}.db", Vault(key))) as database,
        closing(_migrated(database, room)) as conference,
    ):
        conference.begins_with("matters_most")
        conference.person("mum").answers("matters_most", "Posy and her gran.")
        conference.deliver()
        with database.session() as session:
            for meeting in session.scalars(select(Meeting)):
                meeting.sample = sample
    file = data / f"{name}.key"
    file.touch(mode=0o600)
    file.write_text(base64.b64encode(key).decode() + "\n")


def _migrated(database: Database, room: str) -> Conference:
    database.migrate()
    database.check_key()
    return Conference(database, room=room)


@pytest.mark.parametrize(
    ("headers", "room"),
    [(DEFAULT, f"web:{KEY}"), (HOST, "slack:T1/C1")],
    ids=["default", "host"],
)
def test_the_service_behind_a_proxy_gives_nothing_of_a_rehearsal_and_nothing_of_a_case(
    tmp_path: Path, paths: list[str], headers: str, room: str
) -> None:
    with_a_case(tmp_path / "data", "chairside", room, "")
    slack = {
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_TEAM": "T1",
        "SLACK_SIGNING_SECRET": "0123456789",
    }
    slack["SLACK_API_URL"] = "http://127.0.0.1:9/"
    public = {"CHAIRSIDE_URL": "https://chairside.example", **slack}
    with (
        running("serve", tmp_path / "data", **public) as (_, behind, _),
        proxied(tmp_path, behind, headers) as address,
    ):
        allowed = frozenset({"/", "/healthz", "/readyz", "/leaflets"})
        assert gives_nothing(address, paths, allowed) > 500
        assert ask(f"{address}/", "GET", {})[2]["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("headers", [DEFAULT, HOST], ids=["default", "host"])
@pytest.mark.parametrize("url", ["https://127.0.0.1", ""], ids=["public", "as-on-one-machine"])
def test_the_room_behind_a_proxy_gives_nothing_without_its_code(
    tmp_path: Path, paths: list[str], headers: str, url: str
) -> None:
    public = {"CHAIRSIDE_URL": url} if url else {}
    with_a_case(tmp_path / "data", "rehearsals", f"web:{KEY}", "fennimore")
    with (
        running("rehearsal-room", tmp_path / "data", **public) as (_, behind, _),
        proxied(tmp_path, behind, headers) as address,
    ):
        for path in paths:
            if path in ("/healthz", "/readyz", "/leaflets"):
                continue
            for forged in FORGED:
                status, said, got = ask(f"{address}{path}?as=chair", "GET", forged)
                assert status in (400, 401, 403, 404, 405, 410), (path, forged, status)
                assert not any(word in said for word in WORDS if word != "Rehearsal room"), path
                assert "Set-Cookie" not in got


def test_nginx_is_there() -> None:
    assert Path(NGINX).exists(), "install nginx (on Debian: apt-get install nginx-light)"
    assert sys.platform == "linux"
