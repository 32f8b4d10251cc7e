"""What a profile says about the time after a conference: core groups and reminders."""

from datetime import time
from typing import Literal, Self

from pydantic import Field, model_validator

from prompts.profile.agenda import AgendaPart, PlanSection
from prompts.profile.base import ProfileTable, Words


class CoreGroup(ProfileTable):
    """The meetings between conferences: an agenda of their own, and the sections of the plan that
    only they write in.

    Each member is asked what is `ahead` that many working days before. `led_by` is the role of the
    one who leads.
    """

    source: Words
    ask_before: int = Field(default=5, ge=1)
    led_by: Literal["social_worker", "chair"] = "social_worker"
    part: tuple[AgendaPart, ...] = Field(min_length=1)
    plan: tuple[PlanSection, ...] = ()


class ReminderTimes(ProfileTable):
    """When those who said they would do something are reminded, in working days and in the hours
    people work.

    `before` the day, on the day, then each `late_every` days, `late_at_most` times; always at the
    hour `at`, and never
    after `until`.
    """

    before: int = Field(default=3, ge=0)
    at: time = time(9)
    until: time = time(17)
    late_every: int = Field(default=2, ge=1)
    late_at_most: int = Field(default=5, ge=0)

    @model_validator(mode="after")
    def _hours(self) -> Self:
        if self.at >= self.until:
            raise ValueError(
                "reminders, key 'until': people stop working before they "
                "start; put a time after 'at'"
            )
        return self
