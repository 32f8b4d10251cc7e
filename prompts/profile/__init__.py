"""Practice profiles: what a service may change, as data. Nothing knows a profile by its name."""

from prompts.profile.agenda import FormField, Option, PlanSection, Question
from prompts.profile.profile import Profile
from prompts.profile.reading import load_profile, load_profiles, profile_names, read_profile
from prompts.profile.sources import SHIPPED as FOLDER
from prompts.profile.sources import BadProfile

__all__ = [
    "FOLDER",
    "BadProfile",
    "FormField",
    "Option",
    "PlanSection",
    "Profile",
    "Question",
    "load_profile",
    "load_profiles",
    "profile_names",
    "read_profile",
]
