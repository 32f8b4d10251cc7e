"""The record's JSON Schema.

`python -m handlers.after.record.schema` writes it beside this file after the model has changed.
"""

import json
from pathlib import Path

from handlers.after.record.model import Record

FILE = Path(__file__).with_name("record.schema.json")


def schema_text() -> str:
    """The schema of `Record`, as it stands in the file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Record.model_json_schema(mode="serialization"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(schema_text(), encoding="utf-8")
