"""A run without end: sources that are polled, windows, and an orderly end."""
