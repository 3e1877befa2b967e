"""What two articles have in common, and whether one repeats the other."""
