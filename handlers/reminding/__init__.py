"""Reminders, and what becomes of an action."""
