"""Bytes become characters, and broken ones are mended."""
