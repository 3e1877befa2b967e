"""The passages that two texts share, and between them those in which they differ."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from .runs import Gap, Run, gaps_of, moved_runs, shared_runs
from .words import words_of

_Cuts = tuple[Sequence[int], Sequence[int]]


class PassageKind(StrEnum):
    """Where a passage stands; the value is what the output says."""

    SHARED = "shared"
    """In both texts."""
    FIRST = "first"
    """In the first text alone, or at another place of the second."""
    SECOND = "second"
    """In the second text alone, or at another place of the first."""


class Span(NamedTuple):
    """A stretch of a text.

    Attributes:
        start: Where it begins, in code points.
        end: The place after its last code point.
    """

    start: int
    end: int


class Passage(NamedTuple):
    """A stretch of two texts.

    Attributes:
        kind: Where it stands.
        first: Its place in the first text; of what stands in the second alone, an empty span
            where it would stand.
        second: Likewise in the second.
        is_moved: Whether it stands in both texts, but not in the same order. It is told of twice:
            as a passage of the first and as one of the second.
    """

    kind: PassageKind
    first: Span
    second: Span
    is_moved: bool = False


def compare(first: str, second: str) -> tuple[Passage, ...]:
    """Return the passages that two texts share, and between them those in which they differ.

    Words are compared as deduplication does: case, punctuation, width and spacing do not count.
    Shared passages and those of the first text, one after the other, are the first text; shared
    ones and those of the second are the second.

    >>> for passage in compare("It rained all day.", "It snowed all day!"):
    ...     print(passage.kind, tuple(passage.first), tuple(passage.second))
    shared (0, 3) (0, 3)
    first (3, 10) (3, 3)
    second (10, 10) (3, 10)
    shared (10, 18) (10, 18)
    """
    one, other = words_of(first), words_of(second)
    runs = shared_runs(one, other)
    gaps = gaps_of(runs, one, other)
    moved = moved_runs(gaps, one, other)
    return tuple(_passages(runs, gaps, moved, (one.cuts, other.cuts)))


def _passages(
    runs: Sequence[Run], gaps: Sequence[Gap], moved: Sequence[Run], cuts: _Cuts
) -> Iterator[Passage]:
    moved_from, moved_to = ({run[side]: run for run in moved} for side in range(2))
    for number, (first, second) in enumerate(gaps):
        here = Span(cuts[1][second.start], cuts[1][second.start])
        for part, run in _parts(first, moved_from):
            there = _spans(run, cuts)[1] if run else here
            yield Passage(PassageKind.FIRST, _span(cuts[0], part), there, run is not None)
        here = Span(cuts[0][first.stop], cuts[0][first.stop])
        for part, run in _parts(second, moved_to):
            there = _spans(run, cuts)[0] if run else here
            yield Passage(PassageKind.SECOND, there, _span(cuts[1], part), run is not None)
        if number < len(runs):
            yield Passage(PassageKind.SHARED, *_spans(runs[number], cuts))


def _parts(part: range, moved: Mapping[int, Run]) -> Iterator[tuple[range, Run | None]]:
    """Give the words of a gap that are moved, and those between them."""
    start = part.start
    for at in part:
        if run := moved.get(at):
            if start < at:
                yield range(start, at), None
            start = at + run.length
            yield range(at, start), run
    if start < part.stop:
        yield range(start, part.stop), None


def _spans(run: Run, cuts: _Cuts) -> tuple[Span, Span]:
    return (
        _span(cuts[0], range(run.first, run.first + run.length)),
        _span(cuts[1], range(run.second, run.second + run.length)),
    )


def _span(cuts: Sequence[int], part: range) -> Span:
    return Span(cuts[part.start], cuts[part.stop])
