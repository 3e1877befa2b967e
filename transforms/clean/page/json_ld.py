"""The JSON-LD of a page (https://schema.org/Article): its scripts, parsed once for all who ask."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from lxml.etree import _Element

from .loose_json import loose_json

Item = Mapping[str, Any]
"""An object of JSON-LD."""

ARTICLES = ("Article", "BlogPosting", "Posting", "Report", "Review", "Story")
"""The kinds of https://schema.org/Article that news sites use, by their last word."""

_DEEPEST = 12  # levels of objects in objects
_MOST = 5_000  # objects of a page that are looked at
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
    rf'"@type"\s{{0,9}}:\s{{0,9}}\[?\s{{0,9}}"(\w{{0,30}}(?:{"|".join(ARTICLES)}))"'
)


class JsonLd:
    """What a page says in JSON-LD; it is parsed when it is first asked for.

    Args:
        scripts: The texts of the page's scripts of that type, in order.

    >>> JsonLd(['{"@graph": [{"@type": "CollectionPage"}]}']).types
    frozenset({'CollectionPage'})
    """

    def __init__(self, scripts: Iterable[str]) -> None:
        self._scripts = tuple(scripts)

    def mentions(self, *names: str) -> bool:
        """Return whether one of `names` stands anywhere in it; nothing is parsed for that."""
        return any(name in script for script in self._scripts for name in names)

    @property
    def values(self) -> Iterator[Any]:
        """The objects and lists in it, as far as they can be made out."""
        return (value for values in self._parsed for value in values)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Its objects, in order, those in graphs and main entities too.

        Lists of other pages (`itemListElement`) are not gone into. Of a script that is broken
        beyond repair, there is an object with what can be made out of its article.
        """
        items: list[Item] = []
        for script, values in zip(self._scripts, self._parsed, strict=True):
            before = len(items)
            for value in values:
                items.extend(_within(value, _DEEPEST))
            if len(items) == before and (item := _broken(script)):
                items.append(item)
            if len(items) > _MOST:
                break
        return tuple(items[:_MOST])

    @property
    def types(self) -> frozenset[str]:
        """The types of the things that it is about, such as `NewsArticle`."""
        return frozenset(kind for item in self.items for kind in kinds(item))

    @cached_property
    def _parsed(self) -> tuple[tuple[Any, ...], ...]:
        return tuple(tuple(loose_json(script)) for script in self._scripts)


def json_ld(page: _Element) -> JsonLd:
    """Return the JSON-LD of a page."""
    return JsonLd(
        text
        for script in page.iter("script")
        if "ld+json" in (script.get("type") or "").lower() and (text := script.text)
    )


def kinds(item: Item) -> list[str]:
    """Return the types of an object."""
    stated = item.get("@type")
    return [
        kind for kind in (stated if isinstance(stated, list) else [stated]) if isinstance(kind, str)
    ]


def _within(value: Any, depth: int) -> Iterator[Item]:
    if depth and isinstance(value, list):
        for each in value:
            yield from _within(each, depth - 1)
    elif depth and isinstance(value, dict):
        yield value
        for name in _NESTED:
            yield from _within(value.get(name), depth - 1)


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
