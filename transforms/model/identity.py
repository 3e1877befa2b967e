"""What makes two documents, or two texts, the same one. Pure functions of the content."""

import hashlib
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from .character_kinds import CharacterKinds

_ID_HEX_DIGITS = 32  # 128 bits: a clash among 10^12 documents has odds below 10^-14
# Marks are half of a word in many scripts; a symbol may be all that tells two texts apart, as in
# C++ and C#. Modifier symbols are stray accents and quotation marks.
_NOT_WORDS = regex.compile(r"[^\p{L}\p{M}\p{N}\p{S}]|\p{Sk}")


_WORD, _BETWEEN = 1, 2
_SPACE = ord(" ")
_FOLDED = bytes(
    ord(char.lower()) if char.isalnum() or char in "$+<=>|~" else _SPACE
    for char in map(chr, range(256))
)
"""What each character of ASCII is folded to."""


def document_id(uri: str, position: str | None, content: bytes) -> str:
    """Return the id of a document: where it was read and what was there.

    The same bytes read again from the same place are the same document; a file changed in
    place is another one. Nothing random and no counter goes in, so every run and every runner
    gives the same id.

    Returns:
        32 lower-case hexadecimal digits (the first 128 bits of a SHA-256).

    >>> document_id("news/a.txt", None, b"It rained.")
    'ed5cba33d121a94cefe18514e3d4f7d0'
    """
    digest = hashlib.sha256()
    for part in (uri.encode(), (position or "").encode()):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    digest.update(content)
    return digest.hexdigest()[:_ID_HEX_DIGITS]


@lru_cache(maxsize=1)  # several ask for the words of one article, one after another
def normalized_text(text: str) -> str:
    """Return the words and symbols of `text`: case, spacing, punctuation and widths folded.

    Of a text that is nothing but punctuation, that is what is left.

    >>> normalized_text("It  RAINED -- again!")
    'it rained again'
    """
    if text.isascii():
        words = text.encode().translate(_FOLDED).decode()
        return " ".join(words.split()) or " ".join(text.split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKC", folded)
    import numpy as np  # noqa: PLC0415  slow, and who cleans documents does without it

    from .character_kinds import code_points  # noqa: PLC0415

    codes = code_points(folded)
    is_word = _kinds().of(codes) == _WORD
    kept = is_word.copy()
    kept[1:] |= is_word[:-1]  # and one character between words
    words = np.where(is_word, codes, np.uint32(_SPACE))[kept].tobytes()
    return words.decode("utf-32-le", "surrogatepass").rstrip(" ") or " ".join(folded.split())


def words_hash(words: str) -> str:
    """Return the SHA-256 of words as `normalized_text` gives them, as 64 hexadecimal digits."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def content_hash(text: str) -> str:
    """Return the SHA-256 of the words of `text`, as 64 hexadecimal digits.

    Two texts have the same hash when they differ in nothing but spacing, punctuation, case and
    Unicode compatibility forms.

    >>> content_hash("It rained.") == content_hash("IT rained")
    True
    """
    return words_hash(normalized_text(text))


@cache
def _kinds() -> "CharacterKinds":
    from .character_kinds import CharacterKinds  # noqa: PLC0415

    return CharacterKinds(lambda character: _BETWEEN if _NOT_WORDS.fullmatch(character) else _WORD)
