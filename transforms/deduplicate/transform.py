"""Deduplicate: Articles → articles that are kept + duplicates of them.

Two articles are the same story when they were published under the same canonical URL, when they
have the same words, or when one has most of the words of the other, in the same order. The one that
is kept is the least in a total order on the articles themselves (`Signature.order`), so that the
order in which they arrive decides nothing; every other one was compared with the very article that
it is said to repeat.

Only signatures, sketches and ids are grouped; an article's text crosses one shuffle, with its id.

Bounded: over all articles. Unbounded: within each window, when it closes. The global window,
windows that merge, and early firings are refused: there an article would be let go before all that
it repeats is known. For the same reason an article that comes after its window has closed is kept,
whatever it repeats. Nothing fails.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.typehints.decorators import no_annotations

from ..model import Article, Duplicate, DuplicateKind, IndexEntry
from ..model.coders import register
from ..windows import closes_once
from .candidates import Pair, is_candidate, pairs
from .criteria import ALIKE, Criteria
from .fingerprint import SAME, UNLIKE, split_terms
from .resolution import Edge, in_order, verdict
from .signature import Signature, Verdict, index_entry, ordered_id, sign, signature_of
from .survivors import follow, keep, named, repeats, settle

register(Signature, Edge, Verdict)

_EDGES = "edges"
_DUPLICATES = "duplicates"
_SKETCHES = "sketches"
_EVERYTHING = b""  # the one key of what is decided in one place


class Deduplicated(NamedTuple):
    """What `Deduplicate` returns.

    Attributes:
        articles: Those that are kept; no two are the same.
        duplicates: The others; each names the kept article that it repeats.
    """

    articles: beam.PCollection[Article]
    duplicates: beam.PCollection[Duplicate]


@dataclass(eq=False)
class Deduplicate(beam.PTransform):
    """Tell articles that repeat another one from those that are kept.

    Attributes:
        kinds: Kinds of duplicates to look for, as in `DuplicateKind`; by default all.
        alike: Of near and contained duplicates, the least share of the shorter text that stands
            in the longer, above 0 and at most 1.

    Raises:
        ValueError: At construction, for a kind that is none or a share out of range; for an
            unbounded PCollection in the global window, in windows that merge, or with a trigger
            that fires before the window closes.
    """

    kinds: Collection[str] | None = None
    alike: float = ALIKE

    def __post_init__(self) -> None:
        super().__init__()
        self._criteria = Criteria.of(self.kinds, self.alike)

    @no_annotations  # Beam would warn that it cannot check several inputs and outputs
    def expand(
        self, inputs: beam.PCollection[Article] | Mapping[str, beam.PCollection]
    ) -> Deduplicated:
        """Return `Deduplicated` articles and duplicates.

        Args:
            inputs: The articles; or a mapping of `articles` to them and `known` to the
                `IndexEntry`s of what earlier runs kept, in the same windows.
        """
        pcolls = inputs if isinstance(inputs, Mapping) else {"articles": inputs}
        articles = pcolls["articles"]
        if not articles.is_bounded and not closes_once(articles.windowing):
            raise ValueError(
                "Deduplicate needs windows that do not merge and fire when they close, on an "
                "unbounded PCollection: put "
                "beam.WindowInto(beam.window.FixedWindows(seconds)) before it"
            )
        criteria = self._criteria
        signatures, sketches = pcolls | "Sign" >> _Signed()
        by_url = signatures | "SameUrl" >> _Group(DuplicateKind.URL, "url_key", criteria)
        by_content = by_url.kept | "SameWords" >> _Group(
            DuplicateKind.EXACT, "content_key", criteria
        )
        edges = [by_url.edges]
        if criteria.compares:
            edges.append(by_content.kept | "Candidates" >> _Candidates())
        measured = {
            "edges": edges | "Compared" >> beam.Flatten(),
            "sketches": sketches,
        } | "Measure" >> _Measure(criteria)
        alike = measured | "Alike" >> beam.Filter(_is_alike) | "Resolve" >> _Resolve()
        same = {"verdicts": by_content.edges | "SameWordsVerdicts" >> _Verdicts(), "moved": alike}
        moved = (alike, same | "FollowSameWords" >> _Follow()) | "Moved" >> beam.Flatten()
        url = measured | "UrlEdges" >> beam.Filter(_is_url) | "SameUrlVerdicts" >> _Verdicts()
        verdicts = (
            moved,
            {"verdicts": url, "moved": moved} | "FollowSameUrl" >> _Follow(),
        ) | "AllVerdicts" >> beam.Flatten()
        settled = (
            {
                "articles": articles | "KeyById" >> _key_by("id", Article),
                "verdicts": {"verdicts": verdicts, "signatures": signatures}
                | "Name" >> _Name()
                | "KeyVerdictById" >> _key_by("id", Verdict),
            }
            | "JoinVerdicts" >> beam.CoGroupByKey()
            | "Settle" >> beam.FlatMapTuple(_settle).with_outputs(_DUPLICATES, main="articles")
        )
        settled.articles.element_type = Article
        settled[_DUPLICATES].element_type = Duplicate
        return Deduplicated(settled.articles, settled[_DUPLICATES])


@dataclass(eq=False)
class Remember(beam.PTransform):
    """Make of each article that is kept what later runs know it by: an `IndexEntry`.

    Attributes:
        run_id: The run that keeps them.
    """

    run_id: str

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, articles: beam.PCollection[Article]) -> beam.PCollection[IndexEntry]:
        """Return an entry for each article."""
        return articles | beam.Map(index_entry, self.run_id).with_output_types(IndexEntry)


class _Signatures(NamedTuple):
    signatures: beam.PCollection[Signature]
    sketches: beam.PCollection[tuple[bytes, bytes]]


class _Signed(beam.PTransform):
    """Articles, and what earlier runs kept → signatures, and sketches by place in the order."""

    @no_annotations
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> _Signatures:
        results = []
        for name, of in (("articles", sign), ("known", _remembered)):
            if name in inputs:
                signed = inputs[name] | name.title() >> beam.ParDo(_Sign(of)).with_outputs(
                    _SKETCHES, main="signatures"
                )
                signed.signatures.element_type = Signature
                signed[_SKETCHES].element_type = tuple[bytes, bytes]
                results.append(signed)
        if len(results) == 1:
            return _Signatures(results[0].signatures, results[0][_SKETCHES])
        return _Signatures(
            [each.signatures for each in results] | "Signatures" >> beam.Flatten(),
            [each[_SKETCHES] for each in results] | "Sketches" >> beam.Flatten(),
        )


class _Sign(beam.DoFn):
    """A signature, and aside the sketch of the text with its place in the order."""

    def __init__(self, of: Callable[[Any], tuple[Signature, bytes]]) -> None:
        super().__init__()
        self._of = of

    def process(self, element: Any) -> Iterator[Any]:
        signature, sketch = self._of(element)
        yield signature
        yield beam.pvalue.TaggedOutput(_SKETCHES, (signature.order, sketch))


def _remembered(entry: IndexEntry) -> tuple[Signature, bytes]:
    return signature_of(entry), entry.sketch


class _Grouped(NamedTuple):
    kept: beam.PCollection[Signature]
    edges: beam.PCollection[Edge]


class _Group(beam.PTransform):
    """Of the signatures that share a key keep one; those without the key are all kept."""

    def __init__(self, kind: DuplicateKind, key: str, criteria: Criteria) -> None:
        super().__init__()
        self._kind = kind
        self._key = key
        self._is_wanted = kind in criteria.kinds

    @no_annotations
    def expand(self, signatures: beam.PCollection[Signature]) -> _Grouped:
        key = self._key
        if not self._is_wanted:
            none = signatures | beam.FlatMap(lambda _: ()).with_output_types(Edge)
            return _Grouped(signatures, none)
        keyed = signatures | "HasKey" >> beam.Filter(lambda value: getattr(value, key) is not None)
        keyless = signatures | "HasNone" >> beam.Filter(lambda value: getattr(value, key) is None)
        grouped = (
            keyed
            | "Key" >> _key_by(key, Signature)
            | "Group" >> beam.GroupByKey()
            | "Choose" >> beam.FlatMap(_choose, self._kind).with_outputs(_EDGES, main="kept")
        )
        grouped.kept.element_type = Signature
        grouped[_EDGES].element_type = Edge
        kept = (grouped.kept, keyless) | "Kept" >> beam.Flatten()
        return _Grouped(kept, grouped[_EDGES])


class _Candidates(beam.PTransform):
    """Signatures → edges between those worth comparing, their likeness yet to be measured."""

    def expand(self, signatures: beam.PCollection[Signature]) -> beam.PCollection[Edge]:
        return (
            signatures
            | "Terms" >> beam.FlatMap(_by_term).with_output_types(tuple[bytes, bytes])
            | "Buckets" >> beam.GroupByKey()
            | "Pairs" >> beam.FlatMap(_paired).with_output_types(tuple[tuple[bytes, bytes], int])
            | "Shared" >> beam.CombinePerKey(sum)
            | "Enough" >> beam.FlatMapTuple(_candidate).with_output_types(Edge)
        )


class _Measure(beam.PTransform):
    """Edges and sketches → the edges with the likeness of their texts.

    The sketches of all articles cross one shuffle, those of the two ends of an edge another.
    """

    def __init__(self, criteria: Criteria) -> None:
        super().__init__()
        self._criteria = criteria

    @no_annotations
    def expand(self, inputs: dict[str, beam.PCollection]) -> beam.PCollection[Edge]:
        edges = inputs["edges"]
        measured = (
            {
                "edges": edges
                | "Ends" >> beam.FlatMap(_ends).with_output_types(tuple[bytes, bytes]),
                "sketches": inputs["sketches"],
            }
            | "JoinSketches" >> beam.CoGroupByKey()
            | "Sketches"
            >> beam.FlatMapTuple(_sketched).with_output_types(tuple[bytes, tuple[bytes, bytes]])
            | "BothEnds" >> beam.GroupByKey()
            | "Likeness" >> beam.FlatMap(_likened, self._criteria).with_output_types(Edge)
        )
        known = edges | "Known" >> beam.Filter(lambda edge: edge.likeness == SAME)
        return (known, measured) | beam.Flatten()


class _Resolve(beam.PTransform):
    """Edges between articles that are alike → a verdict for each that is not kept; see `resolve`.

    What repeats an article that nothing comes before is decided in parallel. There is little else:
    what is alike to a duplicate, but not to what that repeats. It is decided in one place.
    """

    def expand(self, edges: beam.PCollection[Edge]) -> beam.PCollection[Verdict]:
        decided = (
            {
                "after": edges | "KeyByFirst" >> _key_edge("first"),
                "before": edges | "KeyBySecond" >> _key_edge("second"),
            }
            | "JoinEdges" >> beam.CoGroupByKey()
            | "FromRoots"
            >> beam.FlatMapTuple(_from_roots).with_output_types(tuple[bytes, tuple[bool, Edge]])
            | "Before" >> beam.GroupByKey()
            | "Decide" >> beam.FlatMapTuple(_decide).with_outputs(_EDGES, main="verdicts")
        )
        decided.verdicts.element_type = Verdict
        decided[_EDGES].element_type = Edge
        rest = (
            {
                "edges": decided[_EDGES] | "KeyOpen" >> _key_by_first_id(),
                "dropped": decided.verdicts | "KeyDropped" >> _key_by("id", Verdict),
            }
            | "JoinDropped" >> beam.CoGroupByKey()
            | "Open" >> beam.FlatMapTuple(_open).with_output_types(tuple[bytes, Edge])
            | "Together" >> beam.GroupByKey()
            | "InOrder"
            >> beam.FlatMapTuple(lambda _, left: in_order(left)).with_output_types(Verdict)
        )
        return (decided.verdicts, rest) | beam.Flatten()


class _Verdicts(beam.PTransform):
    """Edges of which an article has one → verdicts."""

    def expand(self, edges: beam.PCollection[Edge]) -> beam.PCollection[Verdict]:
        return edges | beam.Map(lambda edge: verdict([edge])).with_output_types(Verdict)


class _Follow(beam.PTransform):
    """Verdicts → the same, where what they name is not kept naming what that repeats."""

    @no_annotations
    def expand(self, inputs: dict[str, beam.PCollection]) -> beam.PCollection[Verdict]:
        return (
            {
                "verdicts": inputs["verdicts"] | "KeyByKept" >> _key_by("duplicate_of", Verdict),
                "moved": inputs["moved"] | "KeyByMoved" >> _key_by("id", Verdict),
            }
            | "JoinMoved" >> beam.CoGroupByKey()
            | "FollowMoved" >> beam.FlatMapTuple(_follow).with_output_types(Verdict)
        )


class _Name(beam.PTransform):
    """Verdicts → the same, with the signature of the article that each names."""

    @no_annotations
    def expand(self, inputs: Mapping[str, beam.PCollection]) -> beam.PCollection[Verdict]:
        return (
            {
                "verdicts": inputs["verdicts"] | "KeyByKept" >> _key_by("duplicate_of", Verdict),
                "signatures": inputs["signatures"]
                | "WithoutTerms" >> beam.Map(_without_terms).with_output_types(Signature)
                | "KeyById" >> _key_by("id", Signature),
            }
            | "JoinKept" >> beam.CoGroupByKey()
            | "Named" >> beam.FlatMapTuple(_named).with_output_types(Verdict)
        )


def _without_terms(signature: Signature) -> Signature:
    return signature.model_copy(update={"terms": b""})


def _named(_: str, joined: dict[str, Iterable[Any]]) -> Iterator[Verdict]:
    signatures = list(joined["signatures"])
    for found in joined["verdicts"]:
        yield named(found, signatures)


def _key_by(attribute: str, value_type: type) -> beam.PTransform:
    return beam.Map(lambda value: (getattr(value, attribute), value)).with_output_types(
        tuple[str, value_type]  # type: ignore[valid-type]
    )


def _key_edge(end: str) -> beam.PTransform:
    return beam.Map(lambda edge: (getattr(edge, end), edge)).with_output_types(tuple[bytes, Edge])


def _key_by_first_id() -> beam.PTransform:
    return beam.Map(lambda edge: (ordered_id(edge.first), edge)).with_output_types(tuple[str, Edge])


def _choose(keyed: tuple[str, Iterable[Signature]], kind: DuplicateKind) -> Iterable[Any]:
    _, group = keyed
    if not any(True for _ in group):  # the empty pane with which some runners close a window
        return
    kept = keep(group)
    yield from kept
    for edge in repeats(group, kept[0], kind):
        yield beam.pvalue.TaggedOutput(_EDGES, edge)


def _by_term(signature: Signature) -> Iterator[tuple[bytes, bytes]]:
    for term in split_terms(signature.terms):
        yield term, signature.order


def _paired(bucket: tuple[bytes, Iterable[bytes]]) -> Iterator[tuple[Pair, int]]:
    _, members = bucket
    for pair in pairs(members):
        yield pair, 1


def _candidate(pair: Pair, shared: int) -> Iterator[Edge]:
    if is_candidate(pair, shared):
        first, second = pair
        yield Edge(first=first, second=second, kind=DuplicateKind.NEAR, likeness=UNLIKE)


def _ends(edge: Edge) -> Iterator[tuple[bytes, bytes]]:
    if edge.likeness != SAME:
        encoded = edge.model_dump_json().encode()
        yield edge.first, encoded
        yield edge.second, encoded


def _sketched(
    order: bytes, joined: dict[str, Iterable[bytes]]
) -> Iterator[tuple[bytes, tuple[bytes, bytes]]]:
    sketch = next(iter(joined["sketches"]), b"")
    for edge in joined["edges"]:
        yield edge, (order, sketch)


def _likened(
    ends: tuple[bytes, Iterable[tuple[bytes, bytes]]], criteria: Criteria
) -> Iterator[Edge]:
    edge, sketches = Edge.model_validate_json(ends[0]), dict(ends[1])
    if len(sketches) < 2:  # noqa: PLR2004 - one end came too late for the other
        return
    edge = edge.measured(sketches[edge.first], sketches[edge.second])
    kind = edge.kind if _is_url(edge) else criteria.kind_of(edge.likeness)
    if kind:
        yield edge.model_copy(update={"kind": kind})


def _from_roots(
    _: bytes, joined: dict[str, Iterable[Edge]]
) -> Iterator[tuple[bytes, tuple[bool, Edge]]]:
    is_root = not any(True for _ in joined["before"])
    for edge in joined["after"]:
        yield edge.second, (is_root, edge)


def _decide(_: bytes, edges: Iterable[tuple[bool, Edge]]) -> Iterator[Any]:
    before = list(edges)
    if roots := [edge for is_root, edge in before if is_root]:
        yield verdict(roots)
    else:
        for _is_root, edge in before:
            yield beam.pvalue.TaggedOutput(_EDGES, edge)


def _open(_: str, joined: dict[str, Iterable[Any]]) -> Iterator[tuple[bytes, Edge]]:
    if not any(True for _ in joined["dropped"]):
        for edge in joined["edges"]:
            yield _EVERYTHING, edge


def _is_url(edge: Edge) -> bool:
    return edge.kind == DuplicateKind.URL


def _is_alike(edge: Edge) -> bool:
    return edge.kind != DuplicateKind.URL


def _follow(_: str, joined: dict[str, Iterable[Verdict]]) -> Iterator[Verdict]:
    further = next(iter(joined["moved"]), None)
    for found in joined["verdicts"]:
        yield follow(found, further)


def _settle(_: str, joined: dict[str, Iterable[Any]]) -> Iterator[Any]:
    for outcome in settle(joined["articles"], next(iter(joined["verdicts"]), None)):
        if isinstance(outcome, Duplicate):
            yield beam.pvalue.TaggedOutput(_DUPLICATES, outcome)
        else:
            yield outcome
