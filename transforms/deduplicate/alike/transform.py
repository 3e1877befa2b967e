"""Find, measure and decide about articles that are alike, by signatures and prints alone.

Work grows with the articles, not with their pairs: see `pairs` and `resolve`.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.transforms.window import BoundedWindow
from apache_beam.typehints.decorators import no_annotations, with_output_types
from apache_beam.utils.windowed_value import WindowedValue

from ..criteria import Criteria
from ..edge import Edge, closest
from ..signature import PackedPrints, Prints, Signature
from .candidates import TERM_BYTES, Pair, candidates, pairs, terms
from .measurement import measured
from .resolution import in_order

PrintsByOrder = tuple[bytes, PackedPrints]
"""Order of an article and its prints."""
_SHELVES = 1 << 12
_MOST_HELD_BYTES = 1 << 22  # the terms of some 1,500 articles
_LENGTH_BYTES = 4
_DEFAULT = Criteria()
_EVERYTHING = b""  # the one key of what is decided in one place


class Candidates(beam.PTransform):
    """Signatures → edges between those worth comparing, their likeness yet to be measured."""

    def __init__(self, criteria: Criteria) -> None:
        super().__init__()
        self._wanted = {"words": criteria.compares, "facts": criteria.translations}

    def expand(self, signatures: beam.PCollection[Signature]) -> beam.PCollection[Edge]:
        """Return the edges."""
        return (
            signatures
            | "Terms" >> beam.ParDo(_Shelve(**self._wanted))
            | "Shelves" >> beam.GroupByKey()
            | "Pairs" >> beam.FlatMapTuple(_paired).with_output_types(tuple[Pair, int])
            | "Shared" >> beam.CombinePerKey(sum)
            | "Enough" >> beam.FlatMapTuple(candidates).with_output_types(Edge)
        )


class Measured(NamedTuple):
    """What `Measure` returns.

    Attributes:
        edges: Between articles that are alike.
        involved: Prints of each delivery of the articles that have an edge, by their order.
    """

    edges: beam.PCollection[Edge]
    involved: beam.PCollection[PrintsByOrder]


class Measure(beam.PTransform):
    """Edges between candidates → those between articles that are alike.

    The prints of all articles cross one shuffle, those of the two ends of an edge another.
    """

    def __init__(self, criteria: Criteria) -> None:
        super().__init__()
        self._criteria = criteria

    @no_annotations
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> Measured:
        """Return `Measured` edges.

        Args:
            inputs: `candidates`: edges to measure; `decided`: edges whose articles are involved
                as well; `prints`: of all articles, by their order.
        """
        joined = (
            {
                "candidates": inputs["candidates"]
                | "Ends" >> beam.FlatMap(ends).with_output_types(tuple[bytes, bytes]),
                "decided": inputs["decided"]
                | "DecidedEnds" >> beam.FlatMap(_orders).with_output_types(tuple[bytes, None]),
                "prints": inputs["prints"],
            }
            | "JoinPrints" >> beam.CoGroupByKey()
            | "Prints"
            >> beam.FlatMapTuple(_printed)
            .with_output_types(tuple[bytes, PrintsByOrder], involved=PrintsByOrder)
            .with_outputs("involved", main="ends")
        )
        edges = (
            joined.ends
            | "BothEnds" >> beam.GroupByKey()
            | "Likeness" >> beam.FlatMapTuple(_alike, self._criteria).with_output_types(Edge)
        )
        return Measured(edges, joined.involved)


class Resolve(beam.PTransform):
    """Edges between articles that are alike → the deciding one of each not kept; see `resolve`.

    What repeats an article that nothing comes before is decided in parallel. There is little else:
    what is alike to a duplicate, but not to what that repeats. It is decided in one place.
    """

    def expand(self, edges: beam.PCollection[Edge]) -> beam.PCollection[Edge]:
        """Return the deciding edges."""
        decided = (
            {
                "after": edges | "KeyByFirst" >> key_by("first"),
                "before": edges | "KeyBySecond" >> key_by("second"),
            }
            | "JoinEdges" >> beam.CoGroupByKey()
            | "FromRoots"
            >> beam.FlatMapTuple(_from_roots).with_output_types(tuple[bytes, tuple[bool, Edge]])
            | "Before" >> beam.GroupByKey()
            | "Decide"
            >> beam.FlatMapTuple(_decide)
            .with_output_types(Edge, open=Edge)
            .with_outputs("open", main="deciding")
        )
        rest = (
            {
                "edges": decided.open | "KeyOpen" >> key_by("first"),
                "dropped": decided.deciding | "KeyDropped" >> key_by("second"),
            }
            | "JoinDropped" >> beam.CoGroupByKey()
            | "Open" >> beam.FlatMapTuple(_open).with_output_types(tuple[bytes, Edge])
            | "Together" >> beam.GroupByKey()
            | "InOrder" >> beam.FlatMapTuple(lambda _, left: in_order(left)).with_output_types(Edge)
        )
        return (decided.deciding, rest) | beam.Flatten()


def key_by(end: str) -> beam.PTransform:
    """Return what keys edges by the order of their `first` or `second` article."""
    return beam.Map(lambda edge: (getattr(edge, end), edge)).with_output_types(tuple[bytes, Edge])


def ends(edge: Edge) -> Iterator[tuple[bytes, bytes]]:
    """Yield the orders of both articles of an edge, each with the edge as bytes."""
    encoded = edge.encoded()
    yield edge.first, encoded
    yield edge.second, encoded


@with_output_types(tuple[int, bytes])
class _Shelve(beam.DoFn):
    """Signatures → their terms, each with the order of its article, on shelves by what they are.

    An article has dozens of terms, and most are its own. To shuffle one by one takes longer than
    all that is done with it: so those of a bundle that are on one shelf go together.
    """

    def __init__(self, *, words: bool, facts: bool) -> None:
        self._wanted = {"words": words, "facts": facts}

    def start_bundle(self) -> None:
        self._shelves: dict[BoundedWindow, dict[int, bytearray]] = {}
        self._held_bytes = 0

    def process(
        self, signature: Signature, window: BoundedWindow = beam.DoFn.WindowParam
    ) -> Iterator[WindowedValue]:
        shelves = self._shelves.setdefault(window, defaultdict(bytearray))
        order = signature.order
        end = len(order).to_bytes(_LENGTH_BYTES, "big") + order
        for term in terms(signature, **self._wanted):
            shelves[zlib.crc32(term) % _SHELVES] += term + end
            self._held_bytes += TERM_BYTES + len(end)
        if self._held_bytes >= _MOST_HELD_BYTES:
            yield from self.finish_bundle()
            self.start_bundle()

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for window, shelves in self._shelves.items():
            for shelf, held in shelves.items():
                yield WindowedValue((shelf, bytes(held)), window.max_timestamp(), [window])


def _paired(_: int, shelf: Iterable[bytes]) -> Iterator[tuple[Pair, int]]:
    buckets: dict[bytes, set[bytes]] = defaultdict(set)
    for held in shelf:
        at = 0
        while at < len(held):
            length_at = at + TERM_BYTES
            order_at = length_at + _LENGTH_BYTES
            next_at = order_at + int.from_bytes(held[length_at:order_at], "big")
            buckets[held[at:length_at]].add(held[order_at:next_at])
            at = next_at
    for term, bucket in buckets.items():
        if len(bucket) > 1:  # few are
            for pair in pairs(term, bucket):
                yield pair, 1


def _orders(edge: Edge) -> Iterator[tuple[bytes, None]]:
    yield edge.first, None
    yield edge.second, None


def _printed(order: bytes, joined: dict[str, Iterable[Any]]) -> Iterator[Any]:
    deliveries = list(joined["prints"])
    edges = list(joined["candidates"])
    for edge in edges if deliveries else ():  # else it came too late for its edges
        yield edge, (order, deliveries[0])
    if edges or any(True for _ in joined["decided"]):
        for prints in deliveries:
            yield beam.pvalue.TaggedOutput("involved", (order, prints))


def _alike(
    encoded: bytes, both: Iterable[PrintsByOrder], criteria: Criteria = _DEFAULT
) -> Iterator[Edge]:
    edge, found = Edge.decoded(encoded), dict(both)
    if len(found) == 2:  # noqa: PLR2004 - else one end came too late for the other
        first, second = (Prints.unpacked(found[order]) for order in (edge.first, edge.second))
        alike = measured(edge, first, second, criteria)
        if alike is not None:
            yield alike


def _from_roots(
    _: bytes, joined: dict[str, Iterable[Edge]]
) -> Iterator[tuple[bytes, tuple[bool, Edge]]]:
    is_root = not any(True for _ in joined["before"])
    for edge in joined["after"]:
        yield edge.second, (is_root, edge)


def _decide(_: bytes, edges: Iterable[tuple[bool, Edge]]) -> Iterator[Any]:
    before = list(edges)
    if roots := [edge for is_root, edge in before if is_root]:
        yield closest(roots)
    else:
        for _is_root, edge in before:
            yield beam.pvalue.TaggedOutput("open", edge)


def _open(_: bytes, joined: dict[str, Iterable[Edge]]) -> Iterator[tuple[bytes, Edge]]:
    if not any(True for _ in joined["dropped"]):
        for edge in joined["edges"]:
            yield _EVERYTHING, edge
