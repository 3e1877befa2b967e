"""The keys of a collection of articles, in little space: which others could repeat one of them?

A Bloom filter with one hash function (Bloom, "Space/time trade-offs in hash coding with allowable
errors", 1970): what shares a key always passes, and a little of the rest. A near
duplicate must share several, so that chance hits matter little. With `SIZE` bits,
100,000 articles of 40 keys set 6 % of them, and let 1 in 10 of others pass; of many more it lets
all pass, which costs time and changes nothing else.
"""

from collections.abc import Iterable
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..fingerprint import MIN_SHARED_TERMS
from ..signature import Signature

SIZE = 1 << 26
"""Bits of a filter: 8 MiB."""
_TERM = np.dtype([("high", ">u4"), ("low", ">u4")])
TERM_BYTES = _TERM.itemsize

Filter = NDArray[np.uint8]
Places = NDArray[np.intp]
"""Bits of a filter, one for each key."""


def empty() -> Filter:
    """Return the filter of no article."""
    return np.zeros(SIZE // 8, np.uint8)


def add(filter_: Filter, signature: Signature) -> None:
    """Put the keys of an article into a filter."""
    places = np.concatenate([keys for keys, _ in _keys(signature)])
    np.bitwise_or.at(filter_, places >> 3, np.left_shift(1, places & 7).astype(np.uint8))


def is_relevant(filter_: Filter, signature: Signature) -> bool:
    """Whether an article could be repeated by one whose keys are in a filter."""
    return any(int(holds(filter_, keys).sum()) >= least for keys, least in _keys(signature))


def relevant(articles: Iterable[Signature], known: Iterable[Signature]) -> list[Signature]:
    """Return those of `known` that one of `articles` could repeat."""
    filter_ = empty()
    for signature in articles:
        add(filter_, signature)
    return [signature for signature in known if is_relevant(filter_, signature)]


def holds(filter_: Filter, places: Places) -> NDArray[np.bool_]:
    """Return of each key whether it is in a filter, or by chance seems to be."""
    return (filter_[places >> 3] >> (places & 7).astype(np.uint8) & 1).astype(np.bool_)


def own_places(texts: Iterable[bytes], count: int) -> Places:
    """Return the places of keys of which one suffices: addresses, and hashes of words."""
    return np.fromiter(map(crc32, texts), np.intp, count) & (SIZE - 1)


def term_places(terms: bytes) -> Places:
    """Return the places of the keys of which `MIN_SHARED_TERMS` are needed."""
    # The low bits: terms were chosen for their high ones.
    return np.frombuffer(terms, _TERM)["low"].astype(np.intp) & (SIZE - 1)


def _keys(signature: Signature) -> Iterable[tuple[Places, int]]:
    """Return an article's keys, and how many of them another one must share."""
    own = [each for each in (signature.content_key, signature.url_key) if each is not None]
    return (
        (own_places((each.encode("utf-8", "surrogatepass") for each in own), len(own)), 1),
        (term_places(signature.terms), MIN_SHARED_TERMS),
        (term_places(signature.translation_terms), MIN_SHARED_TERMS),
    )
