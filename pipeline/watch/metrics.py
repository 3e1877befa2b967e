"""What happens in a watch → numbers that Prometheus and its like fetch, as OpenMetrics text.

https://prometheus.io/docs/specs/om/open_metrics_spec/
"""

from collections.abc import Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.process_collector import ProcessCollector

from transforms.write import Ledger

from ..errors import UsageError
from .plan import Plan
from .polling import SourceState
from .request import WatchRequest

_SECONDS = (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800)
_LATENCIES = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 21600, 86400)


class Metrics:
    """Counts what happens; see `Listener`.

    Attributes:
        registry: Holds the numbers.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        registry = self.registry
        self._read = Counter(
            "copydesk_documents_read", "Documents read.", ["media_type"], registry=registry
        )
        self._articles = Counter(
            "copydesk_articles", "Articles published.", ["language"], registry=registry
        )
        self._duplicates = Counter(
            "copydesk_duplicates", "Documents set aside as duplicates.", ["kind"], registry=registry
        )
        self._failures = Counter(
            "copydesk_failures", "Documents refused.", ["reason"], registry=registry
        )
        self._batches = Histogram(
            "copydesk_batch_seconds",
            "From a plan to its publication.",
            buckets=_SECONDS,
            registry=registry,
        )
        self._latency = Histogram(
            "copydesk_latency_seconds",
            "From the moment when a file was written or a document fetched to its publication.",
            buckets=_LATENCIES,
            registry=registry,
        )
        self._lag = Gauge(
            "copydesk_lag_seconds",
            "Of the last batch, how long what came first had waited; 0 when nothing waits.",
            registry=registry,
        )
        self._success = Gauge(
            "copydesk_last_success_timestamp_seconds",
            "When a batch was published, or nothing was found to be new.",
            registry=registry,
        )
        self._delays = Counter(
            "copydesk_batch_delays", "Batches put off since storage failed.", registry=registry
        )
        self._source_failures = Gauge(
            "copydesk_source_failures",
            "How many times in a row a source could not be polled.",
            ["source"],
            registry=registry,
        )
        self._source_more = Gauge(
            "copydesk_source_has_more",
            "1 while a source has more than the batches have taken.",
            ["source"],
            registry=registry,
        )

    def began(self, request: WatchRequest, plan: Plan | None) -> None:
        """Do nothing: the process tells when it began."""

    def published(self, plan: Plan, ledger: Ledger, seconds: float, moment: datetime) -> None:
        """Count a batch."""
        for counter, account, name in (
            (self._read, ledger.read, "media_type"),
            (self._articles, ledger.articles, "language"),
            (self._duplicates, ledger.duplicates, "kind"),
            (self._failures, ledger.failures, "reason"),
        ):
            for value, count in account.by.get(name, {}).items():
                counter.labels(value).inc(count)
        self._batches.observe(seconds)
        waited = [max(0.0, moment.timestamp() - arrived) for arrived in plan.arrived]
        for each in waited:
            self._latency.observe(each)
        self._lag.set(max(waited, default=0.0))
        self._success.set(moment.timestamp())

    def polled(self, sources: Sequence[SourceState], moment: datetime) -> None:
        """Note how the sources do."""
        for each in sources:
            self._source_failures.labels(each.source.address).set(each.failures)
            self._source_more.labels(each.source.address).set(each.has_more)
        if not any(each.failures or each.has_more for each in sources):
            self._lag.set(0)
            self._success.set(moment.timestamp())

    def source_failed(self, state: SourceState, pause: float) -> None:
        """Do nothing: `polled` follows."""

    def source_recovered(self, state: SourceState) -> None:
        """Do nothing: `polled` follows."""

    def batch_delayed(self, reason: str, pause: float) -> None:  # noqa: ARG002  not counted
        """Count a batch that was put off."""
        self._delays.inc()

    def ended(self, batches: int) -> None:
        """Do nothing: the end of the process is seen."""

    def serve(self, host: str, port: int) -> None:
        """Serve the numbers at `/metrics`, in a thread, until the process ends.

        Raises:
            UsageError: The port is taken, or the address is none of this machine's.
        """
        try:
            start_http_server(port, host, self.registry)
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            raise UsageError(f"--metrics-port {port}: cannot serve on {host}: {why}") from None
