"""Core groups between conferences."""
