"""What is used of trafilatura on every page, and in which order; `thorough` has the rest.

Three of its inner parts are called by themselves, since its public functions copy and search a
page many times over: its names for containers and furniture, its conversion of HTML to blocks, and
its tests of link density. `tests/clean/test_engine.py` says what is expected of each, and the
version is pinned in `pyproject.toml`.

Its memory of earlier pages stays off: it is kept for the life of the process, and the same page
extracted a few times would come out empty.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from lxml.etree import Element, _Element, strip_elements, strip_tags
from trafilatura.htmlprocessing import (
    _handle_forms,
    convert_tags,
    link_density_test_tables,
    prune_html,
    recover_math,
    tree_cleaning,
)
from trafilatura.main_extractor import extract_content, handle_textelem
from trafilatura.settings import MANUALLY_STRIPPED, TAG_CATALOG, Extractor
from trafilatura.xml import delete_element, xmltotxt
from trafilatura.xpaths import (
    _ARTICLE_CONTENT_CLASS_TOKENS,
    _ARTICLE_CONTENT_ID_TOKENS,
    _MAIN_CONTENT_CLASS_TOKENS,
    _MAIN_CONTENT_ID_TOKENS,
    _OVERALL_DISCARD_BOTH_TOKENS,
    _OVERALL_DISCARD_CLASS_TOKENS,
    _OVERALL_DISCARD_ID_TOKENS,
    _STORY_CLASS_TOKENS,
    _STORY_ID_TOKENS,
)

from .link_density import remove_link_blocks
from .page_tree import shown_text, spaced, string

# It reports each page that it gives up; we do that ourselves, with the document's place.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_CONTENT_ID = re.compile("|".join(_ARTICLE_CONTENT_ID_TOKENS))
_CONTENT_CLASS = re.compile("|".join(_ARTICLE_CONTENT_CLASS_TOKENS))
_STORY_ID = re.compile("|".join(_STORY_ID_TOKENS))
_STORY_CLASS = re.compile("|".join(_STORY_CLASS_TOKENS))
_MAIN_ID = re.compile("|".join(_MAIN_CONTENT_ID_TOKENS))
_MAIN_CLASS = re.compile("|".join(_MAIN_CONTENT_CLASS_TOKENS))
_MAIN_OR_PAGE = re.compile("main-content|page-content", re.IGNORECASE)

# What OVERALL_DISCARD_XPATH, DISCARD_IMAGE_ELEMENTS and TEASER_DISCARD_XPATH say.
_PARTS = frozenset({"div", "item", "list", "p", "section", "span"})
_DISCARD_ID = re.compile("|".join(_OVERALL_DISCARD_BOTH_TOKENS + _OVERALL_DISCARD_ID_TOKENS))
_DISCARD_CLASS = re.compile("|".join(_OVERALL_DISCARD_BOTH_TOKENS + _OVERALL_DISCARD_CLASS_TOKENS))
_HIDDEN_STYLE = re.compile("hidden|display: ?none")
_HIDDEN_CLASS = re.compile(
    "^reply-|^hide-|comments-title|nocomments|-reply-|message|akismet|suggest-links|-hide-|"
    "hide-print| hidden| hide|noprint|notloaded"
)
_HIDDEN_ID = re.compile("^reply-|hidden|reader-comments|akismet")
_ASIDE = re.compile("caption|[Tt]easer")
_MOST_DISCARDED = 6 / 7  # of the text: names that would take more mean something else

_NOT_FURNITURE = ("figure", "math")  # of MANUALLY_CLEANED; forms are judged one by one
_LITTLE_TEXT = 750  # characters in paragraphs; with less, a `div` may be a paragraph as well
_REBUILT = frozenset({"code", "list", "quote", "table"})  # text behind them is a paragraph
_REPEATED = 50  # characters from which a block that says the same as the one before is a copy
_BLOCK_TAGS = frozenset(TAG_CATALOG) | {"table", "td", "th", "tr"}


def container_candidates(body: _Element) -> Iterator[_Element]:
    """Yield the elements that trafilatura would take for the article's container, best first.

    Its own expressions (`BODY_XPATH`) call Python for each element and attribute; the same words
    are looked for here in a fifth of the time.
    """
    for is_container in (_is_content, _is_article, _is_story, _is_main_content, _is_main):
        found = next(filter(is_container, body.iter("article", "div", "main", "section")), None)
        if found is not None:
            yield found


def quick_blocks(body: _Element) -> _Element:
    """Return the blocks of text in a page's `body`, which is used up: its quick way, unaltered."""
    options = engine_options(fast=True)
    _unwrap(body)
    blocks, _ = extract_content(convert_tags(tree_cleaning(body, options), options), options)
    return blocks


