"""From a command to its posts: dispatch, authorisation, delivery, the clock."""
