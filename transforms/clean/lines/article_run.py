"""Where the article lies among the lines of a page: the run of them that speaks most for it.

Prose counts for being the article; entries of menus, teasers and what is known from pages count
against it, and the run with the greatest sum is taken (maximum subsequence: Pasternack and Roth,
Extracting Article Text from the Web with Maximum Subsequence Segmentation, 2009). Headings and
lists in it stay, since it is the run that counts and not the line. What stands apart from it and
has its words is added: lead and headline.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..fields.headline import could_be_headline
from .line_weights import Kind, Weighed

# Each further line in a row that is no prose costs so much more: a heading is nothing, a menu is.
_GROWTH = 5
# A lead may stand apart, over byline, share bar and picture: so many lines above, and so many of
# its words, of all that have four letters, in the article too.
_LEAD_WITHIN = 15
_LEAD_WIDTH = 60
_LEAD_SHARE = 0.2
# The headline stands over it: so many lines above, and so many of its words are in the article.
_HEADLINE_WITHIN = 12
_HEADLINE_SHARE = 0.35
# So many lines in a row that are no prose may be teasers inside the article.
_SHORTEST_RUN = 4
_STRANGE = frozenset({Kind.REPEATED, Kind.FURNITURE, Kind.END, Kind.CLOCK})
_INTRODUCTION_WIDTH = 28
_LONGEST_LIST = 60

_WORD = re.compile(r"[^\W\d_]{4,}")
_UNSPACED_PAIR = re.compile("(?=([\u0e00-\u109f\u1780-\u17ff\u3040-\u9fff]{2}))")
_STEM = 7  # characters by which words are compared, so that endings count less


class Run(NamedTuple):
    """Where the article lies among the lines of a page, as indices: from, and up to."""

    start: int
    end: int


def densest_run(lines: Sequence[Weighed]) -> Run:
    """Return the run of lines whose weights have the greatest sum; the first of several."""
    best, found = 0.0, Run(0, 0)
    total, start, idle = 0.0, 0, 0
    for index, line in enumerate(lines):
        if total <= 0:
            total, start, idle = 0.0, index, 0
        if line.weight < 0:
            idle += 1
            total += line.weight - _GROWTH * idle
        elif line.weight > 0:
            idle = 0
            total += line.weight
        if total > best:
            best, found = total, Run(start, index + 1)
    return found


def article_lines(
    lines: Sequence[Weighed], article: Run, title: str | None
) -> tuple[set[int], int | None]:
    """Return which lines are the article's, its headline among them, and which is that.

    Args:
        lines: Those of a whole page, weighed.
        article: The densest run of them.
        title: The headline if it is known: then no other is looked for.
    """
    keep = set(range(article.start, article.end)) - _strangers(lines, article)
    vocabulary = _vocabulary(lines, article)
    keep.update(_leads(lines, article, vocabulary), _list_below(lines, article))
    headline = _headline(lines, min(keep), vocabulary, title)
    if headline is not None:
        keep.add(headline)
    return keep, headline


def _strangers(lines: Sequence[Weighed], article: Run) -> set[int]:
    """Return what stands in the article and is not of it: what pages are known for, and runs."""
    strangers: set[int] = set()
    run: list[int] = []
    for index in range(article.start, article.end):
        line = lines[index]
        if line.kind in _STRANGE:
            strangers.add(index)
        if line.weight <= 0:
            run.append(index)
            continue
        strangers.update(_teasers(lines, run))
        run.clear()
    return strangers


def _teasers(lines: Sequence[Weighed], run: Sequence[int]) -> list[int]:
    """Return which lines of a run without prose are teasers: all but the heading under them.

    It is one of teasers if it is long and has a line in it that pages are known for; else it may
    be a list, a table, or verse.
    """
    if len(run) < _SHORTEST_RUN or not any(lines[index].kind in _STRANGE for index in run):
        return []
    last = run[-1]
    return list(run[:-1] if lines[last].kind is Kind.SHORT else run)


def _leads(lines: Sequence[Weighed], article: Run, vocabulary: set[str]) -> list[int]:
    """Return prose that stands above the article and shares its words."""
    return [
        index
        for index in range(max(0, article.start - _LEAD_WITHIN), article.start)
        if lines[index].weight > 0
        and not lines[index].is_item
        and lines[index].width >= _LEAD_WIDTH
        and _shares(lines[index].text, vocabulary, _LEAD_SHARE)
    ]


def _headline(
    lines: Sequence[Weighed], start: int, vocabulary: set[str], title: str | None
) -> int | None:
    """Return the line above `start` that is the headline: `title`, or the first that reads so."""
    above = range(max(0, start - _HEADLINE_WITHIN), start)
    if title is not None:
        wanted = title.casefold().split()
        return next((i for i in above if lines[i].text.casefold().split() == wanted), None)
    for index in above:
        line = lines[index]
        if (
            line.kind in {Kind.SHORT, Kind.REPEATED}
            and not line.is_item
            and could_be_headline(line.text)
            and _shares(line.text, vocabulary, _HEADLINE_SHARE)
        ):
            return index
    return None


def _vocabulary(lines: Sequence[Weighed], article: Run) -> set[str]:
    inside = lines[article.start : article.end]
    return {word for line in inside if line.weight > 0 for word in _words(line.text)}


def _shares(text: str, vocabulary: set[str], share: float) -> bool:
    """Whether `share` of the words of `text`, and two of them, are in `vocabulary`."""
    words = _words(text)
    return len(words & vocabulary) >= max(2, share * len(words))


def _words(text: str) -> set[str]:
    found = {word[:_STEM] for word in _WORD.findall(text.lower())}
    pairs = _UNSPACED_PAIR.findall(text)
    return set(pairs) if len(pairs) > len(found) else found


def _list_below(lines: Sequence[Weighed], article: Run) -> list[int]:
    """Return the list with which the article ends, with the line that announces it."""
    end = article.end
    if (
        end >= len(lines)
        or lines[end].kind is not Kind.INTRODUCTION
        or lines[end].width < _INTRODUCTION_WIDTH
    ):
        return []
    found = [end]
    for index in range(end + 1, min(len(lines), end + 1 + _LONGEST_LIST)):
        line = lines[index]
        if line.kind not in {Kind.ITEM, Kind.ROW, Kind.PROSE, Kind.SHORT_SENTENCE} or not (
            line.is_item or line.kind is Kind.ROW
        ):
            break
        found.append(index)
    return found if len(found) > 2 else []  # noqa: PLR2004
