"""HTML to text: the article of a page, as lines.

A page is parsed once. Its furniture is taken out by `furniture`, its container found by
`container`, and `engine` makes blocks of text of what is left; where that comes to little of what
the page shows, `thorough` is tried instead, on the whole page. The body that
the page's JSON-LD states, if it does, has the last word (`stated_body`).

Reader comments are no part of the article.
"""

import re
from typing import NamedTuple

from lxml.etree import LxmlError, _Element

from ...model import CleanError, Reason
from ..limits import DEFAULT_LIMITS
from .blocks import block_text
from .container import article_container
from .depth import check_depth
from .engine import (
    container_blocks,
    container_candidates,
    quick_blocks,
    text_of,
)
from .furniture import remove_furniture, remove_headline
from .json_ld import JsonLd, json_ld
from .page_tree import body_copy, parse_page, shown_text, told_by, without_code
from .stated_body import blocks_of, drop_outside, stated_body, with_paragraphs
from .thorough import thorough_blocks

_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|head|body|title|meta|link)\b", re.IGNORECASE)
_SCANNED = 65_536  # characters in which a page shows that it is one

# When the quick way is doubted: it found next to nothing; or no more than a short report, and
# little of what the page shows. The share is trafilatura's own (ESCALATION_PAGE_SHARE).
_LEAST_TEXT = 250  # characters
_LONG_ENOUGH = 1_000  # characters; a notice for readers without scripts is shorter, too
_LEAST_SHARE = 0.2


class Extraction(NamedTuple):
    """What a page comes to; nothing is cleaned yet.

    Attributes:
        page: The parsed page.
        linked: Its JSON-LD.
        text: The article, one paragraph a line; empty if nothing reads as one.
        headlines: What was taken out of the text for being the headline.
    """

    page: _Element
    linked: JsonLd
    text: str
    headlines: tuple[str, ...] = ()


def extract(
    html: str, *, keep_headline: bool = False, max_depth: int = DEFAULT_LIMITS.max_depth
) -> Extraction:
    """Return the article of a page, or the whole of a fragment of one.

    A fragment (a feed's entry, a field of a record) is nothing but the article, and what an
    extractor would leave out of it for being short is kept.

    Args:
        html: The page.
        keep_headline: Whether the headline is part of the text.
        max_depth: How many elements may be one inside the other.

    Raises:
        CleanError: NO_TEXT if there is no HTML in it; MALFORMED if it cannot be parsed; TOO_DEEP.
        RecursionError: It is nested too deeply to be worked on.
    """
    is_fragment = not _WHOLE_PAGE.search(html, 0, _SCANNED)
    headlines: list[str] = []
    try:
        page = parse_page(f"<html><body>{html}</body></html>" if is_fragment else html)
        if page is None:
            raise CleanError(Reason.NO_TEXT, "no HTML element in it")
        check_depth(page, max_depth)
        linked = json_ld(page)
        if is_fragment:
            text = block_text(page)
        else:
            text, headlines = _article_text(page, linked, keep_headline=keep_headline)
            text = text if text.strip() else block_text(page)
    except (LxmlError, ValueError, TypeError) as error:
        raise CleanError(
            Reason.MALFORMED, f"the page cannot be parsed: {type(error).__name__}: {error}"
        ) from error
    if _is_for_readers_without_scripts(text, page):
        text = ""
    return Extraction(page, linked, text, tuple(headlines))


def _article_text(page: _Element, linked: JsonLd, *, keep_headline: bool) -> tuple[str, list[str]]:
    """Return the article's text, and the headline if it was taken out of it."""
    told = told_by(page)
    body = body_copy(page)
    remove_furniture(body)
    shown = len(shown_text(body))
    headlines = [] if keep_headline else remove_headline(body, told.titles)
    container = article_container(body, container_candidates(body), told.descriptions)
    blocks = quick_blocks(body) if container is None else container_blocks(container)
    text = shown_text(blocks)
    if _is_doubtful(text, shown):
        whole = without_code(page)
        if not keep_headline:
            remove_headline(whole, told.titles)
        thorough = thorough_blocks(whole)
        if len(shown_text(thorough)) > len(text):
            blocks = thorough
    stated = stated_body(linked)
    if stated and not drop_outside(blocks, stated):
        return blocks_of(stated, block_text(page)), headlines
    text = text_of(blocks)
    return (with_paragraphs(text, stated) if stated else text), headlines


def _is_for_readers_without_scripts(text: str, page: _Element) -> bool:
    """Return whether `text` is only what a page built by scripts says where there are none."""
    if len(text) > _LONG_ENOUGH:
        return False
    notices = " ".join(" ".join(each.itertext()) for each in page.iter("noscript")).split()
    shown = " ".join(notices)
    return bool(shown) and all(" ".join(line.split()) in shown for line in text.splitlines())


def _is_doubtful(text: str, shown: int) -> bool:
    """Whether `text` is hardly any, or little of the `shown` characters of a page."""
    if len(text) < _LEAST_TEXT or len(text) >= _LONG_ENOUGH:
        return len(text) < _LEAST_TEXT
    return len(text) < _LEAST_SHARE * shown
