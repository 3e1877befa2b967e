"""Of articles that repeat each other, which are kept, and which of those the others repeat.

An article is kept unless it repeats one that comes before it in the total order *and is kept
itself*: the lexicographically first maximal independent set of the graph whose edges are the
pairs that were found alike (Blelloch, Fineman, Shun, "Greedy sequential maximal independent set
and matching are parallel on average", SPAA 2012). So no chains form: every duplicate was compared
with the very article that it is said to repeat.
"""

from collections.abc import Iterable, Iterator

from ..model import DuplicateKind, Model
from .fingerprint import Likeness, likeness
from .signature import Verdict, ordered_id


class Edge(Model):
    """Two articles that repeat each other.

    Attributes:
        first: Order of the one that comes first; see `Signature.order`.
        second: Order of the other.
        kind: How they do.
        likeness: How alike their texts are.
    """

    first: bytes
    second: bytes
    kind: DuplicateKind
    likeness: Likeness

    def measured(self, first: bytes, second: bytes) -> "Edge":
        """Return it with the likeness of two sketches; see `Fingerprint`."""
        return self.model_copy(update={"likeness": likeness(first, second)})


def resolve(edges: Iterable[Edge]) -> Iterator[Verdict]:
    """Yield a verdict for each article that is not kept, in memory.

    An article that repeats several names the one most like it; of those that are kept because
    nothing comes before them, if it repeats such a one. That is what can be decided without
    looking any further, and so in parallel.
    """
    before = _before(edges)
    dropped: set[bytes] = set()
    for second, group in before.items():
        if roots := [edge for edge in group if edge.first not in before]:
            dropped.add(second)
            yield verdict(roots)
    yield from in_order(
        edge
        for second, group in before.items()
        for edge in group
        if second not in dropped and edge.first not in dropped
    )


def in_order(edges: Iterable[Edge]) -> Iterator[Verdict]:
    """Yield a verdict for each article that is not kept, deciding one after the other."""
    before = _before(edges)
    dropped: set[bytes] = set()
    for second in sorted(before):
        if kept := [edge for edge in before[second] if edge.first not in dropped]:
            dropped.add(second)
            yield verdict(kept)


def _before(edges: Iterable[Edge]) -> dict[bytes, list[Edge]]:
    before: dict[bytes, list[Edge]] = {}
    for edge in edges:
        before.setdefault(edge.second, []).append(edge)
    return before


def verdict(edges: Iterable[Edge]) -> Verdict:
    """Return the verdict about an article that repeats several that are kept: the one most like it.

    Args:
        edges: From those to it.
    """
    closest = min(
        edges, key=lambda edge: (-edge.likeness.containment, -edge.likeness.resemblance, edge.first)
    )
    return Verdict(
        id=ordered_id(closest.second),
        duplicate_of=ordered_id(closest.first),
        kind=closest.kind,
        similarity=closest.likeness.resemblance,
        containment=closest.likeness.containment,
    )
