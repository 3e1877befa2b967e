"""What each command does; nothing heavy is imported before it is needed."""
