"""What a run remembers of earlier ones: by which day, and since when."""

import re
from datetime import UTC, date, datetime, timedelta

_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_SPAN = re.compile(r"(\d{1,5})\s*([dw])", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7}


def days_of(text: str) -> int:
    """Return a span of days as it is written on a command line.

    Raises:
        ValueError: It is none.

    >>> days_of("30d"), days_of("2w")
    (30, 14)
    """
    written = _SPAN.fullmatch(text.strip())
    if written is None or not int(written[1]):
        raise ValueError(f"{text!r} is no span of days; give 30d or 4w")
    return int(written[1]) * _DAYS[written[2].lower()]


def run_day(run_id: str) -> date | None:
    """Return the day with which the id of a run begins, or None.

    It is the day by which what the run keeps is remembered: the same whenever it is done again.

    >>> run_day("2025-04-01T10"), run_day("20250401T101500Z-3fa2c1"), run_day("nightly")
    (datetime.date(2025, 4, 1), datetime.date(2025, 4, 1), None)
    """
    written = _DAY.match(run_id)
    try:
        return date(*map(int, written.groups())) if written else None
    except ValueError:  # such as a 31st of February
        return None


def first_day(run_id: str, days: int | None) -> date | None:
    """Return the first day that a run remembers; None for all.

    Args:
        run_id: The run; where its id tells no day, it is today's.
        days: How many days back it remembers; None for all.
    """
    if days is None:
        return None
    today = run_day(run_id) or datetime.now(UTC).date()
    return max(today, date.min + timedelta(days)) - timedelta(days)
