"""The main content of a page by trafilatura's rules, as its `extract_content` finds it.

Its steps, with its handlers of elements, but what it tells by names and by links is told by
`names`, `pruning` and `link_density`, and the page is copied only where a container was found:
else nothing has changed it. Of its options it knows those of `engine_options`, and recall.
"""

from copy import deepcopy

from lxml.etree import Element, XPath, _Element, strip_elements, strip_tags
from trafilatura.htmlprocessing import link_density_test_tables, process_node
from trafilatura.main_extractor import handle_textelem
from trafilatura.settings import (
    DEDUPE_SCAN_CAP,
    INLINE_FORMATTABLE,
    MIN_DUPLICATE_LENGTH,
    TAG_CATALOG,
    Extractor,
)
from trafilatura.utils import SPACING_PROTECTED, text_chars_test
from trafilatura.xml import delete_element

from .link_density import remove_link_blocks
from .names import container_candidates
from .page_tree import shown_text, spaced
from .pruning import remove_unwanted

BLOCK_TAGS = frozenset(TAG_CATALOG) | {"table", "td", "th", "tr"}
_REBUILT = frozenset({"code", "list", "quote", "table"})
"""Elements that become others: text behind them is a paragraph."""

_LITTLE_TEXT = 3  # times the least that is found, in paragraphs; with less, a `div` may be one, too
_WILD = ("code", "p", "quote", "table")  # what is a block wherever it stands
_WILD_IN_RECALL = (*_WILD, "div", "lb", "list")
_TEXTS_OF_PARAGRAPHS = XPath("//p//text()", smart_strings=False)


def main_content(page: _Element, options: Extractor) -> tuple[_Element, str]:
    """Return the blocks that are found in `page`, which is used up, and their text."""
    blocks, tags, whole = Element("body"), set(BLOCK_TAGS), page
    order: list[_Element] = []
    for container in container_candidates(page):
        if whole is page:
            whole, order = deepcopy(page), list(page.iter())
        _prune(container, options, keeps_teasers=False)
        if len(container) and _convert(container, blocks, tags, options):
            break
    text = _text(blocks)
    if len(text) < options.min_extracted_size:
        pairs = zip(order, whole.iter(), strict=False)
        consumed = {twin for element, twin in pairs if element.tag == "done"}
        _recover(whole, blocks, consumed, tags, options)
        text = _text(blocks)
    return tidied(blocks), text


def _text(blocks: _Element) -> str:
    return " ".join(blocks.itertext()).strip()


def _prune(container: _Element, options: Extractor, *, keeps_teasers: bool) -> None:
    """Take out what is no part of an article, as `prune_unwanted_sections` does."""
    remove_unwanted(container, keeps_teasers=keeps_teasers or options.focus == "recall")
    # What goes may leave another block with too many links, but only what goes.
    if remove_link_blocks(container):
        remove_link_blocks(container)
    for table in [each for each in container.iter("table") if link_density_test_tables(each)]:
        delete_element(table, keep_tail=False)
    strip_tags(container, "span", "ref")


def _convert(container: _Element, blocks: _Element, tags: set[str], options: Extractor) -> bool:
    """Append what `container` holds to `blocks`; return whether it is enough.

    If there is little text in paragraphs on the page, "div" is added to `tags`.
    """
    texts = _TEXTS_OF_PARAGRAPHS(container)
    if sum(map(len, texts)) < _LITTLE_TEXT * options.min_extracted_size:
        tags.add("div")
    elements = list(container.iterdescendants("*"))
    lead, start = None, len(blocks)
    if _is_run_of_text(container, {each.tag for each in elements}, tags):
        elements = [container]
    elif text_chars_test(container.text):
        lead = _paragraph(container.text, options)
    append(elements, blocks, tags, options)
    is_enough = sum(each.tag != "graphic" for each in blocks) > 1
    if is_enough and lead is not None:
        blocks.insert(start, lead)
    return is_enough


def append(elements: list[_Element], blocks: _Element, tags: set[str], options: Extractor) -> None:
    """Append to `blocks` what becomes of `elements`, and the text behind those rebuilt.

    Headings and links at the end lead to nothing, and are none.
    """
    moved: set[_Element] = set()
    for element in elements:
        if element in moved:
            continue
        tag, tail = element.tag, element.tail  # a handler may change both
        block = handle_textelem(element, tags, options)
        if block is not None:
            blocks.append(block)
            moved.update(block.iter())  # with all its children, if it is `element`
            if element not in moved:
                element.tag = "done"  # how it marks what was converted
        if tag in _REBUILT and text_chars_test(tail) and (block is None or block.tail is None):
            behind = _paragraph(tail, options)
            if behind is not None:
                blocks.append(behind)
    while len(blocks) and blocks[-1].tag in {"head", "ref"}:
        blocks.remove(blocks[-1])


def _is_run_of_text(container: _Element, names: set[str], tags: set[str]) -> bool:
    """Whether it holds no blocks, so that it is one itself."""
    if names == {"lb"}:
        return True
    return container.tag == "div" and "div" in tags and names <= INLINE_FORMATTABLE | {"lb"}


def _paragraph(text: str, options: Extractor) -> _Element | None:
    paragraph = Element("p")
    paragraph.text = text
    return process_node(paragraph, options)


def _recover(
    page: _Element,
    blocks: _Element,
    consumed: set[_Element],
    tags: set[str],
    options: Extractor,
) -> None:
    """Append the blocks that stand anywhere on `page`, as `recover_wild_text` does.

    Args:
        page: Is used up.
        blocks: Those that are known.
        consumed: The elements of `page` that they were made of.
        tags: What may become a block.
        options: Whether it is in recall mode, which knows more elements.
    """
    is_recall = options.focus == "recall"
    tags = tags | {"div", "lb"} if is_recall else tags
    _prune(page, options, keeps_teasers=options.fast)
    texts = [shown_text(block) for block in blocks]
    known = set(texts)
    said = "\n".join(filter(None, texts))
    handled: set[_Element] = set()
    for element in list(page.iterdescendants(*(_WILD_IN_RECALL if is_recall else (*_WILD, "div")))):
        if element.tag == "div" and not is_recall and "w3-code" not in element.get("class", ""):
            continue
        if element in consumed or any(above in handled for above in element.iterancestors()):
            continue
        block = handle_textelem(element, tags, options)
        if block is None:
            continue
        if block is element:
            handled.add(element)
        text = shown_text(block)
        fragment = spaced(text + block.tail) if text_chars_test(block.tail) else ""
        is_watched = len(said) <= DEDUPE_SCAN_CAP
        if text and (text in known or (is_watched and _is_said(text, fragment, said))):
            continue
        blocks.append(block)
        known.add(text)
        if is_watched:
            said += "\n" + (fragment or text)


def _is_said(text: str, fragment: str, said: str) -> bool:
    return bool(
        (len(text) > MIN_DUPLICATE_LENGTH and text in said) or (fragment and fragment in said)
    )


def tidied(blocks: _Element) -> _Element:
    """Return `blocks` without what says the same as the block before it, and what is empty."""
    previous = ""
    for block in list(blocks):
        text = shown_text(block)
        if text and text == previous and len(text) > MIN_DUPLICATE_LENGTH:
            blocks.remove(block)
        else:
            previous = text
    strip_elements(blocks, "done")
    strip_tags(blocks, "div")
    for line_break in blocks.iter("lb"):
        if (
            line_break.tail
            and line_break.tail.isspace()
            and not any(above.tag in SPACING_PROTECTED for above in line_break.iterancestors())
        ):
            line_break.tail = None
    return blocks
