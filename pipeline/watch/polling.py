"""Sources → what is new in them; one that fails is left alone for longer each time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from transforms.model import Document, Failure
from transforms.read.sources import SourceError, UnboundedSource

from .cursor import Cursor

MOST_SECONDS = 900.0
"""A source that fails is polled again after a quarter of an hour at most."""


class Taken(NamedTuple):
    """What a source handed on.

    Attributes:
        documents: Documents, and messages that could not be read.
        files: Paths of files.
        position: Where it goes on once they are safe.
    """

    documents: tuple[Document | Failure, ...]
    files: tuple[str, ...]
    position: str


@dataclass
class SourceState:
    """How a source does.

    Attributes:
        source: The source.
        failures: How many times in a row it could not be polled.
        error: Why, the last time.
        due: When it may be polled, on the clock of the watch, in seconds.
        has_more: Whether it had more than it handed on; True before it was ever polled.
        handed_on: How many documents and files it handed on when it was last asked.
    """

    source: UnboundedSource
    failures: int = 0
    error: str | None = None
    due: float = 0.0
    has_more: bool = True
    handed_on: int = 0


@dataclass
class Polling:
    """The sources of a watch.

    Attributes:
        states: One for each, in the order in which they were named.
        every: Seconds between two polls; the first pause of a source that fails.
        clock: Seconds, of any beginning, that never go back.
        failed: Told of a source that could not be polled.
        recovered: Told of one that can be polled again.
    """

    states: list[SourceState]
    every: float
    clock: Callable[[], float]
    failed: Callable[[SourceState, float], None]
    recovered: Callable[[SourceState], None]
    _turn: int = field(default=0, init=False)

    @classmethod
    def of(
        cls,
        sources: Iterable[UnboundedSource],
        every: float,
        clock: Callable[[], float],
        failed: Callable[[SourceState, float], None],
        recovered: Callable[[SourceState], None],
    ) -> "Polling":
        """Return the sources, each due at once."""
        return cls([SourceState(source) for source in sources], every, clock, failed, recovered)

    def poll(self, cursor: Cursor, limit: int) -> Mapping[str, Taken]:
        """Return what is new, by address, of the sources that are due.

        None takes the room of another for long: each time another is first, and what one leaves
        of its share is for those behind it.

        Args:
            cursor: How far they are.
            limit: How many documents and files to return, about.
        """
        start, self._turn = self._turn % len(self.states), self._turn + 1
        now = self.clock()
        due = [each for each in self.states[start:] + self.states[:start] if each.due <= now]
        taken: dict[str, Taken] = {}
        for index, state in enumerate(due):
            share = max(1, limit // (len(due) - index))
            result = self._ask(state, cursor, share)
            if result is not None:
                taken[state.source.address] = result
                limit -= len(result.documents) + len(result.files)
        return taken

    def has_more(self) -> bool:
        """Return whether one that can be polled has more already."""
        return any(each.has_more for each in self.states)

    def is_failing(self) -> bool:
        """Return whether one cannot be polled."""
        return any(each.failures for each in self.states)

    def close(self) -> None:
        """Let go of connections."""
        for state in self.states:
            state.source.close()

    def _ask(self, state: SourceState, cursor: Cursor, limit: int) -> Taken | None:
        try:
            result = state.source.poll(cursor.position(state.source.address), limit)
        except SourceError as error:
            state.has_more, state.handed_on = False, 0
            state.error = " ".join(str(error).split())
            pause = min(self.every * 2.0**state.failures, max(self.every, MOST_SECONDS))
            state.failures += 1
            state.due = self.clock() + pause
            self.failed(state, pause)
            return None if error.position is None else Taken((), (), error.position)
        if state.failures:
            state.failures, state.error = 0, None
            self.recovered(state)
        state.due = 0.0
        state.has_more = result.has_more
        state.handed_on = len(result.documents) + len(result.files)
        return Taken(result.documents, result.files, result.position)
