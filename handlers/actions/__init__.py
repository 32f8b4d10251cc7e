"""What became of the actions: done, not yet, cannot; who asked for more time, and who does it now."""
