"""Names for the arrays that pass between the files of this folder."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

CodePoints = NDArray[np.int64]
"""Code points of a text, in its order."""

Table = NDArray[np.uint8]
"""Something small, looked up by code point."""

Counts = NDArray[Any]
"""Whole numbers: counts, places, or sums of weights."""
