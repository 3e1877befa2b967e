"""A plain text that is a whole web page, line by line: the article told from the page around it.

First: is it one? Only where several different lines are known from pages (`Privacy policy`,
`Impressum`, `Facebook`), among many short ones, and none of them in the article, anything is done.
Then the article is the run of lines with the greatest sum of weights: prose counts for it, entries
of menus, teasers and what is known from pages against it (maximum subsequence: Pasternack and
Roth, Extracting Article Text from the Web with Maximum Subsequence Segmentation, 2009; the kinds
of lines are those of Kohlschütter et al., Boilerplate Detection using Shallow Text Features,
2010). Headings and lists in it stay, since it is the run that counts and not the line.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .fields import named_source
from .headline import could_be_headline
from .line_weights import Kind, Weighed, is_furniture, is_sentence, weigh, without_bullet
from .trail import Line, Trail

# Evidence of a page: so many different lines that are known from pages, outside the article, and
# so many lines that are neither sentences nor long. Of 570 articles without a page around them
# none has two of the former.
_FEWEST_KNOWN = 3
_FEWEST_SHORT = 15
_SHORT = 48
# A line so long that goes on, in small letters, right under it was broken to a width.
_WRAPPED = 50
# An article worth telling apart: so much prose, in characters.
_LEAST_PROSE = 200

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


class _Article(NamedTuple):
    """Where the article lies among the lines of a page, as indices: from, and up to."""

    start: int
    end: int


def drop_page_lines(lines: list[Line], title: str | None, trail: Trail) -> list[Line]:
    """Return the article's lines, and its headline, if `lines` are those of a whole page.

    If they are not, all come back. What comes back is never a whole page again.

    Args:
        lines: As `tidy_lines` leaves them.
        title: The headline if it is known.
        trail: Learns what went: above the article as `menu`, below as `footer`, in between as
            `teaser`.
    """
    written = [line for line in lines if line.text]
    if not _may_be_page(written) or _is_wrapped(written):
        return lines
    weighed = weigh([line.text for line in written])
    article = _densest(weighed)
    if not _is_page(weighed, article):
        return lines
    keep = set(range(article.start, article.end)) - _strangers(weighed, article)
    vocabulary = _vocabulary(weighed, article)
    keep.update(_leads(weighed, article, vocabulary), _list_below(weighed, article))
    keep.update(i for i, line in enumerate(written) if named_source(line.text))
    headline = _headline(weighed, min(keep), vocabulary, title)
    if headline is not None:
        keep.add(headline)
    for index, line in enumerate(written):
        if index not in keep:
            rule = _rule(index, article)
            if trail.allows(rule):
                trail.note(rule, line)
            else:
                keep.add(index)
    return _paragraphs(lines, keep, headline)


def _rule(index: int, article: _Article) -> str:
    if index < article.start:
        return "menu"
    return "footer" if index >= article.end else "teaser"


def _may_be_page(lines: Sequence[Line]) -> bool:
    """Whether it is worth weighing them; most texts are articles, and this is quick."""
    short = known = 0
    for line in lines:
        if len(line.text) <= _SHORT and not is_sentence(line.text):
            short += 1
            known += known == 0 and is_furniture(without_bullet(line.text))
    return short >= _FEWEST_SHORT and known > 0


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether paragraphs are broken to a width, so that their lines look like those of menus."""
    broken = whole = 0
    for line, following in pairwise(lines):
        if len(line.text) >= _WRAPPED:
            goes_on = following.number == line.number + 1 and following.text[0].islower()
            broken += goes_on and not is_sentence(line.text)
            whole += not goes_on
    return broken > whole


def _is_page(lines: Sequence[Weighed], article: _Article) -> bool:
    inside = range(article.start, article.end)
    prose = sum(lines[i].width for i in inside if lines[i].kind is Kind.PROSE)
    outside = [*lines[: article.start], *lines[article.end :]]
    short = sum(len(line.text) <= _SHORT and not is_sentence(line.text) for line in outside)
    known = {
        without_bullet(line.text).casefold()
        for line in outside
        if line.kind in {Kind.FURNITURE, Kind.END}
    }
    return prose >= _LEAST_PROSE and short >= _FEWEST_SHORT and len(known) >= _FEWEST_KNOWN


def _densest(lines: Sequence[Weighed]) -> _Article:
    """Return the run of lines whose weights have the greatest sum; the first of several."""
    best, found = 0.0, _Article(0, 0)
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
            best, found = total, _Article(start, index + 1)
    return found


def _strangers(lines: Sequence[Weighed], article: _Article) -> set[int]:
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


def _leads(lines: Sequence[Weighed], article: _Article, vocabulary: set[str]) -> list[int]:
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


def _vocabulary(lines: Sequence[Weighed], article: _Article) -> set[str]:
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


def _list_below(lines: Sequence[Weighed], article: _Article) -> list[int]:
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


def _paragraphs(lines: Sequence[Line], keep: set[int], headline: int | None) -> list[Line]:
    """Return the lines that are kept, and a blank one where one stood, or after the headline."""
    kept: list[Line] = []
    blank: Line | None = None
    index = -1
    for line in lines:
        if not line.text:
            blank = line
            continue
        index += 1
        if index in keep:
            if blank is not None and kept:
                kept.append(blank)
            kept.append(line)
            blank = Line(line.number, "") if index == headline else None
    return kept
