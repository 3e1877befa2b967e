"""Which lines of a text come from which lines of the text that it was taken from.

Lines are compared by their letters and digits, so that spacing, list marks and the bars of tables
do not count. First whole lines are aligned, then, in the gaps between those, words: so lines that
were joined, split or cut are found as well.

The work is in proportion to the two texts: short sequences are aligned by their weightiest common
subsequence, long ones first cut at what both have once ("patience diff", B. Cohen, as in
https://bramcohen.livejournal.com/73318.html), and what is then still long, greedily.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

# Of the shorter of two sequences of which every pair is compared: bounds the work on each element;
# and of the pairs, of which a table is kept.
_MOST_COMPARED = 128
_MOST_PAIRS = 1 << 20
_DEEPEST = 8  # cuts within cuts: each goes once over all that is left
_FARTHEST = 256  # elements that the greedy way passes over to find the next
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

    >>> align(["Home", "It rained.", "At last", "it stopped."], ["It rained.", "At last it stopped."])
    Alignment(sources=((1,), (2, 3)), remains=(None, 'It rained.', 'At last', 'it stopped.'))
    """
    old, new = [_Line.of(line) for line in before], [_Line.of(line) for line in after]
    whole = _common(
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
    """Give the lines of `news` whose words are found in `olds`: in which, and which part of them."""
    there = [(i, token) for i in olds for token in old[i].tokens]
    made = [(j, at) for j in news for at in range(len(new[j].tokens))]
    matches: dict[int, dict[int, list[int]]] = {}
    for a, b in _common(
        [token for _, token in there], [new[j].tokens[at] for j, at in made], len
    ):
        j, at = made[b]
        matches.setdefault(j, {}).setdefault(there[a][0], []).append(at)
    for j, found in matches.items():
        line = new[j]
        sizes = {i: sum(len(line.tokens[at]) for at in places) for i, places in found.items()}
        enough = [
            i
            for i, size in sizes.items()
            if size >= _ENOUGH * min(len(old[i].key), len(line.key))
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


def _common(
    a: Sequence[Hashable], b: Sequence[Hashable], weight: Callable[..., int], depth: int = 0
) -> list[tuple[int, int]]:
    """Return where a common subsequence of `a` and `b` stands in both, in order.

    Args:
        a: Anything.
        b: Anything.
        weight: How much it is worth to find an element; it is not looked for if nothing.
        depth: Cuts made so far.
    """
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    inner = _common_inside(a, b, range(start, len(a) - end), range(start, len(b) - end), weight, depth)
    pairs = [(i, i) for i in range(start)] + inner
    pairs += [(len(a) - k, len(b) - k) for k in range(end, 0, -1)]
    return [(i, j) for i, j in pairs if weight(a[i])]


def _common_inside(  # noqa: PLR0913
    a: Sequence[Hashable],
    b: Sequence[Hashable],
    in_a: range,
    in_b: range,
    weight: Callable[..., int],
    depth: int,
) -> list[tuple[int, int]]:
    times_a, times_b = Counter(a[i] for i in in_a), Counter(b[j] for j in in_b)
    left_a = [i for i in in_a if a[i] in times_b and weight(a[i])]
    left_b = [j for j in in_b if b[j] in times_a and weight(b[j])]
    if not left_a:
        return []
    values_a, values_b = [a[i] for i in left_a], [b[j] for j in left_b]
    sizes = sorted((len(left_a), len(left_b)))
    if sizes[0] <= _MOST_COMPARED and sizes[0] * sizes[1] <= _MOST_PAIRS:
        found = _weightiest(values_a, values_b, weight)
    else:
        cuts = _unique(values_a, values_b, times_a, times_b) if depth < _DEEPEST else []
        if not cuts:
            found = _greedy(values_a, values_b)
        else:
            found = []
            for (i, j), (next_i, next_j) in pairwise(
                [(-1, -1), *cuts, (len(values_a), len(values_b))]
            ):
                between = _common(
                    values_a[i + 1 : next_i], values_b[j + 1 : next_j], weight, depth + 1
                )
                found += [(i + 1 + x, j + 1 + y) for x, y in between]
                if next_i < len(values_a):
                    found.append((next_i, next_j))
    return [(left_a[i], left_b[j]) for i, j in found]


def _weightiest(
    a: Sequence[Hashable], b: Sequence[Hashable], weight: Callable[..., int]
) -> list[tuple[int, int]]:
    """Return the common subsequence of most weight; of several, what stands later in both."""
    worth = [weight(value) for value in b]
    rows = [[0] * (len(b) + 1)]
    for value in a:
        above = rows[-1]
        row = [0]
        best = 0
        for j, other in enumerate(b):
            best = max(best, above[j + 1])
            if value == other:
                best = max(best, above[j] + worth[j])
            row.append(best)
        rows.append(row)
    pairs = []
    i, j = len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1] and rows[i][j] == rows[i - 1][j - 1] + worth[j - 1]:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif rows[i][j] == rows[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _unique(
    a: Sequence[Hashable],
    b: Sequence[Hashable],
    times_a: Counter[Hashable],
    times_b: Counter[Hashable],
) -> list[tuple[int, int]]:
    """Return where what is in both once stands, as much of it as is in one order."""
    place = {value: i for i, value in enumerate(a) if times_a[value] == 1}
    pairs = [(place[value], j) for j, value in enumerate(b) if value in place and times_b[value] == 1]
    # The longest increasing subsequence, by patience sorting.
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for position, (i, _) in enumerate(pairs):
        pile = bisect_left(tops, i)
        before.append(top_pairs[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(i)
            top_pairs.append(position)
        else:
            tops[pile], top_pairs[pile] = i, position
    chosen = []
    position = top_pairs[-1] if top_pairs else -1
    while position >= 0:
        chosen.append(pairs[position])
        position = before[position]
    return chosen[::-1]


def _greedy(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return for each of `b` the next in `a`, if it is near."""
    places: dict[Hashable, list[int]] = {}
    for i, value in enumerate(a):
        places.setdefault(value, []).append(i)
    pairs = []
    following = 0
    for j, value in enumerate(b):
        found = places.get(value, [])
        at = bisect_left(found, following)
        if at < len(found) and found[at] < following + _FARTHEST:
            pairs.append((found[at], j))
            following = found[at] + 1
    return pairs
