"""What a web page says of its article: title, authors, times, addresses, rights."""
