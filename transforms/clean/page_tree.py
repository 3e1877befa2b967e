"""A page as a tree: parsed once, with what its metadata and its text have in common."""

import re
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element
from lxml.html import HtmlElement, HTMLParser, document_fromstring

_XML_DECLARATION = re.compile(rb"\s*<\?xml[^>]*>", re.IGNORECASE)
# libxml2 loses the page after some document types, and everything needs none.
_DOCTYPE = re.compile(rb"<!doctype[^>]*>", re.IGNORECASE)
_SCANNED = 4_096  # bytes in which a document type stands
# Bytes that no tree may hold. None is part of a longer character in UTF-8.
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_NOT_CHARACTERS = tuple(char.encode() for char in "\ufffe\uffff")


def parse_page(html: str) -> _Element | None:
    """Return the root of a page's tree, without comments; None if it holds no element.

    Raises:
        lxml.etree.LxmlError: It cannot be parsed.
    """
    content = html.encode("utf-8", "replace").translate(None, _CONTROLS)
    for char in _NOT_CHARACTERS:
        content = content.replace(char, b"")
    if declaration := _XML_DECLARATION.match(content):  # it names an encoding no longer used
        content = content[declaration.end() :]
    if doctype := _DOCTYPE.search(content, 0, _SCANNED):
        content = content[: doctype.start()] + content[doctype.end() :]
    try:
        return document_fromstring(content, parser=_PARSER) if content.strip() else None
    except etree.ParserError:  # what lxml calls a document that comes to nothing
        return None


def body_copy(page: _Element) -> _Element:
    """Return a copy of what the page shows, to be taken apart."""
    body = page.find("body")
    return deepcopy(page if body is None else body)


def new_tree(tag: str) -> _Element:
    """Return the root of a tree of its own: `makeelement` of an element shares that one's."""
    return _PARSER.makeelement(tag)


def shown_text(element: _Element) -> str:
    """Return all text under `element`, evenly spaced."""
    return " ".join("".join(element.itertext()).split())


def titles(page: _Element) -> list[str]:
    """Return the titles in the page's head, evenly spaced."""
    told = _told(page, frozenset({"og:title", "twitter:title"}))
    told += [" ".join((each.text or "").split()) for each in page.iterfind("head/title")]
    return [title for title in told if title]


def described(page: _Element) -> list[str]:
    """Return what the page's head says that it is about, evenly spaced."""
    return _told(page, frozenset({"description", "og:description", "twitter:description"}))


def _told(page: _Element, names: frozenset[str]) -> list[str]:
    found = [
        " ".join((meta.get("content") or "").split())
        for meta in page.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in names
    ]
    return [content for content in dict.fromkeys(found) if content]


def _parser() -> HTMLParser:
    """Return a parser whose elements lxml makes without asking Python which class they have."""
    parser = HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


_PARSER = _parser()
