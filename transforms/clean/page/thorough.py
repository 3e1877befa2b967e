"""trafilatura's thorough way through a page, for pages of which the quick one makes little.

Its own cascade (`trafilatura.core.trafilatura_sequence`): its rules on the whole page, then what
readability or justext make of it where that is more, then all of it, as it stands in paragraphs.
Only after that last resort is it all done again in recall mode, which finds the posts of forums: it
had the last word on 3 of 87 other pages, and brought lists of other articles into two of them. How
much a page shows is measured by its text, not by a copy that is cleaned once more.
"""

from copy import copy
from typing import NamedTuple

from lxml.etree import Element, SubElement, _Element
from trafilatura.baseline import baseline, basic_cleaning
from trafilatura.core import (
    ESCALATION_ACCEPT_RATIO,
    ESCALATION_JUSTEXT_RATIO,
    ESCALATION_MAX_LENGTH,
    ESCALATION_PAGE_SHARE,
    _forum_thread_page,
    _recall_retry,
)
from trafilatura.external import (
    JUSTEXT_OVERRIDE_RATIO,
    SANITIZED_XPATH,
    _prefer_readability,
    sanitize_tree,
    try_readability,
)
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

from .engine import engine_options
from .page_tree import shown_text
from .prose import prose


class _Found(NamedTuple):
    blocks: _Element
    text: str


def thorough_blocks(page: _Element) -> _Element:
    """Return the blocks of text that the thorough way finds in `page`, which is used up."""
    options = engine_options(fast=False)
    keeps_posts = _forum_thread_page(page)
    page = prune_unwanted_nodes(page, RAW_TREE_PRUNE_XPATH)
    if not keeps_posts:
        page = prune_unwanted_nodes(page, REMOVE_COMMENTS_AND_LISTS_XPATH)
    shown = len(shown_text(page)) - sum(len(shown_text(code)) for code in page.iter("script"))
    cleaned = tree_cleaning(copy(page), options)
    found = _Found(*extract_content(convert_tags(copy(cleaned), options), options))
    found = _compared(found, copy(page), cleaned, options)
    is_last_resort = len(found.text) < options.min_extracted_size
    if is_last_resort:
        blocks, text, _ = baseline(page)
        found = max(found, _Found(blocks, text), key=lambda each: len(each.text))
    if 0 < len(found.text) < min(ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE * shown):
        again = _in_recall_mode(page) if is_last_resort else found
        by_words = _by_words(page)
        if len(by_words.text) > max(ESCALATION_JUSTEXT_RATIO * len(found.text), len(again.text)):
            return by_words.blocks
        least = max(options.min_extracted_size, ESCALATION_ACCEPT_RATIO * len(found.text) + 1)
        if len(again.text) >= least:
            return again.blocks
    return found.blocks


def _in_recall_mode(page: _Element) -> _Found:
    options = copy(engine_options(fast=False))
    options.focus = "recall"
    return _Found(*_recall_retry(copy(page), options, None))


def _compared(found: _Found, page: _Element, cleaned: _Element, options: Extractor) -> _Found:
    """Return `found`, or what its rules prefer to it: what readability or justext find.

    As `trafilatura.external.compare_extraction` does. Both trees are used up.
    """
    blocks = try_readability(page)
    generic = _Found(blocks, shown_text(blocks))
    lengths = len(found.text), len(generic.text)
    is_generic = _prefer_readability(found.blocks, *generic, *lengths, options)
    if is_generic:
        found = generic
    is_unclean = bool(found.blocks.xpath(SANITIZED_XPATH))
    if is_unclean or len(found.text) < options.min_extracted_size:
        by_words = _by_words(cleaned)
        most = JUSTEXT_OVERRIDE_RATIO * len(by_words.text) if is_unclean else len(by_words.text) - 1
        if by_words.text and len(found.text) <= most:
            return by_words
    return _Found(*sanitize_tree(found.blocks, options)) if is_generic else found


def _by_words(page: _Element) -> _Found:
    blocks = Element("body")
    for paragraph in prose(basic_cleaning(page)):
        SubElement(blocks, "p").text = paragraph
    return _Found(blocks, " ".join(" ".join(blocks.itertext()).split()))
