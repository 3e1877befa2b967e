"""Which of several articles that repeat each other is kept, and what the others repeat."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ..model import Article, Duplicate, DuplicateKind
from .resemblance import resemblance
from .signature import Signature, Verdict, sign

_Value = TypeVar("_Value")


def survivor(group: Iterable[Signature]) -> Signature:
    """Return the article of a group that is kept: the least in the total order."""
    return min(group, key=lambda signature: signature.rank)


def verdicts(group: Iterable[Signature], kept: Signature, kind: DuplicateKind) -> Iterable[Verdict]:
    """Yield a verdict for each other article of the group.

    Args:
        group: Signatures of articles that repeat each other in the way that `kind` says.
        kept: The survivor among them. The same article delivered again has its id, and gets no
            verdict here.
        kind: How they repeat each other.
    """
    for signature in group:
        if signature.id != kept.id:
            same = signature.content_key == kept.content_key
            yield Verdict(
                id=signature.id,
                duplicate_of=kept.id,
                kind=kind,
                similarity=1.0 if same else resemblance(signature.sketch, kept.sketch),
            )


def settle(articles: Iterable[Article], verdict: Verdict | None) -> Iterable[Article | Duplicate]:
    """Yield what becomes of the articles that have one id: the same article, delivered again.

    Args:
        articles: One article, or several deliveries of it; none where a stream has let it go
            before the verdict came.
        verdict: What it repeats, if it does.
    """
    deliveries = list(articles)
    if len(deliveries) > 1:  # equal, unless somebody gave two articles one id
        deliveries.sort(key=lambda article: article.model_dump_json())
    if not deliveries:
        return
    first, *again = deliveries
    if verdict is None:
        yield first
    for article in again if verdict is None else [first, *again]:
        yield Duplicate(
            **{name: getattr(article, name) for name in Article.model_fields},
            duplicate_of=verdict.duplicate_of if verdict else first.id,
            duplicate_kind=verdict.kind if verdict else DuplicateKind.EXACT,
            similarity=verdict.similarity if verdict else 1.0,
        )


def deduplicate_articles(articles: Iterable[Article]) -> tuple[list[Article], list[Duplicate]]:
    """Tell the articles that are kept from those that repeat one of them, in memory.

    This is what `Deduplicate` does, in one place: first of the articles with one URL one is
    kept, then of those with the same words.

    Returns:
        The articles that are kept, and the duplicates, both in order of id.
    """
    by_id = _grouped(articles, lambda article: article.id)
    kept, url_verdicts = _keep_one_each(
        [sign(deliveries[0]) for deliveries in by_id.values()], "url_key", DuplicateKind.URL
    )
    kept, moved = _keep_one_each(kept, "content_key", DuplicateKind.EXACT)
    found = moved | {id_: follow(verdict, moved) for id_, verdict in url_verdicts.items()}
    outcomes = [
        outcome
        for id_, deliveries in by_id.items()
        for outcome in settle(deliveries, found.get(id_))
    ]
    return (
        [outcome for outcome in outcomes if not isinstance(outcome, Duplicate)],
        [outcome for outcome in outcomes if isinstance(outcome, Duplicate)],
    )


def follow(verdict: Verdict, moved: Mapping[str, Verdict]) -> Verdict:
    """Return the verdict about what is kept, where what it named turned out a duplicate itself.

    A duplicate by URL may repeat an article that repeats the words of a third one. It then
    repeats that third one, the only one of the three that is kept, and is as like to it.
    """
    further = moved.get(verdict.duplicate_of)
    if further is None:
        return verdict
    return verdict.model_copy(update={"duplicate_of": further.duplicate_of})


def _keep_one_each(
    signatures: Iterable[Signature], key: str, kind: DuplicateKind
) -> tuple[list[Signature], dict[str, Verdict]]:
    kept: list[Signature] = []
    found: dict[str, Verdict] = {}
    for value, group in _grouped(signatures, lambda signature: getattr(signature, key)).items():
        if value is None:
            kept.extend(group)
        else:
            kept.append(survivor(group))
            found |= {verdict.id: verdict for verdict in verdicts(group, kept[-1], kind)}
    return kept, found


def _grouped(values: Iterable[_Value], key: Callable[[_Value], Any]) -> dict[Any, list[_Value]]:
    groups: dict[Any, list[_Value]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return dict(sorted(groups.items(), key=lambda item: item[0] or ""))
