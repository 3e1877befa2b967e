"""What each line of a whole page says for or against being the article's.

No language is known here: a sentence ends with a stop in any script, an entry of a menu does not
(Kohlschütter et al., Boilerplate Detection using Shallow Text Features, 2010). The words that help
are data, in `page_lines.txt`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

from ..words import word_list
from .boilerplate import boilerplate_rule, fold


class Kind(Enum):
    """What a line looks like, taken alone; `WEIGHTS` says what it is worth."""

    PROSE = auto()
    """A sentence or more."""
    SHORT_SENTENCE = auto()
    """As in dialogue."""
    NOTICE = auto()
    """A sentence that speaks for the site."""
    REPEATED_PROSE = auto()
    """A sentence that the page has elsewhere too, as in its own summary."""
    TEASER = auto()
    """A sentence cut off."""
    ROW = auto()
    """Of a table: most of its words are numbers."""
    INTRODUCTION = auto()
    """Ends with a colon."""
    SHORT = auto()
    """Neither sentence nor list item: a heading, or an entry of a menu."""
    ITEM = auto()
    """Begins with a bullet and is no sentence."""
    CLOCK = auto()
    """Short, with a day and a time of day: over teasers and comments."""
    REPEATED = auto()
    """Short, and on the page more than once."""
    FURNITURE = auto()
    """Known to belong to pages."""
    END = auto()
    """What follows is known not to belong to the article."""


# Set by hand; on the pages of `tests/quality` halving or doubling one moves F1 by 0.004 at most.
WEIGHTS = {
    Kind.NOTICE: -30,
    Kind.REPEATED_PROSE: 0,
    Kind.TEASER: -25,
    Kind.ROW: -25,
    Kind.INTRODUCTION: -20,
    Kind.SHORT: -50,
    Kind.ITEM: -45,
    Kind.CLOCK: -250,
    Kind.REPEATED: -80,
    Kind.FURNITURE: -150,
    Kind.END: -300,
}
"""Weight of a line by kind, in characters of prose; that of prose is its own width."""

_WIDEST = 700
_WIDEST_ITEM = 250
_SENTENCE = 36
_LONG = 150
_COMMA_WITHIN = 140
_LONG_REPEATED = 90
_LONGEST_TEASER = 180
_LONGEST_CLOCK = 50
_WIDEST_ROW = 300
_FEWEST_CELLS = 3
_LONGEST_FURNITURE = 60

_STOPS = tuple(".!?…。！？।॥؟۔։።．")
_AFTER_STOP = " \"'”’»“›」』】)）]*"
_BULLET = re.compile(r"(?:[•◦▪‣·∙○●■□≡»›*-]|\d{1,3}\.)\s+")
_COMMA = re.compile(r"[,;.:]\s|[、，；،؛।]")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]")
_DIGIT = re.compile(r"\d")
_RIGHTS = re.compile(r"©|\bcopyright\b|\([cC]\) ?(?:19|20)\d\d|all rights reserved", re.IGNORECASE)
_SPEAKS = re.compile(
    r"\b(?:says|said|sagt|schreibt|wrote|reply|replied|antworten)\s?:?$", re.IGNORECASE
)
# Scripts without spaces: a character does the work of two or three.
_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u3040-\u9fff]")
_UNSPACED_WIDTH = 2.5


class Weighed(NamedTuple):
    """A line with what it says."""

    text: str
    width: float
    kind: Kind
    weight: float
    is_item: bool


def weigh(lines: Sequence[str]) -> list[Weighed]:
    """Return the lines of a page, weighed; none is blank."""
    counts = Counter(lines)
    return [_weighed(line, counts[line]) for line in lines]


def width(line: str) -> float:
    """Return the characters of `line`, those of scripts without spaces counted two and a half."""
    if line.isascii():
        return len(line)
    return len(line) + (_UNSPACED_WIDTH - 1) * len(_UNSPACED.findall(line))


def is_sentence(line: str) -> bool:
    """Whether `line` ends as a sentence does, in any script."""
    return line.rstrip(_AFTER_STOP).endswith(_STOPS)


def without_bullet(line: str) -> str:
    """Return `line` without its bullet."""
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def is_furniture(line: str) -> bool:
    """Whether `line` is known to belong to pages: `Contact us`, `Impressum`, `© 2024 Example`."""
    return len(line) <= _LONGEST_FURNITURE and fold(line) in _phrases("furniture")


def _weighed(line: str, count: int) -> Weighed:
    text = without_bullet(line)
    wide, is_item = width(text), len(text) < len(line)
    kind = _kind(text, wide, count, is_item=is_item)
    if kind is Kind.PROSE:
        weight: float = min(wide, _WIDEST_ITEM if is_item else _WIDEST)
    elif kind is Kind.SHORT_SENTENCE:
        weight = 0 if is_item else wide
    else:
        weight = WEIGHTS[kind]
    return Weighed(line, wide, kind, weight, is_item)


def _kind(text: str, wide: float, count: int, *, is_item: bool) -> Kind:  # noqa: C901, PLR0911, PLR0912
    if len(text) <= _LONGEST_FURNITURE:
        folded = fold(text)
        if folded in _phrases("end"):
            return Kind.END
        if folded in _phrases("furniture"):
            return Kind.FURNITURE
        if _SPEAKS.search(text):
            return Kind.END
    if rule := boilerplate_rule(text):
        return Kind.END if rule in {"comment_count", "comment_form"} else Kind.FURNITURE
    sentence = is_sentence(text)
    if _RIGHTS.search(text) and wide < _WIDEST:
        return Kind.FURNITURE
    if count > 1:
        return Kind.REPEATED_PROSE if sentence and wide >= _LONG_REPEATED else Kind.REPEATED
    if sentence or (wide >= _LONG and len(_COMMA.findall(text)) * _COMMA_WITHIN >= wide):
        if wide < _WIDEST and _is_notice(text):
            return Kind.NOTICE
        if text.endswith(("...", "…", "[…]", "[...]")) and wide < _LONGEST_TEASER:
            return Kind.TEASER
        return Kind.PROSE if wide >= _SENTENCE else Kind.SHORT_SENTENCE
    if wide < _LONGEST_CLOCK and _CLOCK.search(text) and _DAY.search(text):
        return Kind.CLOCK
    if wide < _WIDEST_ROW and _is_row(text):
        return Kind.ROW
    if text.endswith((":", "：")):
        return Kind.INTRODUCTION
    return Kind.ITEM if is_item else Kind.SHORT


def _is_row(text: str) -> bool:
    words = text.split()
    numbers = sum(bool(_DIGIT.search(word)) for word in words)
    return len(words) >= _FEWEST_CELLS and numbers * 2 >= len(words)


def _is_notice(text: str) -> bool:
    lower = text.lower()
    return any(phrase in lower for phrase in _phrases("notice"))


@cache
def _phrases(section: str) -> frozenset[str]:
    return frozenset(
        fold(phrase) if section != "notice" else phrase
        for phrase in word_list("page_lines.txt")[section]
    )
