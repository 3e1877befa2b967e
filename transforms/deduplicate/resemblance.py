"""How alike two texts are, told from small sketches of them.

A sketch is the k smallest hashes of a text's shingles (a bottom-k or KMV sketch: Beyer et al.,
"On synopses for distinct-value estimation under multiset operations", SIGMOD 2007). From two of
them the resemblance, |A ∩ B| / |A ∪ B| over shingles, is estimated with a standard error of at
most 1 / (2 √k); for texts of fewer than k shingles it is exact.
"""

import numpy as np
from numpy.typing import NDArray

from ..model import normalized_text

SKETCH_SIZE = 128  # hashes of 32 bits: 512 bytes, a standard error of at most 0.045
SHINGLE_LENGTH = 8  # characters: about a word and a half, in scripts without spaces a clause
_HASH = np.dtype("<u4")
_BASE = np.uint64(0x100000001B3)  # the FNV prime, as the base of a polynomial hash


def sketch(text: str) -> bytes:
    """Return the sketch of the words of `text`: at most `SKETCH_SIZE` hashes, in order."""
    characters = np.frombuffer(
        normalized_text(text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32
    ).astype(np.uint64)
    if not characters.size:
        return b""
    shingles = max(characters.size - SHINGLE_LENGTH + 1, 1)
    hashes = np.zeros(shingles, dtype=np.uint64)
    for offset in range(min(SHINGLE_LENGTH, characters.size)):
        hashes = hashes * _BASE + characters[offset : offset + shingles]
    mixed = (_mix(hashes) >> np.uint64(32)).astype(_HASH)
    return np.unique(mixed)[:SKETCH_SIZE].tobytes()


def resemblance(first: bytes, second: bytes) -> float:
    """Return the estimated resemblance of two sketched texts, from 0 to 1.

    >>> resemblance(sketch("It rained all day."), sketch("it rained all day"))
    1.0
    """
    one, other = (np.frombuffer(each, dtype=_HASH) for each in (first, second))
    union = np.union1d(one, other)[:SKETCH_SIZE]
    if not union.size:
        return 1.0
    common = np.intersect1d(one, other, assume_unique=True)
    return round(float(np.isin(union, common).mean()), 4)


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits of each value: the finaliser of SplitMix64 (Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
