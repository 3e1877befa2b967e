"""The numbers that a watch and a stream have in common, as OpenMetrics text for Prometheus.

Here are their names: what a dashboard shows of the one it shows of the other.

https://prometheus.io/docs/specs/om/open_metrics_spec/
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.process_collector import ProcessCollector

from transforms.write import Tally

from .errors import UsageError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

_PATHS = ("/", "/metrics")
_LATENCIES = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 21600, 86400)


class Accounts(Protocol):
    """What became of documents: of a run, or of a window."""

    @property
    def read(self) -> Tally:
        """Documents read."""
        ...

    @property
    def articles(self) -> Tally:
        """Of them."""
        ...

    @property
    def duplicates(self) -> Tally:
        """Of them."""
        ...

    @property
    def failures(self) -> Tally:
        """Of them."""
        ...


class Numbers:
    """Counts what is published.

    Attributes:
        registry: Holds the numbers.
        latency: From arrival to publication.
        lag: Of what was published last.
        success: When that was.
        source_has_more: By source.
    """

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
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
        self.latency = Histogram(
            "copydesk_latency_seconds",
            "From the moment when a document came in, as far as this machine could see it, to its "
            "publication; of a stream, from the first poll of a window to the publication of that.",
            buckets=_LATENCIES,
            registry=registry,
        )
        self.lag = Gauge(
            "copydesk_lag_seconds",
            "Of the last batch or window, how long what came first had waited; of a watch 0 when "
            "nothing waits.",
            registry=registry,
        )
        self.success = Gauge(
            "copydesk_last_success_timestamp_seconds",
            "When a batch or window was published, or nothing was found to be new.",
            registry=registry,
        )
        self.source_has_more = Gauge(
            "copydesk_source_has_more",
            "1 while a source has more than was taken.",
            ["source"],
            registry=registry,
        )

    def count(self, accounts: Accounts) -> None:
        """Count what was published."""
        for counter, account, name in (
            (self._read, accounts.read, "media_type"),
            (self._articles, accounts.articles, "language"),
            (self._duplicates, accounts.duplicates, "kind"),
            (self._failures, accounts.failures, "reason"),
        ):
            for value, count in account.by.get(name, {}).items():
                counter.labels(value).inc(count)

    def waited(self, arrived: list[float], moment: datetime) -> None:
        """Note when what was published had come in.

        Args:
            arrived: Moments, in seconds since 1970; those that are not known are left out.
            moment: When it was published.
        """
        waits = [max(0.0, moment.timestamp() - each) for each in arrived]
        for each in waits:
            self.latency.observe(each)
        self.lag.set(max(waits, default=0.0))
        self.success.set(moment.timestamp())

    def serve(self, host: str, port: int) -> None:
        """Serve the numbers at `/metrics`, in a thread, until the process ends.

        Raises:
            UsageError: The port is taken, or the address is none of this machine's.
        """
        try:
            server, _ = start_http_server(port, host, self.registry)
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            raise UsageError(f"--metrics-port {port}: cannot serve on {host}: {why}") from None
        served = server.get_app()
        if served is not None:
            server.set_app(_at_its_path(served))


def _at_its_path(served: "WSGIApplication") -> "WSGIApplication":
    """Return what answers at the paths of metrics alone, and HEAD as HTTP has it.

    https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2
    """

    def answer(environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] not in _PATHS:
            start("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"Metrics are at /metrics.\n"]
        if environ["REQUEST_METHOD"] != "HEAD":
            return served(environ, start)
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def note(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
            told.append((status, headers))

        size = sum(map(len, served({**environ, "REQUEST_METHOD": "GET"}, note)))
        status, headers = told[-1]
        start(status, [*headers, ("Content-Length", str(size))])
        return []

    return answer
