"""Periods: stretches of event time, in which what is remembered is forgotten together.

Times are in microseconds of event time, as Beam counts them.
"""

from datetime import timedelta

_PERIODS = 8  # so that an article is remembered at most an eighth longer than it has to be
_PERIODS_A_STORE = 5
STORES = 3
"""Places in which what is remembered is kept. At a time up to `_PERIODS` + 2 periods are, which lie
in no more stores than this; a store is emptied whole when all its periods are forgotten."""


class Periods:
    """For how long articles are remembered.

    Attributes:
        remember: For which time, at least.
    """

    def __init__(self, remember: timedelta) -> None:
        self._remember = remember // timedelta(microseconds=1)
        self._length = -(-self._remember // _PERIODS)

    def of(self, time: int) -> int:
        """Return the period of an article that has this time."""
        return time // self._length

    def expiry(self, period: int) -> int:
        """Return the time at which a period is forgotten."""
        return (period + 1) * self._length + self._remember

    def first(self, time: int) -> int:
        """Return the first period that is not forgotten at this time."""
        return (time - self._remember) // self._length


def store(period: int) -> int:
    """Return where the articles of a period are kept."""
    return period // _PERIODS_A_STORE % STORES
