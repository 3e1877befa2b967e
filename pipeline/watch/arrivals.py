"""When what a source handed on had come in: never what the world outside says of years ago."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from transforms.model import Document, Failure

from ..paths import is_local

SLACK_SECONDS = 60.0
"""Clocks differ, and messages wait for others before they are sent."""


@dataclass
class Arrivals:
    """Knows since when each source may have had something.

    What came in has come since the source was last found to have no more. What it says of itself,
    such as when a file was written, is believed if it lies between then and now; else it counts as
    there since the first look at which more was found. So a file of 1960 that is copied into a
    folder arrives today, and one that waits behind ten thousand others grows no younger by that.

    Attributes:
        slack: How much earlier than that it may say, in seconds.
        drained: Address → when its source was last looked at and had no more, in seconds since
            1970.
    """

    slack: float = SLACK_SECONDS
    drained: dict[str, float] = field(default_factory=dict)
    _began: dict[str, float] = field(default_factory=dict, init=False)

    def of(
        self, address: str, told: Iterable[float | None], asked: float, now: float
    ) -> list[float]:
        """Return when it came in.

        Args:
            address: Of the source.
            told: When each was written, sent or fetched, in seconds since 1970, where it says so.
            asked: When the source was asked for it.
            now: When it had answered.
        """
        began = self._began.setdefault(address, asked)
        since = self.drained.get(address, began) - self.slack
        return [each if each is not None and since <= each <= now else began for each in told]

    def exhausted(self, address: str, asked: float) -> None:
        """Note that a source that was asked then had no more than it handed on."""
        self.drained[address] = asked
        self._began.pop(address, None)


def told_times(
    documents: Iterable[Document | Failure], files: Iterable[str]
) -> Iterator[float | None]:
    """Yield when documents were fetched and files were written, as far as they say."""
    for each in documents:
        yield each.source.fetched_at.timestamp() if each.source.fetched_at else None
    for path in files:
        yield _modified(path)


def _modified(path: str) -> float | None:
    try:
        return Path(path).stat().st_mtime if is_local(path) else None
    except OSError:  # it is gone: the run will say so
        return None
