"""How a source does, and how long ago things were, in the words of a status."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from .layout import grid, plain
from .quantities import several, size

if TYPE_CHECKING:
    from ..source_status import SourceStatus

_POSITION_COLUMNS = 24  # longer ones are for the source alone


def waiting(source: "SourceStatus", asked: datetime) -> Text:
    """Return what waits at a source."""
    if source.waiting_messages is not None:
        if not source.waiting_messages:
            return Text("nothing waits", "green")
        return Text(f"{several(source.waiting_messages, 'message')} waiting", "bold yellow")
    if source.waiting_files is None:
        return _last_asked(source, asked)
    taken = f"{several(source.taken or 0, 'file')} taken"
    if not source.waiting_files:
        return Text.assemble(("nothing waits", "green"), f", {taken}")
    since = ""
    if source.waiting_since:
        since = f", the oldest written {ago(source.waiting_since, asked)}"
    return Text.assemble(
        (f"{several(source.waiting_files, 'file')} waiting", "bold yellow"),
        f" ({size(source.waiting_bytes or 0)}){since}, {taken}",
    )


def _last_asked(source: "SourceStatus", asked: datetime) -> Text:
    pages = _pages(source, asked)
    if source.error:
        return Text.assemble(("cannot be asked", "bold red"), pages)
    more = "more is there" if source.has_more else "nothing more when last asked"
    position = plain(source.position or "its beginning")
    where = f", at {position}" if len(position) <= _POSITION_COLUMNS else ""
    return Text.assemble(more, pages or where)


def _pages(source: "SourceStatus", asked: datetime) -> str:
    """Return what is told of pages that are asked for again, and of when."""
    if source.asked_at is None:
        return ""
    seconds = (source.asked_at - asked).total_seconds()
    when = f"in {span_of(seconds)}" if seconds > 0 else "with the next poll"
    if not source.waiting_pages:
        return f", and is asked again {when}"
    pages = several(source.waiting_pages, "page")
    return f"; {pages} to be fetched again, the next {when}"


def trouble(source: "SourceStatus") -> str:
    """Return why a source could not be polled, to stand beneath its address."""
    told = source.error or ""
    for name in (source.address, source.address.partition("?")[0]):
        told = told.removeprefix(f"{name}: ")
    return plain(told)


def counts(
    counts: Mapping[str, int], words: Mapping[str, str], style: str
) -> Iterator[RenderableType]:
    """Yield a table of how many there are of each."""
    table = grid("right", "left")
    for value, count in counts.items():
        named = f"{words[value]} ({value})" if value in words else value
        table.add_row(Text(f"{count:,}", style), Text(named))
    if counts:
        yield table


def ago(moment: datetime, asked: datetime) -> str:
    """Return how long ago it was."""
    return f"{span_of(max(0.0, (asked - moment).total_seconds()))} ago"


def span_of(seconds: float) -> str:
    """Return about how long it is.

    >>> span_of(12.3), span_of(150), span_of(90_000)
    ('12 s', '2 min', '25 h')
    """
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length:,.0f} {unit}"
    return f"{seconds:.0f} s"
