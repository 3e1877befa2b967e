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
from typing import NamedTuple

from .headline import could_be_headline
from .line_weights import Kind, Weighed, is_furniture, is_sentence, weigh, without_bullet
from .trail import Line, Trail

# Evidence of a page: so many different lines that are known from pages, outside the article, and
# so many lines that are neither sentences nor long. Of 570 clean articles none has two.
_FEWEST_KNOWN = 3
_FEWEST_SHORT = 8
_SHORT = 48
# An article worth telling apart: so much prose, in characters.
_LEAST_PROSE = 200

# Each further line in a row that is no prose costs so much more: a heading is nothing, a menu is.
_GROWTH = 5
# A lead may stand apart, over byline, share bar and picture: so many lines above, and so many of
# its words, of all that have four letters, in the article too.
_LEAD_WITHIN = 15
_LEAD_WIDTH = 60
_LEAD_SHARE = 0.2
_HEADLINE_WITHIN = 20
# A run of so many lines inside the article that are no prose is a list of teasers.
_LONGEST_RUN = 4
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
    if not _may_be_page(written):
        return lines
    weighed = weigh([line.text for line in written])
    article = _densest(weighed)
    if not _is_page(weighed, article):
        return lines
    keep = set(range(article.start, article.end)) - _strangers(weighed, article)
    keep.update(_leads(weighed, article), _list_below(weighed, article))
    headline = _headline(weighed, min(keep), title)
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
        if line.kind in {Kind.REPEATED, Kind.FURNITURE, Kind.END, Kind.CLOCK}:
            strangers.add(index)
        if line.weight <= 0:
            run.append(index)
            continue
        strangers.update(_teasers(lines, run))
        run.clear()
    return strangers


def _teasers(lines: Sequence[Weighed], run: Sequence[int]) -> list[int]:
    """Return which lines of a run without prose are teasers: all but a heading, if it is long."""
    if len(run) < _LONGEST_RUN or (run[0] > 0 and lines[run[0] - 1].text.endswith((":", "："))):  # noqa: RUF001
        return []
    teasers = [index for index in run if lines[index].kind not in {Kind.ROW, Kind.NOTICE}]
    if teasers and teasers[-1] == run[-1] and lines[run[-1]].kind is Kind.SHORT:
        teasers.pop()
    return teasers


def _leads(lines: Sequence[Weighed], article: _Article) -> list[int]:
    """Return prose that stands above the article and has its words."""
    words = {
        word
        for line in lines[article.start : article.end]
        if line.weight > 0
        for word in _words(line.text)
    }
    leads = []
    for index in range(max(0, article.start - _LEAD_WITHIN), article.start):
        line = lines[index]
        own = _words(line.text)
        if (
            line.weight > 0
            and line.width >= _LEAD_WIDTH
            and not line.is_item
            and own
            and len(own & words) >= _LEAD_SHARE * len(own)
        ):
            leads.append(index)
    return leads


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


def _headline(lines: Sequence[Weighed], start: int, title: str | None) -> int | None:
    """Return the line above `start` that reads as the headline; the longest of those near."""
    wanted = title.casefold().split() if title else None
    best: int | None = None
    for index in range(max(0, start - _HEADLINE_WITHIN), start):
        line = lines[index]
        if wanted is not None:
            if line.text.casefold().split() == wanted:
                best = index
        elif (
            line.kind in {Kind.SHORT, Kind.REPEATED}
            and not line.is_item
            and could_be_headline(line.text)
            and (best is None or line.width >= lines[best].width)
        ):
            best = index
    return best


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
