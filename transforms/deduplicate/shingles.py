"""The shingles of a text: runs of words, as hashes.

Two texts are as alike as the sets of their shingles are (Broder, "On the resemblance and
containment of documents", 1997). In scripts that set no spaces between words, a run of characters
takes the place of a run of words.
"""

from functools import cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
_Number = TypeVar("_Number", bound=np.unsignedinteger[Any])

UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x4DBF),  # Chinese characters
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
"""Blocks of Unicode whose scripts set no spaces between words: first and last code point."""

_EDGES = np.array([edge for first, last in UNSPACED for edge in (first, last + 1)], np.uint32)
CHARACTERS_A_WORD = 2
"""Of a script that sets no spaces: that many characters say about as much as a word does."""

_SPACE = ord(" ")
# An odd number, so that it has an inverse modulo 2^64: the golden ratio, as in Fibonacci hashing.
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_FOLD = np.uint64(0xFF51AFD7ED558CCD)  # of MurmurHash3's finaliser


class Tokens(NamedTuple):
    """The words of a text as hashes.

    Attributes:
        hashes: One for each word, or character of a script that sets no spaces, in order.
        is_character: Which are the latter.
    """

    hashes: Hashes
    is_character: NDArray[np.bool_]


def shingles(tokens: Tokens, length: int) -> Hashes:
    """Return the hashes of all runs of `length` words, in their order in the text.

    A text with fewer words has one shingle, of all of them; a text without words none. The hashes
    are the same in every process and on every machine.

    Args:
        tokens: The words.
        length: Of a run, in words. Of characters, where each stands for a word, twice as many.
    """
    hashes, is_character = tokens
    if hashes.size <= length:
        return _runs(hashes, hashes.size) if hashes.size else hashes
    runs = _runs(hashes, length)
    if is_character.any():
        longer = length * CHARACTERS_A_WORD
        unspaced = np.ones(runs.size, bool)
        for offset in range(length):
            unspaced &= is_character[offset : offset + runs.size]
        whole = max(hashes.size - longer + 1, 0)
        if whole:
            # What begins with characters is told by a longer run; at the end there is none.
            runs[:whole] = np.where(unspaced[:whole], _runs(hashes, longer), runs[:whole])
            runs = runs[~unspaced | (np.arange(runs.size) < whole)]
    return runs


def tokens(words: str) -> Tokens:
    """Return the tokens of a text.

    Args:
        words: Its words, with single spaces between; see `normalized_text`.
    """
    codes = np.frombuffer(words.encode("utf-32-le", "surrogatepass"), np.uint32)
    if not codes.size:
        return Tokens(np.empty(0, np.uint64), np.empty(0, bool))
    is_word = codes != _SPACE
    begins = is_word.copy()
    if words.isascii() or codes.max() < _EDGES[0]:  # no need to look closer at each
        is_character = np.zeros(codes.size, bool)
        begins[1:] &= ~is_word[:-1]
    else:
        is_character = (np.searchsorted(_EDGES, codes, side="right") & 1).astype(bool)
        begins[1:] &= ~is_word[:-1] | is_character[1:] | is_character[:-1]
    starts = np.flatnonzero(begins)
    if not starts.size:
        return Tokens(np.empty(0, np.uint64), np.empty(0, bool))
    # The polynomial of each word, at its place in the text, then moved to the beginning.
    powers, inverses = _powers(1 << (codes.size - 1).bit_length())
    terms = (codes.astype(np.uint64) + np.uint64(1)) * powers[: codes.size]
    terms *= is_word
    hashes = _mixed(np.add.reduceat(terms, starts) * inverses[starts])
    return Tokens(hashes, is_character[starts])


def each_once(hashes: NDArray[_Number]) -> NDArray[_Number]:
    """Return hashes in order, each once; so few are sorted sooner than `numpy.unique` is done."""
    ordered = np.sort(hashes)
    is_first = np.ones(ordered.size, bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def _runs(tokens: Hashes, length: int) -> Hashes:
    count = tokens.size - length + 1
    hashes = tokens[:count]
    for offset in range(1, length):
        hashes = hashes * _FOLD + tokens[offset : offset + count]
    return _mixed(hashes)


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return the powers of the base and of its inverse, modulo 2^64, from the first on."""
    base, inverse = (np.full(count, number, np.uint64) for number in (_BASE, _INVERSE))
    return np.cumprod(base, dtype=np.uint64), np.cumprod(inverse, dtype=np.uint64)


def _mixed(values: Hashes) -> Hashes:
    """Spread the bits of each value: the finaliser of SplitMix64 (Steele et al. 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
