"""The meetings after a conference: core groups with their check-ins, reviews, and how the scores move."""
