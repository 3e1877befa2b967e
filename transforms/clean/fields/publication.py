"""Lines that say when an article was published or changed, and nothing else."""

import re
from datetime import datetime, time, timedelta
from typing import NamedTuple

from ...model.dates import parse_date
from ..labels import any_of, with_plain_signs
from ..metadata.written_days import written_days

_LONGEST = 120  # characters of such a line
_LONGEST_MOMENT = 60  # of one date with its time
_MOST_WORDS = 9  # "Tuesday, the 3rd of May 2024, 10:00 CEST"

_LABEL = re.compile(
    rf"(?<!\w)(?:({any_of('modified')})|({any_of('published', 'published alone')}))"
    r"(?!\w)\.?\s*:?\s*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[|•·∙/]\s+|\s+[|•·∙/]\s*|[|•∙]|\s+[-–—]\s+")
_EDGES = " \t,.;:-–—()[]*"
_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-4])[:.h時][0-5]\d(?::[0-5]\d)?分?(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,5}|\s?GMT\s?[+-]\d)?",
    re.IGNORECASE,
)
_READING_TIME = re.compile(
    r"(?:reading time:?\s*)?\d{1,3}[\s-]?(?:min(?:\.|utes?|uten)?)(?:\s(?:read|lesezeit))?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(?:\d{4}([-/.])\d\d?\1\d\d?\.?|\d\d?([-/.])\d\d?\2\d{4})(?:[,T\s]*(\d\d?[:.h]\d\d(?::\d\d)?))?",
)
_EAST_ASIAN = re.compile(
    r"(\d{4})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일号號]?\s?(?:[(]?[一-鿿가-힣]{1,3}[)])?\s?(\d\d?[:時时]\d\d)?[\d:分]{0,4}"
)
_DOTTED_CLOCK = re.compile(r"(?<![\d.])(\d\d?)\.(\d\d)(?=\s?[ap]\.?m)", re.IGNORECASE)
_SPACED_DOTS = re.compile(r"(?<=\d)\.\s(?=\d)")
_HOURS = re.compile(
    r"(?<!\d)(\d\d?)[:.h]([0-5]\d)(?::[0-5]\d)?(?!\d)(?:\s?([ap])\.?m\b\.?)?"
    r"(?:\s?\(?(GMT|[A-Z]{1,4}T|UTC|Z|MSK|MES?Z|WIB|WITA|ET)\)?(?!\w))?",
    re.IGNORECASE,
)
_LAST_HOUR = 23
# Hours from UTC of the zones that are written by letters and mean one thing to all who use them.
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
    "MESZ": 2, "SAST": 2, "EET": 2, "EEST": 3, "MSK": 3, "EAT": 3, "PKT": 5, "WIB": 7, "WITA": 8,
    "HKT": 8, "SGT": 8, "PHT": 8, "WIT": 9, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "BRT": -3,
}  # fmt: skip
_ZONE = re.compile(r"(?<=[\d.maM])\s?\(?([A-Z]{1,4}T|UTC|Z|MSK|MES?Z|WIB|WITA|ET)\)?(?=[\s,]|$)")
_WEEKDAY = re.compile(rf"(?<!\w)(?:{any_of('weekday')})(?!\w)", re.IGNORECASE)
_TIME_WORDS = re.compile(rf"(?<!\w)(?:{any_of('time word')})(?!\w)", re.IGNORECASE)


class Times(NamedTuple):
    """When an article was published and last changed.

    Attributes:
        published: In UTC; None where it is not said.
        modified: The same.
        is_certain: Whether a label or a time of day tells it from any other day, such as the one
            that stands at the head of every page of a site.
    """

    published: datetime | None = None
    modified: datetime | None = None
    is_certain: bool = False


