"""Clean: what arrived becomes an article, in clean text with its fields told apart."""

from typing import TYPE_CHECKING, Any

from .limits import Limits
from .repeated_lines import remove_repeated_lines
from .rules import RULES
from .transform import Clean, RemoveRepeatedLines

if TYPE_CHECKING:
    from .document import clean_document

__all__ = [
    "RULES",
    "Clean",
    "Limits",
    "RemoveRepeatedLines",
    "clean_document",
    "remove_repeated_lines",
]


def __getattr__(name: str) -> Any:
    # Imported when it is asked for: `Clean` has another process do the work, and what it takes
    # (trafilatura and more, 0.3 s) need not be in this one.
    if name == "clean_document":
        from .document import clean_document  # noqa: PLC0415

        return clean_document
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
