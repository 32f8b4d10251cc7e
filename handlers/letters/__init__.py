"""The letter to each parent: what was decided and why, offered to the chair in time, and sent when the chair approves it (I7)."""
