"""Pages that lead to articles and hold none: home pages, sections, searches, tags.

Such a page shows many headlines that are links, and no story that goes on for more than a teaser.
That is not enough, for an article may stand among as many; its address or what it says of itself
must agree.
"""

import re
from collections import Counter
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from lxml.etree import XPath, _Element

from ...model import Reason
from ..page.json_ld import JsonLd
from .walls import Verdict

_FEWEST_TEASERS = 8  # headlines that are links; a strip of "more on this" seldom has so many
_FEWEST_TEASERS_ALONE = 16  # where nothing else but the page's type tells
_LONGEST_TEASER = 700  # UTF-8 bytes of running text in one place; a story has more
_SHORTEST_NEWS = 200  # UTF-8 bytes of the shortest news
_LARGEST_STORY = 0.5  # share of all running text that one story has on a page which is not its own
_SHORTEST_PIECE = 60  # characters of running text; less is a label
_LINKS = 0.5  # share of what is shown that links make on a page which leads elsewhere
_LINKS_OF_TEASERS = 0.25  # the same, where teasers have more than a headline
_LITTLE_TEXT = 300  # UTF-8 bytes that were extracted

_OF_SITES = frozenset({"website", "blog"})
_LISTS = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"})
_ARTICLE = re.compile(
    r"(?:Article|Posting|Report|Review|Story|Recipe|VideoObject|Product|Event|HowTo|QAPage|FAQPage|"
    r"ItemPage|MedicalWebPage|Book|Movie|Course|DiscussionForumPosting)$"
)
_SECTION = re.compile(
    r"/(?:tags?|topics?|themen?|thema|temas?|categor(?:y|ies|ia|ias)|kategorien?|rubrik(?:en)?|"
    r"rubrique|sections?|seccion|ressort|authors?|autor(?:en)?|auteur|search|suche|buscar|recherche|"
    r"arama|archives?|archiv|page|label|keyword|schlagwort|stichwort|etiqueta|etiquetas)(?:/[^/]{1,60})?/?$|"
    r"/page/\d+/?$|^/(?:19|20)\d\d(?:/\d\d?){0,2}/?$|^/(?:index|home|start|default)\.\w{3,5}$"
)
_QUERIES = frozenset({"s", "q", "query", "search", "suche", "keyword", "tag", "cat"})
_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "cite", "em", "font", "i", "mark", "p", "q", "small", "span",
        "strong", "sub", "sup", "time", "u",
    }
)  # fmt: skip

_PIECES = XPath(
    f"//text()[string-length(.) >= {_SHORTEST_PIECE}]"
    "[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::a or "
    "ancestor::template or ancestor::footer or ancestor::head)]"
)
_SHOWN = XPath(
    "//text()[not(parent::script or parent::style or ancestor::noscript or ancestor::head)]"
)
_ADDRESSES = XPath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")


class Shape(NamedTuple):
    """What tells a list from an article.

    Attributes:
        teasers: Headlines that are links.
        largest: Bytes of running text in the place that has most.
        share: Its share of all running text.
        links: Share of what is shown that links make; 0 where it does not matter.
        types: What the page says that it is about.
        kind: Its `og:type`.
        is_home: Whether its address is the root of a site.
        is_section: Whether its address is that of a section.
        has_url: Whether it is known where it was found.
    """

    teasers: int
    largest: int
    share: float
    links: float
    types: frozenset[str]
    kind: str
    is_home: bool
    is_section: bool
    has_url: bool

    def __str__(self) -> str:
        return (
            f"{self.teasers} headlines that are links, and no more than {self.largest} bytes of "
            "text in one place"
        )


def shape_of(page: _Element, linked: JsonLd, url: str | None) -> Shape | None:
    """Return the shape of a page that may be a home page or a list of articles, else None.

    Args:
        page: The whole parsed page.
        linked: Its JSON-LD.
        url: Where it was found, if that is known.
    """
    addresses = [url] if url else list(map(str, _ADDRESSES(page)))
    is_home = any(map(_is_root, addresses))
    is_section = any(map(_is_section, addresses))
    kind = _type(page)
    if not (is_home or is_section or kind in _OF_SITES or not kind):
        return None
    teasers = _count_teasers(page)
    if teasers < _FEWEST_TEASERS and not is_home:
        return None
    types = linked.types
    if any(map(_ARTICLE.search, types)):
        return None
    links_matter = is_home or (kind in _OF_SITES and teasers >= _FEWEST_TEASERS_ALONE)
    links = _share_of_links(page) if links_matter else 0.0
    return Shape(teasers, *_largest_story(page), links, types, kind, is_home, is_section, bool(url))


