"""The day of publication that a reader sees on a page which states none in its marks."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from lxml.etree import XPath, _Element

from ...model.dates import parse_local_date
from ..labels import any_of
from .statements import Statements
from .surroundings import around, mark, place
from .written_days import written_days

_BODIES = XPath("//body[not(ancestor::body)]")
_TEXTS = XPath("descendant::text()")
_UNSEEN_TAGS = frozenset({"script", "style", "noscript", "template", "option", "textarea"})
_MOST = 300  # texts that are looked at
_NAMED = 3  # elements around a date whose names may say what it is
_LONGEST_TEXT = 3_000  # characters of a text in which a date is looked for
_LONGEST_LINE = 60  # characters around a date that stands by itself
_LONGEST_PARTS = 80  # characters of an element over whose parts a date is spread
_EARLIEST_YEAR = 1995  # of pages of the web
_MOST_PARTS = 20  # texts of an element over which a date is spread
_FEW = 12  # characters beside a date: a weekday, a clock
# What is counted for a day.
_TIME = 4
_MARKED = 2
_LABELLED = 5
_ALONE = 3
_LABEL = 40  # characters before a date in which its label stands

_DATE_NAME = re.compile(
    r"dat(?:e|um)|fecha|time|meta|byline|info|calendar|submitted|author|source|stand\b|tarih",
    re.IGNORECASE,
)
_PUBLISHED_NAME = re.compile(
    r"publi[sck]|posted|pubdate|erschienen|veroeffentlich|created|entry-date|post-date|news-date",
    re.IGNORECASE,
)
_CHANGED_NAME = re.compile(r"updat|modif|changed|edited|aktualis|revis", re.IGNORECASE)


def _ends_with(label: str) -> re.Pattern[str]:
    """Return a pattern of texts that end with `label`, or with it and a word such as a weekday."""
    # Where words have no spaces between them, a label may end another word.
    return re.compile(
        rf"(?<![^\W\u3040-\u9fff\uac00-\ud7a3])(?:{label})"
        r"[\s:：|,(]{0,4}(?:\w{2,12},?\s{1,3})?$",
        re.IGNORECASE,
    )


_PUBLISHED = _ends_with(any_of("published"))
_UPDATED = _ends_with(any_of("modified"))
_COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)


def visible_day(said: Statements, language: str | None) -> date | None:
    """Return the day that most looks like that of publication, or None.

    Counted for a day are: a mark or label that says so, standing alone on its line, standing in
    the article, right under or over the headline. Counted against it: comments, teasers, footers,
    notes of changes. Of equals the first on the page is taken.

    Args:
        said: What the page states.
        language: The page's language, which tells the order of day and month.
    """
    heading = around(said.headings[0] if said.headings else None)
    best: tuple[int, date] | None = None
    for score, day, element in _seen(said, language):
        if score <= 0 or day.year < _EARLIEST_YEAR:
            continue
        total = score + _called(element) + place(element, heading)
        if best is None or total > best[0]:
            best = total, day
    return best[1] if best and best[0] > 0 else None


def _seen(said: Statements, language: str | None) -> Iterator[tuple[int, date, _Element]]:
    """Yield each day on the page, what its text says for it, and the element it stands in."""
    for element in islice(said.times, _MOST):
        written = (element.get("datetime") or "").strip()[:_LABEL]
        if moment := parse_local_date(written, in_words=False):
            marked = _MARKED if element.get("pubdate") is not None else 0
            yield _TIME + marked, moment.date(), element
    for text, element in islice(_texts_with_year(said.page), _MOST):
        for score, day in _in_text(text, element, language):
            yield score, day, element


def _texts_with_year(page: _Element) -> Iterator[tuple[str, _Element]]:
    """Yield the texts of a page that may name a year of our time, and what each stands in."""
    # Told apart here, as XPath would copy each text for each question.
    for body in _BODIES(page):
        for text in _TEXTS(body):
            if text.isspace() or not _has_year(text):
                continue
            holder = text.getparent()
            if text.is_tail:
                holder = holder.getparent()
            if holder.tag not in _UNSEEN_TAGS:
                yield str(text), holder


def _has_year(text: str) -> bool:
    """Whether `text` may have a year in it, in the digits of most scripts."""
    return "20" in text or "19" in text or "25" in text or "٢٠" in text or "۲۰" in text


def _in_text(text: str, element: _Element, language: str | None) -> Iterator[tuple[int, date]]:
    found = None
    for found in written_days(text[:_LONGEST_TEXT], language):
        before = text[max(0, found.start - _LABEL) : found.start]
        if not before.strip():
            before = _text_before(element)
        begins = not text[: found.start].strip()  # as datelines do
        yield _labelled(before) + _alone(text, found.end - found.start) + begins, found.day
    if found is not None or len(text) > _LONGEST_PARTS:
        return
    # A date may be spread over several elements: <b>19</b> Mai <b>2010</b>.
    for above in (element, element.getparent()):
        if above is None:
            return
        whole = " ".join(" ".join(islice(above.itertext(), _MOST_PARTS)).split())
        if len(whole) > _LONGEST_PARTS:
            return
        for found in islice(written_days(whole, language), 1):
            before = whole[: found.start]
            yield _labelled(before) + _alone(whole, found.end - found.start), found.day
            return


def _text_before(element: _Element) -> str:
    """Return the end of the text that stands before `element` in the same element."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return (parent.text or "")[-_LABEL:] if parent is not None else ""
    if not isinstance(previous.tag, str) or (previous.tail or "").strip():
        return (previous.tail or "")[-_LABEL:]
    return "".join(islice(previous.itertext(), _MOST_PARTS))[-_LABEL:]


def _labelled(before: str) -> int:
    """Return what the words before a day say for it."""
    before = before[-_LABEL:].rstrip(" \n\t") + " "
    if _COPYRIGHT.search(before):
        return -_LABELLED - _ALONE
    if _UPDATED.search(before):
        return -1
    return _LABELLED if _PUBLISHED.search(before) else 0


def _alone(text: str, length: int) -> int:
    """Return what it says for a day of `length` characters that little stands beside it."""
    others = len(" ".join(text[:_LONGEST_TEXT].split())) - length
    return (_ALONE if others <= _LONGEST_LINE else 0) + (others <= _FEW)


def _called(element: _Element) -> int:
    """Return what the names of the elements around a day say for it."""
    score = 0
    above: _Element | None = element
    for _ in range(_NAMED):
        if above is None:
            break
        score -= 3 * (above.tag == "a")
        name = mark(above)
        if len(name) > 2:  # noqa: PLR2004 - two spaces are no name
            score += 3 * bool(_DATE_NAME.search(name)) + 2 * bool(_PUBLISHED_NAME.search(name))
            score -= 3 * bool(_CHANGED_NAME.search(name))
        above = above.getparent()
    return score
