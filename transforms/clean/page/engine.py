"""What is used of trafilatura on every page, and in which order; `thorough` has the rest.

Its inner parts are called by themselves, since its public functions copy and search a page many
times over: here its conversion of HTML to blocks, in `main_content` how it finds them, in `names`
and `pruning` what it tells by names, and in `link_density` what it tells by links.
`tests/clean/test_engine.py` says what is expected of each, and the version is pinned in
`pyproject.toml`.

Its memory of earlier pages stays off: it is kept for the life of the process, and the same page
extracted a few times would come out empty.
"""

import logging
from functools import cache

from lxml.etree import Element, _Element, strip_tags
from trafilatura.htmlprocessing import (
    _handle_forms,
    convert_tags,
    link_density_test_tables,
    prune_html,
    recover_math,
    tree_cleaning,
)
from trafilatura.settings import MANUALLY_STRIPPED, Extractor
from trafilatura.xml import delete_element, xmltotxt

from .link_density import remove_link_blocks
from .main_content import BLOCK_TAGS, append, main_content, tidied
from .names import remove_named_furniture
from .page_tree import remove, spaced, string

# It reports each page that it gives up; we do that ourselves, with the document's place.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_NOT_FURNITURE = ("figure", "math")  # of MANUALLY_CLEANED; forms are judged one by one
_LITTLE_TEXT = 750  # characters in paragraphs; with less, a `div` may be a paragraph as well


def quick_blocks(body: _Element) -> _Element:
    """Return the blocks of text in a page's `body`, which is used up: its quick way, unaltered."""
    options = engine_options(fast=True)
    _unwrap(body)
    return main_content(convert_tags(tree_cleaning(body, options), options), options)[0]


def container_blocks(container: _Element) -> _Element:
    """Return the blocks of text in `container`, which is used up and has no furniture.

    The same as its quick way does to the container that it finds, without looking for one.
    """
    options = engine_options(fast=True)
    _unwrap(container)
    container = convert_tags(_cleaned(container), options)
    remove_named_furniture(container)
    # What goes may leave another block with too many links, but only what goes.
    if remove_link_blocks(container):
        remove_link_blocks(container)
    for table in [each for each in container.iter("table") if link_density_test_tables(each)]:
        remove(table)
    strip_tags(container, "span", "ref")
    tags = set(BLOCK_TAGS) | ({"div"} if _is_little(container) else set())
    blocks = Element("body")
    append(list(container.iterdescendants("*")), blocks, tags, options)
    return tidied(blocks)


@cache  # nothing changes them
def engine_options(*, fast: bool) -> Extractor:
    """Return what it is told: to leave comments out, and to say nothing of bold or italics."""
    return Extractor(
        output_format="python", fast=fast, comments=False, formatting=False, dedup=False
    )


def text_of(blocks: _Element) -> str:
    """Return `blocks` as lines: `- ` before items of lists, ` | ` between cells of tables."""
    return xmltotxt(blocks, include_formatting=False)


def _unwrap(body: _Element) -> None:
    """Make spaces of line breaks that are nothing but how the page was written."""
    preformatted = {each for block in body.iter("pre") for each in block.iter()}
    for element in body.iter():
        text, tail = element.text, element.tail
        if text and "\n" in text and element not in preformatted:
            element.text = _on_one_line(text)
        if tail and "\n" in tail and element.getparent() not in preformatted:
            element.tail = _on_one_line(tail)


def _on_one_line(text: str) -> str:
    if text.isspace():
        return " "
    return f"{' ' * text[0].isspace()}{spaced(text)}{' ' * text[-1].isspace()}"


def _cleaned(container: _Element) -> _Element:
    """Return `container` as `tree_cleaning` leaves what `remove_furniture` has been through."""
    recover_math(container)
    for element in container.iter("figure", "table"):
        is_layout = element.get("role") in {"presentation", "none"}
        if element.find(".//table") is not None if element.tag == "figure" else is_layout:
            element.tag = "div"
    strip_tags(container, *MANUALLY_STRIPPED)
    for tag in _NOT_FURNITURE:
        for element in container.iter(tag):
            delete_element(element)
    _handle_forms(container)
    return prune_html(container)


def _is_little(container: _Element) -> bool:
    """Whether its paragraphs hold little text."""
    length = 0
    for paragraph in container.iter("p"):
        length += len(string(paragraph))
        if length >= _LITTLE_TEXT:
            return False
    return True
