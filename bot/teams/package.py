"""The app package that an IT officer uploads to Teams: the manifest, both icons, nothing else."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from bot.spine.settings import BadSettings
from bot.teams.icons import ACCENT, colour_icon, outline_icon
from prompts.words import say

VERSION = "1.30"
_SCHEMA = (
    f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
)
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_APP_VERSION = "1.0.0"
_ON_A_DAY = (2026, 1, 1, 0, 0, 0)


@click.command("teams-package")
@click.option(
    "--app-id", required=True, help="The Application (client) ID of the app registration."
)
@click.option(
    "--url",
    required=True,
    help="Where this Chairside is reached, for example https://chairside.example.gov.uk",
)
@click.option(
    "--privacy-url",
    default="",
    help="Your privacy notice; the address of Chairside where you leave it out.",
)
@click.option(
    "--terms-url",
    default="",
    help="Your terms of use; the address of Chairside where you leave it out.",
)
@click.option(
    "--out",
    default="chairside-teams.zip",
    type=click.Path(dir_okay=False, path_type=Path),
    show_default=True,
)
def teams_package(app_id: str, url: str, privacy_url: str, terms_url: str, out: Path) -> None:
    """Write the app package to upload to Microsoft Teams."""
    packed = package(app_id.strip().lower(), url.strip().rstrip("/"), privacy_url, terms_url)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(packed)
    click.echo(
        f"{out} is ready. Upload it in the Teams admin centre: Teams apps, "
        "Manage apps, Actions, Upload new app."
    )


def package(app_id: str, url: str, privacy_url: str = "", terms_url: str = "") -> bytes:
    """The package as a zip file; the same each time. Raises `BadSettings`."""
    if not _GUID.fullmatch(app_id):
        raise BadSettings(
            "--app-id must be the Application (client) ID of the app registration, 36 characters."
        )
    address = urlsplit(url)
    if address.scheme != "https" or not address.hostname or address.path or address.query:
        raise BadSettings(
            "--url must be where Chairside is reached, with https and no path: https://chairside.example.gov.uk"
        )
    files = {
        "manifest.json": json.dumps(
            manifest(app_id, url, privacy_url or url, terms_url or url),
            indent=2,
            ensure_ascii=False,
        ).encode(),
        "color.png": colour_icon(),
        "outline.png": outline_icon(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ON_A_DAY), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def manifest(app_id: str, url: str, privacy_url: str, terms_url: str) -> dict[str, Any]:
    """What Teams is told about the app. It asks for no permission to read anything."""
    return {
        "$schema": _SCHEMA,
        "manifestVersion": VERSION,
        "version": _APP_VERSION,
        "id": app_id,
        "developer": {
            "name": say("teams.app.developer"),
            "websiteUrl": url,
            "privacyUrl": privacy_url,
            "termsOfUseUrl": terms_url,
        },
        "name": {"short": say("teams.app.name"), "full": say("teams.app.full_name")},
        "description": {"short": say("teams.app.short"), "full": say("teams.app.full")},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "bots": [_bot(app_id)],
        "validDomains": [urlsplit(url).hostname],
        "defaultInstallScope": "team",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
    }


def _bot(app_id: str) -> dict[str, Any]:
    return {
        "botId": app_id,
        "scopes": ["team", "groupChat", "personal"],
        "isNotificationOnly": False,
        "supportsFiles": False,
        "commandLists": [
            {"scopes": ["team", "groupChat"], "commands": [_command("start"), _command("help")]},
            {
                "scopes": ["personal"],
                "commands": [_command("now"), _command("actions"), _command("help")],
            },
        ],
    }


def _command(word: str) -> dict[str, str]:
    return {"title": word, "description": say(f"teams.app.{word}")}
