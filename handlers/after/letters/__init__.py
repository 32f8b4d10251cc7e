"""The letters to the parents."""
