"""The keys of a collection of articles, in little space: which others could repeat one of them?

A Bloom filter with one hash function (Bloom, "Space/time trade-offs in hash coding with allowable
errors", 1970): what shares a key always passes, and a little of the rest. The keys are hashes
already; a near duplicate must share several, so that chance hits matter little. With `SIZE` bits,
100,000 articles of 40 keys set 6 % of them, and let 1 in 10 of others pass; of many more it lets
all pass, which costs time and changes nothing else.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..fingerprint import MIN_SHARED_TERMS
from ..signature import Signature

SIZE = 1 << 26
"""Bits of a filter: 8 MiB."""

_TERM = np.dtype(">u8")
_KEY_BYTES = 8

Filter = NDArray[np.uint8]


class _Keys(NamedTuple):
    """Places in a filter: one of these suffices, or several of one of those."""

    own: NDArray[np.intp]
    words: NDArray[np.intp]
    facts: NDArray[np.intp]


def empty() -> Filter:
    """Return the filter of no article."""
    return np.zeros(SIZE // 8, np.uint8)


def add(filter_: Filter, signature: Signature) -> None:
    """Put the keys of an article into a filter."""
    places = np.concatenate(_keys(signature))
    np.bitwise_or.at(filter_, places >> 3, np.left_shift(1, places & 7).astype(np.uint8))


def is_relevant(filter_: Filter, signature: Signature) -> bool:
    """Whether an article could be repeated by one whose keys are in a filter."""
    keys = _keys(signature)
    return (
        _count(filter_, keys.own) > 0
        or _count(filter_, keys.words) >= MIN_SHARED_TERMS
        or _count(filter_, keys.facts) >= MIN_SHARED_TERMS
    )


def relevant(articles: Iterable[Signature], known: Iterable[Signature]) -> list[Signature]:
    """Return those of `known` that one of `articles` could repeat."""
    filter_ = empty()
    for signature in articles:
        add(filter_, signature)
    return [signature for signature in known if is_relevant(filter_, signature)]


def _keys(signature: Signature) -> _Keys:
    own = [int(signature.content_key[: 2 * _KEY_BYTES], 16)]
    if signature.url_key is not None:
        digest = blake2b(signature.url_key.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES)
        own.append(int.from_bytes(digest.digest(), "big"))
    return _Keys(
        _places(np.array(own, np.uint64)),
        _places(np.frombuffer(signature.terms, _TERM)),
        _places(np.frombuffer(signature.translation_terms, _TERM)),
    )


def _places(hashes: NDArray[np.uint64]) -> NDArray[np.intp]:
    # The low bits: terms were chosen for their high ones.
    return (hashes & np.uint64(SIZE - 1)).astype(np.intp)


def _count(filter_: Filter, places: NDArray[np.intp]) -> int:
    return int(np.count_nonzero(filter_[places >> 3] >> (places & 7).astype(np.uint8) & 1))
