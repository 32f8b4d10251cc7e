"""The board: what the conference has so far, for everybody to see and read."""