def listing(shape: Shape, text: str) -> Verdict | None:
    """Return why a page of this shape is a home page or a list of articles, or None.

    Args:
        shape: From `shape_of`.
        text: What was extracted from the page.
    """
    has_little = len(text.encode("utf-8", "replace")) < _LITTLE_TEXT
    if shape.teasers < _FEWEST_TEASERS and not has_little:
        return None
    kind = shape.kind
    if shape.is_home and (
        kind in _OF_SITES or shape.types & _LISTS or (shape.has_url and kind != "article")
    ):
        return _home_page(shape, has_little=has_little)
    return _list_of_articles(shape)


def _home_page(shape: Shape, *, has_little: bool) -> Verdict | None:
    is_short = shape.share < _LARGEST_STORY or shape.largest < _LONGEST_TEASER
    if shape.teasers >= _FEWEST_TEASERS and is_short:
        evidence = str(shape)
    elif has_little and shape.links > _LINKS:
        evidence = f"{shape.links:.0%} of it in links"
    else:
        return None
    return _verdict(Reason.HOME_PAGE, "its address is the root of a site", evidence)


def _list_of_articles(shape: Shape) -> Verdict | None:
    is_website = shape.kind in _OF_SITES
    is_list = bool(shape.types & _LISTS)
    is_even = shape.share < _LARGEST_STORY
    if shape.largest >= _LONGEST_TEASER and not (
        is_list and is_website and shape.share < _LARGEST_STORY / 2
    ):
        return None
    if is_list:
        evidence = f"it calls itself {', '.join(sorted(shape.types & _LISTS))}"
    elif shape.is_section and shape.kind != "article":
        evidence = "its address is that of a section"
    elif (
        is_website
        and (is_even or shape.largest < _SHORTEST_NEWS)
        and shape.teasers >= _FEWEST_TEASERS_ALONE
        and shape.links > _LINKS_OF_TEASERS
    ):
        evidence = f"its type is {shape.kind}"
    else:
        return None
    return _verdict(Reason.LISTING, evidence, str(shape))


def _verdict(reason: Reason, evidence: str, shape: str) -> Verdict:
    kind = "a home page" if reason == Reason.HOME_PAGE else "a list of articles"
    return Verdict(reason, f"{kind}: {evidence}, with {shape}; read the articles that it leads to")


def _is_root(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.netloc) and parts.path in {"", "/"} and not parts.query


def _is_section(address: str) -> bool:
    try:
        parts = urlsplit(address)
        queries = {name for name, _ in parse_qsl(parts.query, max_num_fields=50)}
    except ValueError:
        return False
    return bool(_SECTION.search(parts.path.lower()) or queries & _QUERIES)


def _type(page: _Element) -> str:
    for meta in page.iter("meta"):
        if "og:type" in (meta.get("property"), meta.get("name")):
            return (meta.get("content") or "").strip().lower()
    return ""


def _count_teasers(page: _Element) -> int:
    """Return how many addresses headlines lead to: links in them, or around them."""
    targets = set()
    for headline in page.iter("h1", "h2", "h3", "h4", "h5"):
        link = next(headline.iter("a"), None)
        if link is None:
            link = next(headline.iterancestors("a"), None)
        if link is not None and link.get("href"):
            targets.add(link.get("href"))
    return len(targets)


def _largest_story(page: _Element) -> tuple[int, float]:
    """Return the bytes of running text in the place that has most, and its share of all."""
    places: Counter[_Element] = Counter()
    for piece in _PIECES(page):
        place = piece.getparent()
        if piece.is_tail:
            place = place.getparent()
        while place is not None and place.tag in _INLINE:
            place = place.getparent()
        if place is not None:
            places[place] += len(piece.encode("utf-8", "replace"))
    largest = max(places.values(), default=0)
    return largest, largest / max(sum(places.values()), 1)


def _share_of_links(page: _Element) -> float:
    linked = sum(len("".join(link.itertext()).strip()) for link in page.iter("a"))
    return min(linked / max(sum(len(piece.strip()) for piece in _SHOWN(page)), 1), 1.0)
