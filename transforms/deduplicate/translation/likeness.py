"""How much of what tells a translation two articles in different languages have in common."""

from typing import NamedTuple

import numpy as np

from .evidence import decode_head, decode_items
from .items import Kind

TRANSLATED = 0.5
"""Least likeness of an article and its translation. Articles on one event, reports of two matches
or quarters on one pattern stay below 0.37, see README.md; translations are above 0.8 as a rule."""

LEAST_WEIGHT = 20.0
LEAST_ITEMS = 6
"""Of what two articles have in common: below, nothing can be told. Two short reports of one event
have its four or five figures, and each has nothing else."""

_LONGER = 1.8  # times the letters of the other: no translation adds or leaves out so much
# How far an item may stand from where it stands in the other text, as a share of the texts: they
# stretch unevenly, and a language has its own order in a sentence of some 80 letters. Up to that
# an item counts wholly, at twice that no more.
_SWAY = 0.04
_SENTENCE_LETTERS = 80
_MOST_SHIFT = 0.12  # of one text against the other: a lead or a list that only one of them has


class Common(NamedTuple):
    """What two articles have in common, by weight.

    Attributes:
        numbers: Weight of the numbers and dates that both have in the same places.
        of_numbers: Of all numbers and dates, the mean of both.
        words: Weight of the words that both have in the same places.
        of_words: Of all words, of the article that has fewer.
        addresses: Weight of the addresses that both quote.
        items: How many items that is.
    """

    numbers: float
    of_numbers: float
    words: float
    of_words: float
    addresses: float
    items: int


_NOTHING = Common(0.0, 0.0, 0.0, 0.0, 0.0, 0)


def translation_likeness(first: bytes, second: bytes) -> float:
    """Return how much of the evidence of two articles says that one is a translation of the other.

    That is the share, by weight, of their items that both have and that stand in the same places:
    of all numbers and dates of both, since a translation has all of them; of the words of Latin
    letters of the one that has fewer, since German has more capitals and Russian fewer Latin
    letters; an address counts where both quote it. 0 is returned too where nothing can be told:
    the language is the same or not known, one text is much longer, there are too few items.

    Args:
        first: Evidence of an article, see `translation_fingerprint`.
        second: Evidence of another one.
    """
    one, other = decode_head(first), decode_head(second)
    if one.language == other.language or not one.language or not other.language:
        return 0.0
    letters, more_letters = sorted((one.letters, other.letters))
    if more_letters > _LONGER * letters:
        return 0.0
    common = common_evidence(first, second, letters)
    weight = common.numbers + common.words + common.addresses
    if common.items < LEAST_ITEMS or weight < LEAST_WEIGHT:
        return 0.0
    return round(weight / (common.of_numbers + common.of_words + common.addresses), 4)


def common_evidence(first: bytes, second: bytes, letters: int) -> Common:
    """Return what two articles have in common.

    Args:
        first: Evidence of an article.
        second: Evidence of another one.
        letters: Length of the shorter text.
    """
    one, other = decode_items(first), decode_items(second)
    if not one.keys.size or not other.keys.size:
        return _NOTHING
    there = np.minimum(np.searchsorted(other.keys, one.keys), other.keys.size - 1)
    here = np.flatnonzero(other.keys[there] == one.keys)
    if here.size < LEAST_ITEMS:
        return _NOTHING
    there = there[here]
    weights = np.minimum(one.weights[here], other.weights[there])
    away = other.places[there] - one.places[here]
    away -= min(max(float(np.median(away)), -_MOST_SHIFT), _MOST_SHIFT)
    sway = _SWAY + _SENTENCE_LETTERS / letters
    weights *= np.clip(2 - np.abs(away) / sway, 0, 1)
    numbers, words, addresses = _by_kind(one.kinds[here], weights)
    totals = _by_kind(one.kinds, one.weights), _by_kind(other.kinds, other.weights)
    return Common(
        numbers=numbers,
        of_numbers=(totals[0][Kind.NUMBER] + totals[1][Kind.NUMBER]) / 2,
        words=words,
        of_words=min(totals[0][Kind.WORD], totals[1][Kind.WORD]),
        addresses=addresses,
        items=int(np.count_nonzero(weights)),
    )


def _by_kind(
    kinds: "np.typing.NDArray[np.uint32]", weights: "np.typing.NDArray[np.float64]"
) -> list[float]:
    sums: list[float] = np.bincount(kinds, weights, len(Kind)).tolist()
    return sums
