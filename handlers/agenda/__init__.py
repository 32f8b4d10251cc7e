"""Moving through the agenda."""
