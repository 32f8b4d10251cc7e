"""What is wrong in a profile's tables, in words: where it is and what to put."""

from pydantic_core import ErrorDetails

from prompts.profile.base import LIKE


def said_plainly(data: object, error: ErrorDetails) -> str:
    """Where a fault is and what to put."""
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ")
    match error["type"]:
        case "missing":
            what = "is missing; put it in"
        case "extra_forbidden":
            what = "is not a key of this table; correct its spelling or take it out"
        case "string_too_short" | "too_short":
            what = "is empty; put something there"
        case "literal_error" | "enum":
            what = f"'{error['input']}' is not known; put {error['ctx']['expected']}"
        case "string_pattern_mismatch":
            what = (
                f"'{error['input']}' has the wrong form; put something like "
                f"{LIKE[error['ctx']['pattern']]}"
            )
        case _:
            what = f"{error['msg']}; it is {error['input']!r}"
    return f"{_where(data, error['loc'])}: {what}"


def _where(data: object, loc: tuple[int | str, ...]) -> str:
    """`part 3 ('map'), question 2 ('harm'), key 'ask'`: positions as a person counts, with the id
    where there is one.
    """
    words: list[str] = []
    here = data
    for step in loc:
        here = _inside(here, step)
        if isinstance(step, int) and words:
            name = here.get("id") if isinstance(here, dict) else None
            words[-1] += f" {step + 1}" + (f" ('{name}')" if name else "")
        else:
            words.append(str(step))
    if loc and isinstance(loc[-1], str):
        words[-1] = f"key '{words[-1]}'"
    return ", ".join(words)


def _inside(here: object, step: int | str) -> object:
    if isinstance(here, dict):
        return here.get(step)
    return (
        here[step]
        if isinstance(here, list) and isinstance(step, int) and step < len(here)
        else None
    )
