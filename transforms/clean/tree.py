"""HTML becomes a tree of bounded depth, whole or not at all."""

from functools import cache

from lxml.etree import LxmlError, XPath, _Element
from lxml.html import HTMLParser, fromstring

from ..model import CleanError, Reason

# Without `huge_tree` libxml2 stops at the 256th level and at an attribute or a text of 10 MB, and
# says nothing: all that follows would be lost.
_PARSER = HTMLParser(
    huge_tree=True,
    collect_ids=False,
    default_doctype=False,
    encoding="utf-8",
    remove_comments=True,
    remove_pis=True,
)


def parse_tree(html: str, max_depth: int) -> _Element | None:
    """Return the root of `html`, or None if there is no element in it.

    Args:
        html: A whole page.
        max_depth: How many elements may be one inside the other, at most `DEEPEST`.

    Raises:
        CleanError: TOO_DEEP.
    """
    root = _parsed(html)
    if root is not None and _deeper_than(max_depth)(root):
        raise CleanError(
            Reason.TOO_DEEP,
            f"more than {max_depth} elements, one inside the other (max_depth)",
        )
    return root


def _parsed(html: str) -> _Element | None:
    root = None
    for source in (html, html.encode("utf-8", "surrogatepass")):
        try:
            root = fromstring(source, parser=_PARSER)
        except (LxmlError, ValueError):  # as bytes it may be taken all the same
            continue
        if len(root):
            break
    return root


@cache
def _deeper_than(depth: int) -> XPath:
    return XPath(f"boolean({'/*' * (depth + 1)})")
