"""What the objects of a page's JSON-LD say, in the vocabulary of https://schema.org."""

import html
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from ..page.json_ld import ARTICLES, Item, kinds

# Works that a page may be about instead, and the page itself.
_WORKS = (
    "WebPage", "Recipe", "CreativeWork", "Episode", "VideoObject", "AudioObject", "Event",
    "Product", "Dataset", "Book", "Course", "HowTo", "Question", "Message", "Page", "Thesis",
)  # fmt: skip


def page_article(items: Iterable[Item], url: str | None, titles: Iterable[str]) -> Item:
    """Return the article that the page is about, what else is said of it filled in; or nothing.

    Of several it is the one with the page's address, else with one of its titles, else the first.

    Args:
        items: The objects of the page.
        url: The page's address.
        titles: What the page is called, in its head and headings.
    """
    articles = [item for item in items if _is_a(item, ARTICLES)]
    if len(articles) < 2:  # noqa: PLR2004
        return articles[0] if articles else {}
    path = _path(url)
    named = {_folded(title) for title in titles}
    same_address = [item for item in articles if path and path in map(_path, _addresses(item))]
    same_title = [item for item in articles if _folded(headline(item) or "") in named]
    about = same_address or same_title or articles[:1]
    merged: dict[str, Any] = {}
    for item in about:
        for name, value in item.items():
            if value not in (None, "", [], {}):
                merged.setdefault(name, value)
    return merged


def page_works(items: Iterable[Item]) -> Iterator[Item]:
    """Yield what the page is about or is itself, where that is no article."""
    return (item for item in items if not _is_a(item, ARTICLES) and _is_a(item, _WORKS))


def headline(item: Item) -> str | None:
    """Return the headline of an article."""
    return text(item.get("headline")) or text(item.get("name"))


def resolved(value: Any, items: Iterable[Item]) -> Any:
    """Return `value`, each reference in it by `@id` replaced by the object that it refers to."""
    values = value if isinstance(value, list) else [value]
    named: dict[str, Item] = {}
    found = []
    for each in values:
        if isinstance(each, dict) and isinstance(each.get("@id"), str) and "name" not in each:
            if not named:
                named = {
                    item["@id"]: item
                    for item in items
                    if isinstance(item.get("@id"), str) and "name" in item
                }
            found.append(named.get(each["@id"], each))
        else:
            found.append(each)
    return found


def names(value: Any, depth: int = 4) -> Iterator[str]:
    """Yield the names in `value`: texts, objects with a `name`, and lists of such.

    >>> list(names([{"name": "Ada Byron"}, "Émile Borel", "https://harbor.example/staff/ada"]))
    ['Ada Byron', 'Émile Borel']
    """
    match value:
        case str():
            if "://" not in value:  # the address of somebody who is not named
                yield html.unescape(value)
        case list() if depth:
            for each in value:
                yield from names(each, depth - 1)
        case dict() if depth:
            yield from names(value.get("name"), depth - 1)


def text(value: Any) -> str | None:
    """Return `value` as one text without references to characters, or None if it is none."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str | dict)), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return (" ".join(html.unescape(value).split()) or None) if isinstance(value, str) else None


def addresses(value: Any) -> Iterator[str]:
    """Yield the addresses in `value`: texts, and objects with an `@id`, `url` or `contentUrl`."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            each = each.get("url") or each.get("contentUrl") or each.get("@id")  # noqa: PLW2901
            each = each[0] if isinstance(each, list) and each else each  # noqa: PLW2901
        if isinstance(each, str) and each.strip():
            yield each.strip()


def _is_a(item: Item, last_words: tuple[str, ...]) -> bool:
    return any(kind.endswith(last_words) for kind in kinds(item))


def _addresses(item: Item) -> Iterator[str]:
    for name in ("mainEntityOfPage", "url", "@id"):
        yield from addresses(item.get(name))


def _path(url: str | None) -> str:
    """Return what two spellings of one address have in common, empty for none or a home page."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # an address that cannot be taken apart
        return ""
    path = parts.path.rstrip("/")
    return f"{path}?{parts.query}" if path and parts.query else path


def _folded(title: str) -> str:
    return "".join(filter(str.isalnum, title.casefold()))
