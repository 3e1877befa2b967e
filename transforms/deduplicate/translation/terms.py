"""By what the translations of an article are found: items that stand near each other."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .items import Item, Kind

Hashes = NDArray[np.uint64]

MIN_SHARED_TERMS = 2
MOST_TERMS = 32
_TERM = np.dtype(">u8")  # in this order, bytes sort as numbers do
# Steps from an item to those with which it makes a term. One or two between may be missing in the
# other language, and in which order they stand depends on it.
_PAIRS = ((1,), (2,), (3,))
_TRIPLES = ((1, 2), (1, 3), (2, 3))
_LEAST_WEIGHT = 6  # of the items of a term: two numbers, one of three digits and one of two
_FULL_NAME_WEIGHT = 4
_ODD = np.uint64(0xBF58476D1CE4E5B9)  # of SplitMix64's finaliser
_HALF = np.uint64(32)


class _Anchors(NamedTuple):
    hashes: Hashes
    weights: NDArray[np.int64]


def terms_of(items: list[Item], hashes: Hashes) -> bytes:
    """Return the terms of a text, at most `MOST_TERMS`, as hashes of 8 bytes each, in order.

    A number alone is in too many articles, two that stand near each other are in few. First come
    pairs of numbers, for languages that write names in other letters; then pairs of numbers, names
    of two words, and words with several capitals or with digits. What room is left is for any three
    items: of two common names there are too many articles again.

    Args:
        items: The items of the text, in order.
        hashes: Of their keys.
    """
    weights = np.array([item.weight for item in items], np.int64)
    telling = weights > 1
    is_number = telling & np.array([item.kind is Kind.NUMBER for item in items], bool)
    half = MOST_TERMS // 2
    found = np.union1d(
        _strongest(_Anchors(hashes[is_number], weights[is_number]), _PAIRS, half),
        _strongest(_anchors(items, hashes), _PAIRS, half),
    )
    room = MOST_TERMS - found.size
    every = _Anchors(hashes[telling], weights[telling])
    found = np.union1d(found, _strongest(every, _TRIPLES, room))
    return found.astype(_TERM).tobytes()


def _anchors(items: list[Item], hashes: Hashes) -> _Anchors:
    """Return what is rare enough that two of it make a term."""
    places: list[int] = []
    full_names: list[bool] = []
    for place, item in enumerate(items):
        if not item.is_name:
            if item.weight > 1:
                places.append(place)
                full_names.append(False)
        elif place and items[place - 1].is_name and items[place - 1].end + 1 == item.start:
            # The last two words of a name: before them may stand what somebody is.
            if places and full_names[-1] and places[-1] == place - 1:
                places[-1] = place
            else:
                places.append(place)
                full_names.append(True)
    if not places:
        return _Anchors(hashes[:0], np.empty(0, np.int64))
    chosen, is_full = np.array(places), np.array(full_names)
    weights = np.array([items[place].weight for place in places], np.int64)
    return _Anchors(
        np.where(is_full, hashes[chosen] + hashes[chosen - 1] * _ODD, hashes[chosen]),
        np.where(is_full, _FULL_NAME_WEIGHT, weights),
    )


def _strongest(anchors: _Anchors, steps: tuple[tuple[int, ...], ...], most: int) -> Hashes:
    """Return hashes of the groups of `anchors` that tell most, `most` of them."""
    hashes, weights = anchors
    size = hashes.size
    groups: list[Hashes] = []
    strengths: list[NDArray[np.int64]] = []
    for group in steps:
        count = size - group[-1]
        if count < 1:
            continue
        group_hashes, strength = hashes[:count].copy(), weights[:count].copy()
        for step in group:
            group_hashes += hashes[step : step + count]
            strength += weights[step : step + count]
        groups.append(group_hashes)
        strengths.append(strength)
    if not groups:
        return hashes[:0]
    found, strength = np.concatenate(groups), np.concatenate(strengths)
    enough = strength >= _LEAST_WEIGHT
    found, strength = _mixed(found[enough]), strength[enough]
    return found[np.lexsort((found, strength))[::-1][:most]]


def _mixed(sums: Hashes) -> Hashes:
    """Spread the bits of each sum, which does not depend on the order of what was added."""
    sums = (sums ^ (sums >> _HALF)) * _ODD
    return sums ^ (sums >> _HALF)
