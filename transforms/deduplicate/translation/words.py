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
_MARKS = r"\u0300-\u036f\u064b-\u0652\u0900-\u0963\u0970-\u0dff\u0e31-\u0e4e"
_WORD = rf"([^\W\d_](?:[^\W\d_]|[{_MARKS}])*)"
NEXT_WORDS = re.compile(
    r"(?:\.|[ºª]|st|nd|rd|th|er|-?го)?[ \u00a0\u202f]{0,2}(?:de |of |d[’'])?"
    rf"{_WORD}(?:[ \u00a0]{_WORD})?"
)
"""Matches the word after a number, and one more where there is one."""
_LAST_WORD = re.compile(rf"{_WORD}\.?[ \u00a0]?$")
_REACH = 24  # characters: longer than the name of a month or a word for percent
_NUKTA = "\u093c"  # the dot below of Devanagari: written or left out


class Words(NamedTuple):
    """What a language writes beside numbers; all in lower case, without points.

    Attributes:
        months: Name of a month → its number, from 1.
        powers: Word that multiplies → its power of ten.
        percent: Words for the percent sign.
        month_first: Whether the month stands before the day: `January 20`.
        percent_first: Whether a word for percent stands before the number: `yüzde 10`.
        follow_closely: Whether words follow numbers and each other without a space between.
    """

    months: MappingProxyType[str, int] = MappingProxyType({})
    powers: MappingProxyType[str, int] = MappingProxyType({})
    percent: frozenset[str] = frozenset()
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


def word_before(text: str, place: int) -> str:
    """Return the word that ends before a place in a text, folded; empty for none."""
    found = _LAST_WORD.search(text[max(0, place - _REACH) : place])
    return folded(found[1]) if found else ""


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
    return Words(
        months=MappingProxyType(
            {name: number for number, names in enumerate(months, 1) for name in names.split("/")}
        ),
        powers=MappingProxyType(
            {
                word: int(name.removeprefix("10^"))
                for name, words in lines.items()
                if name.startswith("10^")
                for word in words.split("/")
            }
        ),
        percent=frozenset(lines.get("percent", "").split("/")) - {""},
        month_first=language in _MONTH_FIRST,
        percent_first=language in _PERCENT_FIRST,
        follow_closely=language in _SPACELESS,
    )
