"""Lines that belong to the page around an article."""
