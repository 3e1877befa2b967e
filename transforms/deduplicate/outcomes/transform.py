"""Deciding edges → what becomes of each article.

The articles cross one shuffle here, with their texts; all else is ids, signatures and sketches.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.typehints.decorators import no_annotations

from ...model import Article, Duplicate, IndexEntry, Translation
from ...model.coders import register
from ..alike.transform import ends, key_by
from ..edge import Edge
from ..signature import PackedPrints, Prints
from .verdicts import Verdict, judge, link, settle

register(Verdict, Translation)

SignedArticle = tuple[bytes, bytes]
"""An article, and its entry for an index, as JSON; the entry is empty if nobody asked for it."""

_End = tuple[bytes, bool, int, PackedPrints]
"""Order of an article, whether it is not kept, how often it was delivered, and its prints."""


class Deduplicated(NamedTuple):
    """What `Deduplicate` returns.

    Attributes:
        articles: Those that are kept; no two are the same.
        duplicates: The others; each names the kept article that it repeats.
        entries: What later runs know the articles by, for `WriteIndex`; None if it was not asked
            for.
    """

    articles: beam.PCollection[Article]
    duplicates: beam.PCollection[Duplicate]
    entries: beam.PCollection[IndexEntry] | None = None


class Follow(beam.PTransform):
    """Edges → the same, where their first article is not kept moved to what that one repeats."""

    @no_annotations
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> beam.PCollection[Edge]:
        """Return the edges.

        Args:
            inputs: `edges`; `moved`: the deciding edges of articles that are not kept.
        """
        return (
            {
                "edges": inputs["edges"] | "KeyByKept" >> key_by("first"),
                "moved": inputs["moved"] | "KeyByMoved" >> key_by("second"),
            }
            | "JoinMoved" >> beam.CoGroupByKey()
            | "Move" >> beam.FlatMapTuple(_moved).with_output_types(Edge)
        )


class Settle(beam.PTransform):
    """Articles and what was decided about them → `Deduplicated` articles and duplicates."""

    def __init__(self, *, entries: bool) -> None:
        super().__init__()
        self._entries = entries

    @no_annotations
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> Deduplicated:
        """Return `Deduplicated` articles and duplicates.

        Args:
            inputs: `articles` by their ids; `edges`: the deciding one of each that is not kept,
                and those between translations; `prints` of all articles that have an edge, by
                their order.
        """
        judged = (
            {
                "edges": inputs["edges"]
                | "Ends" >> beam.FlatMap(ends).with_output_types(tuple[bytes, bytes]),
                "prints": inputs["prints"],
            }
            | "JoinEnds" >> beam.CoGroupByKey()
            | "EachEnd" >> beam.FlatMapTuple(_ends).with_output_types(tuple[bytes, _End])
            | "BothEnds" >> beam.GroupByKey()
            | "Judge"
            >> beam.FlatMapTuple(_judged)
            .with_output_types(
                tuple[str, Verdict], sites=tuple[str, str | None], links=tuple[str, Translation]
            )
            .with_outputs("sites", "links", main="verdicts")
        )
        settled = (
            {
                "articles": inputs["articles"],
                "verdicts": judged.verdicts,
                "sites": judged.sites,
                "links": judged.links,
            }
            | "JoinVerdicts" >> beam.CoGroupByKey()
            | "Outcome"
            >> beam.FlatMapTuple(_settled)
            .with_output_types(Article, duplicates=Duplicate, entries=IndexEntry)
            .with_outputs("duplicates", "entries", main="articles")
        )
        entries = settled.entries if self._entries else None
        return Deduplicated(settled.articles, settled.duplicates, entries)


def _moved(_: bytes, joined: dict[str, Iterable[Edge]]) -> Iterator[Edge]:
    further = next(iter(joined["moved"]), None)
    for edge in joined["edges"]:
        yield edge.moved(further)


def _ends(order: bytes, joined: dict[str, Iterable[Any]]) -> Iterator[tuple[bytes, _End]]:
    prints = list(joined["prints"])
    edges = [(encoded, Edge.decoded(encoded)) for encoded in set(joined["edges"])]
    is_dropped = any(edge.second == order and not edge.is_link for _, edge in edges)
    for encoded, _ in edges if prints else ():
        yield encoded, (order, is_dropped, len(prints), prints[0])


def _judged(encoded: bytes, both: Iterable[_End]) -> Iterator[Any]:
    edge = Edge.decoded(encoded)
    found = {
        order: (is_dropped, count, Prints.unpacked(of)) for order, is_dropped, count, of in both
    }
    if len(found) < 2:  # noqa: PLR2004 - one end came too late for the other
        return
    first_is_dropped, _, first = found[edge.first]
    second_is_dropped, deliveries, second = found[edge.second]
    if not edge.is_link:
        verdict = judge(edge, first, second)
        yield edge.id, verdict
        for _ in range(deliveries):
            yield beam.pvalue.TaggedOutput("sites", (edge.kept_id, verdict.site))
    elif not first_is_dropped and not second_is_dropped:
        for one, other in ((first, second), (second, first)):
            linked = (one.signature.id, link(edge, other.signature))
            yield beam.pvalue.TaggedOutput("links", linked)


def _settled(_: str, joined: dict[str, Iterable[Any]]) -> Iterator[Any]:
    deliveries = sorted(joined["articles"])  # as `settle` does
    articles = [Article.decoded(article) for article, _ in deliveries]
    outcomes = settle(
        articles, next(iter(joined["verdicts"]), None), joined["sites"], joined["links"]
    )
    for outcome in outcomes:
        if isinstance(outcome, Duplicate):
            yield beam.pvalue.TaggedOutput("duplicates", outcome)
            continue
        yield outcome
        if entry := deliveries[0][1]:
            yield beam.pvalue.TaggedOutput("entries", IndexEntry.decoded(entry))
