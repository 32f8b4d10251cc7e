"""What the walls of the design forbid in a source file; `tests/test_walls.py` holds every file of
ours against it.
"""

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePath

OURS = {
    "bot": {"bot", "handlers", "prompts", "storage"},
    "handlers": {"handlers", "prompts", "storage"},
    "prompts": {"prompts"},
    "storage": {"storage"},
}
# The rooms of `handlers/`, lowest floor first: a room may import from those below it.
FLOORS = (
    "grammar",
    "dates",
    "people",
    "questions",
    "plan",
    "agenda",
    "before",
    "reminding",
    "meeting",
    "between",
    "after",
    "staff",
    "catalogue",
)
# The same inside `bot/`: a door of the web never takes a command line along.
BOT_FLOORS = (
    "spine",
    "documents",
    "chat",
    "web",
    "slack",
    "teams",
    "rehearsal",
    "cli",
    "__main__",
)
HOUSES = {"handlers": FLOORS, "bot": BOT_FLOORS}
# Where each foreign library may be imported: a folder, and what stands in it.
HOME = {
    "aiohttp": "bot",
    "holidays": "handlers",
    "apscheduler": "bot",
    "slack_bolt": "bot/slack",
    "slack_sdk": "bot/slack",
    "botbuilder": "bot/teams",
    "botframework": "bot/teams",
    "msrest": "bot/teams",
    "sqlalchemy": "storage",
    "alembic": "storage",
    "psycopg": "storage",
    "sqlite3": "storage",
}
# Only operators read what these say.
FOR_OPERATORS = {
    "bot/cli/numbers.py",
    "bot/__main__.py",
    "bot/cli/agenda_file.py",
    "bot/cli/audit.py",
    "bot/cli/clocking.py",
    "bot/cli/moving.py",
    "bot/spine/keys.py",
    "bot/web/listening.py",
    "bot/spine/opening.py",
    "bot/cli/profiles_in_use.py",
    "bot/rehearsal/rehearse.py",
    "bot/rehearsal/room/program.py",
    "bot/cli/serve.py",
    "bot/spine/settings.py",
    "bot/slack/app.py",
    "bot/cli/staff.py",
    "bot/web/staff_orders.py",
    "bot/slack/settings.py",
    "bot/teams/package.py",
    "bot/teams/settings.py",
    "bot/cli/resealing.py",
    "bot/cli/running.py",
    "bot/cli/tracker_link.py",
}
_LOGGING = {"debug", "info", "warning", "error", "exception", "critical"}
_SENTENCE = re.compile(r"(^|[.!?>] ?)[A-Z][\w’'-]*,?( [^\s<>]+){3,}")
_SCRIPT = re.compile(
    r"/\*.*?\*/|//[^\n]*|`(?:\\.|[^`])*`|\"(?:\\.|[^\"\n])*\"|'(?:\\.|[^'\n])*'", re.DOTALL
)


def wrong_imports(path: PurePath, source: str) -> list[str]:
    """The modules that this file must not import."""
    home = path.parts[0]
    return [
        name
        for name in _imported(path, ast.parse(source))
        if (name.split(".")[0] in OURS and name.split(".")[0] not in OURS[home])
        or not _at_home(path, name)
    ]


def upstairs(path: PurePath, source: str) -> list[str]:
    """The modules on a higher floor of the same house than this file of it."""
    house, room = path.with_suffix("").parts[:2]
    floors = HOUSES[house]
    below = floors[: floors.index(room) + 1]
    ours = [name for name in _imported(path, ast.parse(source)) if name.startswith(f"{house}.")]
    return [name for name in ours if name.split(".")[1] not in below]


def a_circle(sources: Mapping[PurePath, str]) -> list[str]:
    """Modules that import each other in a circle; empty where none do."""
    names = {
        ".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in sources
    }
    graph = {
        name: set(_modules(names, path, sources[path])) - {name} for name, path in names.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def _modules(names: Mapping[str, PurePath], path: PurePath, source: str) -> Iterator[str]:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found = {f"{node.module}.{alias.name}" for alias in node.names} & set(names)
            yield from found or {node.module} & set(names)
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & set(names)


def _imported(path: PurePath, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = path.parts[: -node.level] if node.level else ()
            yield ".".join((*above, node.module or ""))


def _at_home(path: PurePath, name: str) -> bool:
    library = name.split(".")[0]
    home = HOME.get(library) or HOME.get(library.split("-")[0])
    return home is None or path.is_relative_to(home)


def sentences(path: PurePath, source: str) -> list[str]:
    """The sentences in this file that somebody in a conference might read: they belong into
    prompts/.
    """
    if path.as_posix() in FOR_OPERATORS:
        return []
    texts = _script_texts(source) if path.suffix == ".js" else _texts(ast.parse(source))
    return [text for text in texts if _SENTENCE.search(text)]


def _script_texts(source: str) -> Iterator[str]:
    return (found[1:-1] for found in _SCRIPT.findall(source) if not found.startswith("/"))


def _texts(node: ast.AST) -> Iterator[str]:
    """Every text below this node, a formatted one as a whole; docstrings and what only engineers
    read left out.
    """
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
        )
    elif not _for_engineers(node):
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


def _for_engineers(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))):
            return hasattr(builtins, name)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=name)):
            return name in _LOGGING
        case ast.Assert():
            return True
    return False
