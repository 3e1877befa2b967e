"""A plain text that is a whole web page, line by line: the article told from the page around it.

First: is it one? Only where several different lines are known from pages (`Privacy policy`,
`Impressum`, `Facebook`), among many short ones, and none of them in the article, anything is done.
Then the article is the run of lines that speaks most for being one (`article_run.py`), by what
kind of line each is (`line_weights.py`).
"""

from collections.abc import Sequence
from itertools import pairwise

from ..fields.sources import named_source
from ..trail import Line, Trail
from .article_run import Run, article_lines, densest_run
from .line_weights import Kind, Weighed, is_furniture, is_sentence, weigh, without_bullet

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
    article = densest_run(weighed)
    if not _is_page(weighed, article):
        return lines
    keep, headline = article_lines(weighed, article, title)
    keep.update(i for i, line in enumerate(written) if named_source(line.text))
    for index, line in enumerate(written):
        if index not in keep:
            rule = _rule(index, article)
            if trail.allows(rule):
                trail.note(rule, line)
            else:
                keep.add(index)
    return _paragraphs(lines, keep, headline)


def _rule(index: int, article: Run) -> str:
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


def _is_page(lines: Sequence[Weighed], article: Run) -> bool:
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
