"""How a watch does, for a person and for a program."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.text import Text

from .layout import grid, indented, plain
from .quantities import duration, several, size
from .words import DUPLICATE_KINDS, REASONS

if TYPE_CHECKING:
    from ..watch.status import SourceStatus, Status

_POSITION_COLUMNS = 24  # longer ones are for the source alone


def status_json(status: "Status") -> str:
    """Return all that is known, as JSON: the fields of `Status`."""
    return status.model_dump_json(indent=2)


def print_status(console: Console, status: "Status") -> None:
    """Print how a watch does.

    Args:
        console: Where to.
        status: What is known.
    """
    console.print(_headline(status))
    for line in _particulars(status):
        console.print(Text(line, "dim"))
    for title, lines in (
        ("Sources", _sources(status)),
        ("Last runs", _runs(status)),
        (f"Refused in {_counted(status)}", _counts(status.failures, REASONS, "bold red")),
        (
            f"Duplicates in {_counted(status)}",
            _counts(status.duplicates, DUPLICATE_KINDS, "bold yellow"),
        ),
    ):
        renderables = list(lines)
        if renderables:
            console.print()
            console.print(Text(title, style="bold"))
        for renderable in renderables:
            console.print(indented(renderable))
    console.print()


def _headline(status: "Status") -> Text:
    health = status.health
    if status.is_running and health:
        return Text.assemble(
            ("running", "bold green"),
            f", process {health.pid}, for {_span((status.asked - health.started).total_seconds())}",
        )
    if status.is_running is None and health and health.polled:
        return Text(f"last seen {_ago(health.polled, status.asked)}, process {health.pid}", "bold")
    return Text.assemble(("not running", "bold red"), f": no watch writes to {status.output}")


def _particulars(status: "Status") -> Iterator[str]:
    health = status.health
    if health is None:
        return
    if health.polled:
        looked = _ago(health.polled, status.asked)
        yield f"sources looked at {looked}, every {duration(health.every)}"
    if status.runs and (published := status.runs[0].published or health.published):
        yield f"last published {_ago(published, status.asked)}"
    if status.is_running:
        done = f"{health.batches:,} batch" + ("" if health.batches == 1 else "es")
        yield f"{done} since it began, memory {size(health.memory)}"
    if status.under_way:
        end = "" if status.is_running else ", which is done first when a watch starts again"
        yield f"under way: {status.under_way}{end}"


def _sources(status: "Status") -> Iterator[RenderableType]:
    table = grid("left", "left")
    for source in status.sources:
        table.add_row(Text(plain(source.address), "cyan"), _waiting(source, status.asked))
        if source.error:
            times = f" ({several(source.failures, 'time')} in a row)" if source.failures else ""
            table.add_row("", Text(plain(source.error) + times, "bold red"))
    if status.sources:
        yield table


def _waiting(source: "SourceStatus", asked: datetime) -> Text:
    if source.waiting_messages is not None:
        if not source.waiting_messages:
            return Text("nothing waits", "green")
        return Text(f"{several(source.waiting_messages, 'message')} waiting", "bold yellow")
    if source.waiting_files is None:
        more = "more is there" if source.has_more else "nothing more when last asked"
        position = plain(source.position or "its beginning")
        return Text(f"{more}, at {position}" if len(position) <= _POSITION_COLUMNS else more)
    taken = f"{several(source.taken or 0, 'file')} taken"
    if not source.waiting_files:
        return Text.assemble(("nothing waits", "green"), f", {taken}")
    since = ""
    if source.waiting_since:
        since = f", the oldest written {_ago(source.waiting_since, asked)}"
    return Text.assemble(
        (f"{several(source.waiting_files, 'file')} waiting", "bold yellow"),
        f" ({size(source.waiting_bytes or 0)}){since}, {taken}",
    )


def _runs(status: "Status") -> Iterator[RenderableType]:
    table = grid("left", "right", "right", "right", "right", "left")
    table.columns[0].no_wrap = table.columns[-1].no_wrap = True
    table.add_row(
        *(Text(name, "dim") for name in ("", "read", "articles", "duplicates", "failures", ""))
    )
    for run in status.runs:
        when = _ago(run.published, status.asked) if run.published else ""
        table.add_row(
            Text(run.run_id),
            f"{run.read:,}",
            Text(f"{run.articles:,}", "green"),
            Text(f"{run.duplicates:,}", "yellow" if run.duplicates else "dim"),
            Text(f"{run.failures:,}", "bold red" if run.failures else "dim"),
            Text(when, "dim"),
        )
    if status.runs:
        yield table


def _counts(
    counts: Mapping[str, int], words: Mapping[str, str], style: str
) -> Iterator[RenderableType]:
    table = grid("right", "left")
    for value, count in counts.items():
        named = f"{words[value]} ({value})" if value in words else value
        table.add_row(Text(f"{count:,}", style), Text(named))
    if counts:
        yield table


def _counted(status: "Status") -> str:
    return "that run" if status.runs_counted == 1 else f"the last {status.runs_counted} runs"


def _ago(moment: datetime, asked: datetime) -> str:
    return f"{_span(max(0.0, (asked - moment).total_seconds()))} ago"


def _span(seconds: float) -> str:
    """Return about how long it is.

    >>> _span(12.3), _span(150), _span(90_000)
    ('12 s', '2 min', '25 h')
    """
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length:,.0f} {unit}"
    return f"{seconds:.0f} s"
