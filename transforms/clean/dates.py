"""When a page was published and changed: to the second, where the page says so."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from lxml.etree import _Element

from ..model.dates import parse_date

_PUBLISHED = "published"
_MODIFIED = "modified"
# Names that pages give the two times, in <meta property/name/itemprop> and itemprop elsewhere.
_META = {
    "article:published_time": _PUBLISHED,
    "og:published_time": _PUBLISHED,
    "og:article:published_time": _PUBLISHED,
    "datepublished": _PUBLISHED,
    "date.published": _PUBLISHED,
    "publishdate": _PUBLISHED,
    "pubdate": _PUBLISHED,
    "parsely-pub-date": _PUBLISHED,
    "sailthru.date": _PUBLISHED,
    "dcterms.created": _PUBLISHED,
    "dc.date.issued": _PUBLISHED,
    "article:modified_time": _MODIFIED,
    "og:updated_time": _MODIFIED,
    "og:article:modified_time": _MODIFIED,
    "datemodified": _MODIFIED,
    "lastmod": _MODIFIED,
    "last-modified": _MODIFIED,
    "dcterms.modified": _MODIFIED,
}
_JSON = re.compile(r'"date(Published|Modified)"\s*:\s*"([^"]{8,40})"')
_EARLIEST_YEAR = 1970
_LONGEST = 60  # characters of a date


def publication_times(page: _Element, day: date | None) -> tuple[datetime | None, datetime | None]:
    """Return when `page` was published and when it was last changed.

    Args:
        page: The whole parsed page.
        day: The day of publication that the extractor found; a time given by the page counts
            only if it falls on that day, where it was written or in UTC.

    Returns:
        Both in UTC, a time without a zone being taken as UTC. The day at midnight where the page
        gives no time. The second is None unless it is later than the first.
    """
    published: list[datetime] = []
    modified: list[datetime] = []
    for kind, written in _stated(page):
        moment = parse_date(written[:_LONGEST])
        if moment is None or moment.year < _EARLIEST_YEAR:
            continue
        (published if kind == _PUBLISHED else modified).append(moment)
    first = _published(published, day)
    changed = next((moment for moment in modified if first is None or moment > first), None)
    return first, changed


def _published(stated: list[datetime], day: date | None) -> datetime | None:
    if day is None:
        return stated[0] if stated else None
    return next(
        (moment for moment in stated if abs(moment - _noon(day)) <= timedelta(hours=26)),
        _noon(day) - timedelta(hours=12),
    )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _stated(page: _Element) -> Iterator[tuple[str, str]]:
    """Yield what the page says of its times, the most deliberate statement first."""
    for meta in page.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            kind = _META.get((meta.get(attribute) or "").strip().lower())
            if kind and (written := meta.get("content")):
                yield kind, written
    for script in page.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            for statement in _JSON.finditer(script.text):
                yield statement[1].lower(), statement[2]
    yield from _marked_up(page.iter("time", "span", "div", "p"))


def _marked_up(elements: Iterable[_Element]) -> Iterator[tuple[str, str]]:
    for element in elements:
        kind = _META.get((element.get("itemprop") or "").strip().lower())
        written = element.get("datetime") or element.get("content")
        if written and (kind or element.tag == "time"):
            yield kind or _PUBLISHED, written
