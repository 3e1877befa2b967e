"""The beginning of an article, for a list of results."""

import re
import unicodedata

LENGTH = 280  # characters
_SHORTEST = LENGTH // 3  # a sentence that ends before this says too little
_SENTENCE_END = re.compile(r"[.!?…؟۔।][\"”’»)\]]*(?= )|[。！？][”」』）]*")
_JOINERS = ("\u200c", "\u200d")


def excerpt(text: str, length: int = LENGTH) -> str:
    """Return the beginning of `text` on one line, ending at a sentence or, with "…", at a word.

    Args:
        text: The article's text.
        length: The most characters to return.

    >>> excerpt("It rained. It rained all day.", length=20)
    'It rained.'
    >>> excerpt("It rained all day long", length=15)
    'It rained all…'
    """
    line = " ".join(text[: 4 * length].split())
    if len(line) <= length:
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(line, 0, length + 1)]
    ends = [end for end in ends if min(_SHORTEST, length // 3) <= end <= length]
    if ends:
        return line[: ends[-1]]
    end = line.rfind(" ", length // 2, length)
    if end < 0:
        end = length - 1
        while end > 1 and _continues(line[end]):
            end -= 1
    return line[:end].rstrip(" ,;:–—-、，；：") + "…"


def _continues(character: str) -> bool:
    """Whether the character belongs to the one before it."""
    return unicodedata.category(character).startswith("M") or character in _JOINERS
