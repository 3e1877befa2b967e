"""Which articles are worth comparing: those that share several rare terms.

An article stands in a bucket for each of its terms. Within a bucket each is paired with the few
that come first in the total order, of which one is kept if any of the bucket are: so the work
grows with the bucket, not with its square, however many articles hold the same phrase; and the more
do, the fewer come first: what repeats an article shares more with it than such a phrase.
"""

from collections.abc import Iterable, Iterator
from heapq import nsmallest

from ...model import DuplicateKind, IndexEntry
from ..edge import Edge
from ..fingerprint import MIN_SHARED_TERMS, split_terms
from ..signature import KNOWN, Signature, ordered_id

HEADS = 16
"""Articles of a bucket with which each other one is paired, at most."""
_LEAST_HEADS = 2
_MOST_PAIRS = 256  # of a bucket, before it has fewer heads: of a phrase that is everywhere

_WORDS, _FACTS = b"w", b"f"  # with which a term begins: of the words of a text, of what it tells

Pair = tuple[bytes, bytes, bytes]
"""What kind of terms two articles share, and their orders, the first one first."""


def terms(signature: Signature | IndexEntry, *, words: bool, facts: bool) -> Iterator[bytes]:
    """Yield the terms by which articles like one are found.

    Args:
        signature: Of the article, or what is remembered of it.
        words: Whether those with the same words are looked for.
        facts: Whether translations are.
    """
    if words:
        for term in split_terms(signature.terms):
            yield _WORDS + term
    if facts:
        for term in split_terms(signature.translation_terms):
            yield _FACTS + term


def pairs(term: bytes, bucket: Iterable[bytes]) -> Iterator[Pair]:
    """Yield the pairs of a bucket, the article that comes first in the total order first.

    Args:
        term: That the articles share.
        bucket: Their orders (`Signature.order`).
    """
    members = set(bucket)  # one that was delivered twice stands there twice
    if len(members) == 1:  # as most do
        return
    heads = nsmallest(max(_LEAST_HEADS, min(HEADS, _MOST_PAIRS // len(members))), members)
    for member in members:
        for head in heads:
            if head >= member or member.startswith(KNOWN):  # what was kept stays
                break
            yield term[:1], head, member


def candidates(pair: Pair, shared: int) -> Iterator[Edge]:
    """Yield the edge of a pair whose texts are worth comparing.

    Args:
        pair: Two articles. One article that was delivered twice is no pair, one that an earlier
            run kept and that is delivered again is.
        shared: How many terms they share.
    """
    of, first, second = pair
    if shared < MIN_SHARED_TERMS:
        return
    if first.startswith(KNOWN) or ordered_id(first) != ordered_id(second):
        kind = DuplicateKind.NEAR if of == _WORDS else DuplicateKind.TRANSLATION
        yield Edge(first=first, second=second, kind=kind)
