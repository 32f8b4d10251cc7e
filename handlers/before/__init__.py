"""Before the day."""
