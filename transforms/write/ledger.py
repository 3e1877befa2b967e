"""The ledger: what a run read and what became of it. It adds up or the run fails."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Self

from ..model import Cluster, Model


class LedgerError(RuntimeError):
    """The documents that were read and those that were written are not the same number."""


class Tally(Model):
    """How many there are, in all and by each of several properties.

    Attributes:
        total: How many.
        by: Property (such as `language`) to value (such as `de`) to how many; values in order.
    """

    total: int = 0
    by: Mapping[str, Mapping[str, int]] = {}

    @classmethod
    def of(cls, counts: Iterable[tuple[Mapping[str, str], int]]) -> Self:
        """Return the tally of groups given as properties and how many have them.

        >>> Tally.of([({"step": "read"}, 2), ({"step": "clean"}, 1)]).model_dump()
        {'total': 3, 'by': {'step': {'clean': 1, 'read': 2}}}
        """
        return cls.sum(
            cls(total=count, by={name: {value: count} for name, value in properties.items()})
            for properties, count in counts
        )

    @classmethod
    def sum(cls, tallies: Iterable["Tally"]) -> Self:
        """Return the tally of several groups together."""
        total = 0
        by: dict[str, Counter[str]] = {}
        for tally in tallies:
            total += tally.total
            for name, values in tally.by.items():
                by.setdefault(name, Counter()).update(values)
        return cls(
            total=total,
            by={name: dict(sorted(values.items())) for name, values in sorted(by.items())},
        )


class LargeCluster(Cluster):
    """An article that many documents repeat.

    Attributes:
        url: Its canonical URL.
        title: Its headline.
    """

    url: str | None = None
    title: str | None = None


class Ledger(Model):
    """What a run read and what became of it, counted from the data.

    It holds no times and no paths: the same input gives the same ledger.

    Attributes:
        run_id: The run.
        read: Documents read, by `media_type`; what could not be read counts too.
        articles: Articles written, by `language`.
        duplicates: Duplicates written, by `kind`.
        failures: Failures written, by `step` and by `reason`.
        known: Articles of earlier runs that it remembered.
        largest: The articles that most documents repeat, the one that most do first.
    """

    run_id: str
    read: Tally = Tally()
    articles: Tally = Tally()
    duplicates: Tally = Tally()
    failures: Tally = Tally()
    known: int = 0
    largest: tuple[LargeCluster, ...] = ()

    def check_index(self, entries: int) -> None:
        """Raise a `LedgerError` unless the index has an entry for each article."""
        if entries != self.articles.total:
            raise LedgerError(
                f"run {self.run_id} does not add up: {self.articles.total} articles, but "
                f"{entries} entries for the index; nothing was published"
            )

    def check(self) -> None:
        """Raise a `LedgerError` unless read = articles + duplicates + failures."""
        written = self.articles.total + self.duplicates.total + self.failures.total
        if self.read.total != written:
            raise LedgerError(
                f"run {self.run_id} does not add up: {self.read.total} documents read, but "
                f"{self.articles.total} articles + {self.duplicates.total} duplicates + "
                f"{self.failures.total} failures = {written} to write; nothing was published"
            )
