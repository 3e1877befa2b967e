"""What a run would take, told from a sample of its input."""
