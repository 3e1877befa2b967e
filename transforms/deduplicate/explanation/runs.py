"""The runs of words that two texts share, and those that only stand in another order.

Whole lines are aligned first, then runs of as many words as likeness is measured by, then what is
left between them word by word, where that is little. So the work is in proportion to the texts.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ...subsequence import common_subsequence
from ..fingerprint import SHINGLE_LENGTH, TERM_LENGTH
from ..shingles import CHARACTERS_A_WORD
from .words import Words

# Words between two shared runs, of the text that has fewer, that are compared one by one. Where
# more stand there without a run in common, the texts differ.
_MOST_SINGLE = 64


class Run(NamedTuple):
    """Words that both texts have.

    Attributes:
        first: The first of them in the first text.
        second: Likewise in the second.
        length: How many.
        is_line: Whether they are a line of both.
    """

    first: int
    second: int
    length: int
    is_line: bool = False


Gap = tuple[range, range]
"""The words of both texts between two shared runs."""
_Pair = tuple[int, int]
_Ids = dict[tuple[str, ...], int]


def shared_runs(one: Words, other: Words) -> list[Run]:
    """Return the runs of words that two texts share, in the order in which both have them."""
    return _joined(_without_chance(_runs(one, other), one, other))


def gaps_of(runs: Sequence[Run], one: Words, other: Words) -> list[Gap]:
    """Return the words of both texts before each run, and after the last."""
    ends = [Run(0, 0, 0), *runs, Run(len(one.keys), len(other.keys), 0)]
    return [
        (
            range(before.first + before.length, after.first),
            range(before.second + before.length, after.second),
        )
        for before, after in pairwise(ends)
    ]


def moved_runs(gaps: Sequence[Gap], one: Words, other: Words) -> list[Run]:
    """Return the runs that stand in gaps of both texts, as long as few texts share by chance."""
    gap_of = {i: number for number, (part, _) in enumerate(gaps) for i in part}
    places: _Ids = {}
    for part, _ in gaps:
        for i in part:
            if term := _words_from(one, i, part.stop, TERM_LENGTH):
                places.setdefault(term, i)
    moved: list[Run] = []
    for _, part in gaps:
        j = part.start
        while j < part.stop:
            term = _words_from(other, j, part.stop, TERM_LENGTH)
            i = places.get(term, -1) if term else -1
            gap = gap_of.get(i)
            length = 0
            while (
                gap is not None
                and gap_of.get(i + length) == gap
                and j + length < part.stop
                and one.keys[i + length] == other.keys[j + length]
            ):
                length += 1
            if term and length >= len(term):
                moved.append(Run(i, j, length))
                for at in range(i, i + length):
                    del gap_of[at]  # each is moved once
            j += max(length, 1)
    return moved


def _runs(one: Words, other: Words) -> Iterator[Run]:
    ids: _Ids = {}
    lines: list[list[int]] = []
    for words in (one, other):
        keys = [tuple(words.keys[start:end]) for start, end in words.lines]
        lines.append([ids.setdefault(key, len(ids)) for key in keys])
    sizes = [len(key) for key in ids]
    place = (0, 0)
    for a, b in common_subsequence(lines[0], lines[1], sizes.__getitem__):
        line = Run(one.lines[a][0], other.lines[b][0], sizes[lines[0][a]], is_line=True)
        yield from _runs_between(one, other, place, line[:2])
        yield line
        place = line.first + line.length, line.second + line.length
    yield from _runs_between(one, other, place, (len(one.keys), len(other.keys)))


def _runs_between(one: Words, other: Words, start: _Pair, end: _Pair) -> list[Run]:
    ids: _Ids = {}
    shingles, sizes = _shingles(one, range(start[0], end[0]), ids)
    others, _ = _shingles(other, range(start[1], end[1]), ids)
    shared = common_subsequence(shingles, others, lambda shingle: int(shingle >= 0))
    pairs = list(_words_of(shared, sizes))
    found = list(pairs)
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *pairs, (len(shingles), len(others))]):
        if 0 < min(next_i - i, next_j - j) - 1 <= _MOST_SINGLE:
            single = common_subsequence(
                one.keys[start[0] + i + 1 : start[0] + next_i],
                other.keys[start[1] + j + 1 : start[1] + next_j],
                lambda _: 1,
            )
            found += [(i + 1 + x, j + 1 + y) for x, y in single]
    return _joined(Run(start[0] + i, start[1] + j, 1) for i, j in sorted(found))


def _shingles(words: Words, part: range, ids: _Ids) -> tuple[list[int], list[int]]:
    """Return the run of words that begins at each word, -1 for none that is whole; their sizes."""
    found, sizes = [], []
    for at in part:
        run = _words_from(words, at, part.stop, SHINGLE_LENGTH)
        found.append(ids.setdefault(run, len(ids)) if run else -1)
        sizes.append(len(run) if run else 0)
    return found, sizes


def _words_from(words: Words, at: int, end: int, length: int) -> tuple[str, ...] | None:
    """Return so many words, or characters instead as `shingles` does; None if there are fewer."""
    if sum(words.weights[at : at + length]) == length:
        length *= CHARACTERS_A_WORD
    return tuple(words.keys[at : at + length]) if at + length <= end else None


def _words_of(shared: Iterable[_Pair], sizes: Sequence[int]) -> Iterator[_Pair]:
    """Give the words of shared runs that overlap, each once."""
    next_i = next_j = 0
    for i, j in shared:
        for x, y in zip(range(i, i + sizes[i]), range(j, j + sizes[i]), strict=True):
            if x >= next_i and y >= next_j:
                yield x, y
                next_i, next_j = x + 1, y + 1


def _without_chance(runs: Iterable[Run], one: Words, other: Words) -> Iterator[Run]:
    """Give the runs but for the short ones among longer differences, as any two texts have.

    That is how diff-match-patch makes differences readable (N. Fraser, "Diff Strategies",
    https://neil.fraser.name/writing/diff/): what both have is no longer than what differs before
    it and after it. Lines, and what few texts share by chance, stay.
    """
    sums = [[0, *accumulate(words.weights)] for words in (one, other)]

    def gap(before: Run, after: Run) -> int:
        return max(
            sums[side][after[side]] - sums[side][before[side] + before.length] for side in range(2)
        )

    kept = [Run(0, 0, 0, is_line=True)]
    gaps: list[int] = []  # before each of those that are kept, but for the first
    for run in [*runs, Run(len(one.keys), len(other.keys), 0, is_line=True)]:
        before = gap(kept[-1], run)
        while not kept[-1].is_line:
            last = kept[-1]
            size = sums[0][last.first + last.length] - sums[0][last.first]
            if size > min(before, gaps[-1]) or size >= TERM_LENGTH * CHARACTERS_A_WORD:
                break
            kept.pop()
            gaps.pop()
            before = gap(kept[-1], run)
        kept.append(run)
        gaps.append(before)
    yield from kept[1:-1]


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Return the runs, those as one that follow each other in both texts."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else run
        if joined and run[:2] == (last.first + last.length, last.second + last.length):
            joined[-1] = last._replace(length=last.length + run.length)
        else:
            joined.append(run)
    return joined
