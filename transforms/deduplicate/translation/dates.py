"""The days of the year that a text names: `20 January`, `20.1.2025`, `1月20日`."""

import re
from typing import NamedTuple

from .words import NEXT_WORDS, Words, folded, may_follow, word_before

_NUMBERED_MONTH = re.compile(r" ?([月월]| tháng) ?(\d{1,2})(?!\d)")
_MONTHS, _DAYS = 12, 31
MONTH_FIRST = frozenset({"en", "tl"})
"""Languages that write the month before the day in digits."""
_TWO, _FOUR = 2, 4  # digits


class Day(NamedTuple):
    """A day of the year.

    Attributes:
        key: Equal for the same day in all languages.
        end: Where in the text it ends.
    """

    key: str
    end: int


def day_in_digits(parts: list[str], language: str) -> str | None:
    """Return the key of a date such as `20.1.2025`, `1/20/2025`, `2025-01-20` or `20/1`.

    Args:
        parts: The digits between its signs.
        language: Subtag of the text's language: in some the month comes first.
    """
    lengths = [len(part) for part in parts]
    if max(lengths[:2]) <= _TWO and (len(parts) == _TWO or lengths[2] in {_TWO, _FOUR}):
        day, month = int(parts[0]), int(parts[1])
        if month > _MONTHS or (language in MONTH_FIRST and day <= _MONTHS):
            day, month = month, day
        return _key(day, month)
    if lengths[0] == _FOUR and max(lengths[1:]) <= _TWO and len(parts) > _TWO:
        return _key(int(parts[2]), int(parts[1]))
    return None


def day_in_words(text: str, start: int, end: int, words: Words) -> Day | None:
    """Return the day whose month stands in words, or with a sign, beside one or two digits.

    Args:
        text: The text.
        start: Where the digits begin.
        end: Where they end.
        words: What the language of the text writes beside numbers.
    """
    number = int(text[start:end])
    if numbered := _NUMBERED_MONTH.match(text, end):
        other = int(numbered[2])
        is_day_first = numbered[1].startswith(" ")
        key = _key(number, other) if is_day_first else _key(other, number)
        return Day(key, numbered.end()) if key else None
    if not words.months:
        return None
    if may_follow(text, end, words) and (after := NEXT_WORDS.match(text, end)):
        for length in (1, 2):  # Arabic has months of two words
            month = " ".join(filter(None, after.groups()[:length]))
            if key := _named(number, month, words):
                return Day(key, after.end(length))
    if words.month_first and (key := _named(number, word_before(text, start), words)):
        return Day(key, end)
    return None


def _named(day: int, month: str, words: Words) -> str | None:
    return _key(day, words.months.get(folded(month), 0))


def _key(day: int, month: int) -> str | None:
    return f"{day}.{month}." if 0 < day <= _DAYS and 0 < month <= _MONTHS else None
