"""The numbers, dates and scores of a text, as they read in any language.

`1,500,000`, `1.500.000`, `1 500 000`, `1,5 Millionen`, `15 lakh`, `150万` and `١٫٥ مليون` are one
number. What is kept of it are its digits without zeros at the end; of a number with one or two
such digits, which says little, its power of ten and a percent sign as well. So of a number with
three digits or more it does not matter whether a multiplying word or a sign is understood.
"""

import re
from typing import NamedTuple

from .dates import MONTH_FIRST, day_in_digits, day_in_words
from .words import NEXT_WORDS, Words, folded, may_follow, word_before

NUMBER_AFTER_DIGIT = (
    r"(?<=\d)(?<![A-Za-z0-9]\d)"
    # Grouped by spaces or signs; or with signs between, of an hour and of a date too.
    r"(?:\d{0,2}(?:[ \u00a0\u202f\u2009'’,.٬，]\d{3})+(?!\d)(?:[.,٫．]\d{1,6}(?!\d))?"
    r"|\d*(?:[.,٫٬．，:h/–-]\d+)*)"
)
"""Matches behind its first digit all that stands together in digits: a number, a date, a time."""

_CLOSE = re.compile(r"[ \u00a0]?([^\d\s]{1,6})")
_PERCENT = re.compile(r"[ \u00a0\u202f]?[%٪％]")
_MONTH_SIGN = re.compile(r" ?[月월]")
_SUFFIX = re.compile(r"[KkMmBbT](?![A-Za-z])")
_SUFFIXES = {"K": 3, "M": 6, "B": 9, "T": 12}
_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile(r"\D")
_CURRENCY = "$€£¥₹"
_LONGEST = 15  # digits that are read of a number
_MOST_WORDS = 3  # that multiply: `40 mil millones`, two
_MOST_PARTS = 4  # that are read of what has signs between
_GROUP = 3
_MANY = 3  # digits that say enough without their power of ten
_HOURS = 24
_YEARS = range(1900, 2100)
_WEIGHTS = (0, 1, 2, 4, 5, 6, 7)  # by the count of digits without zeros at the end
_YEAR_WEIGHT, _DATE_WEIGHT, _SCORE_WEIGHT = 1, 3, 3


class Number(NamedTuple):
    """What a number says.

    Attributes:
        key: Equal for numbers that are the same in two languages.
        weight: How much it tells, from 0, for nothing, to 7.
        end: Where in the text ends what belongs to it.
    """

    key: str
    weight: int
    end: int


def read_number(text: str, start: int, end: int, language: str, words: Words) -> Number:
    """Return what a number in a text says; see `NUMBER_AFTER_DIGIT`.

    Args:
        text: The text.
        start: Where its first digit is.
        end: Where it ends.
        language: Subtag of the text's language.
        words: What that writes beside numbers.
    """
    raw = text[start:end]
    if raw.isdecimal():
        if end - start <= len("31") and (day := day_in_words(text, start, end, words)):
            return Number(day.key, _DATE_WEIGHT, day.end)
        if _MONTH_SIGN.match(text, end):
            return Number("", 0, end)
        return _number(text, start, end, (int(raw[:_LONGEST]), 0), words)
    parts = _DIGITS.findall(raw)
    signs = "".join(_SIGNS.findall(raw))
    if len(parts) == len("dmy") and (key := day_in_digits(parts, language)):
        return Number(key, _DATE_WEIGHT, end)
    if any(sign in signs for sign in ":h/–-"):
        return _parted(parts, signs, end, language)
    return _number(text, start, end, _value(parts, signs), words)


def _value(parts: list[str], signs: str) -> tuple[int, int]:
    """Return the digits of a number with points, commas or spaces, and its power of ten."""
    last = parts[-1]
    digits = int("".join(parts)[:_LONGEST])
    if len(signs) == 1:
        is_decimal = len(last) != _GROUP or int(parts[0][:_LONGEST]) == 0
    else:
        is_decimal = signs[-1] != signs[0]
    return digits, -len(last) if is_decimal else 0


