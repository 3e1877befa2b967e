"""What a page says of its article beside the text: title, names, day, publisher."""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from lxml.etree import LxmlError, _Element

from ..model import CleanError, Reason
from .engine import find_metadata

# The first of January of a year, as it may be written: what finds dates gives it for a bare year.
_NEW_YEAR = (
    r"(?<!\d){0}\s?[-/.年]\s?0?1\s?[-/.月]\s?0?1(?!\d)|(?<!\d){0}0101|"
    r"(?<!\d)0?1\s?[-/.]\s?0?1\s?[-/.]\s?{0}(?!\d)|"
    r"[^\W\d]+\.?\s0?1(?:st)?,?\s{0}(?!\d)|(?<!\d)0?1(?:st|er|º|\.)?\s(?:de\s)?[^\W\d]+\.?,?\s(?:de\s)?{0}(?!\d)"
)


class PageMetadata(NamedTuple):
    """What a page says of its article, as written.

    Attributes:
        title: Headline.
        authors: Names, separated by semicolons.
        day: Day of publication.
        site_name: The publisher.
        description: Summary.
        image: Address of the lead image.
        tags: Subjects.
    """

    title: str | None = None
    authors: str | None = None
    day: date | None = None
    site_name: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()


def page_metadata(page: _Element, html: str, url: str | None) -> PageMetadata:
    """Return what trafilatura finds in a page that says something of its article.

    Args:
        page: The parsed page.
        html: The same as it was written.
        url: Where it was found, if that is known.

    Raises:
        CleanError: MALFORMED if the page is nested too deeply to be worked on.
    """
    try:
        found = find_metadata(page, url)
    except (LxmlError, RecursionError, ValueError, TypeError) as error:
        raise CleanError(
            Reason.MALFORMED, f"the page cannot be worked on: {type(error).__name__}: {error}"
        ) from error
    return PageMetadata(
        title=found.title,
        authors=_with_marks(found.author, html),
        day=_day(found.date, html),
        site_name=found.sitename if found.sitename != found.hostname else None,
        description=found.description,
        image=found.image,
        tags=tuple(tag for tag in (*(found.categories or ()), *(found.tags or ())) if tag),
    )


def _with_marks(names: str | None, html: str) -> str | None:
    """Return `names` with the vowel signs at their ends: trafilatura takes them for punctuation."""
    if not names or names.isascii():
        return names
    whole = []
    for name in names.split("; "):
        start = html.find(name)
        end = start + len(name)
        marks = ""
        while start >= 0 and end < len(html) and unicodedata.category(html[end]).startswith("M"):
            marks += html[end]
            end += 1
        whole.append(name + marks)
    return "; ".join(whole)


def _day(written: str | None, html: str) -> date | None:
    """Return the day that was found; none where only a year was, such as that of a copyright."""
    try:
        day = date.fromisoformat(written) if written else None
    except ValueError:
        return None
    if day and (day.month, day.day) == (1, 1) and not re.search(_NEW_YEAR.format(day.year), html):
        return None
    return day
