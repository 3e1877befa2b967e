"""How much a document may take while it is cleaned."""

from typing import Annotated

from pydantic import ConfigDict, Field

from ..model import CleanError, Document, Model, Reason

DEEPEST = 2_000
"""The largest `max_depth`: at 2,048 the parser itself would stop, and drop the rest of a page."""
LEAST_MEMORY_BYTES = 64 * 1024**2
"""The least `max_memory_bytes`: what the largest articles in use need."""


class Limits(Model):
    """Bounds of what one document may take; beyond them it is refused.

    Size and depth are the document's own, and the same everywhere. Time and memory hold where
    documents are cleaned in a process apart; they depend on the machine and on the versions of
    what cleans, so they stand far above what an article needs.

    Attributes:
        max_document_bytes: Size as it came, default 32 MiB, as in `Read`; else TOO_LARGE.
        max_depth: Elements of a page one inside the other, default 1,000; else TOO_DEEP. Real
            pages have 17 and rarely over 50; those with tags left open, some hundreds.
        max_seconds: Time of a processor, not of a clock, so that a busy machine refuses nothing;
            default 30; else TIME_LIMIT. An article takes some hundredths.
        max_memory_bytes: Address space on top of what the process has from the start, default
            1 GiB; else MEMORY_LIMIT. An article takes some tens of MiB. The process never gets
            more than twice as much.
    """

    model_config = ConfigDict(extra="forbid")

    max_document_bytes: Annotated[int, Field(gt=0)] = 32 * 1024**2
    max_depth: Annotated[int, Field(gt=0, le=DEEPEST)] = 1_000
    max_seconds: Annotated[float, Field(gt=0)] = 30.0
    max_memory_bytes: Annotated[int, Field(ge=LEAST_MEMORY_BYTES)] = 1024**3


DEFAULT_LIMITS = Limits()
"""What holds where nothing is said."""


def check_size(document: Document, limits: Limits) -> None:
    """Let documents pass that are not too large.

    Raises:
        CleanError: TOO_LARGE.
    """
    if len(document.content) > limits.max_document_bytes:
        raise CleanError(
            Reason.TOO_LARGE, f"larger than {limits.max_document_bytes} bytes (max_document_bytes)"
        )
