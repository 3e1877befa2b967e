"""Postings: under each key, which articles have it; compact, for millions of keys.

Most keys are terms that a single article has. In dictionaries each would take some 150 bytes, in
sorted arrays it takes 16. New postings are gathered in a dictionary and then become an array; an
array is merged with the one before it until that is twice as long: the logarithmic method (Bentley
and Saxe, "Decomposable searching problems", 1980). So a posting is copied some log2(n) times, and a
search looks into as many arrays.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LATEST = 16
"""Articles of a key that are found: work stays within bounds, however many hold one phrase."""

GATHERED = 1 << 13
"""Postings, of some 300 articles: so arrays are few, and the dictionary is small."""

Keys = NDArray[np.uint64]


class _Run(NamedTuple):
    """Postings in order of their keys, those of one key in order of their numbers."""

    keys: Keys
    numbers: NDArray[np.int64]


class Postings:
    """Keys → the numbers of the articles that have them.

    Args:
        gathered: Postings that are gathered before they become an array.
    """

    def __init__(self, gathered: int = GATHERED) -> None:
        self._enough = gathered
        self._runs: list[_Run] = []  # the oldest first; all numbers of one before all of the next
        self._gathered: dict[int, list[int]] = {}
        self._count = 0

    def add(self, keys: Keys, number: int) -> None:
        """Put an article under its keys.

        Args:
            keys: Each at most once.
            number: Of the article; greater than all before it.
        """
        for key in keys.tolist():
            self._gathered.setdefault(key, []).append(number)
        self._count += keys.size
        if self._count >= self._enough:
            self._settle()

    def find(self, keys: Keys) -> dict[int, list[int]]:
        """Return under each key that an article has the latest that have it.

        Args:
            keys: Each at most once.
        """
        gathered = ((key, self._gathered.get(key)) for key in keys.tolist())
        found = {key: numbers[-LATEST:] for key, numbers in gathered if numbers}
        for run in reversed(self._runs):
            first = run.keys.searchsorted(keys)
            end = run.keys.searchsorted(keys, "right")
            for hit in (first < end).nonzero()[0].tolist():
                latest = found.setdefault(int(keys[hit]), [])
                wanted = LATEST - len(latest)
                if wanted:
                    latest += run.numbers[max(first[hit], end[hit] - wanted) : end[hit]].tolist()
        return found

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove articles from all keys."""
        self._settle()
        removed = np.fromiter(numbers, np.int64)
        self._runs = [
            run for run in (_without(run, removed) for run in self._runs) if run.keys.size
        ]

    def _settle(self) -> None:
        if not self._count:
            return
        run = _sorted(
            np.fromiter(_repeated(self._gathered), np.uint64, self._count),
            np.fromiter(
                (number for each in self._gathered.values() for number in each),
                np.int64,
                self._count,
            ),
        )
        self._gathered, self._count = {}, 0
        while self._runs and self._runs[-1].keys.size < 2 * run.keys.size:
            older = self._runs.pop()
            run = _sorted(
                np.concatenate((older.keys, run.keys)),
                np.concatenate((older.numbers, run.numbers)),
            )
        self._runs.append(run)


def _repeated(gathered: dict[int, list[int]]) -> Iterator[int]:
    for key, numbers in gathered.items():
        for _ in numbers:
            yield key


def _sorted(keys: Keys, numbers: NDArray[np.int64]) -> _Run:
    order = np.argsort(keys, kind="stable")  # numbers of one key stay in order
    return _Run(keys[order], numbers[order])


def _without(run: _Run, removed: NDArray[np.int64]) -> _Run:
    stays = np.isin(run.numbers, removed, invert=True)
    return _Run(run.keys[stays], run.numbers[stays])
