"""A page as a tree: parsed once, with what its metadata and its text have in common."""

import re
from typing import NamedTuple

from lxml import etree
from lxml.etree import XPath, _Element, strip_elements
from lxml.html import HtmlElement, HTMLParser, document_fromstring

_XML_DECLARATION = re.compile(rb"\s*<\?xml[^>]*>", re.IGNORECASE)
# libxml2 loses the page after some document types, and everything needs none.
_DOCTYPE = re.compile(rb"<!doctype[^>]*>", re.IGNORECASE)
_SCANNED = 4_096  # bytes in which a document type stands
_FIRST_END = re.compile(rb"</(?:body|html|BODY|HTML)")
_END = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
# Bytes that no tree may hold. None is part of a longer character in UTF-8.
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_NOT_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_THEIR_FIRST = _NOT_CHARACTERS[0][:1]  # a byte that most pages do without

_TITLES = frozenset({"og:title", "twitter:title"})
_DESCRIPTIONS = frozenset({"description", "og:description", "twitter:description"})

string = XPath("string()", smart_strings=False)
"""Returns all text under an element, as it stands."""

_CODE = ("iframe", "style", "svg", "template")


class Told(NamedTuple):
    """What a page says of itself, evenly spaced, each once.

    Attributes:
        titles: Of its article, with or without the name of the site.
        descriptions: What it is about.
        notices: What it says where there are no scripts, all in one.
    """

    titles: tuple[str, ...]
    descriptions: tuple[str, ...]
    notices: str


def parse_page(html: str) -> _Element | None:
    """Return the root of a page's tree, without comments; None if it holds no element.

    Raises:
        lxml.etree.LxmlError: It cannot be parsed.
    """
    content = html.encode("utf-8", "replace")
    if any(map(content.__contains__, _CONTROLS)):
        content = content.translate(None, _CONTROLS)
    if _THEIR_FIRST in content:
        for char in _NOT_CHARACTERS:
            content = content.replace(char, b"")
    if declaration := _XML_DECLARATION.match(content):  # it names an encoding no longer used
        content = content[declaration.end() :]
    if doctype := _DOCTYPE.search(content, 0, _SCANNED):
        content = content[: doctype.start()] + content[doctype.end() :]
    content = _with_one_end(content)
    if not content or content.isspace():
        return None
    try:
        return document_fromstring(content, parser=_PARSER)
    except etree.ParserError:  # what lxml calls a document that comes to nothing
        return None


def _with_one_end(content: bytes) -> bytes:
    """Return a page that ends where its bytes end, and not where a tag says so.

    What stands behind the end of its body belongs to it, by HTML and in browsers. libxml2 loses all
    behind the end of the page, and puts the rest, or a second body, beside the first.
    """
    end = _FIRST_END.search(content)
    if end is None:
        return content
    behind = _END.sub(b"", content[end.start() :])
    return content[: end.start()] + behind if behind.strip() else content


def body_of(page: _Element) -> _Element:
    """Return what the page shows."""
    body = page.find("body")
    return page if body is None else body


def remove_code(page: _Element) -> None:
    """Take out of `page` what is not shown, but for its JSON-LD."""
    strip_elements(page, *_CODE, with_tail=False)
    for script in list(page.iter("script")):
        if "ld+json" not in (script.get("type") or "").lower():
            script.drop_tree()


def new_tree(tag: str) -> _Element:
    """Return the root of a tree of its own: `makeelement` of an element shares that one's."""
    return _PARSER.makeelement(tag)


def remove(element: _Element) -> None:
    """Take `element` out of its tree and leave the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def shown_text(element: _Element) -> str:
    """Return all text under `element`, evenly spaced."""
    return spaced(string(element) if len(element) else element.text or "")


def told_by(page: _Element) -> Told:
    """Return what `page` says of itself, from one walk through it."""
    titles: dict[str, None] = {}
    descriptions: dict[str, None] = {}
    notices: list[str] = []
    for element in page.iter("meta", "title", "noscript"):
        if element.tag == "title":
            titles[spaced(element.text or "")] = None
        elif element.tag == "noscript":
            notices += element.itertext()
        else:
            name = (element.get("property") or element.get("name") or "").lower()
            if name in _TITLES:
                titles[spaced(element.get("content") or "")] = None
            elif name in _DESCRIPTIONS:
                descriptions[spaced(element.get("content") or "")] = None
    return Told(
        tuple(filter(None, titles)), tuple(filter(None, descriptions)), spaced(" ".join(notices))
    )


def spaced(text: str) -> str:
    """Return `text` on one line, evenly spaced."""
    return " ".join(text.split())


def _parser() -> HTMLParser:
    """Return a parser whose elements lxml makes without asking Python which class they have."""
    parser = HTMLParser(
        # Else libxml2 stops at the 256th level and at an attribute or a text of 10 MB, and says
        # nothing: all that follows would be lost. What is too deep is refused, by `check_depth`.
        huge_tree=True,
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


_PARSER = _parser()
