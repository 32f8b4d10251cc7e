"""What a service hands out: leaflets, and the questions that it asks people afterwards."""

from typing import Literal

from pydantic import Field

from prompts.profile.agenda import Option
from prompts.profile.base import Group, Id, ProfileTable, Row, Words


class FeedbackQuestion(ProfileTable):
    """A question about the conference itself, asked afterwards (rows I7 and I11). `who` are the
    groups it is put to.

    A number goes from 0 to 10; `low` and `high` say what the ends mean.
    """

    id: Id
    ask: Words
    answer: Literal["choice", "number", "words"]
    who: tuple[Group, ...] = Field(min_length=1)
    options: tuple[Option, ...] = ()
    low: str = ""
    high: str = ""
    hint: str = ""
    rows: tuple[Row, ...] = ()
    source: Words


class LeafletPart(ProfileTable):
    """A heading, with short paragraphs or, as a list, short lines under it."""

    title: Words
    say: tuple[Words, ...] = Field(min_length=1)
    as_list: bool = False


class Leaflet(ProfileTable):
    """A leaflet for people of one kind (row I10).

    It says nothing about any one family. `for_whom` says it in words.
    """

    id: Id
    title: Words
    for_whom: Words
    lead: Words
    part: tuple[LeafletPart, ...] = Field(min_length=1)
    source: Words
