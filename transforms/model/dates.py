"""Dates as pages and containers write them → UTC. What cannot be told for certain is left out."""

import math
import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from threading import Lock

from dateparser.date import DateDataParser

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_MILLISECONDS = 1e11  # as seconds that is the year 5138, as milliseconds 1973
_FIRST_MICROSECONDS = 1e14
_FIRST_NANOSECONDS = 1e17
# The first newspaper is of 1605; 0001-01-01 and 9999-12-31 stand for "unknown" in databases.
_YEARS = range(1600, 2100)
_DAY_FIRST = re.compile(r"(\d\d?)([./-])(\d\d?)\2(\d{4})(?:,?\s+(\d\d?:\d\d(?::\d\d)?))?")
_MONTHS = 12
# A day, a month in words, and a year, in any order and language.
_IN_WORDS = re.compile(r"(?=.*(?<!\d)\d\d?(?!\d))(?=.*(?<!\d)\d{4}(?!\d))(?=.*[^\W\d]).{8,60}")
_LOCK = Lock()  # dateparser keeps what it has learnt of each language
_NUMBER = re.compile(r"\d{9,19}(?:\.\d+)?")
_ISO_LIKE = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:(?:T|\s+)(\S.*))?", re.IGNORECASE)
_ZONE = re.compile(r"\s*(?:(?<![A-Za-z])(?:UTC|GMT|Z))$", re.IGNORECASE)


def parse_date(value: object) -> datetime | None:
    """Return the moment that `value` names, in UTC, or None if it names none.

    Takes `datetime` and `date`, ISO 8601 in any of its spellings, year first with slashes or
    dots, RFC 2822 (mail, RSS, HTTP), a day with its month in words in any language, and the time
    since 1970 in seconds, milli-, micro- or nanoseconds. A time without a zone is UTC, a date
    alone its midnight. Whether 01/04/2024 is of January or April is not guessed at, and a year
    that no article can be of is none.

    >>> parse_date("2024-04-01T12:00:00+02:00").isoformat()
    '2024-04-01T10:00:00+00:00'
    >>> parse_date("01/04/2024") is None
    True
    """
    moment = parse_local_date(value)
    try:
        moment = moment and moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment and moment.year in _YEARS else None


def parse_local_date(value: object, *, in_words: bool = True) -> datetime | None:
    """Return the moment that `value` names, as `parse_date` does, but in the zone it is written in.

    Args:
        value: As for `parse_date`.
        in_words: Whether to take months in words, which is slow where they are of another language
            than English.

    >>> parse_local_date("2024-05-03T00:30:00+02:00").date().isoformat()
    '2024-05-03'
    """
    try:
        moment = _parse(value, in_words=in_words)
        if moment is None:
            return None
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    except (ValueError, TypeError, IndexError, OverflowError):
        return None  # a claim that means nothing is no claim
    return moment if moment.year in _YEARS else None


def _parse(value: object, *, in_words: bool) -> datetime | None:
    match value:
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case bool():
            return None
        case int() | float():
            return _since_epoch(float(value))
        case str():
            return _parse_text(value.strip(), in_words=in_words)
        case _:
            return None


def _parse_text(text: str, *, in_words: bool) -> datetime | None:
    if _NUMBER.fullmatch(text):
        return _since_epoch(float(text))
    text = _ZONE.sub("+00:00", text) if _ISO_LIKE.fullmatch(text) and ":" in text else text
    text = re.sub(r"([+-]\d\d:?\d\d)\s*\+00:00$", r"\1", text)  # Go writes "+0000 UTC"
    if parts := _ISO_LIKE.fullmatch(text):
        year, month, day, time = parts.groups()
        clock = re.sub(r"\s+(?=[+-])", "", time or "")
        text = f"{year}-{int(month):02}-{int(day):02}" + (f"T{clock}" if clock else "")
    if parts := _DAY_FIRST.fullmatch(text):
        return _day_first(*parts.groups())
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass  # another form
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return _parse_words(text) if in_words and _IN_WORDS.fullmatch(text) else None


def _day_first(first: str, sign: str, second: str, year: str, clock: str | None) -> datetime | None:
    """Return what numbers say whose order is certain: dots, or one that can be no month."""
    day, month = int(first), int(second)
    if sign != ".":
        if day <= _MONTHS and month <= _MONTHS and day != month:
            return None
        day, month = (month, day) if month > _MONTHS else (day, month)
    return datetime.fromisoformat(f"{year}-{month:02}-{day:02}T{(clock or '00:00').zfill(5)}")


@lru_cache(4096)
def _parse_words(text: str) -> datetime | None:
    with _LOCK:
        found = _words_parser().get_date_data(text).date_obj
    return found if isinstance(found, datetime) else None


@cache
def _words_parser() -> DateDataParser:
    # Nothing relative, which would depend on the day, and no memory of what came before.
    return DateDataParser(
        try_previous_locales=False,
        settings={
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": True,
        },
    )


def _since_epoch(number: float) -> datetime | None:
    if not math.isfinite(number) or number <= 0:  # 0 stands for "unknown" wherever it is met
        return None
    for first, factor in (
        (_FIRST_NANOSECONDS, 1e9),
        (_FIRST_MICROSECONDS, 1e6),
        (_FIRST_MILLISECONDS, 1e3),
    ):
        if number >= first:
            return _EPOCH + timedelta(seconds=number / factor)
    return _EPOCH + timedelta(seconds=number)
