"""Clean: what arrived becomes an article, in clean text with its fields told apart."""

from .document import clean_document
from .explanation import Explanation, Refusal, explain_document
from .rows import REASONS, Fate, Row
from .rules import RULES
from .transform import Clean

__all__ = [
    "REASONS",
    "RULES",
    "Clean",
    "Explanation",
    "Fate",
    "Refusal",
    "Row",
    "clean_document",
    "explain_document",
]
