"""When a page was published and changed: to the second, where the page says so.

The order of trust: what JSON-LD says of the article; the names that publishing systems use in
meta elements; microdata; what JSON-LD says of the page; the day in the address; the day that a
reader sees; and one in the data of a script. A statement that agrees with the day in
the address goes before one that does not, and of two on one day the one with a time and a zone.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, urlsplit

from ...model.dates import parse_local_date
from ..page.json_ld import Item
from .linked_data import page_works, text
from .statements import Statements, text_of
from .visible_days import visible_day
from .written_days import written_days

# Names of meta elements for the time of publication, the most deliberate first.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time",
    "article:published", "datepublished", "date.published", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "sailthru.date", "pubdate",
    "publishdate", "dc.date.issued", "dcterms.issued", "prism.publicationdate",
    "citation_publication_date", "citation_online_date", "citation_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "date.modified", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified",
)  # fmt: skip
_CREATED = (
    "date",
    "dc.date",
    "dc.date.created",
    "dcterms.created",
    "date.created",
    "datecreated",
    "dcterms.date",
)
# Other names that say so: `bi3dPubDate`, `vr:published-time`, `last_updated_date`.
_LIKE_PUBLISHED = re.compile(
    r"publi(?:sh(?!er)|cation).*(?:date|time)|(?:date|time).*publi(?!sher)|pub[_-]?date|^p(?:ubli(?:sh|c)ed?(?:_at|_on)?|time|date)$|first(?:create|publish)|release_?date"
)
_LIKE_MODIFIED = re.compile(
    r"(?:modif|updat|revis).*(?:date|time|_at)|(?:date|time).*(?:modif|updat|revis)|lastupdate"
)
_EARLIEST_YEAR = 1970
_LONGEST = 60  # characters of a date
_MOST = 50  # statements of one kind
_ZONED = re.compile(r"(?:[Zz]|[+-]\d\d:?\d\d|[A-Z]{3,4}|\d{9})\s*$")
_NO_ZONE = timezone(timedelta(), "none written")
_HALF_A_DAY = timedelta(hours=14)  # the farthest zone from UTC
_A_DAY = timedelta(hours=26)  # with all that zones may differ

# A day in an address: /2024/05/03/, /2024-05/03/, /20240503/, -2024-05-03-, /03-05-2024-.
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-])(\d\d?)[/_.-](\d\d?)(?!\d)")
_COMPACT = re.compile(
    r"(?<![\d])((?:19[89]|20[0-4])\d)(/?)(0[1-9]|1[0-2])/?(0[1-9]|[12]\d|3[01])(?!\d)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d)([._-])(\d\d)[._-](20\d\d)(?!\d)")

# The time behind a day in words, where no zone or half of the day stands behind it.
_CLOCK = re.compile(
    r"[\s,–|-]{1,5}([01]?\d|2[0-3]):([0-5]\d)(?::\d\d)?(?:\s?(?:uhr|h))?\s?", re.IGNORECASE
)
# A date among the data of a script from which a page is built.
# It begins with what all the names have in common, so that the search is quick.
_SCRIPTED = re.compile(
    r"ubl?i?(?:sh(?:ed)?(?:_?[aA]t|_?[oO]n|_?[dD]ate|_?[tT]ime)?|cation_?[dD]ate|_?[dD]ate)"
    r"\\?[\"']?"
    r"\s{0,5}[:=]\s{0,5}\\?[\"'](\d{4}[-./]\d\d?[-./]\d\d?"
    r"(?:[T ][\d:.]{4,15}(?:Z|[+-]\d\d:?\d\d)?)?)"
)


def publication_times(
    said: Statements, article: Item, url: str | None, language: str | None
) -> tuple[datetime | None, datetime | None]:
    """Return when a page was published and when it was last changed.

    Args:
        said: What the page states.
        article: What its JSON-LD says of its article.
        url: The page's address.
        language: The page's language.

    Returns:
        Both as they were written, with their zone, a time without one being taken as UTC; a day
        without a time is its midnight in UTC. The second is None unless it is later than the
        first.
    """
    published = list(_moments(_published(said, article), language))
    modified = list(_moments(_modified(said, article), language))
    first = _first(published, modified, address_day(url))
    if first is None:
        first = _searched(said, url, language)
    changed = next((moment for moment in modified if first is None or moment > first), None)
    return first, changed


def _moments(stated: Iterable[str | None], language: str | None) -> Iterator[datetime]:
    for written in stated:
        moment = _moment(written.strip()[:_LONGEST], language) if written else None
        if moment and moment.year >= _EARLIEST_YEAR:
            yield moment


# JSON-LD, meta elements and marks repeat each other.
@lru_cache(1024)
def _moment(written: str, language: str | None) -> datetime | None:
    if moment := parse_local_date(written, in_words=False):
        return moment if _ZONED.search(written) else moment.replace(tzinfo=_NO_ZONE)
    for found in written_days(written, language):
        clock = _CLOCK.fullmatch(written, found.end)
        hours = timedelta(hours=int(clock[1]), minutes=int(clock[2])) if clock else timedelta()
        return _midnight(found.day) + hours
    return None


def _first(
    published: list[datetime], modified: list[datetime], day: date | None
) -> datetime | None:
    """Return the statement to believe."""
    if not published:
        return None
    chosen = published[0]
    if day and not _is_near(chosen, day):
        chosen = next((moment for moment in published if _is_near(moment, day)), chosen)
    elif modified and chosen > max(modified) + _A_DAY:  # then it may be that of another thing
        chosen = next((moment for moment in published if moment <= max(modified)), chosen)
    if chosen.time() == time():
        timed = (each for each in published if each.time() != time())
        chosen = next((each for each in timed if _is_near(each, chosen.date())), chosen)
    if chosen.tzinfo is _NO_ZONE and chosen.time() != time():
        zoned = (
            each for each in published if each.tzinfo is not _NO_ZONE and each.time() != time()
        )
        chosen = next((each for each in zoned if abs(each - chosen) <= _HALF_A_DAY), chosen)
    return chosen


def _is_near(moment: datetime, day: date) -> bool:
    return abs(moment - _midnight(day) - timedelta(hours=12)) <= _A_DAY


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _published(said: Statements, article: Item) -> Iterator[str | None]:
    """Yield what the page says of its publication, in the order of trust."""
    yield from _stated(said, article, "datePublished", _PUBLISHED)
    yield text(article.get("dateCreated"))
    yield from islice(said.under(*_CREATED), _MOST)
    for work in islice(page_works(said.linked), _MOST):
        yield text(work.get("uploadDate"))


def _modified(said: Statements, article: Item) -> Iterator[str | None]:
    """Yield what the page says of its last change, in the order of trust."""
    yield from _stated(said, article, "dateModified", _MODIFIED)


def _stated(
    said: Statements, article: Item, field: str, names: Collection[str]
) -> Iterator[str | None]:
    """Yield what is said of a time under its name in schema.org, and by meta elements.

    Args:
        said: What the page states.
        article: What its JSON-LD says of its article.
        field: `datePublished` or `dateModified`.
        names: Names of meta elements for it; those like them come later.
    """
    yield text(article.get(field))
    yield from islice(said.under(*names), _MOST)
    yield from _marked(said, field.lower())
    for name, contents in islice(said.named.items(), 10 * _MOST):
        if name not in names and _kind(name) == field:
            yield contents[0]
    for work in islice(page_works(said.linked), _MOST):
        yield text(work.get(field))


@lru_cache(4096)
def _kind(name: str) -> str | None:
    """Return which of the two times a meta element of this name gives, if either."""
    if _LIKE_MODIFIED.search(name):
        return "dateModified"
    return "datePublished" if _LIKE_PUBLISHED.search(name) else None


def _marked(said: Statements, name: str) -> Iterator[str | None]:
    for element in islice(said.marked.get(name, ()), 1):
        yield element.get("datetime") or element.get("content") or text_of(element)[:_LONGEST]


def address_day(url: str | None) -> date | None:
    """Return the day that an address names.

    >>> str(address_day("https://a.example/2024/05/03/rain"))
    '2024-05-03'
    """
    try:
        path = unquote(urlsplit((url or "")[max(0, (url or "").rfind("http")) :]).path)
    except ValueError:  # an address that cannot be taken apart
        return None
    for pattern in (_YEAR_FIRST, _COMPACT, _DAY_FIRST):
        for found in pattern.finditer(path):
            year, month, day = found[1], found[3], found[4]
            if pattern is _DAY_FIRST:
                year, day = day, year
            try:
                return date(int(year), int(month), int(day))
            except ValueError:  # numbers that are no day
                continue
    return None


def _searched(said: Statements, url: str | None, language: str | None) -> datetime | None:
    """Return the day that an address names or a reader sees, else the one that a script holds."""
    if day := address_day(url) or visible_day(said, language):
        return _midnight(day)
    for script in islice(said.page.iter("script"), _MOST):
        if found := _SCRIPTED.search(script.text or ""):
            return parse_local_date(found[1], in_words=False)
    return None
