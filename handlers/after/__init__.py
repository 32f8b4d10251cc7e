"""After the conference."""
