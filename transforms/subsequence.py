"""What two sequences have in common, in order, in work that is in proportion to their lengths.

Short ones are compared in full, for the weightiest common subsequence. Long ones are first cut at
what both have once ("patience diff", B. Cohen, https://bramcohen.livejournal.com/73318.html), and
what is then still long is searched greedily.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

# Of the shorter of two sequences of which every pair is compared: bounds the work on each element;
# and of the pairs, of which a table is kept.
_MOST_COMPARED = 128
_MOST_PAIRS = 1 << 20
_DEEPEST = 8  # cuts within cuts: each goes once over all that is left
_FARTHEST = 256  # elements that the greedy way passes over to find the next


def common_subsequence(
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
    inner = _common_inside(
        a, b, range(start, len(a) - end), range(start, len(b) - end), weight, depth
    )
    pairs = [(i, i) for i in range(start)] + inner
    pairs += [(len(a) - k, len(b) - k) for k in range(end, 0, -1)]
    return [(i, j) for i, j in pairs if weight(a[i])]


def _common_inside(
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
                between = common_subsequence(
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
    pairs = [
        (place[value], j) for j, value in enumerate(b) if value in place and times_b[value] == 1
    ]
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
