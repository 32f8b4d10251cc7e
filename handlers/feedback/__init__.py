"""Feedback on conferences: asked of everybody, kept without names, and looked at over many (rows I7 and I11)."""
