"""What earlier runs kept: the little of it that the articles of this one could repeat."""
