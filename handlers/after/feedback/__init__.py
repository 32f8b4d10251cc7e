"""What people say about meetings."""
