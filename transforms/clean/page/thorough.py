"""trafilatura's thorough way through a page, for pages of which the quick one makes little.

Its own cascade (`trafilatura.core.trafilatura_sequence`) but for one step, which does all of it
over again in its recall mode: it had the last word on 3 of 87 pages, and brought lists of other
articles into two of them. How much a page shows is measured by all of its text, not by a copy of
it that is cleaned once more.
"""

from copy import copy

from lxml.etree import _Element
from trafilatura.baseline import baseline
from trafilatura.core import (
    ESCALATION_JUSTEXT_RATIO,
    ESCALATION_MAX_LENGTH,
    ESCALATION_PAGE_SHARE,
    _forum_thread_page,
)
from trafilatura.external import compare_extraction, justext_rescue
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

from .engine import engine_options
from .page_tree import shown_text


def thorough_blocks(page: _Element) -> _Element:
    """Return the blocks of text that the thorough way finds in `page`, which is used up."""
    options = engine_options(fast=False)
    keeps_posts = _forum_thread_page(page)
    page = prune_unwanted_nodes(page, RAW_TREE_PRUNE_XPATH)
    if not keeps_posts:
        page = prune_unwanted_nodes(page, REMOVE_COMMENTS_AND_LISTS_XPATH)
    shown = len(shown_text(page)) - sum(len(shown_text(code)) for code in page.iter("script"))
    cleaned = tree_cleaning(copy(page), options)
    blocks, text = extract_content(convert_tags(copy(cleaned), options), options)
    blocks, text = compare_extraction(cleaned, copy(page), blocks, text, options)
    if len(text) < options.min_extracted_size:
        everything, its_text, _ = baseline(page)
        if len(its_text) > len(text):
            blocks, text = everything, its_text
    if 0 < len(text) < min(ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE * shown):
        paragraphs, its_text = justext_rescue(page, options)
        if len(its_text) > ESCALATION_JUSTEXT_RATIO * len(text):
            blocks = paragraphs
    return blocks
