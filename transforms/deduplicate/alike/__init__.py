"""Articles that have much in common: candidates are found, measured, and decided about."""
