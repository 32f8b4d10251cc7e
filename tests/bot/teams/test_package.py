"""The app package: a manifest that Microsoft's own schema takes, both icons in their sizes, and
nothing else.
"""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from bot.spine.settings import BadSettings
from bot.teams.icons import colour_icon, outline_icon
from bot.teams.package import VERSION, manifest, package, teams_package
from tests.kit.teams_browser import ROOT
from tests.kit.teams_microsoft import APP_ID

URL = "https://chairside.example.gov.uk"
SCHEMAS = (
    ROOT
    / "tests/npm/node_modules"
    / "@microsoft"
    / "app-manifest"
    / "build"
    / "json-schemas"
    / "teams"
)


def test_the_package_holds_a_manifest_and_two_icons(tmp_path: Path) -> None:
    out = tmp_path / "new" / "app.zip"
    result = CliRunner().invoke(
        teams_package, ["--app-id", APP_ID.upper(), "--url", f"{URL}/", "--out", str(out)]
    )
    assert result.exit_code == 0, result.output
    assert str(out) in result.output
    with zipfile.ZipFile(out) as packed:
        assert sorted(packed.namelist()) == ["color.png", "manifest.json", "outline.png"]
        told = json.loads(packed.read("manifest.json"))
    assert told["id"] == told["bots"][0]["botId"] == APP_ID
    assert told["bots"][0]["scopes"] == ["team", "groupChat", "personal"]
    assert told["validDomains"] == ["chairside.example.gov.uk"]
    assert "webApplicationInfo" not in told, "it asks for nothing that reads messages"
    assert "authorization" not in told


def test_the_package_is_the_same_each_time() -> None:
    assert package(APP_ID, URL) == package(APP_ID, URL)
    assert zipfile.ZipFile(io.BytesIO(package(APP_ID, URL))).testzip() is None


def test_the_commands_are_those_that_are_answered() -> None:
    lists = manifest(APP_ID, URL, URL, URL)["bots"][0]["commandLists"]
    words = {command["title"] for one in lists for command in one["commands"]}
    assert words == {"start", "now", "actions", "help"}
    assert [one["scopes"] for one in lists] == [["team", "groupChat"], ["personal"]]


@pytest.mark.parametrize(("icon", "size"), [(colour_icon(), 192), (outline_icon(), 32)])
def test_an_icon_is_a_picture_of_its_size(icon: bytes, size: int) -> None:
    assert icon.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", icon[16:24]) == (size, size)
    rows = zlib.decompress(icon[icon.index(b"IDAT") + 4 : icon.index(b"IEND") - 8])
    assert len(rows) == size * (1 + 4 * size)


def test_the_outline_is_white_on_nothing() -> None:
    icon = outline_icon()
    rows = zlib.decompress(icon[icon.index(b"IDAT") + 4 : icon.index(b"IEND") - 8])
    pixels = [rows[row * 129 + 1 + 4 * x :][:4] for row in range(32) for x in range(32)]
    assert {pixel[:3] for pixel in pixels} == {b"\xff\xff\xff"}
    assert {0, 255} <= {pixel[3] for pixel in pixels}


@pytest.mark.parametrize(
    ("app_id", "url"),
    [
        ("x", URL),
        (APP_ID, "http://a.example"),
        (APP_ID, "chairside"),
        (APP_ID, f"{URL}/path"),
        (APP_ID, "https://"),
    ],
)
def test_what_cannot_be_used_is_refused(app_id: str, url: str) -> None:
    with pytest.raises(BadSettings):
        package(app_id, url)


@pytest.mark.e2e
def test_microsofts_own_schema_takes_the_manifest_and_is_the_newest() -> None:
    versions = sorted(tuple(map(int, path.name[1:].split("."))) for path in SCHEMAS.glob("v[0-9]*"))
    assert ".".join(map(str, versions[-1])) == VERSION
    schema = json.loads((SCHEMAS / f"v{VERSION}" / "MicrosoftTeams.schema.json").read_text())
    # Its patterns are written for JavaScript, so the schema itself is not checked.
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(manifest(APP_ID, URL, URL, URL))] == []
