"""The words of a text as deduplication compares them, each with its place in the text."""

from typing import NamedTuple

import regex

from ...model import normalized_text
from ..shingles import CHARACTERS_A_WORD, UNSPACED

_UNSPACED = "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED)
# Katakana of half width become characters of such a script; their voice is a character apart.
_HALF_WIDTH, _VOICED = "\uff66-\uff9d", "\u3099\u309a\uff9e\uff9f"
# As `normalized_text` tells what is a word, and `tokens` where one ends.
_WORD = regex.compile(
    rf"(?V1)([{_UNSPACED}{_HALF_WIDTH}][{_VOICED}]?)"
    rf"|[\p{{L}}\p{{M}}\p{{N}}\p{{S}}--[\p{{Sk}}{_UNSPACED}{_HALF_WIDTH}]]+"
)


class Words(NamedTuple):
    """The words of a text; in scripts that set no spaces between words, their characters.

    Attributes:
        keys: What each is compared by: case, width and compatibility forms folded.
        weights: What each says, in characters of a script that sets no spaces.
        cuts: Where each begins, in code points, with the punctuation before it; and where the
            last one ends: at the end of the text.
        lines: The first word of each line, and the one after its last.
    """

    keys: list[str]
    weights: list[int]
    cuts: list[int]
    lines: list[tuple[int, int]]


def words_of(text: str) -> Words:
    """Return the words of a text. What is nothing but punctuation is one word.

    >>> words_of("It  RAINED (again)!")
    Words(keys=['it', 'rained', 'again'], weights=[2, 2, 2], cuts=[0, 4, 11, 19], lines=[(0, 3)])
    """
    folded: dict[str, str] = {}
    keys: list[str] = []
    weights: list[int] = []
    cuts: list[int] = []
    lines: list[tuple[int, int]] = []
    start = end = 0
    for line in text.split("\n"):
        before = len(keys)
        for found in _WORD.finditer(line):
            word = found[0]
            begins = start + found.start()
            cuts.append(_cut(text, end, begins) if keys else 0)
            end = start + found.end()
            if word not in folded:
                folded[word] = word.lower() if word.isascii() else normalized_text(word)
            keys.append(folded[word])
            weights.append(CHARACTERS_A_WORD if found[1] is None else 1)
        lines.append((before, len(keys)))
        start += len(line) + 1
    if not keys and text:
        return Words([normalized_text(text)], [1], [0, len(text)], [(0, 1)])
    return Words(keys, weights, [*cuts, len(text)], lines)


def _cut(text: str, end: int, begins: int) -> int:
    """Return where to cut between two words: behind the last space, else before the second."""
    return next((at for at in range(begins, end, -1) if text[at - 1].isspace()), begins)
