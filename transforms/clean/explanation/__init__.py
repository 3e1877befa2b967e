"""What came in beside what stayed, and why."""
