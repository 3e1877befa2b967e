"""Which lines of a text come from which lines of the text that it was taken from.

Lines are compared by their letters and digits, so that spacing, list marks and the bars of tables
do not count. First whole lines are aligned, then, in the gaps between those, words: so lines that
were joined, split or cut are found as well.

The work is in proportion to the two texts.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...subsequence import common_subsequence

# How much of a line has to be found in another to be the same, or a piece of it.
_ENOUGH = 0.5

# Words; of scripts without spaces, and where they are seldom, characters.
_TOKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]|"
    "[^\\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]+"
)


class Alignment(NamedTuple):
    """What became of each line of a text, in another that was made of it.

    Attributes:
        sources: For each line that was made, the lines that it comes from; none for one that
            comes from elsewhere.
        remains: For each line that there was, what is left of it: itself where all of its letters
            and digits are, a text with a line for each piece, or None where nothing is.
    """

    sources: tuple[tuple[int, ...], ...]
    remains: tuple[str | None, ...]


def align(before: Sequence[str], after: Sequence[str]) -> Alignment:
    """Return which lines of `after` come from which lines of `before`, in order.

    Blank lines come from nowhere, and nothing becomes of them.

    >>> align(["Home", "One.", "Two", "three."], ["One.", "Two three."])
    Alignment(sources=((1,), (2, 3)), remains=(None, 'One.', 'Two', 'three.'))
    """
    old, new = [_Line.of(line) for line in before], [_Line.of(line) for line in after]
    whole = common_subsequence(
        [line.key for line in old], [line.key for line in new], lambda key: len(key) if key else 0
    )
    links: dict[int, dict[int, tuple[int, int] | None]] = {j: {i: None} for i, j in whole}
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *whole, (len(old), len(new))]):
        if next_i - i > 1 and next_j - j > 1:
            for made, found in _pieces(old, new, range(i + 1, next_i), range(j + 1, next_j)):
                links[made] = dict(found)
    _link_moved(old, new, links)
    return Alignment(
        tuple(tuple(sorted(links.get(j, ()))) for j in range(len(new))),
        tuple(_remains(before, after, old, new, links)),
    )


def line_key(line: str) -> str:
    """Return what lines are compared by: letters and digits; of a line without any, its signs.

    >>> line_key("- Three Days:"), line_key("* * *")
    ('threedays', '***')
    """
    return _Line.of(line).key


class _Line(NamedTuple):
    key: str
    tokens: list[str]
    spans: list[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> "_Line":
        """Return a line as it is compared; where its tokens stand is told in `text` as it is."""
        found = [(_folded(token[0]), token.span()) for token in _TOKEN.finditer(text)]
        tokens = [token for token, _ in found]
        return cls("".join(tokens) or "".join(text.split()), tokens, [span for _, span in found])


def _folded(word: str) -> str:
    return word.casefold() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


def _pieces(
    old: Sequence[_Line], new: Sequence[_Line], olds: range, news: range
) -> Iterator[tuple[int, Iterator[tuple[int, tuple[int, int]]]]]:
    """Give lines of `news` whose words are found in `olds`: in which of them, and which words."""
    there = [(i, token) for i in olds for token in old[i].tokens]
    made = [(j, at) for j in news for at in range(len(new[j].tokens))]
    matches: dict[int, dict[int, list[int]]] = {}
    for a, b in common_subsequence(
        [token for _, token in there], [new[j].tokens[at] for j, at in made], len
    ):
        j, at = made[b]
        matches.setdefault(j, {}).setdefault(there[a][0], []).append(at)
    for j, found in matches.items():
        line = new[j]
        sizes = {i: sum(len(line.tokens[at]) for at in places) for i, places in found.items()}
        enough = [
            i for i, size in sizes.items() if size >= _ENOUGH * min(len(old[i].key), len(line.key))
        ]
        if sum(sizes[i] for i in enough) >= _ENOUGH * len(line.key):
            yield j, ((i, (found[i][0], found[i][-1] + 1)) for i in enough)


def _link_moved(
    old: Sequence[_Line],
    new: Sequence[_Line],
    links: dict[int, dict[int, tuple[int, int] | None]],
) -> None:
    """Link whole lines that stand elsewhere than they stood."""
    used = {i for found in links.values() for i in found}
    left: dict[str, list[int]] = {}
    for i in reversed(range(len(old))):
        if i not in used and old[i].key:
            left.setdefault(old[i].key, []).append(i)
    for j, line in enumerate(new):
        if j not in links and left.get(line.key):
            links[j] = {left[line.key].pop(): None}


def _remains(
    before: Sequence[str],
    after: Sequence[str],
    old: Sequence[_Line],
    new: Sequence[_Line],
    links: dict[int, dict[int, tuple[int, int] | None]],
) -> Iterator[str | None]:
    pieces: dict[int, list[str]] = {}
    for j in sorted(links):
        for i, part in links[j].items():
            is_all = part is None or len(links[j]) == 1
            text = after[j] if is_all else _cut(after[j], new[j].spans, part)
            pieces.setdefault(i, []).append(text)
    for i, line in enumerate(before):
        if i not in pieces:
            yield None
        elif "".join(_Line.of(piece).key for piece in pieces[i]) == old[i].key:
            yield line
        else:
            yield "\n".join(pieces[i])


def _cut(text: str, spans: Sequence[tuple[int, int]], part: tuple[int, int] | None) -> str:
    first, end = part or (0, len(spans))
    return text[spans[first][0] : spans[end - 1][1]]
