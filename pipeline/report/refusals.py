"""The refused documents of a run, read back from the files that it published."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from operator import attrgetter
from typing import Any

from apache_beam.io.filesystems import FileSystems

from transforms.write import Manifest

from ..records import read_records

_COLUMNS = ("uri", "position", "reason", "message")
_ROWS_LOOKED_AT = 10_000  # of all that were refused: this is for examples, not for counting


@dataclass(frozen=True)
class Refusal:
    """A document that was refused.

    Attributes:
        place: The file, and the position inside it.
        reason: Why, as the ledger has it.
        message: Why, for a person.
    """

    place: str
    reason: str
    message: str


def read_refusals(output: str, manifest: Manifest) -> Iterator[Refusal]:
    """Give the refusals of a run, in order of their files and ids.

    Args:
        output: The run's output folder.
        manifest: The run's files.
    """
    for file in manifest.files:
        if file.path.startswith("failures/"):
            yield from map(_refusal, read_records(FileSystems.join(output, file.path), _COLUMNS))


def _refusal(record: Mapping[str, Any]) -> Refusal:
    position = record.get("position")
    place = f"{record['uri']}#{position}" if position else str(record["uri"])
    return Refusal(place, record["reason"], record["message"])


def examples(
    refusals: Iterable[Refusal], counts: Mapping[str, int], most: int
) -> dict[str, list[Refusal]]:
    """Return some refusals of each reason: as many of each as there is room for.

    The first by their places, so that they are the same however a run named its files.

    Args:
        refusals: The refusals of a run.
        counts: Reason → how many refusals have it.
        most: How many to return in all.
    """
    found: dict[str, list[Refusal]] = {reason: [] for reason in counts}
    for refusal in islice(refusals, _ROWS_LOOKED_AT):
        found.setdefault(refusal.reason, []).append(refusal)
    room = share(counts, most)
    return {
        reason: nsmallest(room[reason], found[reason], key=attrgetter("place", "message"))
        for reason in counts
    }


def share(counts: Mapping[str, int], most: int) -> Counter[str]:
    """Return how many of each to show of `most` in all: one of each in turn, the commonest first.

    >>> share({"empty": 1, "no_text": 9}, 4)
    Counter({'no_text': 3, 'empty': 1})
    """
    shares: Counter[str] = Counter()
    while shares.total() < min(most, sum(counts.values())):
        for name in sorted(counts, key=lambda name: (-counts[name], name)):
            if shares[name] < counts[name] and shares.total() < most:
                shares[name] += 1
    return shares
