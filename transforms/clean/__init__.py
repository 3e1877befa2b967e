"""Clean: what arrived becomes an article, in clean text with its fields told apart."""

from .document import clean_document
from .transform import Clean

__all__ = ["Clean", "clean_document"]
