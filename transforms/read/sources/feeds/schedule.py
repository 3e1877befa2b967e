"""When to ask next: what servers and feeds wish for, and how long to leave what is in trouble."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ....model.dates import parse_date

LONGEST_SECONDS = 24 * 3600.0
"""The longest that a feed is left alone: what asks for more is taken for a mistake."""

_FIRST_SECONDS = 60.0
_FACTOR = 3.0  # 1, 3, 9, 27, 81, 243 minutes, then 12 hours: 8 attempts in 18 hours
_LONGEST_BACKOFF_SECONDS = 12 * 3600.0
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_AGE = re.compile(r"[0-9]{1,9}")
_NO_CACHE = re.compile(r"(?:^|[,\s])no-(?:cache|store)(?:$|[,\s])", re.IGNORECASE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Wishes:
    """When a feed wants to be read.

    Attributes:
        ttl: Seconds for which it may be kept (`ttl`).
        skip_hours: Hours of the day in UTC at which not to ask (`skipHours`).
        skip_days: Names of days in UTC on which not to ask, in lower case (`skipDays`).
    """

    ttl: float = 0.0
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[str] = frozenset()


def max_age(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds more a response may be kept, if it says so.

    >>> max_age({"cache-control": "public, max-age=600", "age": "100"})
    500.0
    """
    cache_control = headers.get("cache-control", "")
    if _NO_CACHE.search(cache_control):
        return 0.0
    found = _MAX_AGE.search(cache_control)
    if found is None:
        return None
    age = _AGE.fullmatch(headers.get("age", "").strip())
    return max(0.0, float(found[1]) - (float(age[0]) if age else 0.0))


def retry_at(headers: Mapping[str, str], now: float) -> float | None:
    """Return when a server wants to be asked again, by `Retry-After`, a day from `now` at most.

    >>> retry_at({"retry-after": "120"}, 1000.0)
    1120.0
    """
    value = headers.get("retry-after", "").strip()
    if value.isdecimal() and value.isascii():
        at = now + float(value[:9])
    elif (moment := parse_date(value or None)) is not None:
        at = moment.timestamp()
    else:
        return None
    return min(max(at, now), now + LONGEST_SECONDS)


def backoff(troubles: int) -> float:
    """Return how many seconds to wait after so many troubles in a row, the first being 1.

    >>> [backoff(troubles) / 60 for troubles in (1, 2, 3, 20)]
    [1.0, 3.0, 9.0, 720.0]
    """
    steps = min(max(troubles, 1) - 1, 10)
    return min(_FIRST_SECONDS * _FACTOR**steps, _LONGEST_BACKOFF_SECONDS)


def next_reading(now: float, interval: float, headers: Mapping[str, str], wishes: Wishes) -> float:
    """Return when a feed is to be read next.

    Args:
        now: When it was read, in seconds since 1970.
        interval: Seconds to wait at the least.
        headers: Those of the response.
        wishes: Those of the feed itself.
    """
    wait = max(interval, min(max(max_age(headers) or 0.0, wishes.ttl), LONGEST_SECONDS))
    at = now + wait
    moment = datetime.fromtimestamp(at, UTC)
    for _ in range(24 * 7):  # a feed that wants to be left alone always is not heard
        if moment.hour not in wishes.skip_hours and _DAYS[moment.weekday()] not in wishes.skip_days:
            return max(at, moment.timestamp())
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at
