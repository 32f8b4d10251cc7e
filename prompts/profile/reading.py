"""Profiles read from their files and checked, so that every fault is said with its place."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from prompts.profile.checks import faults
from prompts.profile.faults import said_plainly
from prompts.profile.profile import Profile
from prompts.profile.sources import SHARED, SHIPPED, BadProfile, Source, is_profile, read_source


def read_profile(path: Path) -> Profile:
    """The profile in a file or a folder. Raises `BadProfile` with every fault found and what to
    put instead.
    """
    source = read_source(path)
    try:
        profile = Profile.model_validate(source.data)
    except ValidationError as fault:
        raise BadProfile("\n".join(_in_tables(source, fault))) from fault
    if found := [f"{source.file_of(fault.place)}: {fault.text}" for fault in faults(profile)]:
        raise BadProfile("\n".join(found))
    return profile


def _in_tables(source: Source, fault: ValidationError) -> Iterator[str]:
    for error in fault.errors():
        yield f"{source.file_of(error['loc'])}: {said_plainly(source.data, error)}"


def profile_names() -> list[str]:
    """The profiles that come with the program."""
    return sorted(path.name for path in SHIPPED.iterdir() if path.is_dir() and path != SHARED)


def load_profile(name: str) -> Profile:
    """A profile that comes with the program. Raises `BadProfile`."""
    if name not in profile_names():
        raise BadProfile(
            f"there is no profile '{name}'; choose one of {', '.join(profile_names())}"
        )
    return read_profile(SHIPPED / name)


def load_profiles(own: Path | None = None) -> dict[str, Profile]:
    """Every profile by its id: those that come with the program and those of the service's own
    folder.

    A profile of the folder takes the place of one that has the same id. Raises `BadProfile` with
    all faults of all files.
    """
    shipped = {name: load_profile(name) for name in profile_names()}
    return shipped | (_own_profiles(own) if own else {})


def _own_profiles(folder: Path) -> dict[str, Profile]:
    if not folder.is_dir():
        raise BadProfile(
            f"{folder}: there is no such folder; make it and put your "
            "profiles there, or name another"
        )
    found, wrong = [], []
    for path in sorted(filter(is_profile, folder.iterdir())):
        try:
            found.append((path, read_profile(path)))
        except BadProfile as fault:
            wrong.append(str(fault))
    wrong += _same_ids(found)
    if wrong:
        raise BadProfile("\n".join(wrong))
    return {profile.id: profile for _, profile in found}


def _same_ids(found: Iterable[tuple[Path, Profile]]) -> list[str]:
    first: dict[str, Path] = {}
    wrong = []
    for path, profile in found:
        before = first.setdefault(profile.id, path)
        if before is not path:
            wrong.append(
                f"{path}: key 'id': '{profile.id}' is the id of {before.name} as "
                "well; give each profile its own id"
            )
    return wrong
