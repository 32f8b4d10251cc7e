"""What all tables of a practice profile have in common."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Group = Literal["parents", "network", "child", "professionals", "social_worker", "chair"]
Words = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Row = Annotated[str, Field(pattern=r"^[CIUB][0-9]+$")]
LIKE = {r"^[a-z][a-z0-9_]*$": "first_event", r"^[CIUB][0-9]+$": "C8"}


class ProfileTable(BaseModel):
    """A table in which every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)
