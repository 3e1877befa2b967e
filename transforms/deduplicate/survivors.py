"""Which of several articles that repeat each other are kept, all decided in memory."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from ..model import Article, Duplicate, IndexEntry, Translation
from .alike.candidates import candidates, pairs, terms
from .alike.measurement import measured
from .alike.resolution import resolve
from .criteria import Criteria
from .edge import Edge
from .known.keys import relevant
from .outcomes.verdicts import Verdict, judge, link, settle
from .same.groups import Choice, Kinds, same_address, same_words
from .signature import Prints, Signature, remembered, sign

_Value = TypeVar("_Value")


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
        criteria: What counts as a duplicate; by default what `Criteria` has.
        known: What earlier runs kept.

    Returns:
        The articles that are kept, and the duplicates, both in order of id.
    """
    criteria = criteria or Criteria()
    by_id = _grouped(articles, lambda article: article.id)
    signed = [
        sign(deliveries[0], translations=criteria.translations) for deliveries in by_id.values()
    ]
    signed += _relevant(signed, map(remembered, known))
    prints = {signature.order: each for signature, each in signed}
    kept: Iterable[Signature] = {each.order: each for each, _ in signed}.values()
    kept, by_url = _keep_one_each(kept, "url_key", same_address, criteria.by_address)
    kept, by_words = _keep_one_each(kept, "content_key", same_words, criteria.by_words)
    alike = list(_alike(kept, prints, criteria))
    deciding = {each.second: each for each in resolve(each for each in alike if not each.is_link)}
    for edges in (by_words, by_url):
        # What each repeats may itself be no longer kept, by a later comparison.
        deciding |= {each.second: each.moved(deciding.get(each.first)) for each in edges}
    verdicts: dict[str, Verdict] = {}
    sites: dict[str, list[str | None]] = {}
    for edge in deciding.values():
        verdict = judge(edge, prints[edge.first], prints[edge.second])
        verdicts[edge.id] = verdict
        sites.setdefault(edge.kept_id, []).extend([verdict.site] * len(by_id[edge.id]))
    links: dict[str, list[Translation]] = {}
    for edge in alike:
        if edge.is_link and deciding.keys().isdisjoint({edge.first, edge.second}):
            ends = prints[edge.first].signature, prints[edge.second].signature
            for one, other in (ends, ends[::-1]):
                links.setdefault(one.id, []).append(link(edge, other))
    outcomes = [
        outcome
        for id_, deliveries in by_id.items()
        for outcome in settle(deliveries, verdicts.get(id_), sites.get(id_, ()), links.get(id_, ()))
    ]
    return (
        [outcome for outcome in outcomes if not isinstance(outcome, Duplicate)],
        [outcome for outcome in outcomes if isinstance(outcome, Duplicate)],
    )


def _relevant(
    articles: Iterable[tuple[Signature, Prints]], known: Iterable[tuple[Signature, Prints]]
) -> list[tuple[Signature, Prints]]:
    by_order = {signature.order: (signature, prints) for signature, prints in known}
    found = relevant(
        (signature for signature, _ in articles), (each for each, _ in by_order.values())
    )
    return [by_order[signature.order] for signature in found]


def _keep_one_each(
    signatures: Iterable[Signature],
    key: str,
    choose: Callable[[Iterable[Signature], Kinds], Choice],
    kinds: Kinds,
) -> tuple[list[Signature], list[Edge]]:
    kept: list[Signature] = []
    edges: list[Edge] = []
    for value, group in _grouped(signatures, lambda signature: getattr(signature, key)).items():
        choice = Choice(group, []) if value is None or not kinds else choose(group, kinds)
        kept.extend(choice.kept)
        edges.extend(choice.edges)
    return kept, edges


def _alike(
    signatures: Iterable[Signature], prints: Mapping[bytes, Prints], criteria: Criteria
) -> Iterator[Edge]:
    buckets: dict[bytes, list[bytes]] = {}
    for signature in signatures:
        order = signature.order
        for term in terms(signature, words=criteria.compares, facts=criteria.translations):
            buckets.setdefault(term, []).append(order)
    shared = Counter(pair for term, bucket in buckets.items() for pair in pairs(term, bucket))
    for pair, count in shared.items():
        for edge in candidates(pair, count):
            if alike := measured(edge, prints[edge.first], prints[edge.second], criteria):
                yield alike


def _grouped(values: Iterable[_Value], key: Callable[[_Value], Any]) -> dict[Any, list[_Value]]:
    groups: dict[Any, list[_Value]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return dict(sorted(groups.items(), key=lambda item: item[0] or ""))
