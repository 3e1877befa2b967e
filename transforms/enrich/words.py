"""How long an article is to a reader, in scripts with and without spaces."""

import re
from typing import NamedTuple, Self

# Scripts that put no space between words; a character counts as a word, as word processors do.
_UNSPACED = re.compile(
    "[\u0e01-\u0e33\u0e40-\u0e46\u0e81-\u0eb3\u0ec0-\u0ec6\u0edc-\u0edf"  # Thai, Lao
    "\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3"  # Burmese, Khmer
    "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff"  # Hiragana, Katakana
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"  # Han
)
_BETWEEN = "/\u2013\u2014\u2026"  # words, beside spaces

_WORDS_PER_SECOND = 238 / 60  # silent reading of non-fiction: Brysbaert 2019
_CHARACTERS_PER_SECOND = 255 / 60  # Chinese: Trauzettel-Klosinski and Dietz 2012


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
        unspaced = 0
        if not text.isascii():
            text, unspaced = _UNSPACED.subn(" ", text)
        for sign in _BETWEEN:
            text = text.replace(sign, " ")
        # What has neither letter nor digit is no word.
        spaced = sum(part.isalnum() or any(map(str.isalnum, part)) for part in text.split())
        return cls(spaced, unspaced)

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
