"""HTML to text: the article of a page, as lines.

A page is parsed once and taken apart, so whoever else asks its tree asks before; the few pages of
which the whole is needed once more are parsed again. Its furniture is taken out by `furniture`, its
container found by `container`, and `engine` makes blocks of text of what is left; where that comes
to little of what the page shows, `thorough` is tried instead, on the whole page.
The body that the page's JSON-LD states, if it does, has the last word (`stated_body`).

Reader comments are no part of the article.
"""

import re
from typing import NamedTuple, cast

from lxml.etree import LxmlError, _Element

from ...model import CleanError, Reason
from ..limits import DEFAULT_LIMITS
from .blocks import block_text
from .container import article_container
from .depth import check_depth
from .engine import container_blocks, quick_blocks, text_of
from .furniture import remove_furniture, remove_headline
from .json_ld import JsonLd, json_ld
from .names import container_candidates
from .page_tree import Told, body_of, parse_page, remove_code, shown_text, spaced, string, told_by
from .stated_body import blocks_of, drop_outside, stated_body, with_paragraphs
from .thorough import thorough_blocks

_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|head|body|title|meta|link)\b", re.IGNORECASE)
_SCANNED = 65_536  # characters in which a page shows that it is one

# When the quick way is doubted: it found next to nothing; or no more than a short report, and
# little of what the page shows. The share is trafilatura's own (ESCALATION_PAGE_SHARE).
_LEAST_TEXT = 250  # characters
_LONG_ENOUGH = 1_000  # characters; a notice for readers without scripts is shorter, too
_LEAST_SHARE = 0.2

_UNPARSABLE = (LxmlError, ValueError, TypeError)


class Page(NamedTuple):
    """A page as it came.

    Attributes:
        html: Its source, or what a fragment of one was put into.
        tree: The same, parsed; whoever takes it apart has the last use of it.
        linked: Its JSON-LD.
        is_fragment: Whether it is only a part of a page: the article.
    """

    html: str
    tree: _Element
    linked: JsonLd
    is_fragment: bool

    def parsed_again(self) -> _Element:
        """Return the whole tree once more, to be taken apart or not."""
        return cast("_Element", parse_page(self.html))  # there was one when it was first parsed


class Extraction(NamedTuple):
    """What a page comes to; nothing is cleaned yet.

    Attributes:
        text: The article, one paragraph a line; empty if nothing reads as one.
        headlines: What was taken out of the text for being the headline.
    """

    text: str
    headlines: tuple[str, ...] = ()


def read_page(html: str, max_depth: int = DEFAULT_LIMITS.max_depth) -> Page:
    """Return the page, or the fragment of one, of which `html` is the source.

    Args:
        html: The page.
        max_depth: How many elements may be one inside the other.

    Raises:
        CleanError: NO_TEXT if there is no HTML in it; MALFORMED if it cannot be parsed; TOO_DEEP.
    """
    is_fragment = not _WHOLE_PAGE.search(html, 0, _SCANNED)
    if is_fragment:
        html = f"<html><body>{html}</body></html>"
    try:
        tree = parse_page(html)
        if tree is None:
            raise CleanError(Reason.NO_TEXT, "no HTML element in it")
        check_depth(tree, max_depth)
        return Page(html, tree, json_ld(tree), is_fragment)
    except _UNPARSABLE as error:
        raise _malformed(error) from error


def extract(page: Page, *, keep_headline: bool = False) -> Extraction:
    """Return the article of a page, whose tree is used up, or the whole of a fragment of one.

    A fragment (a feed's entry, a field of a record) is nothing but the article, and what an
    extractor would leave out of it for being short is kept.

    Args:
        page: From `read_page`.
        keep_headline: Whether the headline is part of the text.

    Raises:
        CleanError: MALFORMED if it cannot be worked on.
        RecursionError: It is nested too deeply to be worked on.
    """
    told = told_by(page.tree)
    headlines: list[str] = []
    try:
        if page.is_fragment:
            text = block_text(page.tree)
        else:
            text, headlines = _article_text(page, told, keep_headline=keep_headline)
            text = text if text.strip() else block_text(page.parsed_again())
    except _UNPARSABLE as error:
        raise _malformed(error) from error
    if _is_for_readers_without_scripts(text, told.notices):
        text = ""
    return Extraction(text, tuple(headlines))


def _malformed(error: Exception) -> CleanError:
    return CleanError(
        Reason.MALFORMED, f"the page cannot be parsed: {type(error).__name__}: {error}"
    )


def _article_text(page: Page, told: Told, *, keep_headline: bool) -> tuple[str, list[str]]:
    """Return the article's text, and the headline if it was taken out of it."""
    body = body_of(page.tree)
    remove_furniture(body)
    shown = string(body)
    headlines = [] if keep_headline else remove_headline(body, told.titles)
    container = article_container(body, container_candidates(body), told.descriptions)
    blocks = quick_blocks(body) if container is None else container_blocks(container)
    text = shown_text(blocks)
    if _is_doubtful(text, shown):
        whole = page.parsed_again()
        remove_code(whole)
        if not keep_headline:
            remove_headline(whole, told.titles)
        thorough = thorough_blocks(whole)
        if len(shown_text(thorough)) > len(text):
            blocks = thorough
    stated = stated_body(page.linked)
    if stated and not drop_outside(blocks, stated):
        return blocks_of(stated, block_text(page.parsed_again())), headlines
    text = text_of(blocks)
    return (with_paragraphs(text, stated) if stated else text), headlines


def _is_for_readers_without_scripts(text: str, notices: str) -> bool:
    """Return whether `text` is only what a page built by scripts says where there are none."""
    if not notices or len(text) > _LONG_ENOUGH:
        return False
    return all(spaced(line) in notices for line in text.splitlines())


def _is_doubtful(text: str, shown: str) -> bool:
    """Whether `text` is hardly any, or little of what a page shows (not spaced evenly)."""
    if len(text) < _LEAST_TEXT or len(text) >= _LONG_ENOUGH:
        return len(text) < _LEAST_TEXT
    return len(text) < _LEAST_SHARE * len(spaced(shown))
