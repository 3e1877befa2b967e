"""Find, measure and decide about articles that are alike, by signatures and prints alone.

Work grows with the articles, not with their pairs: see `pairs` and `resolve`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.typehints.decorators import no_annotations

from ..criteria import Criteria
from ..edge import Edge, closest
from ..signature import PackedPrints, Prints, Signature
from .candidates import Pair, candidates, pairs, terms
from .measurement import measured
from .resolution import in_order

PrintsByOrder = tuple[bytes, PackedPrints]
"""Order of an article and its prints."""
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
            | "Terms"
            >> beam.FlatMap(_by_term, **self._wanted).with_output_types(tuple[bytes, bytes])
            | "Buckets" >> beam.GroupByKey()
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


def _by_term(signature: Signature, *, words: bool, facts: bool) -> Iterator[tuple[bytes, bytes]]:
    order = signature.order
    for term in terms(signature, words=words, facts=facts):
        yield term, order


def _paired(term: bytes, bucket: Iterable[bytes]) -> Iterator[tuple[Pair, int]]:
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
