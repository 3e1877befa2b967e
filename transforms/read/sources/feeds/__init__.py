"""Feeds and sitemaps, polled politely; their pages fetched where they do not carry the text."""

from .options import FeedOptions
from .source import FeedSource

__all__ = ["FeedOptions", "FeedSource"]
