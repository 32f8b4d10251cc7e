"""What all parts of the record are made of."""

from pydantic import BaseModel, ConfigDict


class RecordPart(BaseModel):
    """A part of the record: nothing unknown, nothing of the wrong kind, never changed."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True
    )


class PersonName(RecordPart):
    """Somebody by id and by the name they want to be called."""

    id: str
    """A person's id; “named:” and a plan entry's id for somebody whom only the plan names."""
    name: str
