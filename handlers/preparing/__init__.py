"""The time before a conference: when and where, who is told, what is done, reports, and whether all is ready."""
