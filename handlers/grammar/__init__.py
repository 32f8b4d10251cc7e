"""What every handler speaks: commands, scenes, roles, forms, and the registry."""
