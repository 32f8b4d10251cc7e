"""A profile's data as it stands in files: one file or a folder of them, and what it is based on."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

KeyPath = tuple[int | str, ...]
Files = dict[KeyPath, Path]
Table = dict[str, object]
SHIPPED = Path(__file__).parent.parent / "profiles"
SHARED = SHIPPED / "shared"  # what shipped profiles are based on, and no profile itself
# Which file of a folder holds a table, where nothing says otherwise.
USUALLY_IN = {
    "part": "agenda.toml",
    "box": "agenda.toml",
    "plan": "plan.toml",
    "preparation": "before.toml",
    "report": "before.toml",
    "core_group": "after.toml",
    "feedback": "after.toml",
    "reminders": "after.toml",
    "leaflet": "papers.toml",
    "letter": "papers.toml",
}


class BadProfile(Exception):
    """The profile cannot be used; the message names file, line or key, and what to put."""


class Source(NamedTuple):
    """A profile's data, and which file each part of it comes from."""

    path: Path
    data: Table
    files: Files

    def file_of(self, place: KeyPath) -> Path:
        """The file that holds, or should hold, what stands at a place."""
        for end in range(len(place), 0, -1):
            if found := self.files.get(place[:end]):
                return found
        if self.path.suffix == ".toml" or not place:
            return self.path
        return self.path / USUALLY_IN.get(str(place[0]), "service.toml")


def is_profile(path: Path) -> bool:
    """Whether a path looks like a profile: a TOML file, or a folder with such files."""
    return path.suffix == ".toml" if path.is_file() else any(path.glob("*.toml"))


def read_source(path: Path) -> Source:
    """The data of a profile, completed from what it is based on. Raises `BadProfile`."""
    return _based_on_others(path, ())


def _based_on_others(path: Path, above: tuple[Path, ...]) -> Source:
    own = _read(path)
    name = own.data.pop("based_on", None)
    if name is None:
        return own
    base = SHIPPED / str(name)
    if not (isinstance(name, str) and name.isidentifier() and base.is_dir()):
        known = ", ".join(sorted(folder.name for folder in SHIPPED.iterdir()))
        raise BadProfile(
            f"{own.file_of(('based_on',))}: key 'based_on': there is no '{name}'; "
            f"put one of {known}"
        )
    if base in above:
        raise BadProfile(f"{path}: key 'based_on': '{name}' is based on itself; take it out")
    return _completed(own, _based_on_others(base, (*above, base)))


def _read(path: Path) -> Source:
    """One file, or the files of a folder side by side."""
    data: Table = {}
    files: Files = {}
    faults = []
    for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
        for key, value in _tables(file).items():
            if key in data:
                faults.append(
                    f"{file}: key '{key}': it stands in {files[(key,)].name} as well; "
                    "keep it in one file"
                )
                continue
            data[key] = value
            files[(key,)] = file
    if faults:
        raise BadProfile("\n".join(faults))
    return Source(path, data, files)


def _tables(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise BadProfile(
            f"{file}: there is no such file; put the profile there or name another"
        ) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadProfile(f"{file}: not valid TOML: {fault}; correct that line") from fault


def _completed(own: Source, base: Source) -> Source:
    """What a profile leaves out comes from its base: a key, a key of a table, or a key of a row
    that it names by its id. A list is the profile's own: rows that it does not name are left out.
    """
    files = dict(own.files)
    for gap in _left_out(own.data, base.data):
        gap.table[str(gap.place[-1])] = gap.value
        files[gap.place] = base.file_of(gap.base_place)
        files |= _moved(base.files, gap.base_place, gap.place)
    return Source(own.path, own.data, files)


def _moved(files: Files, before: KeyPath, after: KeyPath) -> Files:
    return {
        (*after, *place[len(before) :]): file
        for place, file in files.items()
        if place[: len(before)] == before
    }


class Gap(NamedTuple):
    """A key that a table leaves out: where it goes, and the value that its base has for it."""

    table: Table
    place: KeyPath
    base_place: KeyPath
    value: object


def _left_out(own: Table, base: Table) -> Iterator[Gap]:
    questions = {row.get("id"): (place, row) for place, row in _questions(base)}
    rest = {key: value for key, value in base.items() if key != "question"}
    yield from _gaps(own, rest, (), ())
    for place, row in _questions(own):
        if row.get("id") in questions:
            base_place, base_row = questions[row["id"]]
            yield from _gaps(row, base_row, place, base_place)


def _questions(data: Table) -> Iterator[tuple[KeyPath, Table]]:
    """The questions of the agenda, and those that a base offers in no part of its own."""
    yield from _rows(data, ("question",))
    for place, part in _rows(data, ("part",)):
        yield from _rows(part, (*place, "question"))


def _gaps(own: object, base: object, place: KeyPath, base_place: KeyPath) -> Iterator[Gap]:
    if not isinstance(own, dict) or not isinstance(base, dict):
        return
    for key, value in base.items():
        there, base_there = (*place, key), (*base_place, key)
        if key not in own:
            yield Gap(own, there, base_there, value)
            continue
        yield from _gaps(own[key], value, there, base_there)
        named = {row.get("id"): (at, row) for at, row in _rows(base, base_there)}
        for at, row in _rows(own, there):
            if "id" in row and row["id"] in named:
                base_at, base_row = named[row["id"]]
                yield from _gaps(row, base_row, at, base_at)


def _rows(table: Table, place: KeyPath) -> Iterator[tuple[KeyPath, Table]]:
    """The rows of the list that stands at a place, under its last key."""
    rows = table.get(str(place[-1]))
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            yield (*place, index), row
