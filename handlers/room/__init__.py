"""The room is watched: nobody reads it who has no part in the meeting, or attends apart (row S2)."""
