"""How far a run is, in a line."""

from collections.abc import Mapping

from ..report.quantities import duration
from .counting import Count, Point

_TELLING_SECONDS = 5  # of reading, before its pace says anything
_TELLING_SHARE = 0.01


def progress_line(counts: Mapping[Point, Count], seconds: float, input_bytes: int | None) -> str:
    """Return what a run is at, what it has done, at which pace, and how long it will read yet.

    Args:
        counts: What passed each point.
        seconds: Since the first document was read.
        input_bytes: Of all files to read, as they are stored; None if that is not known.

    >>> progress_line({Point.READ: Count(900, 50, True), Point.CLEANED: Count(800)}, 10, 100)
    'Reading, about 10 s left: 900 read, 800 kept, 0 refused, 90 a second'
    """
    read, settled = counts.get(Point.READ, Count()), counts.get(Point.SETTLED, Count())
    kept = counts.get(Point.CLEANED, Count()).elements
    refused = counts.get(Point.REFUSED, Count())
    # What was not even a document was read as well.
    documents = max(read.elements, kept + refused.elements)
    if not documents:
        return "Starting"
    so_far = f"{documents:,} read, {kept:,} kept, {refused.elements:,} refused"
    if read.is_busy:
        pace = f", {documents / seconds:,.0f} a second" if seconds >= 1 else ""
        left = _left(read.input_bytes + refused.input_bytes, input_bytes, seconds)
        return f"Reading{left}: {so_far}{pace}"
    if not settled.elements:
        return f"Finding duplicates: {so_far}"
    return f"Writing: {settled.elements:,} of {kept:,}; {so_far}"


def _left(done: int, total: int | None, seconds: float) -> str:
    if not total or seconds < _TELLING_SECONDS or done < _TELLING_SHARE * total:
        return ""
    left = round(seconds * max(0, total - done) / done)
    return f", about {duration(left)} left" if left >= 60 else f", about {left} s left"  # noqa: PLR2004
