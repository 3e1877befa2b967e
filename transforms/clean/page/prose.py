"""The paragraphs of a page that read as prose, by the algorithm of justext.

Jan Pomikálek: Removing Boilerplate and Duplicate Content from Web Corpora (2011). A paragraph is
judged by its length, its links and how many of its words are among the commonest of a language;
then short ones by what they stand between. The lists of words, the elements that begin a paragraph
and, by the tests, the result are those of the library `justext`, with the bounds with which
trafilatura calls it. Here it takes a third of the time, and for a page of one short line after
another it stays linear.
"""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from justext.core import PARAGRAPH_TAGS
from justext.utils import normalize_whitespace
from lxml.etree import _Element, iterwalk

_SHORT = 50  # characters; shorter paragraphs are judged by their neighbours
_LONG = 150  # characters; longer ones with enough common words are surely prose
_MOST_LINKED = 0.25  # share of the characters in links
_FEW_COMMON = 0.1  # share of the words: from here on it may be prose,
_MANY_COMMON = 0.2  # and from here on it is
_COPYRIGHT = ("\xa9", "&copy")
_FORM = "select"


class _Kind(Enum):
    GOOD = auto()
    NEARLY_GOOD = auto()
    SHORT = auto()
    BAD = auto()


class _Paragraph(NamedTuple):
    text: str
    linked: int  # characters in links
    is_in_form: bool


def prose(page: _Element) -> list[str]:
    """Return the texts of the paragraphs of `page` that read as prose, in their order."""
    paragraphs = list(_paragraphs(page))
    kinds = _revised([_kind(each) for each in paragraphs])
    pairs = zip(paragraphs, kinds, strict=True)
    return [each.text for each, kind in pairs if kind is _Kind.GOOD]


def _paragraphs(page: _Element) -> Iterator[_Paragraph]:
    pieces: list[str] = []
    linked = forms = 0
    is_in_form = is_in_link = is_after_break = False
    for event, element in iterwalk(page, events=("start", "end")):
        name = element.tag
        is_start = event == "start"
        if _FORM in name:
            forms += 1 if is_start else -1
        if name in PARAGRAPH_TAGS or (is_start and is_after_break and name == "br"):
            if text := _joined(pieces):
                yield _Paragraph(text, linked, is_in_form)
            pieces, linked, is_in_form = [], 0, forms > 0
        elif is_start:
            is_after_break = name == "br"
            if is_after_break:
                pieces.append(" ")
        if name == "a":
            is_in_link = is_start
        piece = element.text if is_start else element.tail
        if piece and not piece.isspace():
            pieces.append(normalize_whitespace(piece))
            linked += len(pieces[-1]) * is_in_link
            is_after_break = False
    if text := _joined(pieces):
        yield _Paragraph(text, linked, is_in_form)


def _joined(pieces: list[str]) -> str:
    return normalize_whitespace("".join(pieces).strip())


def _kind(paragraph: _Paragraph) -> _Kind:
    """Return what it is, looked at by itself."""
    text, linked, is_in_form = paragraph
    if linked > _MOST_LINKED * len(text) or is_in_form or any(map(text.__contains__, _COPYRIGHT)):
        return _Kind.BAD
    if len(text) < _SHORT:
        return _Kind.BAD if linked else _Kind.SHORT
    words = text.split()
    share = sum(map(_common_words().__contains__, map(str.lower, words))) / len(words)
    if share >= _MANY_COMMON and len(text) > _LONG:
        return _Kind.GOOD
    return _Kind.NEARLY_GOOD if share >= _FEW_COMMON else _Kind.BAD


def _revised(kinds: Sequence[_Kind]) -> list[_Kind]:
    """Return what they are among each other: good or bad."""
    before, after = _neighbours(kinds), list(reversed(_neighbours(list(reversed(kinds)))))
    decided = [
        _between(previous, following) if kind is _Kind.SHORT else kind
        for kind, previous, following in zip(kinds, before, after, strict=True)
    ]
    following = [sure for sure, _ in reversed(_neighbours(list(reversed(decided))))]
    previous = _Kind.BAD
    for at, kind in enumerate(decided):
        if kind is _Kind.NEARLY_GOOD:
            alone = previous is following[at] is _Kind.BAD
            decided[at] = _Kind.BAD if alone else _Kind.GOOD
        previous = decided[at]
    return decided


def _neighbours(kinds: Sequence[_Kind]) -> list[tuple[_Kind, _Kind]]:
    """Return of each the next before it that is good or bad, and that is not short."""
    found = []
    sure = long = _Kind.BAD
    for kind in kinds:
        found.append((sure, long))
        if kind is not _Kind.SHORT:
            long = kind
            if kind is not _Kind.NEARLY_GOOD:
                sure = kind
    return found


def _between(previous: tuple[_Kind, _Kind], following: tuple[_Kind, _Kind]) -> _Kind:
    """Return what a short paragraph is between those."""
    sure = {previous[0], following[0]}
    if len(sure) == 1:
        return sure.pop()
    is_near = any(each == (_Kind.BAD, _Kind.NEARLY_GOOD) for each in (previous, following))
    return _Kind.GOOD if is_near else _Kind.BAD


@cache
def _common_words() -> frozenset[str]:
    lists = (files("justext") / "stoplists").iterdir()
    return frozenset("\n".join(each.read_text("utf-8") for each in lists).lower().split())
