"""Who may chair, administer and manage."""
