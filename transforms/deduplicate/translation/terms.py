"""By what the translations of an article are found: items that stand near each other."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..shingles import each_once
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
_LEAST_ITEM = 2  # weight below which an item, such as a year, is no part of a term
_FULL_NAME = 4  # weight of two words of a name
_ODD = np.uint64(0xBF58476D1CE4E5B9)  # of SplitMix64's finaliser
_HALF = np.uint64(32)


class _Units(NamedTuple):
    """What terms are made of, in the order of the text.

    Attributes:
        hashes: Of their keys.
        weights: How much each tells.
        is_number: Which are numbers.
        is_rare: Which are so rare that two of them make a term.
    """

    hashes: Hashes
    weights: NDArray[np.int64]
    is_number: NDArray[np.bool_]
    is_rare: NDArray[np.bool_]

    def only(self, chosen: NDArray[np.bool_]) -> "_Units":
        """Return some of them."""
        hashes, weights, is_number, is_rare = self
        return _Units(hashes[chosen], weights[chosen], is_number[chosen], is_rare[chosen])


def terms_of(items: list[Item], hashes: Hashes) -> bytes:
    """Return the terms of a text, at most `MOST_TERMS`, as hashes of 8 bytes each, in order.

    A number alone is in too many articles, two that stand near each other are in few. First come
    pairs of numbers, for languages that write names in other letters; then pairs of numbers, names
    of two words, and words with several capitals or with digits. What room is left is for any three
    of these and of single names: of two single names there are too many articles again.

    Args:
        items: The items of the text, in order.
        hashes: Of their keys.
    """
    units = _units(items, hashes)
    numbers = _strongest(units.only(units.is_number), _PAIRS, MOST_TERMS // 2)
    rare = _strongest(units.only(units.is_rare), _PAIRS, MOST_TERMS // 2)
    found = each_once(np.concatenate([numbers, rare]))
    others = _strongest(units, _TRIPLES, MOST_TERMS - found.size)
    found = each_once(np.concatenate([found, others]))
    return found.astype(_TERM).tobytes()


def _units(items: list[Item], hashes: Hashes) -> _Units:
    """Return the items that tell something, two words of a name as one."""
    places: list[int] = []
    weights: list[int] = []
    is_rare: list[bool] = []
    is_full: list[bool] = []
    for place, item in enumerate(items):
        if item.weight < _LEAST_ITEM:
            continue
        before = items[place - 1] if place else None
        if item.is_name and before and before.is_name and before.end + 1 == item.start:
            # The last two words of a name: before them may stand what somebody is.
            places[-1], weights[-1], is_rare[-1], is_full[-1] = place, _FULL_NAME, True, True
        else:
            places.append(place)
            weights.append(item.weight)
            is_rare.append(not item.is_name)
            is_full.append(False)
    chosen = np.array(places, np.int64)
    return _Units(
        # The word before the first is no part of a name.
        np.where(is_full, hashes[chosen] + hashes[chosen - 1] * _ODD, hashes[chosen]),
        np.array(weights, np.int64),
        np.array([items[place].kind is Kind.NUMBER for place in places], bool),
        np.array(is_rare, bool),
    )


def _strongest(units: _Units, steps: tuple[tuple[int, ...], ...], most: int) -> Hashes:
    """Return hashes of the groups of `units` that tell most, `most` of them."""
    hashes, weights = units.hashes, units.weights
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
