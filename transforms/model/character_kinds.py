"""What each character of a text is, looked up for all of them at once."""

import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

_UNKNOWN = 0


class CharacterKinds:
    """A table of the kind of each character, learned as texts need it.

    Args:
        kind_of: Returns the kind of a character, a number from 1 to 255.
    """

    def __init__(self, kind_of: Callable[[str], int]) -> None:
        self._kind_of = kind_of
        self._known = np.zeros(sys.maxunicode + 1, np.uint8)

    def of(self, codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """Return the kind of each code point."""
        kinds = self._known.take(codes)
        if not kinds.all():
            for code in np.unique(codes[kinds == _UNKNOWN]).tolist():
                self._known[code] = self._kind_of(chr(code))
            kinds = self._known.take(codes)
        return kinds


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
