"""Clean: what arrived becomes an article, in clean text with its fields told apart."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .explanation.rows import REASONS, Fate, Row
from .limits import Limits
from .lines.repeated_lines import remove_repeated_lines
from .rules import RULES
from .transform import Clean, RemoveRepeatedLines

if TYPE_CHECKING:
    from .document import clean_document
    from .explanation.explanation import Explanation, Refusal, explain_document

__all__ = [
    "REASONS",
    "RULES",
    "Clean",
    "Explanation",
    "Fate",
    "Limits",
    "Refusal",
    "RemoveRepeatedLines",
    "Row",
    "clean_document",
    "explain_document",
    "remove_repeated_lines",
]
# Imported when they are asked for: `Clean` has another process do the work, and what it takes
# (trafilatura and more, 0.3 s) need not be in this one.
_LAZY = {
    "Explanation": "explanation.explanation",
    "Refusal": "explanation.explanation",
    "clean_document": "document",
    "explain_document": "explanation.explanation",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(f".{_LAZY[name]}", __package__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
