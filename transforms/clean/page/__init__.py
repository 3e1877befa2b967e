"""What a web page's article is: its tree, its furniture, its container, its text."""
