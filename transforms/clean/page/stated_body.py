"""The text of the article as the page's JSON-LD states it: evidence of what belongs to it.

https://schema.org/articleBody is "the actual body of the article". Where a page gives it in full,
a block that is not in it stands beside the article, whatever the page's structure suggests. It has
no paragraphs as a rule, so what is taken are the page's own blocks.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.etree import ParserError, _Element
from lxml.html import document_fromstring

from .blocks import block_text
from .json_ld import JsonLd

_NAMES = ("articleBody", "reviewBody")
_DEEPEST = 12  # levels of objects in objects
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
_CUT = ("...", "…")
_LEAST_WORDS = 80  # what is shorter is a teaser as often as not

_WORD = re.compile(r"[぀-ヿ㐀-鿿]|[^\W぀-ヿ㐀-鿿]+")  # no spaces between words in Chinese, Japanese
_SHINGLE = 3  # words in a row; two texts share few by chance
_INSIDE = 0.5  # share of a block's shingles from which it belongs to the body
_WHOLLY_INSIDE = 0.85  # from which all of it does, but for spellings and entities
_MOST_OUTSIDE = 0.4  # share of the words: where more would go, the body is not the whole article
_ELSEWHERE = 0.1  # share of the shorter text: with less in common, they are two articles
_LONGER = 1.05  # times as many words as were extracted: the extraction missed something
_STANDFIRST_WORDS = 12  # a paragraph above the body that is this long is a standfirst, no byline
_PARAGRAPH_WORDS = 20
_HEADING_REACH = 2  # blocks behind a heading of which one must be kept, or it goes too


def stated_body(linked: JsonLd) -> str | None:
    """Return the body that a page's JSON-LD states, one paragraph a line if it has such.

    None if there is none, or what there is was cut, or is so short that it may be a teaser.
    """
    if not linked.mentions(*_NAMES):  # spares most pages the search
        return None
    found = [body for value in linked.values for body in _within(value, _DEEPEST)]
    text = unescape(max(found, key=len, default="")).strip()
    if _TAG.search(text):
        try:
            text = block_text(document_fromstring(text))
        except (ParserError, ValueError):
            return None
    text = "\n".join(line for raw in text.splitlines() if (line := raw.strip()))
    if text.endswith(_CUT) or len(_words(text)) < _LEAST_WORDS:
        return None
    return text


def drop_outside(extracted: _Element, body: str) -> bool:
    """Take out of `extracted` the blocks that are not in `body`; return whether it covers `body`.

    Headings stay before what stays, and so do paragraphs above the first block of the body: the
    standfirst is seldom part of it. Nothing goes where too much would, nor where the page shows an
    article that has hardly a word of the body: it was set in the template of another one.

    Args:
        extracted: An element whose children are the blocks of a text: `p`, `head`, `list`, ….
        body: From `stated_body`.
    """
    stated = set(_shingles(_words(body)))
    blocks = list(extracted)
    words = [_words(" ".join(block.itertext())) for block in blocks]
    shares = [_share(each, stated) for each in words]
    covered = {shingle for each in words for shingle in _shingles(each)}
    covers = len(stated & covered) >= _WHOLLY_INSIDE * len(stated)
    kept = {number: share for number, share in enumerate(shares) if share >= _INSIDE}
    total = sum(map(len, words))
    outside = sum(len(each) for each, share in zip(words, shares, strict=True) if share < _INSIDE)
    in_common = _ELSEWHERE * min(len(stated), len(covered))
    if total >= _LEAST_WORDS and len(stated & covered) < in_common:
        return True
    if not covers or not kept or outside > _MOST_OUTSIDE * total:
        return covers or total * _LONGER >= len(_words(body))
    first, last = min(kept), max(kept)
    # A body that ends inside a paragraph was cut: what follows on the page is the rest of it.
    is_cut = shares[last] < _WHOLLY_INSIDE and len(words[last]) > _PARAGRAPH_WORDS
    for number, block in enumerate(blocks):
        follows = range(number + 1, number + 1 + _HEADING_REACH)
        stays = (
            number in kept
            or (block.tag == "head" and any(each in kept for each in follows))
            or (number < first and block.tag == "p" and len(words[number]) >= _STANDFIRST_WORDS)
            or (number > last and is_cut)
        )
        if not stays:
            extracted.remove(block)
    return True


def blocks_of(body: str, shown: str) -> str:
    """Return the lines of `shown` that are in `body`; `body` itself where they do not cover it.

    Args:
        body: From `stated_body`.
        shown: All text of the page, a block a line.
    """
    stated = set(_shingles(_words(body)))
    lines = []
    covered: set[tuple[str, ...]] = set()
    for line in shown.splitlines():
        words = _words(line)
        if _share(words, stated) >= _WHOLLY_INSIDE:
            lines.append(line)
            covered.update(_shingles(words))
    is_shown = len(stated & covered) >= _WHOLLY_INSIDE * len(stated)
    return "\n".join(lines) if is_shown else body


def with_paragraphs(text: str, body: str) -> str:
    """Return `body` where it says the same as `text` in more paragraphs, else `text`."""
    if body.count("\n") > text.count("\n") and _words(body) == _words(text):
        return body
    return text


def _within(value: Any, depth: int) -> Iterator[str]:
    if depth and isinstance(value, list):
        for each in value:
            yield from _within(each, depth - 1)
    elif depth and isinstance(value, dict):
        for name, each in value.items():
            if name in _NAMES and isinstance(each, str):
                yield each
            else:
                yield from _within(each, depth - 1)


def _share(words: list[str], stated: set[tuple[str, ...]]) -> float:
    shingles = _shingles(words)
    return sum(each in stated for each in shingles) / len(shingles) if shingles else 0.0


def _shingles(words: list[str]) -> list[tuple[str, ...]]:
    if not words:
        return []
    return [
        tuple(words[start : start + _SHINGLE]) for start in range(max(len(words) - _SHINGLE + 1, 1))
    ]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
