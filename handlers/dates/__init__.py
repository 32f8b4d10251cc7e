"""Days and deadlines: counted in the place's own working days."""
