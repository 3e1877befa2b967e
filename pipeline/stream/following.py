"""What a stream publishes, told as it is: by the files that it writes, on any runner."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from transforms.write import Ledger, NewPane, NewPanes, PollState, keep_totals, poll_states

from ..log import Log
from ..report.quantities import duration, several

_SECONDS = 2.0  # between two looks
_PANES = 64  # after which they are added up: so many a reader of the totals has to read himself
_LOGGER = logging.getLogger(__name__)


class Listener(Protocol):
    """Is told what a stream does."""

    def published(self, new: NewPane) -> None:
        """A window was published."""

    def polled(self, state: PollState, in_flight: int) -> None:
        """A source was polled, of which so much is on its way."""


@dataclass
class Following:
    """Looks again and again at what a stream writes.

    Attributes:
        root: The output folder.
        run_id: The run.
        listeners: Told of it, in order.
    """

    root: str
    run_id: str
    listeners: Sequence[Listener]
    _handed_on: dict[str, int] = field(default_factory=dict)
    _not_added: int = 0

    def __post_init__(self) -> None:
        self._panes = NewPanes(self.root, self.run_id)

    def look(self) -> None:
        """Tell what is new, and now and then add it up.

        Raises:
            OSError: It cannot be read now; nothing of it is told twice.
        """
        states = poll_states(self.root, self.run_id)
        for new in self._panes.read():
            for span in new.pane.spans:
                known = self._handed_on.get(span.address, 0)
                self._handed_on[span.address] = max(known, span.handed_on)
            for listener in self.listeners:
                listener.published(new)
            self._not_added += 1
        for state in states.values():  # it may be told later than what came of it
            in_flight = max(0, state.handed_on - self._handed_on.get(state.address, 0))
            for listener in self.listeners:
                listener.polled(state, in_flight)
        if self._not_added >= _PANES:
            self._add_up()

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Look every other second, in a thread, and once more at the end."""
        if not self.listeners:
            yield
            return
        over = threading.Event()

        def follow() -> None:
            while not over.wait(_SECONDS):
                self._look_if_possible()

        thread = threading.Thread(target=follow, name="following", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self._look_if_possible(is_last=True)

    def _add_up(self) -> None:
        keep_totals(self.root, self.run_id)
        self._not_added = 0

    def _look_if_possible(self, *, is_last: bool = False) -> None:
        try:
            self.look()
            if is_last and self._not_added:
                self._add_up()
        except OSError as error:  # storage comes back; the stream does not depend on this
            _LOGGER.warning("what the stream publishes cannot be read now: %s", error)


class Telling:
    """Writes a line for each window.

    Args:
        log: Where to.
    """

    def __init__(self, log: Log) -> None:
        self._log = log

    def published(self, new: NewPane) -> None:
        """Tell what a window brought, if anything was read in it."""
        pane = new.pane
        if not pane.read.total:
            return
        began = [span.began for span in pane.spans if span.began is not None]
        latency = max(0.0, (new.moment - min(began)).total_seconds()) if began else None
        waited = f", the oldest {duration(latency)} after it came" if latency is not None else ""
        self._log.tell(
            "published",
            f"window to {pane.window:%Y-%m-%dT%H:%M:%SZ}: {pane.read.total:,} read = "
            f"{several(pane.articles.total, 'article')} + "
            f"{several(pane.duplicates.total, 'duplicate')} + "
            f"{several(pane.failures.total, 'failure')}{waited}",
            run_id=pane.run_id,
            window=f"{pane.window:%Y-%m-%dT%H:%M:%SZ}",
            pane=pane.index,
            read=pane.read.total,
            articles=pane.articles.total,
            duplicates=pane.duplicates.total,
            failures=pane.failures.total,
            failures_by_reason=dict(pane.failures.by.get("reason", {})),
            latency_seconds=latency,
        )

    def polled(self, state: PollState, in_flight: int) -> None:
        """Tell nothing: it is told too often."""

    def ended(self, ledger: Ledger) -> None:
        """Tell that it ended, and what all its windows brought."""
        self._log.tell(
            "ended",
            f"ended after {several(ledger.read.total, 'document')}",
            run_id=ledger.run_id,
            read=ledger.read.total,
            articles=ledger.articles.total,
            duplicates=ledger.duplicates.total,
            failures=ledger.failures.total,
        )
