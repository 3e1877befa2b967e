"""HTML to text: the one place that knows trafilatura.

A page is parsed once. Its furniture is taken out by `furniture`, its container found by
`container`, and trafilatura makes blocks of text of what is left; where that comes to little of
what the page shows, it is asked for its most thorough way instead, on the whole page. The body
that the page's JSON-LD states, if it does, has the last word (`stated_body`).

Reader comments are no part of the article. trafilatura's memory of earlier pages stays off: it is
kept for the life of the process, and the same page extracted a few times would come out empty.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator
from copy import copy
from datetime import date
from typing import NamedTuple

from lxml.etree import LxmlError, _Element
from trafilatura.core import trafilatura_sequence
from trafilatura.htmlprocessing import convert_tags, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Extractor
from trafilatura.xml import xmltotxt
from trafilatura.xpaths import (
    _ARTICLE_CONTENT_CLASS_TOKENS,
    _ARTICLE_CONTENT_ID_TOKENS,
    _MAIN_CONTENT_CLASS_TOKENS,
    _MAIN_CONTENT_ID_TOKENS,
    _STORY_CLASS_TOKENS,
    _STORY_ID_TOKENS,
)

from ..model import CleanError, Reason
from .blocks import block_text
from .container import article_container
from .furniture import remove_furniture, remove_headline
from .page_tree import body_copy, parse_page, shown_text, told_by, without_code
from .stated_body import blocks_of, drop_outside, stated_body

# It reports each page that it gives up; we do that ourselves, with the document's place.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|head|body|title|meta|link)\b", re.IGNORECASE)
_SCANNED = 65_536  # characters in which a page shows that it is one

_CONTENT_ID = re.compile("|".join(_ARTICLE_CONTENT_ID_TOKENS))
_CONTENT_CLASS = re.compile("|".join(_ARTICLE_CONTENT_CLASS_TOKENS))
_STORY_ID = re.compile("|".join(_STORY_ID_TOKENS))
_STORY_CLASS = re.compile("|".join(_STORY_CLASS_TOKENS))
_MAIN_ID = re.compile("|".join(_MAIN_CONTENT_ID_TOKENS))
_MAIN_CLASS = re.compile("|".join(_MAIN_CONTENT_CLASS_TOKENS))
_MAIN_OR_PAGE = re.compile("main-content|page-content", re.IGNORECASE)

# When the quick way is doubted: it found next to nothing; or no more than a short report, and
# little of what the page shows. The share is trafilatura's own (ESCALATION_PAGE_SHARE).
_LEAST_TEXT = 250  # characters
_LONG_ENOUGH = 1_000  # characters; a notice for readers without scripts is shorter, too
_LEAST_SHARE = 0.2


_LATEST = "2099-12-31"
# The first of January of a year, as it may be written: what finds dates gives it for a bare year.
_NEW_YEAR = (
    r"(?<!\d){0}\s?[-/.年]\s?0?1\s?[-/.月]\s?0?1(?!\d)|(?<!\d){0}0101|"
    r"(?<!\d)0?1\s?[-/.]\s?0?1\s?[-/.]\s?{0}(?!\d)|"
    r"[^\W\d]+\.?\s0?1(?:st)?,?\s{0}(?!\d)|(?<!\d)0?1(?:st|er|º|\.)?\s(?:de\s)?[^\W\d]+\.?,?\s(?:de\s)?{0}(?!\d)"
)


class Extraction(NamedTuple):
    """What a page comes to; nothing is cleaned yet.

    Attributes:
        page: The parsed page.
        text: The article, one paragraph a line.
        headlines: What was taken out of the text for being the headline.
    """

    page: _Element
    text: str
    headlines: tuple[str, ...] = ()


class PageMetadata(NamedTuple):
    """What a page says of its article, as written.

    Attributes:
        title: Headline.
        authors: Names, separated by semicolons.
        day: Day of publication.
        site_name: The publisher.
        description: Summary.
        image: Address of the lead image.
        tags: Subjects.
    """

    title: str | None = None
    authors: str | None = None
    day: date | None = None
    site_name: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()


def extract(html: str, *, keep_headline: bool = False) -> Extraction:
    """Return the article of a page, or the whole of a fragment of one.

    A fragment (a feed's entry, a field of a record) is nothing but the article, and what an
    extractor would leave out of it for being short is kept.

    Args:
        html: The page.
        keep_headline: Whether the headline is part of the text.

    Raises:
        CleanError: NO_TEXT if nothing on the page reads as an article; MALFORMED if it cannot be
            parsed or is nested too deeply to be worked on.
    """
    is_fragment = not _WHOLE_PAGE.search(html, 0, _SCANNED)
    headlines: list[str] = []
    try:
        page = parse_page(f"<html><body>{html}</body></html>" if is_fragment else html)
        if page is None:
            raise CleanError(Reason.NO_TEXT, "no HTML element in it")
        if is_fragment:
            text = block_text(page)
        else:
            text, headlines = _article_text(page, keep_headline=keep_headline)
            text = text if text.strip() else block_text(page)
    except (LxmlError, RecursionError, ValueError, TypeError) as error:
        raise CleanError(
            Reason.MALFORMED, f"the page cannot be parsed: {type(error).__name__}: {error}"
        ) from error
    if not text.strip() or _is_for_readers_without_scripts(text, page):
        raise CleanError(
            Reason.NO_TEXT,
            f"nothing reads as an article in {len(html)} characters of HTML; a page that is built "
            "by scripts, a list of links, or a log-in wall",
        )
    return Extraction(page, text, tuple(headlines))


def _article_text(page: _Element, *, keep_headline: bool) -> tuple[str, list[str]]:
    """Return the article's text, and the headline if it was taken out of it."""
    told = told_by(page)
    body = body_copy(page)
    remove_furniture(body)
    headlines = [] if keep_headline else remove_headline(body, told.titles)
    container = article_container(body, _candidates(body), told.descriptions)
    blocks, text = _blocks(body if container is None else container)
    if _is_doubtful(text, page):
        whole = without_code(page)
        if not keep_headline:
            remove_headline(whole, told.titles)
        thorough, more, _, _ = trafilatura_sequence(whole, _options(fast=False))
        if len(more) > len(text):
            blocks = thorough
    stated = stated_body(told.linked_data)
    if stated and not drop_outside(blocks, stated):
        return blocks_of(stated, block_text(page)), headlines
    return xmltotxt(blocks, include_formatting=False), headlines


def _is_for_readers_without_scripts(text: str, page: _Element) -> bool:
    """Return whether `text` is only what a page built by scripts says where there are none."""
    if len(text) > _LONG_ENOUGH:
        return False
    notices = " ".join(" ".join(each.itertext()) for each in page.iter("noscript")).split()
    shown = " ".join(notices)
    return bool(shown) and all(" ".join(line.split()) in shown for line in text.splitlines())


def _candidates(body: _Element) -> Iterator[_Element]:
    """Yield the elements that trafilatura would take for the article's container, best first.

    Its own expressions (`BODY_XPATH`) call Python for each element and attribute; the same words
    are looked for here in a tenth of the time.
    """
    for is_container in (_is_content, _is_article, _is_story, _is_main_content, _is_main):
        found = next(filter(is_container, body.iter("article", "div", "main", "section")), None)
        if found is not None:
            yield found


def _is_content(element: _Element) -> bool:
    name, identifier = element.get("class", ""), element.get("id", "")
    return bool(
        name in {"post", "entry"}
        or element.get("itemprop") == "articleBody"
        or identifier == "articleContent"
        or (identifier and _CONTENT_ID.search(identifier))
        or (name and _CONTENT_CLASS.search(name))
    )


def _is_article(element: _Element) -> bool:
    return element.tag == "article"


def _is_story(element: _Element) -> bool:
    name, identifier = element.get("class", ""), element.get("id", "")
    return bool(
        element.get("role") == "article"
        or identifier in {"article", "story"}
        or name in {"postarea", "art-postcontent", "text", "cell", "story"}
        or (identifier and _STORY_ID.search(identifier))
        or (name and ("fulltext" in name.lower() or _STORY_CLASS.search(name)))
    )


def _is_main_content(element: _Element) -> bool:
    name, identifier = element.get("class", ""), element.get("id", "")
    return bool(
        "content" in {name, identifier}
        or (identifier and ("main-content" in identifier.lower() or _MAIN_ID.search(identifier)))
        or (name and (_MAIN_CLASS.search(name) or _MAIN_OR_PAGE.search(name)))
    )


def _is_main(element: _Element) -> bool:
    return element.tag == "main" or any(
        element.get(attribute, "").startswith("main") for attribute in ("class", "id", "role")
    )


def _blocks(tree: _Element) -> tuple[_Element, str]:
    """Return the blocks of text in `tree`, which is used up, and all their text."""
    options = _options(fast=True)
    return extract_content(convert_tags(tree_cleaning(tree, options), options), options)


def _is_doubtful(text: str, page: _Element) -> bool:
    if len(text) < _LEAST_TEXT or len(text) >= _LONG_ENOUGH:
        return len(text) < _LEAST_TEXT
    body = body_copy(page)
    remove_furniture(body)
    return len(text) < _LEAST_SHARE * len(shown_text(body))


def _options(*, fast: bool) -> Extractor:
    return Extractor(
        output_format="python", fast=fast, comments=False, formatting=False, dedup=False
    )


def page_metadata(page: _Element, html: str, url: str | None) -> PageMetadata:
    """Return what trafilatura finds in a page that says something of its article.

    No date is ruled out for lying after today: the same page gives the same article on any day.

    Args:
        page: The parsed page.
        html: The same as it was written.
        url: Where it was found, if that is known.

    Raises:
        CleanError: MALFORMED if the page is nested too deeply to be worked on.
    """
    dates = {"original_date": True, "extensive_search": True, "max_date": _LATEST}
    try:
        found = extract_metadata(copy(page), url, dates)
    except (LxmlError, RecursionError, ValueError, TypeError) as error:
        raise CleanError(
            Reason.MALFORMED, f"the page cannot be worked on: {type(error).__name__}: {error}"
        ) from error
    return PageMetadata(
        title=found.title,
        authors=_with_marks(found.author, html),
        day=_day(found.date, html),
        site_name=found.sitename if found.sitename != found.hostname else None,
        description=found.description,
        image=found.image,
        tags=tuple(tag for tag in (*(found.categories or ()), *(found.tags or ())) if tag),
    )


def _with_marks(names: str | None, html: str) -> str | None:
    """Return `names` with the vowel signs at their ends: trafilatura takes them for punctuation."""
    if not names or names.isascii():
        return names
    whole = []
    for name in names.split("; "):
        start = html.find(name)
        end = start + len(name)
        marks = ""
        while start >= 0 and end < len(html) and unicodedata.category(html[end]).startswith("M"):
            marks += html[end]
            end += 1
        whole.append(name + marks)
    return "; ".join(whole)


def _day(written: str | None, html: str) -> date | None:
    """Return the day that was found; none where only a year was, such as that of a copyright."""
    try:
        day = date.fromisoformat(written) if written else None
    except ValueError:
        return None
    if day and (day.month, day.day) == (1, 1) and not re.search(_NEW_YEAR.format(day.year), html):
        return None
    return day
