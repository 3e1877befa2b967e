"""trafilatura's thorough way through a page, for pages of which the quick one makes little.

Its own cascade (`trafilatura.core.trafilatura_sequence`): its rules on the whole page, then what
readability or justext make of it where that is more, then all of it, as it stands in paragraphs.
Only after that last resort is it all done again in recall mode, which finds the posts of forums: it
had the last word on 3 of 87 other pages, and brought lists of other articles into two of them. How
much a page shows is measured by its text, not by a copy that is cleaned once more.
"""

from copy import copy
from functools import cache
from typing import NamedTuple

from lxml.etree import Element, SubElement, _Element
from trafilatura.baseline import baseline
from trafilatura.core import (
    ESCALATION_ACCEPT_RATIO,
    ESCALATION_JUSTEXT_RATIO,
    ESCALATION_MAX_LENGTH,
    ESCALATION_PAGE_SHARE,
    _forum_thread_page,
)
from trafilatura.external import (
    JUSTEXT_OVERRIDE_RATIO,
    SANITIZED_XPATH,
    _prefer_readability,
    sanitize_tree,
    try_readability,
)
from trafilatura.htmlprocessing import convert_tags, tree_cleaning
from trafilatura.settings import Extractor

from .engine import engine_options
from .main_content import main_content
from .page_tree import shown_text
from .prose import prose
from .pruning import remove_appended, remove_what_is_no_prose

_ENOUGH_IN_RECALL = 10  # times the least that is found; with more nothing else is tried


class _Found(NamedTuple):
    blocks: _Element
    text: str


def thorough_blocks(page: _Element) -> _Element:
    """Return the blocks of text that the thorough way finds in `page`, which is used up."""
    options = engine_options(fast=False)
    remove_appended(page, keeps_comments=_forum_thread_page(page))
    shown = len(shown_text(page)) - sum(len(shown_text(code)) for code in page.iter("script"))
    found = _by_rules(page, options)
    is_last_resort = len(found.text) < options.min_extracted_size
    if is_last_resort:
        blocks, text, _ = baseline(page)
        found = max(found, _Found(blocks, text), key=lambda each: len(each.text))
    if 0 < len(found.text) < min(ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE * shown):
        again = _by_rules(page, _recall_options()) if is_last_resort else found
        by_words = _by_words(page)
        if len(by_words.text) > max(ESCALATION_JUSTEXT_RATIO * len(found.text), len(again.text)):
            return by_words.blocks
        least = max(options.min_extracted_size, ESCALATION_ACCEPT_RATIO * len(found.text) + 1)
        if len(again.text) >= least:
            return again.blocks
    return found.blocks


@cache  # nothing changes them
def _recall_options() -> Extractor:
    options = copy(engine_options(fast=False))
    options.focus = "recall"
    return options


def _by_rules(page: _Element, options: Extractor) -> _Found:
    """Return what its rules find in `page`, or what they prefer: what readability or justext find.

    As `extract_content` and `compare_extraction` of trafilatura do.
    """
    found = _Found(*main_content(convert_tags(_cleaned(page, options), options), options))
    is_recall = options.focus == "recall"
    if is_recall and len(found.text) > _ENOUGH_IN_RECALL * options.min_extracted_size:
        return found
    blocks = try_readability(copy(page))
    generic = _Found(blocks, shown_text(blocks))
    lengths = len(found.text), len(generic.text)
    is_generic = _prefer_readability(found.blocks, *generic, *lengths, options)
    if is_generic:
        found = generic
    is_unclean = bool(found.blocks.xpath(SANITIZED_XPATH))
    if is_unclean or len(found.text) < options.min_extracted_size:
        by_words = _by_words(_cleaned(page, options))
        most = JUSTEXT_OVERRIDE_RATIO * len(by_words.text) if is_unclean else len(by_words.text) - 1
        if by_words.text and len(found.text) <= most:
            return by_words
    return _Found(*sanitize_tree(found.blocks, options)) if is_generic else found


def _cleaned(page: _Element, options: Extractor) -> _Element:
    return tree_cleaning(copy(page), options)


def _by_words(page: _Element) -> _Found:
    remove_what_is_no_prose(page)
    blocks = Element("body")
    for paragraph in prose(page):
        SubElement(blocks, "p").text = paragraph
    return _Found(blocks, " ".join(" ".join(blocks.itertext()).split()))
