"""Which articles are worth comparing: those that share several rare runs of words.

An article stands in a bucket for each of its terms. Within a bucket each is paired with the few
that come first in the total order, of which one is kept if any of the bucket are: so the work
grows with the bucket, not with its square, however many articles hold the same phrase.
"""

from collections.abc import Iterable, Iterator
from heapq import nsmallest

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
            if head >= member:
                break
            yield head, member
