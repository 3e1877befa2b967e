"""Who a page says wrote it.

The order of trust: what JSON-LD says of the article; names of meta elements for it; microdata and
links with `rel=author` near the headline; what JSON-LD says of the page; what a reader sees in
elements named after authors. The first that names a person is taken. The site itself, as an
author, is taken only from JSON-LD, meta elements for articles and microdata, where nobody else is
named; newsrooms and accounts without a name are likewise the last.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from lxml.etree import XPath, _Element

from ..page.json_ld import Item
from ..words import word_list
from .authors import author_names, without_affiliation
from .linked_data import names, page_works, resolved
from .site_names import folded, host_names
from .statements import Statements, text_of
from .surroundings import around, place
from .written_days import written_days

_OF_ARTICLES = ("article:author", "og:article:author", "article_author", "articleauthor")
_META = (
    "citation_author", "parsely-author", "sailthru.author", "cxenseparse:author", "byl", "author",
    "dc.creator", "dcterms.creator", "dc:creator", "og:author", "bepress_citation_author",
)  # fmt: skip
_LIKE_AUTHOR = re.compile(
    r"(?:^|[^a-z])(?:articles?)?[._-]?(?:authors?|autor|byline)(?:s|_?names?)?$"
)
_NOT_AUTHOR = re.compile(r"twitter|smartbanner|image|img|photo|email|institution|slug|uri|url")


def _holding(parts: Iterable[str]) -> str:
    """Return the condition of XPath that one of `parts` is in a text."""
    return " or ".join(f"contains(., '{part}')" for part in parts)


_NAMED_AFTER_AUTHORS = XPath(
    "descendant::*/@class[contains(., 'ut') or contains(., 'yline') or contains(., 'edakt')]"
    "[contains(., 'utho') or contains(., 'utor') or contains(., 'yline') or "
    "contains(., 'uteur') or contains(., 'edakt')]"
)
_INNER_NAMES = XPath(
    "descendant::*[@itemprop='name' or @rel='author' or (self::a and contains(@href, 'aut'))]"
)
_ADDRESSES = XPath("descendant::a/@href", smart_strings=False)
_OF_AUTHORS = ("/aut", "/redakt", "/journalist", "/reporter", "/writer")
_LED_TO_AUTHORS = XPath(f"descendant::a/@href[{_holding(_OF_AUTHORS)}]")
_AUTHOR_PAGE = re.compile(r"/(?:auth?or|auteur|redakt|journalist|reporter|writer)", re.IGNORECASE)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:[\w-]*[_-])?(?:authors?|byline|autor(?:en|es|a)?|redakteure?|auteurs?|writers?|reporters?|journalists?)"
    r"(?:[_-]*(?:name|link|info|names|byline|list|text))?(?:$|[\s_-])",
    re.IGNORECASE,
)
_BIOGRAPHY = re.compile(r"bio|about|avatar|image|desc|follow|social", re.IGNORECASE)
_MOST = 40  # elements of one kind
_LONGEST = 120  # characters of a byline
_NEAR = 1  # what the place of a byline must say for it
_LONGEST_NAME = 50  # characters, with the words around it
_LONGEST_SIGNS = 8
_NOBODY = frozenset(map(folded, word_list("labels.txt")["nobody"]))
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|ltd|inc|llc|s\.?l\.?|e\.? ?v\.?|kg|plc|corp|s\.?a\.?)\.?$", re.IGNORECASE
)
_WRITTEN_BY = frozenset(
    {"written by", "verfasst von", "écrit par", "escrito por", "geschreven door", "scritto da",
     "napisane przez", "by", "author", "автор", "написано автором", "geschrieben von", "autor"}
)  # fmt: skip


def page_authors(
    said: Statements, article: Item, site_names: Iterable[str], url: str | None
) -> tuple[str, ...]:
    """Return the names of a page's authors, in order.

    Args:
        said: What the page states.
        article: What its JSON-LD says of its article.
        site_names: What the site calls itself.
        url: The page's address.
    """
    sites = {key for each in (*site_names, *host_names(url)) if (key := folded(each))}
    spare: tuple[str, ...] = ()
    for written, may_be_site in _stated(said, article):
        named = without_affiliation(author_names(written), lambda name: folded(name) in sites)
        persons = tuple(name for name in named if _is_person(name, sites))
        if persons:
            return persons
        if may_be_site and not spare:
            spare = tuple(name for name in named if folded(name) not in _NOBODY)
    return spare


def _is_person(name: str, sites: set[str]) -> bool:
    key = folded(name)
    return not (
        key in sites | _NOBODY
        or folded(name.split(maxsplit=1)[0]) in sites
        or _COMPANY.search(name)
    )


def _stated(said: Statements, article: Item) -> Iterator[tuple[list[str], bool]]:
    """Yield each statement of the authors, and whether the site itself may be meant by it."""
    yield list(names(resolved(article.get("author"), said.linked))), True
    yield _without_addresses(said.under(*_OF_ARTICLES)), True
    for name in _META:
        yield _without_addresses(said.under(name)), False
    for name, contents in islice(said.named.items(), 10 * _MOST):
        if name not in _META and _is_like_author(name):
            yield _without_addresses(contents), False
    heading = around(said.headings[0] if said.headings else None)
    yield _nearest(said.marked.get("author", ()), heading), True
    yield _nearest(said.related.get("author", ()), heading), True
    yield list(names(resolved(article.get("creator"), said.linked))), False
    for work in islice(page_works(said.linked), _MOST):
        yield list(names(resolved(work.get("author"), said.linked))), False
    if (said.first("twitter:label1") or "").strip(" :").casefold() in _WRITTEN_BY:
        yield list(islice(said.under("twitter:data1"), 1)), False
    for elements in (_linked_elements(said), _byline_elements(said)):
        seen = _nearest(elements, heading, least=_NEAR)
        yield [name for name in seen if _is_short(name)], True


@lru_cache(4096)
def _is_like_author(name: str) -> bool:
    return bool(_LIKE_AUTHOR.search(name) and not _NOT_AUTHOR.search(name))


def _without_addresses(stated: Iterable[str]) -> list[str]:
    return [each for each in islice(stated, _MOST) if "://" not in each]


def _linked_elements(said: Statements) -> Iterator[_Element]:
    """Yield the links to pages of authors."""
    # Most pages have none: that is told by all their addresses at once.
    addresses = "\n".join(_ADDRESSES(said.page))
    if not any(part in addresses for part in _OF_AUTHORS):
        return
    for address in islice(_LED_TO_AUTHORS(said.page), 5 * _MOST):
        if _AUTHOR_PAGE.search(address):
            yield address.getparent()


def _byline_elements(said: Statements) -> Iterator[_Element]:
    """Yield the elements that are named after authors."""
    for name in islice(_NAMED_AFTER_AUTHORS(said.page), 5 * _MOST):
        if _is_named_after_authors(str(name)):
            element = name.getparent()
            if element.tag not in ("img", "script", "style", "svg", "body", "html"):
                yield element


# Names are repeated, within a page and on the pages of a site.
@lru_cache(8192)
def _is_named_after_authors(name: str) -> bool:
    return bool(_NAMES.search(name) and not _BIOGRAPHY.search(name))


def _is_short(name: str) -> bool:
    """Whether `name` is no longer than names are; in scripts of China and Japan they are short."""
    longest = (
        _LONGEST_SIGNS if any("\u3040" <= sign <= "\u9fff" for sign in name) else _LONGEST_NAME
    )
    return len(name) <= longest


def _nearest(
    elements: Iterable[_Element], heading: frozenset[_Element], *, least: int = 0
) -> list[str]:
    """Return the names in that of `elements` which is nearest the headline, and beside it.

    Args:
        elements: What may hold a name.
        heading: What is around the headline.
        least: What its place must say for it; see `place`.
    """
    best: tuple[int, _Element] | None = None
    found: list[tuple[_Element, list[str]]] = []
    for element in islice(elements, _MOST):
        written = _written(element)
        if not written:
            continue
        found.append((element, written))
        score = place(element, heading)
        if best is None or score > best[0]:
            best = score, element
    if best is None or best[0] < least:
        return []
    beside = best[1].getparent()
    return [
        name
        for element, written in found
        if element is best[1] or (beside is not None and element.getparent() is beside)
        for name in written
    ]


def _written(element: _Element) -> list[str]:
    """Return the names that a byline is made of, one a text of its own."""
    if content := element.get("content"):
        return [content]
    inner = islice(_INNER_NAMES(element), _MOST)
    parts = [text_of(each) or each.get("content") or "" for each in inner]
    parts = [part for part in parts if part]
    if not parts:
        if len(text_of(element)) > _LONGEST:
            return []
        parts = [" ".join(each.split()) for each in islice(element.itertext(), _MOST)]
        parts = [part for part in parts if part]
        if len(parts) > 1 and any(len(part.split()) == 1 for part in parts[1:]):
            parts = [" ".join(parts)]
    return [part for part in map(_before_day, parts) if part and len(part) <= _LONGEST]


def _before_day(part: str) -> str:
    """Return what stands before the day, the time and other things that follow a name."""
    for day in written_days(part):
        part = part[: day.start]
        break
    return re.split(r"\s[·•|—–]\s|\d|\s-(?:\s|$)", part, maxsplit=1)[0].strip(" ·•|—–-,:")
