"""What stands beside an article in its text, and becomes fields of its own."""
