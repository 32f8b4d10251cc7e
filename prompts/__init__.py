"""All that Chairside says: practice profiles, wording, cards and sample families."""
