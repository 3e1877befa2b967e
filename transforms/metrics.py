"""Beam's metrics of ours: what runners show beside a job while it runs.

They are for people who look at a job. Runners count what they try again twice, and some lose
counts: accounts are made from the data (`transforms.write`).

In the namespace `copydesk`:

documents_read           counter: documents and unreadable files that are counted as read
articles                 counter: articles in files
duplicates_<kind>        counter: duplicates in files, such as `duplicates_near`
failures_<reason>        counter: failures in files, such as `failures_empty`
cleaning_milliseconds    distribution: time by the clock that cleaning a document took
"""

from collections.abc import Mapping

from apache_beam.metrics import Metrics

from .model import Article, Duplicate, Failure, Model

NAMESPACE = "copydesk"

_WRITTEN: Mapping[type[Model], tuple[str, str | None]] = {
    Article: ("articles", None),
    Duplicate: ("duplicates", "kind"),
    Failure: ("failures", "reason"),
}
_READ = Metrics.counter(NAMESPACE, "documents_read")
_CLEANING = Metrics.distribution(NAMESPACE, "cleaning_milliseconds")


def count_read() -> None:
    """Count a document that was read."""
    _READ.inc()


def count_written(
    element: type[Model], total: int, properties: Mapping[str, Mapping[str, int]]
) -> None:
    """Count what a file holds, of a data set that is told apart.

    Args:
        element: What is in it.
        total: How many.
        properties: Property → value → how many, as a ledger has them.
    """
    if element not in _WRITTEN:
        return
    name, by = _WRITTEN[element]
    if by is None:
        Metrics.counter(NAMESPACE, name).inc(total)
        return
    for value, count in properties.get(by, {}).items():
        Metrics.counter(NAMESPACE, f"{name}_{value}").inc(count)


def measure_cleaning(seconds: float) -> None:
    """Measure a document that was cleaned."""
    _CLEANING.update(round(seconds * 1000))
