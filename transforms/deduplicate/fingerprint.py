"""What stands for a text while texts like it are looked for, and how alike two of them are.

Both parts of a fingerprint are samples of the text's shingles that do not depend on any other
text: those with the smallest hashes. Of two texts that share shingles, the samples share some as
well, and in the same proportion (bottom-k sketches: Broder 1997; FracMinHash: Irber et al. 2022).

`terms` find candidates: two texts that share `MIN_SHARED_TERMS` are compared. A text has one term
for each `WORDS_A_TERM` of its shingles, and `MIN_TERMS` at least, so that a long text is found by a
short one that it holds, which samples of a fixed size could not do. The smaller of the two rates,
r = min over both of max(1 / WORDS_A_TERM, MIN_TERMS / n), is that at which shared shingles are
shared terms: of s shared shingles λ = s · r are expected, and a pair is missed with odds of about
(1 + λ) e^-λ. Two texts of 400 words that share half of their shingles: λ = 8, 3 in 1,000. A
text of 200 words, whole in one of 3,000: λ = 8.3, 2 in 1,000; one of 100: λ = 4.2, 8 in 100.

`sketch` verifies them: it holds all shingles of a text of up to `SKETCH_SIZE`, a sample of a longer
one. Shares are told from it with a standard error of at most 1 / (2 √SKETCH_SIZE).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .shingles import each_once, shingles, tokens

TERM_LENGTH = 5  # words: few texts share five in a row by chance
SHINGLE_LENGTH = 3  # words: one changed word touches three of them
WORDS_A_TERM = 24
MIN_TERMS = 16
MIN_SHARED_TERMS = 2
SKETCH_SIZE = 256
_TERM = np.dtype(">u8")  # in this order, bytes sort as numbers do
_HASH = np.dtype("<u4")
_LEAST = 8  # hashes on either side from which a share can be told at all


class Fingerprint(NamedTuple):
    """What stands for a text.

    Attributes:
        terms: Hashes of 8 bytes each.
        sketch: Hashes of 4 bytes each, in order.
    """

    terms: bytes
    sketch: bytes


class Likeness(NamedTuple):
    """How alike two texts are, each share from 0 to 1.

    Attributes:
        resemblance: Of all their shingles, those that both have.
        containment: Of the shingles of the one that has fewer, those that the other has.
    """

    resemblance: float
    containment: float


SAME = Likeness(1.0, 1.0)
UNLIKE = Likeness(0.0, 0.0)


def fingerprint(words: str) -> Fingerprint:
    """Return the fingerprint of a text.

    Args:
        words: Its words, with single spaces between; see `normalized_text`.
    """
    found = tokens(words)
    runs = shingles(found, TERM_LENGTH)
    terms = _least(runs, max(MIN_TERMS, runs.size // WORDS_A_TERM))
    hashes = (shingles(found, SHINGLE_LENGTH) >> np.uint64(32)).astype(_HASH)
    return Fingerprint(
        terms=terms.astype(_TERM).tobytes(), sketch=_least(hashes, SKETCH_SIZE).tobytes()
    )


def _least(hashes: NDArray[Any], count: int) -> NDArray[Any]:
    """Return the `count` least of `hashes`, each once, in order."""
    some = count + count // 4  # for repeated ones
    if hashes.size > 2 * some:  # selecting is cheaper than sorting
        selected = each_once(np.partition(hashes, some)[:some])
        if selected.size >= count:
            return selected[:count]
    return each_once(hashes)[:count]


def split_terms(terms: bytes) -> list[bytes]:
    """Return the terms one by one."""
    return [terms[start : start + _TERM.itemsize] for start in range(0, len(terms), _TERM.itemsize)]


def likeness(first: bytes, second: bytes) -> Likeness:
    """Return how alike two texts are by their sketches.

    Where a text is so much longer than the other that its sketch holds hardly any shingle that
    the other could have, nothing can be told, and both shares are 0.

    >>> first, second = (fingerprint(words).sketch for words in ("it rained all day", "it rained"))
    >>> likeness(first, first)
    Likeness(resemblance=1.0, containment=1.0)
    """
    one, other = _comparable(first, second)
    if not one.size and not other.size:
        return SAME if first == second else UNLIKE
    if not can_tell(first, second):
        return UNLIKE
    common = np.intersect1d(one, other, assume_unique=True).size
    fewer = min(one.size, other.size)
    return Likeness(
        resemblance=round(common / (one.size + other.size - common), 4),
        containment=round(common / fewer, 4),
    )


def can_tell(first: bytes, second: bytes) -> bool:
    """Whether two sketches tell how alike their texts are."""
    fewer = min(each.size for each in _comparable(first, second))
    # A whole text counts however short it is; of a sample there must be enough.
    whole = max(len(first), len(second)) < SKETCH_SIZE * _HASH.itemsize
    return fewer >= (1 if whole else _LEAST)


def _comparable(first: bytes, second: bytes) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the hashes of both up to the least hash up to which both samples are complete."""
    one, other = (np.frombuffer(sketch, _HASH) for sketch in (first, second))
    ends = [each[-1] for each in (one, other) if each.size == SKETCH_SIZE]
    if not ends:
        return one, other
    end = min(ends)
    return one[: np.searchsorted(one, end, "right")], other[: np.searchsorted(other, end, "right")]
