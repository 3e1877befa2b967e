"""HTML to text: the one place that knows trafilatura.

Its settings are its own, with three exceptions. Reader comments are no part of the article. Its
memory of earlier pages stays off: it is kept for the life of the process, and the same page
extracted a few times would come out empty. And no date is ruled out for lying after today: the
same page gives the same article on any day.
"""

import logging
import re
import unicodedata
from datetime import date
from typing import NamedTuple

from lxml.etree import LxmlError, _Element
from trafilatura import bare_extraction
from trafilatura.utils import repair_faulty_html

from ..model import CleanError, Reason
from .blocks import block_text
from .limits import DEFAULT_LIMITS
from .tree import parse_tree

# It reports each page that it gives up; we do that ourselves, with the document's place.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*>", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|head|body|title|meta|link)\b", re.IGNORECASE)
_SCANNED = 65_536  # characters in which a page shows that it is one
_OPENING = 50  # characters in which a document type may stand that has to be repaired
_LATEST = "2099-12-31"
# The first of January of a year, as it may be written: what finds dates gives it for a bare year.
_NEW_YEAR = (
    r"(?<!\d){0}\s?[-/.年]\s?0?1\s?[-/.月]\s?0?1(?!\d)|(?<!\d){0}0101|"
    r"(?<!\d)0?1\s?[-/.]\s?0?1\s?[-/.]\s?{0}(?!\d)|"
    r"[^\W\d]+\.?\s0?1(?:st)?,?\s{0}(?!\d)|(?<!\d)0?1(?:st|er|º|\.)?\s(?:de\s)?[^\W\d]+\.?,?\s(?:de\s)?{0}(?!\d)"
)


class Extraction(NamedTuple):
    """What trafilatura makes of a page; nothing is cleaned yet.

    Attributes:
        page: The parsed page.
        text: The article, one paragraph a line.
        title: Headline.
        authors: Names, separated by semicolons.
        day: Day of publication.
        site_name: The publisher.
        description: Summary.
        image: Address of the lead image, as written.
        tags: Subjects.
    """

    page: _Element
    text: str
    title: str | None = None
    authors: str | None = None
    day: date | None = None
    site_name: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()


def extract(
    html: str, *, url: str | None = None, max_depth: int = DEFAULT_LIMITS.max_depth
) -> Extraction:
    """Return the article of a page, or the whole of a fragment of one.

    A fragment (a feed's entry, a field of a record) is nothing but the article, and what an
    extractor would leave out of it for being short is kept.

    Args:
        html: The page.
        url: Where it was found, if that is known.
        max_depth: How many elements may be one inside the other.

    Raises:
        CleanError: NO_TEXT if nothing on the page reads as an article; MALFORMED if it cannot be
            parsed; TOO_DEEP.
        RecursionError: It is nested too deeply to be worked on.
    """
    if declaration := _XML_DECLARATION.match(html):  # it names an encoding that is no longer used
        html = html[declaration.end() :]
    is_fragment = not _WHOLE_PAGE.search(html, 0, _SCANNED)
    try:
        whole = f"<html><body>{html}</body></html>" if is_fragment else html
        page = parse_tree(repair_faulty_html(whole, whole[:_OPENING].lower()), max_depth)
        if page is None:
            raise CleanError(Reason.NO_TEXT, "no HTML element in it")
        found = bare_extraction(
            page,
            url=url,
            include_comments=False,
            deduplicate=False,
            with_metadata=True,
            date_extraction_params={
                "original_date": True,
                "extensive_search": True,
                "max_date": _LATEST,
            },
        )
    except (LxmlError, ValueError) as error:
        raise CleanError(
            Reason.MALFORMED, f"the page cannot be parsed: {type(error).__name__}: {error}"
        ) from error
    text = block_text(page) if is_fragment or found is None else found.text or ""
    if not text.strip() or _is_for_readers_without_scripts(text, page):
        raise CleanError(
            Reason.NO_TEXT,
            f"nothing reads as an article in {len(html)} characters of HTML; a page that is built "
            "by scripts, a list of links, or a log-in wall",
        )
    if found is None:
        return Extraction(page, text)
    return Extraction(
        page=page,
        text=text,
        title=found.title,
        authors=_with_marks(found.author, html),
        day=_day(found.date, html),
        site_name=found.sitename if found.sitename != found.hostname else None,
        description=found.description,
        image=found.image,
        tags=tuple(tag for tag in (*(found.categories or ()), *(found.tags or ())) if tag),
    )


def _is_for_readers_without_scripts(text: str, page: _Element) -> bool:
    """Return whether `text` is only what a page built by scripts says where there are none."""
    notices = " ".join(" ".join(each.itertext()) for each in page.iter("noscript")).split()
    shown = " ".join(notices)
    return bool(shown) and all(" ".join(line.split()) in shown for line in text.splitlines())


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
