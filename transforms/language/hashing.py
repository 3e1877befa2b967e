"""Where an n-gram's row is, for thousands of n-grams at once.

Cuckoo hashing (Pagh and Rodler, "Cuckoo Hashing", Journal of Algorithms 51, 2004): each n-gram is
in one of two places, so a look-up is two looks for all of them, and no loop.
"""

import numpy as np

from .arrays import Counts

_SLOTS = 16  # of each of the two tables: 2 to this power, so that both are a quarter full
_ROW_BITS = 17
_ROW = (1 << _ROW_BITS) - 1
# Fibonacci hashing: 2^64 divided by the golden ratio; and by the square root of two.
_MULTIPLIERS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xB504F333F9DE6485))


class RowTable:
    """The row of each n-gram: 1, 2, … in the order in which they are given, and 0 of all others."""

    def __init__(self, ngrams: Counts) -> None:
        self._tables = np.zeros((2, 1 << _SLOTS), np.int64)
        homeless = (ngrams << _ROW_BITS) | np.arange(1, ngrams.size + 1)
        table = 0
        while homeless.size:  # who finds its place taken puts the other out, who goes to his second
            slots, chosen = np.unique(_slot(homeless >> _ROW_BITS, table), return_index=True)
            put_out = self._tables[table][slots]
            self._tables[table][slots] = homeless[chosen]
            homeless = np.concatenate([np.delete(homeless, chosen), put_out[put_out > 0]])
            table = 1 - table

    def rows(self, ngrams: Counts) -> Counts:
        """Return the row of each of `ngrams`."""
        found: Counts = self._tables[0].take(_slot(ngrams, 0))
        elsewhere = np.flatnonzero(found >> _ROW_BITS != ngrams)
        sought = ngrams[elsewhere]
        second = self._tables[1].take(_slot(sought, 1))
        found[elsewhere] = second * (second >> _ROW_BITS == sought)
        return found & _ROW


def _slot(ngrams: Counts, table: int) -> Counts:
    return ((ngrams.view(np.uint64) * _MULTIPLIERS[table]) >> np.uint64(64 - _SLOTS)).view(np.int64)
