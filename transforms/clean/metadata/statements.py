"""What a page states about itself, collected once: meta elements, links, marks, JSON-LD.

Nothing is judged here. Which of several statements is believed is said where each field is made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml.etree import XPath, _Element

from ..page.json_ld import Item, JsonLd, json_ld

_MOST = 5_000  # statements of one name, and elements of one kind, that are looked at
_NAMES = ("property", "name", "itemprop", "http-equiv")
_MARKED = XPath("descendant::*/@itemprop")
_RELATED = XPath("descendant::*/@rel")
# Those that say something of the page; of others a page may have thousands (`nofollow`).
_TELLING = ("canonical", "author", "license", "image_src", "tag")


@dataclass(frozen=True)
class Statements:
    """What a page states.

    Attributes:
        page: The whole parsed page.
        named: What its meta elements say, in order, by their `property`, `name`, `itemprop` or
            `http-equiv` in lower case.
        title: Its `<title>`.
        headings: Its `<h1>` elements.
        times: Its `<time>` elements.
        base: The address that its `<base>` gives.
        linked: The objects of its JSON-LD.
    """

    page: _Element
    named: Mapping[str, list[str]]
    title: str | None
    headings: tuple[_Element, ...]
    times: tuple[_Element, ...]
    base: str
    linked: tuple[Item, ...]

    def first(self, *names: str) -> str | None:
        """Return the first statement under the first of `names` that the page uses."""
        return next(self.under(*names), None)

    def under(self, *names: str) -> Iterator[str]:
        """Yield all statements under `names`, those under the first of them first."""
        for name in names:
            yield from self.named.get(name, ())

    @cached_property
    def marked(self) -> Mapping[str, list[_Element]]:
        """Its elements with an `itemprop`, by each name in it, in lower case."""
        found: dict[str, list[_Element]] = {}
        for value in _MARKED(self.page):
            for name in value.lower().split():
                elements = found.setdefault(name, [])
                if len(elements) < _MOST:
                    elements.append(value.getparent())
        return found

    @cached_property
    def related(self) -> Mapping[str, list[_Element]]:
        """Its links to itself, its authors, licence, image and subjects, by their `rel`."""
        found: dict[str, list[_Element]] = {}
        for value in _RELATED(self.page):
            for name in _relations(str(value)):
                elements = found.setdefault(name, [])
                if len(elements) < _MOST and (element := value.getparent()).get("href"):
                    elements.append(element)
        return found


def statements(page: _Element, linked: JsonLd | None = None) -> Statements:
    """Return what `page` states.

    Args:
        page: The whole parsed page.
        linked: Its JSON-LD, where that has been read already.

    >>> from lxml.html import fromstring
    >>> said = statements(fromstring('<html><head><title>Rain</title><meta name="Author" '
    ...     'content="Ada"></head><body><h1>Rain in Riga</h1></body></html>'))
    >>> said.title, said.first("dc.creator", "author"), len(said.headings)
    ('Rain', 'Ada', 1)
    """
    linked = linked or json_ld(page)
    named: dict[str, list[str]] = {}
    title = None
    headings: list[_Element] = []
    times: list[_Element] = []
    base = ""
    for element in page.iter("meta", "title", "h1", "time", "base"):
        match element.tag:
            case "meta":
                _add(named, element)
            case "title":
                # One in an SVG picture is that picture's.
                if title is None and _parent_tag(element) != "svg":
                    title = text_of(element) or None
            case "h1" if len(headings) < _MOST:
                headings.append(element)
            case "time" if len(times) < _MOST:
                times.append(element)
            case "base":
                base = base or (element.get("href") or "").strip()
    return Statements(page, named, title, tuple(headings), tuple(times), base, linked.items)


def text_of(element: _Element) -> str:
    """Return the text of `element` on one line."""
    return " ".join("".join(element.itertext()).split())


@lru_cache(1024)
def _relations(rel: str) -> tuple[str, ...]:
    """Return the names in a `rel` that says something of the page, in lower case."""
    return tuple(rel.lower().split()) if any(name in rel for name in _TELLING) else ()


def _add(named: dict[str, list[str]], meta: _Element) -> None:
    content = (meta.get("content") or "").strip()
    if not content:
        return
    for attribute in _NAMES:
        if (value := meta.get(attribute)) and (name := value.strip().lower()):
            contents = named.setdefault(name, [])
            if len(contents) < _MOST:
                contents.append(content)


def _parent_tag(element: _Element) -> object:
    parent = element.getparent()
    return None if parent is None else parent.tag
