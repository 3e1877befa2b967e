"""What a site calls itself on its pages."""

from collections.abc import Iterator

from .linked_data import Item, names, resolved
from .statements import Statements

_META = ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher",
         "dc.publisher", "dcterms.publisher", "article:publisher", "citation_publisher")
_KINDS = ("Organization", "WebSite")


def site_names(said: Statements, article: Item) -> Iterator[str]:
    """Yield the names of the site, the most deliberate first."""
    yield from said.under("og:site_name")
    yield from names(resolved(article.get("publisher"), said.linked))
    for item in said.linked:
        kind = item.get("@type")
        if isinstance(kind, str) and kind.endswith(_KINDS):
            yield from names(item.get("name"))
            yield from names(item.get("alternateName"))
    for name in said.under(*_META[1:]):
        if "://" not in name:
            yield name
