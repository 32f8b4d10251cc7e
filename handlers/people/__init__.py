"""Who takes part, how they are called, who leads, who needs help."""
