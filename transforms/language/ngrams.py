"""The n-grams of a text as whole numbers, all at once.

As langdetect reads a text: signs and digits are spaces, words in capitals are passed over, the
n-grams of one to three characters end at each character and reach back no further than the space
before its word. What langdetect does for scripts that are not told by n-grams here is left out.
"""

import numpy as np

from .arrays import Counts
from .langdetect_library import SPACES_OF_LATIN_1

BITS = 12
"""A character of an n-gram takes so many bits of its code."""
SPACE = 1
"""The number of the space in an alphabet; 0 is that of no character."""
FOREIGN = (1 << BITS) - 1
"""The number of all characters that no profile has."""

_PLANE = 0x10000


def plane() -> Counts:
    """Return, for each code point of the first plane, that by which langdetect reads it."""
    read_as = np.arange(_PLANE, dtype=np.uint16)
    read_as[:0x80] = ord(" ")
    for first, last in ("AZ", "az"):
        letters = np.arange(ord(first), ord(last) + 1)
        read_as[letters] = letters
    read_as[[ord(sign) for sign in SPACES_OF_LATIN_1]] = ord(" ")
    read_as[0x0219], read_as[0x021B] = 0x015F, 0x0163  # Romanian comma below → cedilla
    read_as[0x2000:0x2070] = ord(" ")  # general punctuation
    read_as[0x06CC] = 0x064A  # Farsi yeh → Arabic yeh
    read_as[0x1EA0:0x1F00] = 0x1EC3  # letters of Vietnamese with two marks
    return read_as


def capitals() -> Counts:
    """Return whether each code point of the first plane is a capital letter."""
    # Latin, Greek, Cyrillic, Armenian and Georgian, Latin again: no other script has them.
    found = np.zeros(_PLANE, bool)
    for first, last in ((0x41, 0x590), (0x10A0, 0x10D0), (0x1E00, 0x2000), (0x2C00, 0x2E00)):
        found[first:last] = [chr(code).isupper() for code in range(first, last)]
    return found


def codes(characters: Counts, capital: Counts) -> Counts:
    """Return the codes of the n-grams that end at each character.

    Args:
        characters: Numbers of the characters of a text in an alphabet, a space at either end.
        capital: Which of them are capital letters.

    Returns:
        For each character but the first, a row: its n-grams of one, two and three characters, 0
        for what is none.
    """
    length = characters.size - 1
    found = np.zeros((length, 3), np.int64)
    last, middle = characters[1:], characters[:-1]
    is_space = characters == SPACE
    allowed = ~(capital[1:] & capital[:-1])  # not within a word in capitals
    np.multiply(last, allowed & ~is_space[1:], out=found[:, 0])
    pairs = (middle << BITS) | last
    np.multiply(pairs, allowed & ~(is_space[1:] & is_space[:-1]), out=found[:, 1])
    found[1:, 2] = ((characters[:-2] << 2 * BITS) | pairs[1:]) * (allowed[1:] & ~is_space[1:-1])
    return found


def trigrams(characters: Counts, capital: Counts, step: int) -> Counts:
    """Return the codes of the n-grams of three characters that begin at every `step`th."""
    first, middle, last = (
        characters[place : characters.size - 2 + place : step] for place in range(3)
    )
    capitals = capital[1:-1:step] & capital[2::step]
    return ((first << 2 * BITS) | (middle << BITS) | last) * (~capitals & (middle != SPACE))
