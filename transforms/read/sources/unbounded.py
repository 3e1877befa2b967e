"""UnboundedSource: what hands on documents as they come, and can go on where it was."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from ...model import Document, Failure

BEGINNING = ""
"""The position before anything was handed on."""


@dataclass(frozen=True)
class PollResult:
    """What there is behind a position.

    Attributes:
        documents: Documents, and messages that could not be read, in the order of the source.
        files: Paths of files that wait to be read, in order, for a source that does not open them.
        position: Where to go on once all of these are safe.
        has_more: Whether more is there already, beyond the limit.
    """

    documents: tuple[Document | Failure, ...] = ()
    files: tuple[str, ...] = ()
    position: str = BEGINNING
    has_more: bool = False


@runtime_checkable
class UnboundedSource(Protocol):
    """Where documents come from without end.

    It remembers nothing itself: all that it needs to go on is in the position that it returned.
    Whoever polls keeps the documents safe first, and the position then; polled again from the same
    position, after a crash, it hands on the same documents as far as they are there yet, each with
    the same id.

    Attributes:
        address: What names it, for people and as a key for its position, such as
            `kafka://broker:9092/articles`. It holds no password.
    """

    @property
    def address(self) -> str:
        """Return its name."""
        ...

    def poll(self, position: str, limit: int) -> PollResult:
        """Return what there is behind `position` now; nothing there is no error.

        Args:
            position: What an earlier result said, or `BEGINNING`.
            limit: How many documents and files to return, about; at least 1.

        Raises:
            SourceError: It cannot be reached or makes no sense; the message names it, the reason
                and what to do. It may be polled again later.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class SourceError(RuntimeError):
    """A source could not be polled, for a reason that may pass.

    Attributes:
        position: Where to go on, if the source has something to remember, such as when it may be
            asked again; None for where it was.
    """

    def __init__(self, message: str, *, position: str | None = None) -> None:
        super().__init__(message)
        self.position = position
