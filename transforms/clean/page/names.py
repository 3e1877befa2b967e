"""What trafilatura tells by the names of elements: containers of articles, and furniture.

Its own expressions (`BODY_XPATH`, `OVERALL_DISCARD_XPATH`, `DISCARD_IMAGE_ELEMENTS`,
`TEASER_DISCARD_XPATH`) call Python for each element and attribute; the same words are looked for
here in a fifth of the time.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lxml.etree import _Element
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

from .page_tree import remove, string

_CONTENT_ID = re.compile("|".join(_ARTICLE_CONTENT_ID_TOKENS))
_CONTENT_CLASS = re.compile("|".join(_ARTICLE_CONTENT_CLASS_TOKENS))
_STORY_ID = re.compile("|".join(_STORY_ID_TOKENS))
_STORY_CLASS = re.compile("|".join(_STORY_CLASS_TOKENS))
_MAIN_ID = re.compile("|".join(_MAIN_CONTENT_ID_TOKENS))
_MAIN_CLASS = re.compile("|".join(_MAIN_CONTENT_CLASS_TOKENS))
_MAIN_OR_PAGE = re.compile("main-content|page-content", re.IGNORECASE)

PARTS = frozenset({"div", "item", "list", "p", "section", "span"})
DISCARD_ID = re.compile("|".join(_OVERALL_DISCARD_BOTH_TOKENS + _OVERALL_DISCARD_ID_TOKENS))
DISCARD_CLASS = re.compile("|".join(_OVERALL_DISCARD_BOTH_TOKENS + _OVERALL_DISCARD_CLASS_TOKENS))
_HIDDEN_STYLE = re.compile("hidden|display: ?none")
_HIDDEN_CLASS = re.compile(
    "^reply-|^hide-|comments-title|nocomments|-reply-|message|akismet|suggest-links|-hide-|"
    "hide-print| hidden| hide|noprint|notloaded"
)
_HIDDEN_ID = re.compile("^reply-|hidden|reader-comments|akismet")
_ASIDE = re.compile("caption|[Tt]easer")
_MOST_DISCARDED = 6 / 7  # of the text: names that would take more mean something else


def container_candidates(body: _Element) -> Iterator[_Element]:
    """Yield the elements that may be the article's container, best first."""
    for is_container in (_is_content, _is_article, _is_story, _is_main_content, _is_main):
        found = next(filter(is_container, body.iter("article", "div", "main", "section")), None)
        if found is not None:
            yield found


def remove_named_furniture(container: _Element) -> None:
    """Take out what is furniture by its name, unless that would be nearly everything."""
    found: list[_Element] = []
    asides: list[_Element] = []
    for element in container.iterdescendants():
        if element.keys():
            attributes = dict(element.items())
            name, identifier = attributes.get("class", ""), attributes.get("id", "")
            is_part = element.tag in PARTS
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
    remove_unless_nearly_all(container, found)
    for element in asides:
        remove(element)


def remove_unless_nearly_all(container: _Element, found: Sequence[_Element]) -> None:
    """Take `found` out of `container`, unless that would be nearly everything."""
    among = set(found)
    outer = [each for each in found if not any(above in among for above in each.iterancestors())]
    if outer and sum(len(string(each)) for each in outer) < _MOST_DISCARDED * len(
        string(container)
    ):
        for element in outer:
            remove(element)


# Names are repeated, within a page and on the pages of a site.
@lru_cache(8192)
def _is_discarded_name(name: str, identifier: str, *, is_part: bool) -> bool:
    return bool(
        (
            is_part
            and (
                (name and DISCARD_CLASS.search(name))
                or (identifier and DISCARD_ID.search(identifier))
                or "cookie" in (identifier or name)
            )
        )
        or (name and _HIDDEN_CLASS.search(name))
        or (identifier and _HIDDEN_ID.search(identifier))
    )


@lru_cache(8192)
def _is_aside(name: str, identifier: str) -> bool:
    return bool(_ASIDE.search(name) or _ASIDE.search(identifier))


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
