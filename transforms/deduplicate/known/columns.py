"""Of the entries of an index, in columns, those that are relevant: `is_relevant` of many at once.

To make an entry and ask for it alone takes some thirty times as long.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..fingerprint import MIN_SHARED_TERMS
from .keys import TERM_BYTES, Filter, holds, own_places, term_places

if TYPE_CHECKING:
    import pyarrow as pa


def relevant_rows(filter_: Filter, keys: "pa.RecordBatch") -> NDArray[np.bool_]:
    """Return of each entry whether it could be repeated by an article whose keys are in a filter.

    Args:
        filter_: The keys of the articles.
        keys: `INDEX_KEYS` of the entries, in columns of bytes.

    Raises:
        ValueError: What stands there are no terms.
    """
    found = np.zeros(len(keys), np.bool_)
    for name in ("content_key", "url_key"):
        column = keys.column(name)
        there = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
        found[there] |= holds(filter_, own_places(column.drop_null().to_pylist(), len(there)))
    for name in ("terms", "translation_terms"):
        found |= _shared(filter_, keys.column(name)) >= MIN_SHARED_TERMS
    return found


def _shared(filter_: Filter, column: "pa.BinaryArray") -> NDArray[np.intp]:
    """Return how many terms of each entry are in a filter."""
    terms = column.fill_null(b"").to_pylist()
    counts, rests = np.divmod(np.fromiter(map(len, terms), np.intp, len(terms)), TERM_BYTES)
    if rests.any():
        raise ValueError(f"terms have {TERM_BYTES} bytes each")
    found = _sums(holds(filter_, term_places(b"".join(terms))))
    return np.diff(found[_sums(counts)])


def _sums(values: NDArray[Any]) -> NDArray[np.intp]:
    """Return the sum of the values before each, and of all."""
    return np.concatenate([np.zeros(1, np.intp), np.cumsum(values, dtype=np.intp)])
