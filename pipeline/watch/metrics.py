"""What happens in a watch → numbers that Prometheus and its like fetch."""

from collections.abc import Sequence
from datetime import datetime

from prometheus_client import Counter, Gauge, Histogram

from transforms.write import Ledger

from ..numbers import Numbers
from .plan import Plan
from .polling import SourceState
from .request import WatchRequest

_SECONDS = (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800)


class Metrics(Numbers):
    """Counts what happens; see `Listener`."""

    def __init__(self) -> None:
        super().__init__()
        self._batches = Histogram(
            "copydesk_batch_seconds",
            "From a plan to its publication.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._delays = Counter(
            "copydesk_batch_delays",
            "Batches put off since storage failed.",
            registry=self.registry,
        )
        self._batch_failures = Gauge(
            "copydesk_batch_failures",
            "How many times in a row a batch could not be published.",
            registry=self.registry,
        )
        self._source_failures = Gauge(
            "copydesk_source_failures",
            "How many times in a row a source could not be polled.",
            ["source"],
            registry=self.registry,
        )

    def began(self, request: WatchRequest, plan: Plan | None) -> None:
        """Do nothing: the process tells when it began."""

    def published(self, plan: Plan, ledger: Ledger, seconds: float, moment: datetime) -> None:
        """Count a batch."""
        self.count(ledger)
        self._batches.observe(seconds)
        self._batch_failures.set(0)
        self.waited(list(plan.arrived), moment)

    def polled(self, sources: Sequence[SourceState], moment: datetime) -> None:
        """Note how the sources do."""
        for each in sources:
            self._source_failures.labels(each.source.address).set(each.failures)
            self.source_has_more.labels(each.source.address).set(each.has_more)
        if not any(each.failures or each.has_more or each.handed_on for each in sources):
            self._batch_failures.set(0)
            self.lag.set(0)
            self.success.set(moment.timestamp())

    def source_failed(self, state: SourceState, pause: float) -> None:
        """Do nothing: `polled` follows."""

    def source_recovered(self, state: SourceState) -> None:
        """Do nothing: `polled` follows."""

    def batch_delayed(self, reason: str, pause: float) -> None:  # noqa: ARG002  not counted
        """Count a batch that was put off."""
        self._delays.inc()
        self._batch_failures.inc()

    def put_off(self, address: str, pages: int, seconds: float) -> None:
        """Do nothing: the process ends."""

    def ended(self, batches: int) -> None:
        """Do nothing: the end of the process is seen."""
