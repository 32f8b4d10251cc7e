"""Profiles that meetings still go by: what is missing of them is said to the operator at start, and
nothing of it is lost.
"""

from collections.abc import Iterator, Mapping

from prompts.profile import Profile
from storage.database import Database
from storage.in_use import InUse, by_profile, in_use

_SHOWN = 5


def missing_in_profiles(database: Database, profiles: Mapping[str, Profile]) -> list[str]:
    """A message for each profile that is not there, or lacks questions that a meeting asks."""
    with database.read() as session:
        found = by_profile(in_use(session))
    return [
        line for name, used in found.items() for line in _missing(profiles.get(name), name, used)
    ]


def _missing(profile: Profile | None, name: str, used: list[InUse]) -> Iterator[str]:
    if profile is None:
        yield (
            f"The profile '{name}' is not there, and {_count(used)} by it: "
            f"{_ids(used)}. People there are told to wait, and "
            "nothing is lost. Put its file back into the folder that "
            "CHAIRSIDE_PROFILES names, and start again."
        )
        return
    lacking = [one for one in used if one.questions - profile.every_question.keys()]
    if lacking:
        questions = sorted(
            {
                question
                for one in lacking
                for question in one.questions - profile.every_question.keys()
            }
        )
        yield (
            f"The profile '{name}' lacks questions ({', '.join(questions)}), and "
            f"{_count(lacking)} by them: {_ids(lacking)}. "
            "People there are told to wait, and nothing is lost. Put the questions "
            "back until these are over, and start again."
        )


def _count(used: list[InUse]) -> str:
    return (
        "one meeting that is not over goes"
        if len(used) == 1
        else f"{len(used)} meetings that are not over go"
    )


def _ids(used: list[InUse]) -> str:
    more = f" and {len(used) - _SHOWN} more" if len(used) > _SHOWN else ""
    return ", ".join(one.meeting_id[:8] for one in used[:_SHOWN]) + more
