"""Articles that come one after the other: what is remembered of them, and for how long."""
