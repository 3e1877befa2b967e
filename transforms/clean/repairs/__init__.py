"""What was broken in a text is mended: each repair is a rule with a name."""
