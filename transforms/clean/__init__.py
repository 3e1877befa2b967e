"""Clean: what arrived becomes an article, in clean text with its fields told apart."""

from .document import clean_document
from .explanation import Explanation, Refusal, explain_document
from .repeated_lines import remove_repeated_lines
from .rows import REASONS, Fate, Row
from .rules import RULES
from .transform import Clean, RemoveRepeatedLines

__all__ = [
    "REASONS",
    "RULES",
    "Clean",
    "Explanation",
    "Fate",
    "Refusal",
    "RemoveRepeatedLines",
    "Row",
    "clean_document",
    "explain_document",
    "remove_repeated_lines",
]
