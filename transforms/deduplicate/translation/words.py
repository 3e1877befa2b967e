"""What languages write beside numbers: months, words that multiply, words for the percent sign.

They stand in `words.txt`, so that they are the same wherever they are read.
"""

import re
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, NamedTuple

_MONTH_FIRST = frozenset({"en", "hu", "lt", "pa", "tl"})  # after Unicode CLDR, pattern MMMMd
_PERCENT_FIRST = frozenset({"tr", "zh"})
_SPACELESS = frozenset({"ja", "km", "ko", "lo", "my", "th", "zh"})


# Letters with their marks, which are no letters to `re`: of Arabic, of the scripts of India, of
# Thai.
_MARKS = "\u0300-\u036f\u064b-\u0652\u0900-\u0963\u0970-\u0dff\u0e31-\u0e4e"
_WORD = rf"([^\W\d_](?:[^\W\d_]|[{_MARKS}])*)"
NEXT_WORDS = re.compile(
    r"(?:\.|[ºª]|st|nd|rd|th|er|-?го)?[ \u00a0\u202f]{0,2}(?:de |of |d[’'])?"
    rf"{_WORD}(?:[ \u00a0]{_WORD})?"
)
"""Matches the word after a number, and one more where there is one."""
_REACH = 24  # characters: longer than the name of a month or a word for percent
_IS_MARK = re.compile(f"[{_MARKS}]")
_NO_WORD_AFTER = "\n,;:!?)]\"'“”»"
_PARTICLES = "do"  # the first letters of those in `NEXT_WORDS`
_NUKTA = "\u093c"  # the dot below of Devanagari: written or left out


class Words(NamedTuple):
    """What a language writes beside numbers; all in lower case, without points.

    Attributes:
        months: Name of a month → its number, from 1.
        powers: Word that multiplies → its power of ten.
        percent: Words for the percent sign.
        initials: The first letters of all these.
        month_first: Whether the month stands before the day: `January 20`.
        percent_first: Whether a word for percent stands before the number: `yüzde 10`.
        follow_closely: Whether words follow numbers and each other without a space between.
    """

    months: MappingProxyType[str, int] = MappingProxyType({})
    powers: MappingProxyType[str, int] = MappingProxyType({})
    percent: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    month_first: bool = False
    percent_first: bool = False
    follow_closely: bool = False


_UNKNOWN: Final = Words()


def words_of(language: str) -> Words:
    """Return the words of a language, none of one that is not known.

    Args:
        language: Its subtag.
    """
    return _all_words().get(language, _UNKNOWN)


def folded(word: str) -> str:
    """Return a word as `Words` spells it."""
    return word.lower().replace(_NUKTA, "")


def may_follow(text: str, place: int, words: Words) -> bool:
    """Return whether a word of `words` may stand after a number that ends at a place in a text.

    It tells quickly of nearly all numbers that none does; else `NEXT_WORDS` tells.
    """
    sign = text[place : place + 1]
    if sign != " ":
        return sign not in _NO_WORD_AFTER  # nor at the end of the text
    letter = text[place + 1 : place + 2]
    return not letter.isalpha() or letter in _PARTICLES or letter.lower()[0] in words.initials


def word_before(text: str, place: int) -> str:
    """Return the word that ends before a place in a text, folded; empty for none.

    Between may stand a point, a space and the end of a line, in this order.
    """
    first = max(0, place - _REACH)
    end = place
    for signs in ("\n", " \u00a0", "."):
        if end > first and text[end - 1] in signs:
            end -= 1
    start = begin = end
    while begin > first:
        begin -= 1
        if _is_letter(text[begin]):
            start = begin
        elif not _IS_MARK.match(text, begin):
            break
    return folded(text[start:end])


def _is_letter(character: str) -> bool:
    return character.isalnum() and not character.isdecimal()


@cache
def _all_words() -> dict[str, Words]:
    found: dict[str, Words] = {}
    text = files(__package__).joinpath("words.txt").read_text(encoding="utf-8")
    for section in text.split("\n[")[1:]:
        language, _, lines = section.partition("]\n")
        found[language] = _words(
            language, dict(line.split(": ", 1) for line in lines.splitlines() if line)
        )
    return found


def _words(language: str, lines: dict[str, str]) -> Words:
    months = lines.get("months", "").split(" | ")
    numbers = {name: number for number, names in enumerate(months, 1) for name in names.split("/")}
    powers = {
        word: int(name.removeprefix("10^"))
        for name, words in lines.items()
        if name.startswith("10^")
        for word in words.split("/")
    }
    percent = frozenset(lines.get("percent", "").split("/")) - {""}
    return Words(
        months=MappingProxyType(numbers),
        powers=MappingProxyType(powers),
        percent=percent,
        initials=frozenset(word[0] for word in (*numbers, *powers, *percent) if word),
        month_first=language in _MONTH_FIRST,
        percent_first=language in _PERCENT_FIRST,
        follow_closely=language in _SPACELESS,
    )
