"""What a stream publishes → numbers that Prometheus and its like fetch, whatever runs it.

Manifests are files, which the process that submitted the job reads as they come.
"""

from prometheus_client import Counter, Gauge

from transforms.write import NewPane, PollState

from ..numbers import Numbers


class Metrics(Numbers):
    """Counts what is published; see `Listener`."""

    def __init__(self) -> None:
        super().__init__()
        self._windows = Counter(
            "copydesk_windows", "Panes of windows published.", registry=self.registry
        )
        self._window_end = Gauge(
            "copydesk_window_end_timestamp_seconds",
            "When the last window ended that was published: its age is that of the stream.",
            registry=self.registry,
        )
        self._in_flight = Gauge(
            "copydesk_in_flight",
            "Documents and files that were polled and are not published yet.",
            ["source"],
            registry=self.registry,
        )
        self._polled = Gauge(
            "copydesk_source_polled_timestamp_seconds",
            "When the source was last polled, as far as is told.",
            ["source"],
            registry=self.registry,
        )
        self._end = 0.0

    def published(self, new: NewPane) -> None:
        """Count a window."""
        self.count(new.pane)
        self._windows.inc()
        began = [span.began.timestamp() for span in new.pane.spans if span.began is not None]
        self.waited([min(began)] if began else [], new.moment)
        self._end = max(self._end, new.pane.window.timestamp())
        self._window_end.set(self._end)

    def polled(self, state: PollState, in_flight: int) -> None:
        """Note how a source does."""
        self._in_flight.labels(state.address).set(in_flight)
        self._polled.labels(state.address).set(state.moment.timestamp())
        self.source_has_more.labels(state.address).set(state.has_more)
