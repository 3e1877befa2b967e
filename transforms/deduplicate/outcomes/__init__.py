"""What becomes of each article: kept with what is known of its story, or a duplicate."""
