"""Which articles are worth comparing: those that share several rare runs of words.

An article stands in a bucket for each of its terms. Within a bucket each is paired with the few
that come first in the total order, of which one is kept if any of the bucket are: so the work
grows with the bucket, not with its square, however many articles hold the same phrase.
"""

from collections.abc import Iterable, Iterator
from heapq import nsmallest

from .fingerprint import MIN_SHARED_TERMS
from .signature import KNOWN, ordered_id

HEADS = 16
"""Articles of a bucket with which each other one is paired."""

Pair = tuple[bytes, bytes]


def pairs(bucket: Iterable[bytes]) -> Iterator[Pair]:
    """Yield the pairs of a bucket, the article that comes first in the total order first.

    Args:
        bucket: The orders (`Signature.order`) of the articles that share a term.
    """
    members = set(bucket)  # one that was delivered twice stands there twice
    heads = nsmallest(HEADS, members)
    for member in members:
        for head in heads:
            if head >= member or member.startswith(KNOWN):  # what was kept stays
                break
            yield head, member


def is_candidate(pair: Pair, shared: int) -> bool:
    """Return whether the texts of a pair are worth comparing.

    Args:
        pair: Orders of two articles. One article that was delivered twice is no pair, one that an
            earlier run kept and that is delivered again is.
        shared: How many terms they share.
    """
    first, second = pair
    if shared < MIN_SHARED_TERMS:
        return False
    return first.startswith(KNOWN) or ordered_id(first) != ordered_id(second)