def container_blocks(container: _Element) -> _Element:
    """Return the blocks of text in `container`, which is used up and has no furniture.

    The same as its quick way does to the container that it finds, without looking for one.
    """
    options = engine_options(fast=True)
    _unwrap(container)
    container = convert_tags(_cleaned(container), options)
    _discard(container)
    # What goes may leave another block with too many links, but only what goes.
    if remove_link_blocks(container):
        remove_link_blocks(container)
    for table in [each for each in container.iter("table") if link_density_test_tables(each)]:
        _remove(table)
    strip_tags(container, "span", "ref")
    tags = set(_BLOCK_TAGS) | ({"div"} if _is_little(container) else set())
    return _tidied(_converted(container, tags, options))


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


def _converted(container: _Element, tags: set[str], options: Extractor) -> _Element:
    blocks = Element("body")
    moved = {container}  # nor is it a block
    for element in list(container.iter("*")):
        if element in moved or element.tag == "done":
            continue
        tag, tail = element.tag, element.tail  # a handler may change both
        block = handle_textelem(element, tags, options)
        if block is not None:
            blocks.append(block)
            moved.update(block.iter())  # with all its children, if it is `element`
            if element not in moved:
                element.tag = "done"  # how it marks what was converted
        behind = " ".join((tail or "").split()) if tag in _REBUILT else ""
        if behind and (block is None or block.tail is None):
            paragraph = Element("p")
            paragraph.text = behind
            blocks.append(paragraph)
    while len(blocks) and blocks[-1].tag in {"head", "ref"}:
        blocks.remove(blocks[-1])
    return blocks


def _tidied(blocks: _Element) -> _Element:
    previous = ""
    for block in list(blocks):
        text = shown_text(block)
        if text and text == previous and len(text) > _REPEATED:
            blocks.remove(block)
        else:
            previous = text
    strip_elements(blocks, "done")
    strip_tags(blocks, "div")
    for line_break in blocks.iter("lb"):
        if line_break.tail and line_break.tail.isspace():
            line_break.tail = None
    return blocks


def _discard(container: _Element) -> None:
    """Take out what is furniture by its name, unless that would be nearly everything."""
    found: list[_Element] = []
    asides: list[_Element] = []
    for element in container.iterdescendants():
        if element.keys():
            attributes = dict(element.items())
            name, identifier = attributes.get("class", ""), attributes.get("id", "")
            is_part = element.tag in _PARTS
            if (
                _is_discarded_name(name, identifier, is_part=is_part)
                or attributes.get("aria-hidden") == "true"
                or ("style" in attributes and _HIDDEN_STYLE.search(attributes["style"]))
                or (is_part and "nav" in attributes.get("role", "").lower())
                or (is_part and "data-lp-replacement-content" in attributes)
            ):
                found.append(element)
            if is_part and _is_aside(name, identifier):
                asides.append(element)
    among = set(found)
    outer = [each for each in found if not any(above in among for above in each.iterancestors())]
    if outer and sum(len(string(each)) for each in outer) < _MOST_DISCARDED * len(
        string(container)
    ):
        for element in outer:
            _remove(element)
    for element in asides:
        _remove(element)


# Names are repeated, within a page and on the pages of a site.
@lru_cache(8192)
def _is_discarded_name(name: str, identifier: str, *, is_part: bool) -> bool:
    return bool(
        (
            is_part
            and (
                (name and _DISCARD_CLASS.search(name))
                or (identifier and _DISCARD_ID.search(identifier))
                or "cookie" in (identifier or name)
            )
        )
        or (name and _HIDDEN_CLASS.search(name))
        or (identifier and _HIDDEN_ID.search(identifier))
    )


@lru_cache(8192)
def _is_aside(name: str, identifier: str) -> bool:
    return bool(_ASIDE.search(name) or _ASIDE.search(identifier))


def _remove(element: _Element) -> None:
    """Take `element` out of its tree and leave the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def _is_content(element: _Element) -> bool:
    name, identifier = element.get("class", ""), element.get("id", "")
    return element.get("itemprop") == "articleBody" or _is_content_name(name, identifier)


@lru_cache(8192)
def _is_content_name(name: str, identifier: str) -> bool:
    return bool(
        name in {"post", "entry"}
        or identifier == "articleContent"
        or (identifier and _CONTENT_ID.search(identifier))
        or (name and _CONTENT_CLASS.search(name))
    )


def _is_article(element: _Element) -> bool:
    return element.tag == "article"


def _is_story(element: _Element) -> bool:
    name, identifier = element.get("class", ""), element.get("id", "")
    return element.get("role") == "article" or _is_story_name(name, identifier)


@lru_cache(8192)
def _is_story_name(name: str, identifier: str) -> bool:
    return bool(
        identifier in {"article", "story"}
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
