"""What a site calls itself on its pages."""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from ..page.json_ld import Item
from .linked_data import names, resolved
from .statements import Statements

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
    yield from said.under("application-name", "apple-mobile-web-app-title")


def host_names(url: str | None) -> Iterator[str]:
    """Yield what the host of `url` may be called.

    >>> list(host_names("https://www.a-b.example/1"))
    ['www.a-b.example', 'a-b.example', 'a-b', 'a-b']
    """
    url = url or ""
    try:  # an archive's address holds the other
        host = urlsplit(url[max(0, url.rfind("http")) :]).hostname or ""
    except ValueError:  # an address that cannot be taken apart
        return
    host = host.removeprefix("www.")
    yield f"www.{host}"
    labels = host.split(".")
    for count in range(len(labels) - 1):
        yield ".".join(labels[count:])
        yield ".".join(labels[count:-1])
        yield labels[count]


# A page compares the same few names and titles with each other many times.
@lru_cache(1024)
def folded(text: str) -> str:
    """Return the letters and digits of `text` alone, in one case: names are compared by them."""
    return "".join(filter(str.isalnum, text.casefold()))
