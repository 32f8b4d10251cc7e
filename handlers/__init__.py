"""What the facilitator does: one file for each thing that happens in a conference."""
