"""What is kept of an article for comparing it with its translations: at most 1 KB.

It does not depend on process or machine:

| Bytes | What they hold |
| --- | --- |
| 0 | the version of this form, 1 |
| 1 to 8 | subtag of the language in ASCII, spaces behind; spaces alone where it is not known |
| 9 to 12 | length of the text, see `letters_in`, little-endian |
| 4 for each item | hash of its key (27 bits), kind (2), weight (3), little-endian; sorted |
| 1 for each item | where it first stands, in 255th of the text |
"""

import re
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.character_kinds import code_points
from .items import Item

MOST_ITEMS = 200
_VERSION = 1
_HEAD = Struct("<B8sI")
_ITEM = np.dtype("<u4")
_PLACES = 255
_KEY_SHIFT = np.uint64(64 - 27)
_KIND_BITS, _WEIGHT_BITS = 2, 3
_LOW_BITS = _KIND_BITS + _WEIGHT_BITS
_LANGUAGE_LENGTH = 8
_LONGEST = (1 << 32) - 1
# Of Chinese, Japanese and Korean a character says as much as several letters: of what was measured
# on translations of one text, 3 for Chinese, 2 for Japanese and Korean.
_DENSE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]")
_FIRST_DENSE = 0x2E80
_LETTERS_A_CHARACTER = 2.5


class Head(NamedTuple):
    """What evidence says of its article beside the items.

    Attributes:
        language: Subtag of its language; empty where that is not known.
        letters: Length of its text, see `letters_in`.
    """

    language: str
    letters: int


class Items(NamedTuple):
    """The items of an article, in the order of their keys.

    Attributes:
        keys: Hashes of their keys, each once.
        kinds: See `Kind`.
        weights: See `Item`.
        places: Where they first stand, from 0 to 1.
    """

    keys: NDArray[np.uint32]
    kinds: NDArray[np.uint32]
    weights: NDArray[np.float64]
    places: NDArray[np.float64]


def letters_in(text: str) -> int:
    """Return how long a text is, in letters; those of Chinese, Japanese, Korean count 2.5 each."""
    if text.isascii() or code_points(text).max() < _FIRST_DENSE:  # most are: no need to count
        return len(text)
    return len(text) + int((_LETTERS_A_CHARACTER - 1) * len(_DENSE.findall(text)))


def encode(text: str, language: str, items: list[Item], hashes: NDArray[np.uint64]) -> bytes:
    """Return the evidence of a text; of more than `MOST_ITEMS` items those that tell most.

    Args:
        text: The text.
        language: Subtag of its language; empty where that is not known.
        items: Its items.
        hashes: Of their keys.
    """
    head = _HEAD.pack(
        _VERSION,
        language.encode("ascii", "ignore")[:_LANGUAGE_LENGTH].ljust(_LANGUAGE_LENGTH),
        min(letters_in(text), _LONGEST),
    )
    if not items:
        return head
    kinds = np.array([item.kind for item in items], np.uint64)
    weights = np.array([item.weight for item in items], np.uint64)
    starts = np.array([item.start for item in items], np.int64)
    # Those that tell most, and of equal ones those with the greatest hashes: a translation has
    # chosen the same.
    best = np.lexsort((hashes, weights))[::-1][:MOST_ITEMS]
    keys, first = np.unique(hashes[best] >> _KEY_SHIFT, return_index=True)
    best = best[first]
    codes = keys << np.uint64(_LOW_BITS) | kinds[best] << np.uint64(_WEIGHT_BITS) | weights[best]
    places = starts[best] * _PLACES // max(len(text), 1)
    return head + codes.astype(_ITEM).tobytes() + places.astype(np.uint8).tobytes()


def decode_head(evidence: bytes) -> Head:
    """Return the head of what `encode` returned."""
    _, language, letters = _HEAD.unpack_from(evidence)
    return Head(language.decode("ascii").rstrip(), letters)


def decode_items(evidence: bytes) -> Items:
    """Return the items of what `encode` returned."""
    count = (len(evidence) - _HEAD.size) // (_ITEM.itemsize + 1)
    codes = np.frombuffer(evidence, _ITEM, count, _HEAD.size)
    places = np.frombuffer(evidence, np.uint8, count, _HEAD.size + count * _ITEM.itemsize)
    return Items(
        keys=codes >> np.uint32(_LOW_BITS),
        kinds=codes >> np.uint32(_WEIGHT_BITS) & np.uint32((1 << _KIND_BITS) - 1),
        weights=(codes & np.uint32((1 << _WEIGHT_BITS) - 1)).astype(np.float64),
        places=places / _PLACES,
    )
