"""What trafilatura takes out of a whole page by the names of elements: exactly that.

Its own expressions call Python for each element and attribute: here one walk for each question.
`names` asks less exactly, of a container from which the furniture is gone.
"""

import re
from functools import lru_cache

from lxml.etree import _Element
from trafilatura.settings import _COOKIE_CONSENT_RE
from trafilatura.xpaths import _COMMENTS_CLASS, _COMMENTS_ID

from .names import DISCARD_CLASS, DISCARD_ID, PARTS, remove_unless_nearly_all
from .page_tree import remove

_ARTICLES_BELOW = re.compile("mvp-post-add-(?:box|wrap)")
_APPENDED = re.compile("mvp-post-add-(?:box|wrap)|infinite-?scroll")
_SHARE_BUTTONS = "elementor-share-buttons"
_APPENDED_TO = frozenset({"aside", "div", "section"})
_COMMENTS_CLASSES = re.compile(_COMMENTS_CLASS)
_COMMENTS_IDS = re.compile(f"^(?:{_COMMENTS_ID})")
_DISCUSSION_IDS = re.compile("^(?:disqus_thread|dsq-comments)")
_COMMENTED = frozenset({"details", "div", "list", "section"})
_COMMENT_LISTS = frozenset({"ol", "ul"})

_NOT_PROSE = frozenset({"aside", "fencedframe", "footer", "script", "style", "svg", "template"})
_BANNER = re.compile(_COOKIE_CONSENT_RE, re.IGNORECASE)

_UNSEEN_CLASS = re.compile(
    "^hide-|comments-title|nocomments|-reply-|message|akismet|suggest-links|-hide-|hide-print|"
    " hidden| hide|noprint|notloaded"
)
_UNSEEN_ID = re.compile("reader-comments|akismet")
_CAPTION = re.compile("caption")
_CAPTION_OR_TEASER = re.compile("caption|[Tt]easer")


def remove_appended(page: _Element, *, keeps_comments: bool) -> None:
    """Take out of `page` the articles that were appended to its own, and comments.

    As `RAW_TREE_PRUNE_XPATH` and `REMOVE_COMMENTS_AND_LISTS_XPATH` do.
    """
    found = []
    for element in page.iterdescendants(*_APPENDED_TO, *_COMMENTED, *_COMMENT_LISTS):
        name, identifier = element.get("class", ""), element.get("id", "")
        if name or identifier:
            tag = element.tag
            if (not keeps_comments and _is_comments(tag, name, identifier)) or (
                tag in _APPENDED_TO
                and _may_be_appended(name, identifier)
                and _is_appended(element, name, identifier)
            ):
                found.append(element)
    for element in found:
        remove(element)


# Names are repeated, within a page and on the pages of a site.
@lru_cache(8192)
def _is_comments(tag: str, name: str, identifier: str) -> bool:
    if tag not in _COMMENTED and tag not in _COMMENT_LISTS:
        return False
    return bool(
        _COMMENTS_CLASSES.search(name)
        or _COMMENTS_IDS.search(identifier)
        or (tag in _COMMENTED and _DISCUSSION_IDS.search(identifier))
    )


@lru_cache(8192)
def _may_be_appended(name: str, identifier: str) -> bool:
    return bool(_SHARE_BUTTONS in name or _APPENDED.search(name) or _APPENDED.search(identifier))


def _is_appended(element: _Element, name: str, identifier: str) -> bool:
    """Whether what may be appended by its name is not what holds the page's own article."""
    return bool(
        _SHARE_BUTTONS in name
        or _ARTICLES_BELOW.search(name)
        or _ARTICLES_BELOW.search(identifier)
        or element.find(".//h1") is None
    )


def remove_what_is_no_prose(page: _Element) -> None:
    """Take out of `page` code, footers, asides and banners, as `BASIC_CLEAN_XPATH` does."""
    found = []
    for element in page.iterdescendants("*"):
        tag = element.tag
        if tag in _NOT_PROSE:
            found.append(element)
            continue
        name, identifier = element.get("class", ""), element.get("id", "")
        if (name or identifier) and (
            _is_banner(name, identifier) or (tag == "div" and _is_footer(element, name, identifier))
        ):
            found.append(element)
    for element in found:
        remove(element)


@lru_cache(8192)
def _is_banner(name: str, identifier: str) -> bool:
    return bool(_BANNER.search(name) or _BANNER.search(identifier))


def _is_footer(element: _Element, name: str, identifier: str) -> bool:
    is_named = "footer" in name or "footer" in identifier
    return is_named and "footer" in _first(element, "class", "id")


def remove_unwanted(container: _Element, *, keeps_teasers: bool) -> None:
    """Take out of `container` what is no part of an article by its name.

    As `OVERALL_DISCARD_XPATH` does, unless that would be nearly everything, then
    `DISCARD_IMAGE_ELEMENTS` and, unless teasers are kept, `TEASER_DISCARD_XPATH`.
    """
    found: list[_Element] = []
    asides: list[_Element] = []
    for element in container.iterdescendants("*"):
        if element.keys():
            is_part = element.tag in PARTS
            if _is_unwanted(element, is_part=is_part):
                found.append(element)
            if is_part:
                name, identifier = element.get("class", ""), element.get("id", "")
                if _is_aside(name, identifier, keeps_teasers=keeps_teasers):
                    asides.append(element)
    remove_unless_nearly_all(container, found)
    for element in asides:
        remove(element)


def _is_unwanted(element: _Element, *, is_part: bool) -> bool:
    name, identifier = element.get("class", ""), element.get("id", "")
    style = element.get("style", "")
    if (name or identifier) and _is_unwanted_name(
        name, identifier, _first(element, "class", "id"), is_part=is_part
    ):
        return True
    if style and ("display:none" in style or "display: none" in style):
        return True
    if (identifier or style) and "hidden" in _first(element, "id", "style"):
        return True
    if element.get("aria-hidden") == "true":
        return True
    return is_part and (
        element.get("data-lp-replacement-content") is not None
        or "nav" in element.get("role", "").replace("N", "n")
        or "MostPopularStories" in element.get("data-component", "")
    )


@lru_cache(8192)
def _is_unwanted_name(name: str, identifier: str, first: str, *, is_part: bool) -> bool:
    return bool(
        (
            is_part
            and ("cookie" in first or DISCARD_ID.search(identifier) or DISCARD_CLASS.search(name))
        )
        or first.startswith("reply-")
        or _UNSEEN_CLASS.search(name)
        or _UNSEEN_ID.search(identifier)
    )


@lru_cache(8192)
def _is_aside(name: str, identifier: str, *, keeps_teasers: bool) -> bool:
    aside = _CAPTION if keeps_teasers else _CAPTION_OR_TEASER
    return bool(aside.search(name) or aside.search(identifier))


def _first(element: _Element, one: str, other: str) -> str:
    """Return the one of two attributes that is written first: the one that XPath asks of both."""
    value, instead = element.get(one), element.get(other)
    if value is not None and instead is not None:  # `items` would take quadratic time
        return value if _is_before(one, other, element.keys()) else instead
    return value or instead or ""


def _is_before(one: str, other: str, names: list[str]) -> bool:
    return names.index(one) < names.index(other)
