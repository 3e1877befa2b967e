"""What a page says in JSON-LD, in the vocabulary of schema.org (https://schema.org/Article)."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import _Element

from .loose_json import loose_json

Item = Mapping[str, Any]
"""An object of JSON-LD."""

# The kinds of https://schema.org/Article that news sites use, by their last word.
_ARTICLES = ("Article", "BlogPosting", "Posting", "Report", "Review", "Story")
# Works that a page may be about instead, and the page itself.
_WORKS = (
    "WebPage", "Recipe", "CreativeWork", "Episode", "VideoObject", "AudioObject", "Event",
    "Product", "Dataset", "Book", "Course", "HowTo", "Question", "Message", "Page", "Thesis",
)  # fmt: skip
_DEEPEST = 12  # levels of objects in objects
_MOST = 5_000  # objects of a page that are looked at
_SHORTEST_BODY = 200  # characters; a shorter one is a teaser
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage")
# What can be told of a script that no JSON can be made of.
_BROKEN_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|license|isAccessibleForFree)"\s{0,9}:\s{0,9}'
    r'(?:"((?:[^"\\\n]|\\.){1,300})"|(true|false))'
)
_BROKEN_AUTHOR = re.compile(
    r'"author"\s{0,9}:\s{0,9}\[?\s{0,99}\{[^{}]{0,300}"name"\s{0,9}:\s{0,9}"([^"\\\n]{1,100})"'
)
_BROKEN_KIND = re.compile(
    rf'"@type"\s{{0,9}}:\s{{0,9}}\[?\s{{0,9}}"(\w{{0,30}}(?:{"|".join(_ARTICLES)}))"'
)


def page_items(page: _Element) -> tuple[Item, ...]:
    """Return the objects of the page's JSON-LD, in order, those in graphs and main entities too.

    Lists of other pages (`itemListElement`) are not gone into. Of a script that is broken beyond
    repair, an object with what can be made out of its article is returned.
    """
    items: list[Item] = []
    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not (text := script.text):
            continue
        before = len(items)
        for value in loose_json(text):
            items.extend(_within(value, _DEEPEST))
        if len(items) == before and (item := _broken(text)):
            items.append(item)
        if len(items) > _MOST:
            break
    return tuple(items[:_MOST])


def stated_types(page: _Element) -> frozenset[str]:
    """Return the types of the things that `page` is about, such as `NewsArticle`.

    >>> from lxml.html import fromstring
    >>> stated_types(fromstring('<div><script type="application/ld+json">'
    ...     '{"@type": "CollectionPage"}</script></div>'))
    frozenset({'CollectionPage'})
    """
    return frozenset(kind for item in page_items(page) for kind in _kinds(item))


def page_article(items: Iterable[Item], url: str | None, titles: Iterable[str]) -> Item:
    """Return the article that the page is about, what else is said of it filled in; or nothing.

    Of several it is the one with the page's address, else with one of its titles, else the first.

    Args:
        items: The objects of the page.
        url: The page's address.
        titles: What the page is called, in its head and headings.
    """
    articles = [item for item in items if _is_a(item, _ARTICLES)]
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
    return (item for item in items if not _is_a(item, _ARTICLES) and _is_a(item, _WORKS))


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


def article_body(page: _Element, url: str | None = None) -> str | None:
    """Return the text of the article that the page's JSON-LD holds, as written, or None.

    It may be HTML, and may be without any paragraphs.

    Args:
        page: The whole parsed page.
        url: Its address, to tell its article from others.
    """
    body = page_article(page_items(page), url, ()).get("articleBody")
    body = (
        "\n".join(part for part in body if isinstance(part, str))
        if isinstance(body, list)
        else body
    )
    return body if isinstance(body, str) and len(body) >= _SHORTEST_BODY else None


def _within(value: Any, depth: int) -> Iterator[Item]:
    if depth and isinstance(value, list):
        for each in value:
            yield from _within(each, depth - 1)
    elif depth and isinstance(value, dict):
        yield value
        for name in _NESTED:
            yield from _within(value.get(name), depth - 1)


def _is_a(item: Item, kinds: tuple[str, ...]) -> bool:
    return any(kind.endswith(kinds) for kind in _kinds(item))


def _kinds(item: Item) -> list[str]:
    stated = item.get("@type")
    return [
        kind for kind in (stated if isinstance(stated, list) else [stated]) if isinstance(kind, str)
    ]


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


def _broken(script: str) -> dict[str, Any]:
    kind = _BROKEN_KIND.search(script)
    if kind is None:
        return {}
    item: dict[str, Any] = {"@type": kind[1]}
    for name, words, truth in _BROKEN_FIELD.findall(script):
        item.setdefault(name, words or truth)
    if author := _BROKEN_AUTHOR.search(script):
        item["author"] = {"name": author[1]}
    return item
