"""While people meet: roll-call, panel, board, smaller groups, the watched room."""
