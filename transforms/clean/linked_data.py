"""What a page says of its article in JSON-LD, in the vocabulary of schema.org."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.etree import _Element

# https://schema.org/Article and the kinds of it that news sites use.
_ARTICLES = ("Article", "BlogPosting", "Posting", "Report", "Review", "Story")
_DEEPEST = 12  # levels of objects in objects


def stated_authors(page: _Element) -> tuple[str, ...]:
    """Return the names of the authors that the page's articles state, in order, as written.

    >>> from lxml.html import fromstring
    >>> stated_authors(fromstring('<div><script type="application/ld+json">{"@type": "NewsArticle",'
    ...     '"author": [{"name": "Ada Byron"}], "publisher": {"name": "The Desk"}}</script></div>'))
    ('Ada Byron',)
    """
    names: dict[str, None] = {}
    for item in _objects(page):
        if _is_article(item):
            names.update(dict.fromkeys(_names(item.get("author"))))
    return tuple(names)


def stated_types(page: _Element) -> frozenset[str]:
    """Return the types of the things that `page` is about, such as `NewsArticle`.

    >>> from lxml.html import fromstring
    >>> stated_types(fromstring('<div><script type="application/ld+json">'
    ...     '{"@type": "CollectionPage"}</script></div>'))
    frozenset({'CollectionPage'})
    """
    return frozenset(kind for item in _objects(page) for kind in _kinds(item))


def _objects(page: _Element) -> Iterator[Mapping[str, Any]]:
    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        try:
            yield from _within(json.loads(script.text.strip(), strict=False), _DEEPEST)
        except (ValueError, RecursionError):
            continue  # broken as often as not; what can be read elsewhere is not lost


def _within(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth and isinstance(value, list):
        for each in value:
            yield from _within(each, depth - 1)
    elif depth and isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _within(value.get(name), depth - 1)


def _is_article(item: Mapping[str, Any]) -> bool:
    return any(kind.endswith(_ARTICLES) for kind in _kinds(item))


def _kinds(item: Mapping[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [
        kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    ]


def _names(author: Any) -> Iterator[str]:
    match author:
        case str():
            if "://" not in author:  # the address of somebody who is not named
                yield author
        case list():
            for each in author:
                if isinstance(each, str | dict):
                    yield from _names(each)
        case dict():
            name = author.get("name")
            if isinstance(name, str | list):
                yield from _names(name)
