"""The walls of the design stand: imports run one way, each library has one home, and words stand in
prompts/ alone.
"""

import ast
from pathlib import Path, PurePath

import pytest

from handlers import catalogue  # noqa: F401  (registers every drawing)
from handlers.grammar import registry
from tests.kit.walls import (
    FOR_OPERATORS,
    HOUSES,
    OURS,
    a_circle,
    sentences,
    upstairs,
    wrong_imports,
)

ROOT = Path(__file__).parent.parent
PYTHON = sorted(path.relative_to(ROOT) for folder in OURS for path in (ROOT / folder).rglob("*.py"))
SPEAKING = [path for path in PYTHON if path.parts[0] in ("bot", "handlers")]
SCRIPTS = sorted(path.relative_to(ROOT) for path in (ROOT / "bot").rglob("*.js"))


def test_there_is_something_to_look_at() -> None:
    assert {path.parts[0] for path in PYTHON} == set(OURS)
    assert {ROOT / name for name in FOR_OPERATORS} <= {ROOT / path for path in PYTHON}


def test_imports_run_one_way_and_libraries_stay_at_home() -> None:
    wrong = {str(path): wrong_imports(path, (ROOT / path).read_text()) for path in PYTHON}
    assert {path: names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize("house", HOUSES)
def test_rooms_of_a_house_import_from_floors_below(house: str) -> None:
    rooms = [
        path
        for path in PYTHON
        if path.parts[0] == house and (len(path.parts) > 2 or path.stem in HOUSES[house])
    ]
    wrong = {str(path): upstairs(path, (ROOT / path).read_text()) for path in rooms}
    assert {path: names for path, names in wrong.items() if names} == {}
    assert {path.parts[1].removesuffix(".py") for path in rooms} == set(HOUSES[house])


def test_no_modules_import_each_other() -> None:
    assert a_circle({path: (ROOT / path).read_text() for path in PYTHON}) == []


def test_an_import_from_upstairs_and_a_circle_are_found() -> None:
    assert upstairs(PurePath("handlers/dates/rhythm.py"), "from handlers.people.lead import lead")
    assert (
        upstairs(PurePath("handlers/people/lead.py"), "from handlers.dates.rhythm import due") == []
    )
    door = PurePath("bot/web/operator_doors.py")
    assert upstairs(door, "from bot.cli.staff import obey") == ["bot.cli.staff"]
    assert upstairs(door, "from bot.spine.dispatch import Dispatcher") == []
    one, other = PurePath("bot/one.py"), PurePath("bot/other.py")
    assert a_circle({one: "from bot import other", other: "def f():\n    from bot.one import g"})
    assert a_circle({one: "from bot import other", other: "import bot.third"}) == []


def test_words_for_people_stand_in_prompts() -> None:
    found = {
        str(path): sentences(path, (ROOT / path).read_text()) for path in (*SPEAKING, *SCRIPTS)
    }
    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("handlers/questions/scaling.py", "import bot.spine.dispatch"),
        ("handlers/questions/scaling.py", "from bot.spine import dispatch"),
        ("handlers/questions/scaling.py", "def f():\n    from sqlalchemy import select"),
        ("handlers/questions/scaling.py", "from sqlalchemy.orm import Session"),
        ("handlers/questions/scaling.py", "import aiohttp.web"),
        ("prompts/card.py", "from storage.tables import Step"),
        ("prompts/card.py", "import handlers.grammar.roles as roles"),
        ("storage/book.py", "from prompts.words import say"),
        ("storage/book.py", "from handlers.grammar.roles import Role"),
        ("bot/web/app.py", "import sqlalchemy"),
        ("bot/web/app.py", "from psycopg import connect"),
        ("bot/web/app.py", "import slack_bolt"),
        ("bot/spine/dispatch.py", "from botbuilder.core import TurnContext"),
        ("bot/slack/app.py", "from ...elsewhere import x\nimport botbuilder.schema"),
    ],
)
def test_a_wrong_import_is_found(path: str, source: str) -> None:
    assert wrong_imports(PurePath(path), source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "bot/spine/dispatch.py",
            (
                "from handlers.grammar.registry import commands\nfrom storage.book "
                "import Book\nimport apscheduler.triggers"
            ),
        ),
        (
            "handlers/questions/scaling.py",
            (
                "from handlers.grammar.roles import CHAIR\nfrom prompts.card import "
                "Card\nfrom storage.book import Book"
            ),
        ),
        (
            "handlers/questions/scaling.py",
            "from .roles import CHAIR\nfrom . import roles\nimport prompting",
        ),
        ("bot/slack/app.py", "import slack_bolt.async_app\nimport aiohttp"),
        (
            "storage/book.py",
            "from sqlalchemy import select\nimport sqlite3\nfrom storage.tables import Step",
        ),
    ],
)
def test_a_right_import_is_let_be(path: str, source: str) -> None:
    assert wrong_imports(PurePath(path), source) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("handlers/questions/scaling.py", "title = 'Everybody has given a number'"),
        ("handlers/questions/scaling.py", "raise Refused('You can not do that now')"),
        ("handlers/questions/scaling.py", "words = f'The chair is {name} for today'"),
        ("handlers/questions/scaling.py", "words = ('Only the chair '\n    'can do that')"),
        ("bot/web/app.py", "page = '<p>The board is not open yet</p>'"),
        ("bot/web/app.py", "web.Response(text='This link has run out. Ask the chair.')"),
        ("bot/web/static/room.js", "let x = 1; // its\nshow('You are not connected now')"),
        ("bot/web/static/room.js", "show(`Waiting for ${n} more people to answer`)"),
    ],
)
def test_a_sentence_outside_prompts_is_found(path: str, source: str) -> None:
    assert sentences(PurePath(path), source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "handlers/questions/scaling.py",
            (
                '"""Everybody gives a number, or passes."""\ndef f():\n    '
                '"And another one of six words."'
            ),
        ),
        ("handlers/questions/scaling.py", "raise ValueError('A key must be 32 bytes long')"),
        ("handlers/questions/scaling.py", "say('scale.everybody_has_given_a_number')"),
        ("bot/spine/delivery.py", "log.warning('Post %s could not be shown', post.id)"),
        ("bot/spine/settings.py", "put = 'Put a whole number here instead'"),
        ("bot/web/app.py", "'text/html; charset=utf-8', 'Content-Security-Policy'"),
        (
            "bot/web/static/room.js",
            (
                "/* Somebody's words are shown as they are. "
                "*/\nfetch('/rooms'); // Don't wait for it here"
            ),
        ),
    ],
)
def test_what_nobody_in_a_conference_reads_is_let_be(path: str, source: str) -> None:
    assert sentences(PurePath(path), source) == []


@pytest.mark.parametrize("name", ["dispatch", "changing", "looking", "delivery", "clock"])
def test_the_spine_names_no_slot(name: str) -> None:
    """What follows from a command is registered by the rooms that want it."""
    source = ast.parse((ROOT / f"bot/spine/{name}.py").read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant)}
    assert words.isdisjoint(registry.drawings)
