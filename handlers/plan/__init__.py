"""The plan, its actions, the core group's members, and how scores moved."""
