"""Clean: what arrived becomes an article, in clean text with its fields told apart."""

from .document import clean_document
from .rules import RULES
from .transform import Clean

__all__ = ["RULES", "Clean", "clean_document"]
