"""Where on a page something stands: in the article and near its headline, or aside of it."""

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element

_ASIDE = re.compile(
    r"comment|kommentar|respon[ds]|related|teaser|sidebar|widget|copyright|recent|archiv|"
    r"(?<!entry-)(?<!post-)(?<!article-)footer|"
    r"popular|events|upcoming|pager|newsletter|breadcrumb|carousel|slider|recommend|similar",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset({"aside", "footer", "nav", "form", "blockquote"})
_MAIN_TAGS = frozenset({"article", "main", "header"})
_APART = 5  # counted against each element that stands aside
_NEAR = 5  # levels above what is looked at, within which an element that holds both is near
_ANCESTORS = 8  # elements above that are looked at
_HEADING_ANCESTORS = 12  # elements above a heading that may hold what is looked at


def mark(element: _Element) -> str:
    """Return what the classes, the id and the microdata of `element` call it."""
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


@lru_cache(maxsize=1_024)  # what stands on a page is in a few elements
def _is_aside(name: str) -> bool:
    return bool(_ASIDE.search(name))


def around(heading: _Element | None) -> frozenset[_Element]:
    """Return the elements that hold `heading`, for `place`; none if there is no heading."""
    if heading is None:
        return frozenset()
    return frozenset(islice(heading.iterancestors(), _HEADING_ANCESTORS))


def place(element: _Element, heading: Collection[_Element]) -> int:
    """Return how much the place of `element` says that it belongs to the article.

    Args:
        element: What is looked at.
        heading: What is around the headline.

    Returns:
        Above 0 for what stands in the article or near its headline; below 0 for what stands in
        comments, teasers, footers and the like.
    """
    score = apart = 0
    above: _Element | None = element
    for level in range(_ANCESTORS):
        if above is None or above.tag in ("body", "html"):
            break
        score -= _APART * _is_aside(mark(above))
        apart += above.tag in _ASIDE_TAGS
        if above.tag == "article":  # whose own footer belongs to it
            apart = 0
        score += above.tag in _MAIN_TAGS
        if level and above in heading:
            score += max(0, _NEAR - level)
            break
        above = above.getparent()
    return score - _APART * apart
