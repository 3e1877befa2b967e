"""Where on a page something stands: in the article and near its headline, or aside of it."""

import re
from itertools import islice

from lxml.etree import _Element

_ASIDE = re.compile(
    r"comment|kommentar|respon[ds]|related|teaser|sidebar|widget|(?<!entry-)(?<!post-)(?<!article-)footer|copyright|recent|archiv|"
    r"popular|event|upcoming|pager|newsletter|breadcrumb|carousel|slider|recommend|similar",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset({"aside", "footer", "nav", "form", "blockquote"})
_MAIN_TAGS = frozenset({"article", "main", "header"})
_ANCESTORS = 8  # elements above that are looked at
_HEADING_ANCESTORS = 12  # elements above a heading that may hold what is looked at


def mark(element: _Element) -> str:
    """Return what the classes, the id and the microdata of `element` call it."""
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def place(element: _Element, heading: _Element | None) -> int:
    """Return how much the place of `element` says that it belongs to the article.

    Args:
        element: What is looked at.
        heading: The headline, if there is one.

    Returns:
        Above 0 for what stands in the article or near its headline; below 0 for what stands in
        comments, teasers, footers and the like.
    """
    score = apart = 0
    above: _Element | None = element
    for level in range(_ANCESTORS):
        if above is None or above.tag in ("body", "html"):
            break
        name = mark(above)
        if len(name) > 2 and _ASIDE.search(name):  # noqa: PLR2004 - two spaces are no name
            score -= 4
        apart += above.tag in _ASIDE_TAGS
        if above.tag == "article":  # whose own footer belongs to it
            apart = 0
        score += above.tag in _MAIN_TAGS
        if heading is not None and level and _holds(above, heading):
            score += max(0, 5 - level)
            break
        above = above.getparent()
    return score - 5 * apart


def _holds(above: _Element, heading: _Element) -> bool:
    return any(each is above for each in islice(heading.iterancestors(), _HEADING_ANCESTORS))
