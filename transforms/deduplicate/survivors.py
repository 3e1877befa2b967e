"""Which of several articles that repeat each other is kept, and what the others repeat."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from ..model import Article, Duplicate, DuplicateKind, IndexEntry
from .candidates import is_candidate, pairs
from .criteria import Criteria
from .fingerprint import SAME, UNLIKE, likeness, split_terms
from .resolution import Edge, resolve, verdict
from .signature import Signature, Verdict, sign, signature_of

_Value = TypeVar("_Value")


def keep(group: Iterable[Signature]) -> list[Signature]:
    """Return what is kept of a group: the least in the total order, and all that was kept before.

    The one that the others repeat comes first.
    """
    group = list(group)
    first = min(group, key=lambda signature: signature.order)
    return [first, *(each for each in group if each.is_known and each.order != first.order)]


def repeats(group: Iterable[Signature], kept: Signature, kind: DuplicateKind) -> Iterable[Edge]:
    """Yield an edge from the survivor of a group to each other article in it.

    Args:
        group: Signatures of articles that repeat each other in the way that `kind` says.
        kept: The first of those that are kept of it. The same article delivered again has its
            id, and gets no edge here; one that an earlier run kept repeats that.
        kind: How they repeat each other.

    Yields:
        Edges; where the words differ, the likeness is yet to be measured.
    """
    for signature in group:
        if not signature.is_known and (kept.is_known or signature.id != kept.id):
            same = signature.content_key == kept.content_key
            yield Edge(
                first=kept.order,
                second=signature.order,
                kind=kind,
                likeness=SAME if same else UNLIKE,
            )


def settle(articles: Iterable[Article], found: Verdict | None) -> Iterable[Article | Duplicate]:
    """Yield what becomes of the articles that have one id: the same article, delivered again.

    Args:
        articles: One article, or several deliveries of it; none where a stream has let it go
            before the verdict came.
        found: What it repeats, if it does.
    """
    deliveries = list(articles)
    if len(deliveries) > 1:  # equal, unless somebody gave two articles one id
        deliveries.sort(key=lambda article: article.model_dump_json())
    if not deliveries:
        return
    first, *again = deliveries
    if found is None:
        yield first
    kept = found.kept if found else None
    for article in again if found is None else deliveries:
        yield Duplicate(
            **{name: getattr(article, name) for name in Article.model_fields},
            duplicate_of=found.duplicate_of if found else first.id,
            duplicate_kind=found.kind if found else DuplicateKind.EXACT,
            similarity=found.similarity if found else 1.0,
            containment=found.containment if found else 1.0,
            duplicate_of_url=kept.url if kept else first.canonical_url,
            duplicate_of_published_at=kept.published_at if kept else first.published_at,
            duplicate_of_run=kept.run_id if kept else None,
        )


def follow(found: Verdict, further: Verdict | None) -> Verdict:
    """Return the verdict about what is kept, where what it named repeats another article itself.

    What has the same words as its kept article repeats the other one just as that does. What was
    only published under the same address is at least so like it as the two likenesses together
    leave it no choice to be: the distance 1 - resemblance is a metric.

    Args:
        found: About an article.
        further: About the article that it names, if that one is not kept.
    """
    if further is None:
        return found
    if found.kind == DuplicateKind.EXACT:
        return further.model_copy(update={"id": found.id})
    if further.kind == DuplicateKind.EXACT:
        return found.model_copy(update={"duplicate_of": further.duplicate_of})
    least = round(max(0.0, found.similarity + further.similarity - 1.0), 4)
    return found.model_copy(
        update={
            "duplicate_of": further.duplicate_of,
            "similarity": least,
            "containment": least,
        }
    )


def named(found: Verdict, signatures: Iterable[Signature]) -> Verdict:
    """Return the verdict with the signature of the article that it names.

    Args:
        found: About an article.
        signatures: Of all articles with that id; one that an earlier run kept goes before.
    """
    kept = min(signatures, key=lambda signature: signature.order, default=None)
    return found.model_copy(update={"kept": kept})


def deduplicate_articles(
    articles: Iterable[Article],
    criteria: Criteria | None = None,
    *,
    known: Iterable[IndexEntry] = (),
) -> tuple[list[Article], list[Duplicate]]:
    """Tell the articles that are kept from those that repeat one of them, in memory.

    This is what `Deduplicate` does, in one place: of the articles with one URL one is kept, of
    those one with the same words, and of those the ones that are not alike.

    Args:
        articles: In any order.
        criteria: What counts as a duplicate; by default all kinds.
        known: What earlier runs kept.

    Returns:
        The articles that are kept, and the duplicates, both in order of id.
    """
    criteria = criteria or Criteria()
    by_id = _grouped(articles, lambda article: article.id)
    signed = [sign(deliveries[0]) for deliveries in by_id.values()]
    signed += [(signature_of(entry), entry.sketch) for entry in known]
    sketches = {signature.order: sketch for signature, sketch in signed}
    by_order = {signature.order: signature for signature, _ in signed}
    kept: Iterable[Signature] = by_order.values()
    kept, by_url = _keep_one_each(kept, "url_key", DuplicateKind.URL, criteria)
    kept, by_content = _keep_one_each(kept, "content_key", DuplicateKind.EXACT, criteria)
    found = {each.id: each for each in resolve(_alike(kept, sketches, criteria))}
    for edges in (by_content, by_url):
        # What each repeats may itself be no longer kept, by a later comparison.
        found |= {
            each.id: follow(each, found.get(each.duplicate_of))
            for each in (verdict([_measured(edge, sketches)]) for edge in edges)
        }
    signatures = _grouped(by_order.values(), lambda signature: signature.id)
    found = {id_: named(each, signatures[each.duplicate_of]) for id_, each in found.items()}
    outcomes = [
        outcome
        for id_, deliveries in by_id.items()
        for outcome in settle(deliveries, found.get(id_))
    ]
    return (
        [outcome for outcome in outcomes if not isinstance(outcome, Duplicate)],
        [outcome for outcome in outcomes if isinstance(outcome, Duplicate)],
    )


def _keep_one_each(
    signatures: Iterable[Signature], key: str, kind: DuplicateKind, criteria: Criteria
) -> tuple[list[Signature], list[Edge]]:
    if kind not in criteria.kinds:
        return list(signatures), []
    kept: list[Signature] = []
    edges: list[Edge] = []
    for value, group in _grouped(signatures, lambda signature: getattr(signature, key)).items():
        if value is None:
            kept.extend(group)
        else:
            stay = keep(group)
            kept.extend(stay)
            edges.extend(repeats(group, stay[0], kind))
    return kept, edges


def _alike(
    signatures: Iterable[Signature], sketches: Mapping[bytes, bytes], criteria: Criteria
) -> Iterator[Edge]:
    if not criteria.compares:
        return
    buckets: dict[bytes, list[bytes]] = {}
    for signature in signatures:
        for term in split_terms(signature.terms):
            buckets.setdefault(term, []).append(signature.order)
    shared = Counter(pair for bucket in buckets.values() for pair in pairs(bucket))
    for (first, second), count in shared.items():
        if is_candidate((first, second), count):
            alike = likeness(sketches[first], sketches[second])
            if kind := criteria.kind_of(alike):
                yield Edge(first=first, second=second, kind=kind, likeness=alike)


def _measured(edge: Edge, sketches: Mapping[bytes, bytes]) -> Edge:
    if edge.likeness == SAME:
        return edge
    return edge.measured(sketches[edge.first], sketches[edge.second])


def _grouped(values: Iterable[_Value], key: Callable[[_Value], Any]) -> dict[Any, list[_Value]]:
    groups: dict[Any, list[_Value]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return dict(sorted(groups.items(), key=lambda item: item[0] or ""))
