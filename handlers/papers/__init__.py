"""Papers: what people get to keep, drawn from the facts as far as their reader may see them."""
