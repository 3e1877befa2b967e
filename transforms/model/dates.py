"""Dates as pages and containers write them → UTC. What cannot be told for certain is left out."""

import math
import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_MILLISECONDS = 1e11  # as seconds that is the year 5138, as milliseconds 1973
_FIRST_MICROSECONDS = 1e14
_FIRST_NANOSECONDS = 1e17
_NUMBER = re.compile(r"\d{9,19}(?:\.\d+)?")
_ISO_LIKE = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:(?:T|\s+)(\S.*))?", re.IGNORECASE)
_ZONE = re.compile(r"\s*(?:(?<![A-Za-z])(?:UTC|GMT|Z))$", re.IGNORECASE)


def parse_date(value: object) -> datetime | None:
    """Return the moment that `value` names, in UTC, or None if it names none.

    Takes `datetime` and `date`, ISO 8601 in any of its spellings, year first with slashes or
    dots, RFC 2822 (mail, RSS, HTTP), and the time since 1970 in seconds, milli-, micro- or
    nanoseconds. A time without a zone is UTC, a date alone its midnight. A day-first or
    month-first number is not guessed at.

    >>> parse_date("2024-04-01T12:00:00+02:00").isoformat()
    '2024-04-01T10:00:00+00:00'
    >>> parse_date("01/04/2024") is None
    True
    """
    try:
        moment = _parse(value)
        if moment is None:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None  # a claim that means nothing is no claim


def _parse(value: object) -> datetime | None:
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
            return _parse_text(value.strip())
        case _:
            return None


def _parse_text(text: str) -> datetime | None:
    if _NUMBER.fullmatch(text):
        return _since_epoch(float(text))
    text = _ZONE.sub("+00:00", text) if _ISO_LIKE.fullmatch(text) and ":" in text else text
    text = re.sub(r"([+-]\d\d:?\d\d)\s*\+00:00$", r"\1", text)  # Go writes "+0000 UTC"
    if parts := _ISO_LIKE.fullmatch(text):
        year, month, day, time = parts.groups()
        clock = re.sub(r"\s+(?=[+-])", "", time or "")
        text = f"{year}-{int(month):02}-{int(day):02}" + (f"T{clock}" if clock else "")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)


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
