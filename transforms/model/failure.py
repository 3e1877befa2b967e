"""What is refused: a document that became no article, with all that is needed to try it again."""

from typing import Self

from .base import Model, Step
from .document import Claims, Document, Source
from .errors import ArticleError, Reason
from .identity import document_id


class Failure(Model):
    """A document that was refused.

    Attributes:
        id: The id of the document; of the place alone where nothing could be read.
        source: Where it was read, or should have been.
        step: The stage that refused it.
        reason: Why, as a stable, machine-readable value.
        message: Why, for a person.
        content: The document's bytes as they came; None where none could be read.
        claims: What its container says of it.
    """

    id: str
    source: Source
    step: Step
    reason: Reason
    message: str
    content: bytes | None = None
    claims: Claims = Claims()

    @classmethod
    def of(cls, document: Document, error: ArticleError) -> Self:
        """Return the failure of `document` for the reason that `error` gives."""
        return cls(
            id=document.id,
            source=document.source,
            step=error.step,
            reason=error.reason,
            message=error.message,
            content=document.content,
            claims=document.claims,
        )

    @classmethod
    def at(cls, source: Source, error: ArticleError, content: bytes | None = None) -> Self:
        """Return the failure to read what is, or should be, at `source`."""
        return cls(
            id=document_id(source.uri, source.position, content or b""),
            source=source,
            step=error.step,
            reason=error.reason,
            message=error.message,
            content=content,
        )
