"""Clean: what arrived becomes an article, in clean text with its fields told apart."""

from .document import clean_document
from .repeated_lines import remove_repeated_lines
from .rules import RULES
from .transform import Clean, RemoveRepeatedLines

__all__ = ["RULES", "Clean", "RemoveRepeatedLines", "clean_document", "remove_repeated_lines"]
