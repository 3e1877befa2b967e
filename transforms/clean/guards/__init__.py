"""What is no article at all is refused, for its own reason."""
