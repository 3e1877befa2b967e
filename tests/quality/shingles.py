"""The measure of extracted text that benchmarks of extraction share."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
_SHINGLE = 4


def precision_and_recall(text: str, gold: str) -> tuple[float, float]:
    """Return how much of `text` is in `gold`, and how much of `gold` in `text`.

    Counted over multisets of four words in a row, as in the public article extraction benchmark of
    Scrapinghub (https://github.com/scrapinghub/article-extraction-benchmark).
    """
    ours, theirs = _shingles(text), _shingles(gold)
    common = sum((ours & theirs).values())
    precision = common / ours.total() if ours else float(not theirs)
    return precision, common / theirs.total() if theirs else 1.0


def f1(measured: Iterable[tuple[float, float]]) -> float:
    """Return the harmonic mean of the means of precision and of recall."""
    pairs = list(measured)
    precision = sum(pair[0] for pair in pairs) / len(pairs)
    recall = sum(pair[1] for pair in pairs) / len(pairs)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def share_right(text: str, wanted: Iterable[str], unwanted: Iterable[str]) -> tuple[int, int]:
    """Return how many strings are in `text` or not as they should, and how many there are."""
    spaced = " ".join(text.split())
    right = [" ".join(each.split()) in spaced for each in wanted]
    right += [" ".join(each.split()) not in spaced for each in unwanted]
    return sum(right), len(right)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))