def stated_times(line: str) -> Times | None:
    """Return the times in a line that states times and nothing else, or None for another line.

    A day whose numbers can be read in two ways makes such a line and gives no time.

    >>> stated_times("Published 3 May 2024, 10:00 UTC").published.isoformat()
    '2024-05-03T10:00:00+00:00'
    >>> stated_times("On 3 May 2024 it rained.") is None
    True
    """
    if len(line) > _LONGEST or not any(map(str.isdigit, line)):
        return None
    parts = _LABEL.split(with_plain_signs(line).strip(_EDGES))
    published = modified = None
    has_day = False
    # What precedes the first label; then for each label: modified, published, what follows it.
    for is_modified, statement in zip([None, *parts[1::3]], [parts[0], *parts[3::3]], strict=True):
        days = _days(statement)
        if days is None:
            return None
        has_day = has_day or bool(days)
        moment = next(filter(None, days), None)
        if is_modified:
            modified = modified or moment
        else:
            published = published or moment
    is_certain = len(parts) > 1 or any(
        moment and moment.time() != time() for moment in (published, modified)
    )
    return Times(published, modified, is_certain) if has_day else None


def _days(statement: str) -> list[datetime | None] | None:
    """Return the days that `statement` lists, with their times; None if it says something else."""
    days: list[datetime | None] = []
    written = ""
    for piece in _SEPARATOR.split(statement):
        text = piece.strip(_EDGES)
        if not text or _READING_TIME.fullmatch(text):
            continue
        text = " ".join(_TIME_WORDS.sub(" ", text).split()).strip(_EDGES)
        if _CLOCK.fullmatch(text):
            if days and days[-1] and (timed := _day(f"{written} {text}")[1]):
                days[-1] = timed
            continue
        is_day, moment = _day(text)
        if not is_day:
            return None
        written = text
        days.append(moment)
    return days


def _day(text: str) -> tuple[bool, datetime | None]:
    """Return whether `text` is a day, with a time or without, and which."""
    if len(text) > _LONGEST_MOMENT or len(text.split()) > _MOST_WORDS:
        return False, None
    text = _DOTTED_CLOCK.sub(r"\1:\2", _SPACED_DOTS.sub(".", text))
    zone = _ZONE.search(text)
    if numeric := _NUMERIC.fullmatch(text[: zone.start()] if zone else text):
        clock = (numeric[3] or "").replace(".", ":").replace("h", ":")
        day = text[: numeric.start(3)].strip(_EDGES + "T") if clock else text.strip(".")
        return True, _moment(f"{day} {clock}{zone[0] if zone else ''}".strip())
    if written := _EAST_ASIAN.fullmatch(text):
        year, month, day, clock = written.groups()
        clock = re.sub("[時时]", ":", clock or "")
        return True, parse_date(f"{year}-{month}-{day} {clock}".strip())
    moment = _in_words(text)
    return moment is not None, moment


def _in_words(text: str) -> datetime | None:
    """Return the moment that `text` is, its month in words; None if it says something else too."""
    named = next(written_days(text), None)
    if named is None:
        return None
    rest = _WEEKDAY.sub(" ", f"{text[: named.start]} {text[named.end :]}")
    clock = _HOURS.search(rest)
    if (_HOURS.sub(" ", rest, count=1) if clock else rest).strip(_EDGES):
        return None
    if clock is None:
        return parse_date(named.day.isoformat())
    hours, minutes, half, zone = clock.groups()
    hour = int(hours) % 12 + 12 * (half.lower() == "p") if half else int(hours)
    if hour > _LAST_HOUR:
        return None
    return _moment(f"{named.day.isoformat()} {hour:02}:{minutes}{f' {zone}' if zone else ''}")


def _moment(text: str) -> datetime | None:
    """Return the moment; of a time in a zone that is not certain, only the day."""
    zone = _ZONE.search(text)
    if zone is None:
        return parse_date(text)
    moment = parse_date(f"{text[: zone.start()]}{text[zone.end() :]}".strip(_EDGES))
    if moment is None:
        return None
    hours = _ZONES.get(zone[1])
    if hours is None:
        return moment.replace(hour=0, minute=0, second=0)
    return moment - timedelta(hours=hours)