def _parted(parts: list[str], signs: str, end: int, language: str) -> Number:
    """Return a time, a day, a score, a span or what else has signs between its digits."""
    first, last = parts[0], parts[-1]
    if signs in {":", "h"} and len(last) == len("59") and int(first[:_LONGEST]) <= _HOURS:
        return _weighed(int(first + last), -len(last), end, has_unit=True, is_percent=False)
    if signs == "/" and language not in MONTH_FIRST and (key := day_in_digits(parts, language)):
        return Number(key, _DATE_WEIGHT, end)
    key = ":".join(str(int(part[:_LONGEST])) for part in parts[:_MOST_PARTS])
    return Number(key, _SCORE_WEIGHT, end)


def _number(text: str, start: int, end: int, value: tuple[int, int], words: Words) -> Number:
    """Return what a number says with what multiplies it and a percent sign."""
    digits, power = value
    is_bare = power == 0 and end - start <= len("2025")
    scale = _suffix(text, start, end) or _scale(text, end, words)
    total, end = digits, scale.end
    if scale.power and words.follow_closely and power == 0:
        total, end = _with_rest(text, total, scale, words)
    else:
        power += scale.power
    is_percent = scale.is_percent or _is_percent_before(text, start, words)
    has_unit = is_percent or scale.power > 0 or power < 0
    if is_bare and not has_unit:
        if digits in _YEARS and digits % 100:
            return Number(f"{digits}.", _YEAR_WEIGHT, end)
        if digits < len("0123456789"):  # as often written as a word
            return Number("", 0, end)
    return _weighed(total, power, end, has_unit=has_unit, is_percent=is_percent)


def _weighed(digits: int, power: int, end: int, *, has_unit: bool, is_percent: bool) -> Number:
    """Return what so many times a power of ten says."""
    shown = str(digits)
    significant = shown.rstrip("0")
    count = len(significant)
    if count >= _MANY:
        return Number(significant, _WEIGHTS[min(count, len(_WEIGHTS) - 1)], end)
    weight = _WEIGHTS[count] + (count > 0 and has_unit)
    power += len(shown) - count
    return Number(f"{significant}e{power}{'%' * is_percent}", weight, end)


class _Scale(NamedTuple):
    """What multiplies a number: its power of ten, whether it is in percent, where it ends."""

    power: int
    is_percent: bool
    end: int


def _suffix(text: str, start: int, end: int) -> _Scale | None:
    """Return what a letter at a number says: `40B`, `$3m`."""
    found = _SUFFIX.match(text, end)
    is_price = start > 0 and text[start - 1] in _CURRENCY
    if not found or not (found[0].isupper() or is_price):
        return None
    return _Scale(_SUFFIXES[found[0].upper()], is_percent=False, end=found.end())


def _scale(text: str, end: int, words: Words) -> _Scale:
    """Return what the words after a number say."""
    power = 0
    if sign := _PERCENT.match(text, end):
        return _Scale(0, is_percent=True, end=sign.end())
    for _ in range(_MOST_WORDS):
        if words.follow_closely:
            found = _CLOSE.match(text, end)
            close = found[1] if found else ""
            heads = (close[:length] for length in range(len(close), 0, -1))
            word = next(
                (head for head in heads if head in words.powers or head in words.percent), ""
            )
        else:
            found = NEXT_WORDS.match(text, end) if may_follow(text, end, words) else None
            word = folded(found[1]) if found else ""
            if found and found[2] and (both := f"{word} {folded(found[2])}") in words.percent:
                word = both
        if found and word in words.percent:
            return _Scale(power, is_percent=True, end=found.end())
        if not found or word not in words.powers:
            break
        power += words.powers[word]
        end = found.start(1) + len(word) if words.follow_closely else found.end(1)
    return _Scale(power, is_percent=False, end=end)


def _with_rest(text: str, digits: int, scale: _Scale, words: Words) -> tuple[int, int]:
    """Return a number of several parts, and where it ends: `3億5000万`."""
    total = digits * 10**scale.power
    power, end = scale.power, scale.end
    while rest := _DIGITS.match(text, end):
        less = _scale(text, rest.end(), words)
        if less.power >= power or less.is_percent:
            break
        total += int(rest[0][:_LONGEST]) * 10**less.power
        power, end = less.power, less.end
        if not power:
            break
    return total, end


def _is_percent_before(text: str, start: int, words: Words) -> bool:
    """Return whether a word or sign for percent stands before a number: `yüzde 10`, `%10`."""
    if start and text[start - 1] in "%٪":
        return True
    if not words.percent_first:
        return False
    before = word_before(text, start)
    return before in words.percent or (
        words.follow_closely and any(before.endswith(word) for word in words.percent)
    )
