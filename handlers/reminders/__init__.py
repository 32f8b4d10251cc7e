"""Reminders: when people are reminded of what they said they would do, and what they are shown."""
