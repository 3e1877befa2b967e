"""Under which keys an article is remembered, and found."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from ...model import IndexEntry
from ..alike.candidates import terms
from ..criteria import Criteria
from ..signature import Signature
from . import postings

_KEY_BYTES = 8


class Keys(NamedTuple):
    """Keys of an article; what is not looked for has none.

    Attributes:
        id: Of articles with its id.
        address: Of those that were published under its address.
        words: Of those with the same words.
        terms: Of those that may be alike, by the kind of terms that they share.
    """

    id: int
    address: int | None
    words: int | None
    terms: dict[bytes, list[int]]

    @property
    def all(self) -> postings.Keys:
        """All of them, each once."""
        return np.unique(np.fromiter(self._each(), np.uint64))

    def _each(self) -> Iterator[int]:
        yield from (key for key in (self.id, self.address, self.words) if key is not None)
        for each in self.terms.values():
            yield from each


def keys(signature: Signature | IndexEntry, criteria: Criteria) -> Keys:
    """Return the keys of an article.

    Args:
        signature: Of the article, or what is remembered of it.
        criteria: Which kinds of duplicates are looked for.
    """
    by_kind: dict[bytes, list[int]] = {}
    for term in terms(signature, words=criteria.compares, facts=criteria.translations):
        by_kind.setdefault(term[:1], []).append(int.from_bytes(term[1:], "big"))
    has_address = criteria.by_address and signature.url_key is not None
    return Keys(
        id=_hashed(b"id", signature.id),
        address=_hashed(b"address", signature.url_key or "") if has_address else None,
        words=_hashed(b"words", signature.content_key) if criteria.by_words else None,
        terms=by_kind,
    )


def _hashed(what: bytes, value: str) -> int:
    encoded = value.encode("utf-8", "surrogatepass")
    digest = blake2b(encoded, digest_size=_KEY_BYTES, person=what).digest()
    return int.from_bytes(digest, "big")
