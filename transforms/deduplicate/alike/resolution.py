"""Of articles that repeat each other, which are kept, and which of those the others repeat.

An article is kept unless it repeats one that comes before it in the total order *and is kept
itself*: the lexicographically first maximal independent set of the graph whose edges are the
pairs that were found alike (Blelloch, Fineman, Shun, "Greedy sequential maximal independent set
and matching are parallel on average", SPAA 2012). So no chains form: every duplicate was compared
with the very article that it is said to repeat.
"""

from collections.abc import Iterable, Iterator

from ..edge import Edge, closest


def resolve(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Yield the deciding edge of each article that is not kept, in memory.

    That of an article that repeats several is the one to the article most like it; of those that
    are kept because nothing comes before them, if it repeats such a one. That is what can be
    decided without looking any further, and so in parallel.
    """
    before = _before(edges)
    dropped: set[bytes] = set()
    for second, group in before.items():
        if roots := [edge for edge in group if edge.first not in before]:
            dropped.add(second)
            yield closest(roots)
    yield from in_order(
        edge
        for second, group in before.items()
        for edge in group
        if second not in dropped and edge.first not in dropped
    )


def in_order(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Yield the deciding edge of each article that is not kept, one after the other."""
    before = _before(edges)
    dropped: set[bytes] = set()
    for second in sorted(before):
        if kept := [edge for edge in before[second] if edge.first not in dropped]:
            dropped.add(second)
            yield closest(kept)


def _before(edges: Iterable[Edge]) -> dict[bytes, list[Edge]]:
    before: dict[bytes, list[Edge]] = {}
    for edge in edges:
        before.setdefault(edge.second, []).append(edge)
    return before
