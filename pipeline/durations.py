"""Spans of time as they are written on a command line."""

import re
from datetime import timedelta

_SPAN = re.compile(r"([0-9]{1,6})\s*(ms|[smhd])", re.IGNORECASE)
_UNITS = {"ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration_of(text: str) -> timedelta:
    """Return a span of time as it is written on a command line.

    Raises:
        ValueError: It is none.

    >>> duration_of("30s"), duration_of("1d")
    (datetime.timedelta(seconds=30), datetime.timedelta(days=1))
    """
    written = _SPAN.fullmatch(text.strip())
    if written is None:
        raise ValueError(f"{text!r} is no span of time; give 30s, 5m, 2h or 1d")
    return timedelta(**{_UNITS[written[2].lower()]: int(written[1])})
