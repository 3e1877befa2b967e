"""How long an article is to a reader, in scripts with and without spaces."""

import re
from typing import NamedTuple, Self

import numpy as np

from ..model.character_kinds import CharacterKinds, code_points

# Scripts that put no space between words; a character counts as a word, as word processors do.
_UNSPACED = re.compile(
    "[\u0e01-\u0e33\u0e40-\u0e46\u0e81-\u0eb3\u0ec0-\u0ec6\u0edc-\u0edf"  # Thai, Lao
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3"  # Burmese, Khmer
    "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff"  # Hiragana, Katakana
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"  # Han
)
_BETWEEN = "/\u2013\u2014\u2026"  # words, beside spaces
_SPACE, _UNSPACED_LETTER, _LETTER, _SIGN = range(1, 5)

_WORDS_PER_SECOND = 238 / 60  # silent reading of non-fiction: Brysbaert 2019
_CHARACTERS_PER_SECOND = 255 / 60  # Chinese: Trauzettel-Klosinski and Dietz 2012


def _kind_of(character: str) -> int:
    if _UNSPACED.match(character):
        return _UNSPACED_LETTER
    if character.isspace() or character in _BETWEEN:
        return _SPACE
    return _LETTER if character.isalnum() else _SIGN


_KINDS = CharacterKinds(_kind_of)


class WordCount(NamedTuple):
    """The words of a text.

    Attributes:
        spaced: Words between spaces.
        unspaced: Characters in scripts without spaces.
    """

    spaced: int
    unspaced: int

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the count of the words of `text`."""
        kinds = _KINDS.of(code_points(text))
        # What has neither letter nor digit is no word: what is neither is left out.
        is_letter = kinds[kinds != _SIGN] == _LETTER
        within = np.count_nonzero(is_letter[1:] & is_letter[:-1])
        return cls(
            spaced=int(np.count_nonzero(is_letter) - within),
            unspaced=int(np.count_nonzero(kinds == _UNSPACED_LETTER)),
        )

    @property
    def total(self) -> int:
        """All of them."""
        return self.spaced + self.unspaced

    @property
    def reading_seconds(self) -> int:
        """How long an adult takes to read them silently, in whole seconds, rounded up."""
        seconds = self.spaced / _WORDS_PER_SECOND + self.unspaced / _CHARACTERS_PER_SECOND
        return -int(-seconds // 1)


def count_words(text: str) -> int:
    """Return the number of words; in scripts without spaces, of characters.

    >>> count_words("DeepSeek's R1 — a low-cost model")
    5
    >>> count_words("深度求索 R1 模型")
    7
    """
    return WordCount.of(text).total


def reading_seconds(text: str) -> int:
    """Return how long an adult takes to read `text` silently, in whole seconds, rounded up."""
    return WordCount.of(text).reading_seconds
