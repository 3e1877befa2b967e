"""Days as people write them in running text, in many languages: `3. Mai 2024`, `2024年5月3日`."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from ..words import word_list

_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20\d|25[0-9])\d(?!\d)|(?<![\w٠-٩۰-۹])[٢۲][٠۰][٠-٩۰-۹]{2}")
_FURTHEST = 40  # characters from the year at which a date begins or ends
_YEARS = range(1950, 2100)
_BUDDHIST = 543  # years by which the Thai calendar is ahead
_MONTHS = 12
_MONTH_FIRST = frozenset({"en-US", "en-us", "en-CA", "en-ca", "en-PH", "en-ph", "fil", "tl"})

_NUMBERS_BEFORE = re.compile(r"(?<![\d./-])(\d\d?)\s?([./-])\s?(\d\d?)\s?\2\s?$")
_DAY_MONTH = re.compile(r"(?<![\d:.])(\d\d?)(?!\d)([^\d\n]{2,30})$")
_MONTH_DAY = re.compile(
    r"(?<!\w)([^\W\d_][^\s\d|]{1,20})\s*(?<!\d)(\d\d?)(?:st|nd|rd|th)?[\s,.،-]{1,3}$"
)
_NUMBERS_AFTER = re.compile(r"\s?([./-])\s?(\d\d?)\s?\1\s?(\d\d?)(?!\d)")
_SIGNS_AFTER = re.compile(r"\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)")
_WORDS_AFTER = re.compile(r"[\s.,-]{1,3}([^\d\n]{2,20}?)[\s.-]{1,2}(\d\d?)(?!\d)")
# What stands between a day, its month and its year.
_JOINTS = frozenset(
    ("de", "del", "di", "do", "da", "d", "of", "th", "st", "nd", "rd", "er", "º", "ª", "г", "года",
     "року", "р", "m", "den", "the", "um", "van", "af", "av", "-a", "le", "ngày", "")
)  # fmt: skip
_VIETNAMESE = re.compile(r"(\d\d?)\s*(?:tháng|/|-)\s*(\d\d?)[\s,năm]{1,7}$", re.IGNORECASE)


class WrittenDay(NamedTuple):
    """A day, and the characters of the text from `start` to `end` in which it stands."""

    day: date
    start: int
    end: int


def written_days(text: str, language: str | None = None) -> Iterator[WrittenDay]:
    """Yield the days that `text` names in full, in order.

    Whether 01/04/2024 is of January or April is told by the language; where that is English of
    no country, such a day is left out.

    >>> [str(found.day) for found in written_days("May 3rd, 2024; 4 de mayo de 2024; 2024年5月5日")]
    ['2024-05-03', '2024-05-04', '2024-05-05']
    """
    for year in _YEAR.finditer(text):
        before = text[max(0, year.start() - _FURTHEST) : year.start()]
        after = text[year.end() : year.end() + _FURTHEST]
        number = int(year[0])
        number -= _BUDDHIST if number not in _YEARS and number - _BUDDHIST in _YEARS else 0
        found = _before(before, number, language) or _after(after, number, language)
        if found:
            day, left, right = found
            yield WrittenDay(day, year.start() - left, year.end() + right)


def _before(text: str, year: int, language: str | None) -> tuple[date, int, int] | None:
    if numbers := _NUMBERS_BEFORE.search(text):
        day = _in_order(year, int(numbers[1]), int(numbers[3]), numbers[2], language)
        return (day, len(text) - numbers.start(), 0) if day else None
    if numbers := _VIETNAMESE.search(text):
        day = _day(year, int(numbers[2]), int(numbers[1]))
        return (day, len(text) - numbers.start(), 0) if day else None
    for words in (_DAY_MONTH.search(text), _MONTH_DAY.search(text)):
        if words is None:
            continue
        name, number = (words[2], words[1]) if words.re is _DAY_MONTH else (words[1], words[2])
        month = _month(name, language)
        if month and (day := _day(year, month, int(number))):
            return day, len(text) - words.start(), 0
    return None


def _after(text: str, year: int, language: str | None) -> tuple[date, int, int] | None:
    if numbers := _NUMBERS_AFTER.match(text):
        day = _day(year, int(numbers[2]), int(numbers[3]))
    elif numbers := _SIGNS_AFTER.match(text):
        day = _day(year, int(numbers[1]), int(numbers[2]))
    elif (numbers := _WORDS_AFTER.match(text)) and (month := _month(numbers[1], language)):
        day = _day(year, month, int(numbers[2]))
    else:
        return None
    return (day, 0, numbers.end()) if day else None


def _in_order(year: int, first: int, second: int, sign: str, language: str | None) -> date | None:
    if first > _MONTHS or second > _MONTHS or first == second or sign == ".":
        day, month = (first, second) if second <= _MONTHS else (second, first)
    elif language in _MONTH_FIRST:
        day, month = second, first
    elif language is None or language.lower() == "en":
        return None
    else:
        day, month = first, second
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # numbers that are no day
        return None


def _month(words: str, language: str | None) -> int | None:
    """Return the number of the month that `words` are, joints and signs left out."""
    parts = [part.strip(".,،'’()") for part in words.casefold().replace("’", "'").split()]
    parts = [part.removeprefix("d'") for part in parts if part and part not in _JOINTS]
    name = " ".join(parts)
    return _months((language or "")[:2].lower()).get(name) or _months("").get(name)


@cache
def _months(language: str) -> dict[str, int]:
    """Return the names of months → their numbers: those of one language, or of all (empty)."""
    found: dict[str, int] = {}
    for code, names in word_list("months.txt").items():
        if language in ("", code):
            for number, spellings in enumerate(names, 1):
                for name in spellings.split("/"):
                    found.setdefault(name.casefold(), number)
    return found
