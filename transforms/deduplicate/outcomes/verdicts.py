"""What is decided about an article, and what an article that is kept stands for."""

from collections.abc import Iterable, Iterator
from typing import Any

from ...model import Article, Cluster, Duplicate, DuplicateKind, Model, Translation
from ..edge import Edge
from ..fingerprint import SAME, UNLIKE, likeness
from ..signature import Prints, Signature, site_of


class Verdict(Model):
    """An article repeats another.

    Attributes:
        edge: How it does.
        kept: Signature of the article that is kept.
        site: Where the article itself was published; None for nowhere known.
    """

    edge: Edge
    kept: Signature
    site: str | None = None


def judge(edge: Edge, kept: Prints, other: Prints) -> Verdict:
    """Return the verdict that a deciding edge means.

    Args:
        edge: The edge; where its likeness is not measured, that is done.
        kept: Prints of its first article.
        other: Prints of its second article.
    """
    if edge.likeness is None:
        measured = likeness(kept.sketch, other.sketch)
        edge = edge.model_copy(update={"likeness": measured})
    return Verdict(edge=edge, kept=kept.signature, site=other.signature.site)


def link(edge: Edge, other: Signature) -> Translation:
    """Return the link to one article of an edge between translations."""
    return Translation(
        id=other.id,
        language=other.language,
        url=other.url,
        similarity=(edge.likeness or UNLIKE).containment,
        run_id=other.run_id,
    )


def settle(
    articles: Iterable[Article],
    verdict: Verdict | None,
    sites: Iterable[str | None] = (),
    translations: Iterable[Translation] = (),
) -> Iterator[Article | Duplicate]:
    """Yield what becomes of the articles that have one id: the same article, delivered again.

    Args:
        articles: One article, or several deliveries of it; none where a stream has let it go
            before the verdict came.
        verdict: What it repeats, if it does.
        sites: Of each article that repeats it, the site.
        translations: Of it.
    """
    deliveries = list(articles)
    if len(deliveries) > 1:  # equal, unless somebody gave two articles one id
        deliveries.sort(key=lambda article: article.model_dump_json())
    if not deliveries:
        return
    if verdict is not None:
        for article in deliveries:
            yield _duplicate(article, verdict)
        return
    first, *again = deliveries
    carriers = [site_of(first)] * len(deliveries) + list(sites)
    cluster = Cluster(id=first.id, size=len(carriers), sites=len({*carriers} - {None}))
    links = sorted(set(translations), key=lambda each: (each.id, each.run_id or ""))
    yield first.model_copy(update={"cluster": cluster, "translations": tuple(links)})
    for article in again:
        yield _again(article, first)


def _duplicate(article: Article, verdict: Verdict) -> Duplicate:
    edge, kept = verdict.edge, verdict.kept
    alike = edge.likeness or UNLIKE
    return Duplicate(
        **_fields(article),
        duplicate_of=kept.id,
        duplicate_kind=edge.kind,
        similarity=alike.resemblance,
        containment=alike.containment,
        duplicate_of_url=kept.url,
        duplicate_of_published_at=kept.published_at,
        duplicate_of_run=kept.run_id,
        revised_by=edge.revised_by,
    )


def _again(article: Article, first: Article) -> Duplicate:
    return Duplicate(
        **_fields(article),
        duplicate_of=first.id,
        duplicate_kind=DuplicateKind.EXACT,
        similarity=SAME.resemblance,
        containment=SAME.containment,
        duplicate_of_url=first.canonical_url,
        duplicate_of_published_at=first.published_at,
    )


def _fields(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in Article.model_fields}
