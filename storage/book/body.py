"""Form values, as they are kept in a row."""

import json

from storage.tables import (
    Answer,
    Debrief,
    Decision,
    Feedback,
    PlanEntry,
    Progress,
    ReportVersion,
)


def body_of(
    row: Answer | Decision | PlanEntry | Progress | Debrief | Feedback | ReportVersion,
) -> dict[str, str]:
    """A row's form values."""
    values: dict[str, str] = json.loads(row.body) if row.body else {}
    return values


def as_body(values: dict[str, str]) -> str:
    """Form values as they are kept."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
