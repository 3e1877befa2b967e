"""Documents are cleaned in a process apart, within limits of time and memory."""
