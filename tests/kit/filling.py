"""Forms filled in as people fill them in."""

from datetime import date

from prompts.card import Card, Field


def filled_in(form: Card, today: date, words: str) -> dict[str, str]:
    """Something that goes through for each field, and `words` where one writes."""
    return {one.name: _value(one, today, words) for one in form.fields}


def _value(one: Field, today: date, words: str) -> str:
    match one.kind:
        case "line" | "lines":
            return "10:30" if one.limit == 5 else words[: one.limit or None]
        case "score":
            return one.value or "5"
        case "tick":
            return "yes"
        case "date":
            return one.value or today.isoformat()
        case "member":
            return one.value
    return one.value or next((choice.value for choice in one.choices), "")
