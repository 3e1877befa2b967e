"""What stands on a page around the article and in between: taken out of the tree.

Told by the structure of the page, not by its words: by elements, by the names that sites give to
parts of theirs whatever their language, and by how much of a block is links.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import chain

from lxml.etree import _Element, strip_elements

from .page_tree import remove, shown_text

# Elements that hold no text of an article: what is not shown, what is operated, and what HTML
# itself says stands beside (`aside`), below (`footer`) or apart (`nav`, `dialog`).
_NOT_TEXT = (
    "applet", "area", "aside", "audio", "blink", "button", "canvas", "datalist", "dialog", "embed",
    "fencedframe", "fieldset", "footer", "frame", "frameset", "head", "iframe", "input", "label",
    "legend", "link", "map", "marquee", "menu", "menuitem", "meta", "nav", "noindex", "noscript",
    "object", "optgroup", "option", "output", "param", "picture", "progress", "rp", "rt", "rtc",
    "script", "select", "source", "style", "svg", "template", "textarea", "time", "track", "use",
    "video",
)  # fmt: skip
# Names of comments, of articles that are appended when a reader scrolls on, of fact boxes and of
# share buttons, at the beginning of a name or after a hyphen.
_FURNITURE_CLASS = re.compile(
    r"^comment(?!ary)|(?:article|post)-comments|infinite-?scroll|mvp-post-add-(?:box|wrap)|"
    r"elementor-share-buttons|(?:^|[\s_-])(?:info|fact)-?box",
)
_FURNITURE_ID = re.compile(
    r"^comment(?!ary)|^comol|^(?:disqus_thread|dsq-comments)|infinite-?scroll|"
    r"mvp-post-add-(?:box|wrap)",
)
# One of these is in each of those names; most names have none, and need no expression.
_IN_CLASSES = ("comment", "infinite", "mvp-", "elementor", "box")
_IN_IDS = ("com", "disqus", "infinite", "mvp-")
_FRAMES = frozenset({"article", "body", "html", "main"})  # names of these tell how a page is built

_LISTS = frozenset({"ul", "ol"})
_LINK_BLOCKS = _LISTS | {"p", "h2", "h3", "h4"}
_DEEPEST_LIST = 4  # lists in lists that are looked at: as many as menus have levels
_LINKED = 0.9  # share of a block's characters from which it is nothing but links
_LONGEST_LABEL = 60  # characters of the line that announces links; headlines are longer
_LONGEST_POINTER = 200  # characters of "Read more: …"; a sentence that quotes its source is longer
_SHORTEST_TARGET = 20  # characters of a linked headline; what is shorter may be a name
_POINTS = (":", "：", "»", ">", "|")  # what stands before the headline that a pointer points to
_LONGEST_HEADLINE = 300  # characters; more is a page whose heading was never closed
_SAME = 0.8  # share of the words that a headline has in common with the title of its page
_WORD = re.compile(r"\w+")


def remove_furniture(body: _Element) -> None:
    """Take out of `body` what is not the article, wherever it stands."""
    strip_elements(body, *_NOT_TEXT, with_tail=False)
    for element in _named_furniture(body):
        remove(element)
    for element in list(body.iter("figcaption")):
        if next(element.iterancestors("figure"), None) is None:  # the others go with their figure
            remove(element)
    lengths: dict[_Element, int] = {}
    for element in _linked_blocks(body):
        links = list(element.iter("a"))
        if element.tag in _LISTS:
            if _is_nothing_but_links(element, links, lengths):
                _drop_with_label(element)
        elif len(links) == 1:
            whole, linked = shown_text(element), shown_text(links[0])
            if element.tag == "p" and whole and len(linked) >= _LINKED * len(whole):
                _drop_with_label(element)
            elif _is_pointer(whole, linked):
                remove(element)


def remove_headline(body: _Element, titles: Collection[str]) -> list[str]:
    """Take the headline out of `body`, and return it as it was written.

    It is the only heading of the first level, or each one that says what the page's `titles` say;
    where there is none, one of the second level that says so, among the first three.

    Args:
        body: What the page shows.
        titles: Its title as told in its head, with or without the name of the site.
    """
    wanted = [words for title in titles if (words := _words(title))]
    first = list(body.iter("h1"))
    found = first if len(first) == 1 else [each for each in first if _says(each, wanted)]
    if not first:
        second = [each for each, _ in zip(body.iter("h2"), range(3), strict=False)]
        found = [each for each in second if _says(each, wanted)]
    removed = []
    for heading in found:
        text = shown_text(heading)
        if len(text) <= _LONGEST_HEADLINE and heading.find(".//p") is None:
            removed.append(text)
            remove(heading)
    return [text for text in removed if text]


def _named_furniture(body: _Element) -> list[_Element]:
    """Return the elements that are furniture by their class or id."""
    return [
        element
        for element in body.iter()
        if (
            ((name := element.get("class")) and _is_furniture_class(name))
            or ((identifier := element.get("id")) and _is_furniture_id(identifier))
        )
        and element.tag not in _FRAMES
        and not _holds_the_page(element)
    ]


# A page has thousands of elements and some hundred names.
@lru_cache(8192)
def _is_furniture_class(name: str) -> bool:
    name = name.lower()
    return any(part in name for part in _IN_CLASSES) and bool(_FURNITURE_CLASS.search(name))


@lru_cache(8192)
def _is_furniture_id(identifier: str) -> bool:
    identifier = identifier.lower()
    return any(part in identifier for part in _IN_IDS) and bool(_FURNITURE_ID.search(identifier))


def _holds_the_page(element: _Element) -> bool:
    """Whether the headline is in it: then its name tells how the page is built, not what it is."""
    return next(element.iter("h1"), None) is not None


def _linked_blocks(body: _Element) -> list[_Element]:
    """Return the lists, paragraphs and headings with links in them, outer before inner."""
    around: dict[_Element | None, tuple[_Element, ...]] = {None: ()}  # blocks that it stands in
    blocks: list[tuple[_Element, ...]] = []  # those around each link
    for link in body.iter("a"):
        path = []
        above = link.getparent()
        while above not in around:
            path.append(above)
            above = above.getparent()
        found = around[above]
        for element in reversed(path):
            if element.tag in _LINK_BLOCKS:
                found = (*found, element)[-_DEEPEST_LIST:]
            around[element] = found
        blocks.append(found)
    return list(dict.fromkeys(chain.from_iterable(blocks)))


def _is_nothing_but_links(
    element: _Element, links: list[_Element], lengths: dict[_Element, int]
) -> bool:
    """Whether a list says nothing beside its links.

    Args:
        element: The list.
        links: Those in it.
        lengths: How long the texts of links are that have been measured already: lists nest.
    """
    whole = len(shown_text(element))
    linked = 0
    for link in links:
        if (length := lengths.get(link)) is None:
            length = lengths[link] = len(shown_text(link))
        linked += length
    return whole > 0 and linked >= _LINKED * whole


def _is_pointer(whole: str, linked: str) -> bool:
    """Whether it says "Read more: …" in any language: a label, a mark, a linked headline.

    Args:
        whole: A paragraph or a heading.
        linked: The only link in it.
    """
    if len(whole) >= _LONGEST_POINTER or len(linked) < _SHORTEST_TARGET:
        return False
    label, _, rest = whole.partition(linked)
    return (
        label.rstrip().endswith(_POINTS) and len(label) < _LONGEST_LABEL and not rest.strip(" .»>")
    )


def _drop_with_label(element: _Element) -> None:
    """Take out `element`, and the heading or the line before it that only announces it."""
    label = element.getprevious()
    remove(element)
    if label is None or label.tag not in {"p", "h2", "h3", "h4", "h5", "strong", "div", "span"}:
        return
    text = shown_text(label)
    announces = text.endswith((":", "：")) or str(label.tag).startswith("h")
    if 0 < len(text) < _LONGEST_LABEL and announces and not (label.tail or "").strip():
        remove(label)


def _says(heading: _Element, titles: list[set[str]]) -> bool:
    words = _words(shown_text(heading))
    return any(
        len(words & title) >= _SAME * min(len(words), len(title))
        and len(words) >= min(2, len(title))
        for title in titles
        if words
    )


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
