"""The service's own list: who may chair, administer and manage, and rooms that need somebody."""
