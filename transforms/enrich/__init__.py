"""Enrich: what can be counted and derived from an article alone."""

from .excerpt import excerpt
from .facts import enrich_article
from .transform import Enrich
from .words import count_words, reading_seconds

__all__ = ["Enrich", "count_words", "enrich_article", "excerpt", "reading_seconds"]
