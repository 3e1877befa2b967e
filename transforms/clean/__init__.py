"""Clean: what arrived becomes an article, in clean text with its fields told apart."""

from typing import TYPE_CHECKING, Any

from .limits import Limits
from .rules import RULES
from .transform import Clean

if TYPE_CHECKING:
    from .document import clean_document

__all__ = ["RULES", "Clean", "Limits", "clean_document"]


def __getattr__(name: str) -> Any:
    # Imported when it is asked for: `Clean` has another process do the work, and what it takes
    # (trafilatura and more, 0.3 s) need not be in this one.
    if name == "clean_document":
        from .document import clean_document  # noqa: PLC0415

        return clean_document
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
