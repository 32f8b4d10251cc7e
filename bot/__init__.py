"""Where Chairside meets the world: web room, platforms, dispatch, delivery, clock, command line."""
