"""Where on a page the article stands: its container, the further parts of it, and its standfirst.

An engine names the container that it would take; sites that break an article up (for advertising,
or as it was loaded) give each part the same name, and put the standfirst into the header above.
"""

import re
from collections.abc import Collection, Iterable

from lxml.etree import SubElement, _Element

from .page_tree import new_tree, shown_text, spaced, string

_LEAST_TEXT = 250  # characters outside links that a container holds, or the next is looked at
_LEAST_PROSE = 80  # characters outside links of a paragraph: a sentence, not a label
_HIGHEST = 6  # levels above the first part up to which further ones are looked for

_LEAST_DESCRIPTION = 6  # words: fewer do not tell one text from another
_LONGEST_STANDFIRST = 120  # words
_SAME_BEGINNING = 8  # words: sites cut descriptions, at any length from about 15 words on
_SAME_CHARACTERS = 40  # of a description that the container itself begins with, or holds
_LONGEST_REST = 1.6  # times as long as its description: more is the first paragraph
_WHOLE_DESCRIPTION = 20  # words from which a description may be the beginning of a standfirst
_WORD = re.compile(r"[぀-ヿ㐀-鿿]|[^\W぀-ヿ㐀-鿿]+")  # no spaces between words in Chinese, Japanese
_BLOCKS = frozenset({"article", "div", "dl", "main", "ol", "p", "section", "table", "ul"})


def article_container(
    body: _Element, candidates: Iterable[_Element], descriptions: Collection[str]
) -> _Element | None:
    """Return a tree of nothing but the article, or None if no candidate holds enough text.

    The parts are moved, not copied, into a `div` that says `itemprop="articleBody"`.

    Args:
        body: What the page shows, without furniture.
        candidates: Elements of it that may be the container, likeliest first.
        descriptions: What the page's head says that it is about; a paragraph above the container
            that says the same is the article's standfirst.
    """
    container = next((each for each in candidates if _holds(each, _LEAST_TEXT)), None)
    if container is None:
        return None
    parts = _parts(container)
    standfirst = _standfirst(body, container, descriptions)
    root = new_tree("body")
    holder = SubElement(root, "div", itemprop="articleBody")
    if standfirst is not None:
        SubElement(holder, "p").text = shown_text(standfirst)
    for part in parts:
        part.tail = None
        holder.append(part)
    return root


def _parts(container: _Element) -> list[_Element]:
    """Return `container` and the further parts of the article, in the order of the page.

    Parts have the same element and class, hold prose, and are near: under the same `article` or
    `main`, and few levels up.
    """
    name = container.get("class")
    if not name or container.tag == "article":  # articles of one kind are many in a list
        return [container]
    top = container
    for _ in range(_HIGHEST):
        above = top.getparent()
        if above is None or above.tag in {"body", "html"}:
            break
        top = above
        if top.tag in {"article", "main"}:
            break
    parts: list[_Element] = []
    taken: set[_Element] = set()
    for element in top.iter(str(container.tag)):
        if element.get("class") != name or any(up in taken for up in element.iterancestors()):
            continue
        if element is container or _has_prose(element):
            parts.append(element)
            taken.add(element)
    return parts if container in taken else [container]


def _standfirst(
    body: _Element, container: _Element, descriptions: Collection[str]
) -> _Element | None:
    """Return the block above `container` that says what one of `descriptions` says."""
    told = [words for text in descriptions if len(words := _words(text)) >= _LEAST_DESCRIPTION]
    if not told:
        return None
    inside = shown_text(container)
    if any(text[:_SAME_CHARACTERS] in inside for text in descriptions):
        return None
    first = {words[0] for words in told}
    for element in body.iter("p", "h2", "h3", "h4", "div", "span", "strong"):
        if element is container:
            return None
        if len(element) == 0:
            if not element.text:
                continue
        elif any(child.tag in _BLOCKS for child in element):
            continue
        text = shown_text(element).casefold()
        beginning = _WORD.search(text)
        if beginning is None or beginning[0] not in first:
            continue
        words = _words(text)
        if _LEAST_DESCRIPTION <= len(words) <= _LONGEST_STANDFIRST and any(
            _is_described(words, each) for each in told
        ):
            return element
    return None


def _is_described(words: list[str], description: list[str]) -> bool:
    same = min(_SAME_BEGINNING, len(words), len(description))
    return words[:same] == description[:same] and (
        len(words) <= _LONGEST_REST * len(description) + _LEAST_DESCRIPTION
        or len(description) >= _WHOLE_DESCRIPTION
    )


def _has_prose(element: _Element) -> bool:
    return any(_holds(paragraph, _LEAST_PROSE) for paragraph in element.iter("p"))


def _holds(element: _Element, least: int) -> bool:
    """Return whether `element` holds at least so many characters outside links."""
    text = string(element)
    wanted = least + sum(len(shown_text(link)) for link in element.iter("a"))
    # The beginning of a long text is enough as a rule.
    return len(spaced(text[: 2 * wanted])) >= wanted or len(spaced(text)) >= wanted


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
