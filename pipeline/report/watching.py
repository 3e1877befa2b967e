"""How a watch and streams do, for a person and for a program."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.text import Text

from .layout import grid, indented, plain
from .quantities import duration, several, size
from .streaming import print_stream
from .waiting import ago, counts, span_of, trouble, waiting
from .words import DUPLICATE_KINDS, REASONS

if TYPE_CHECKING:
    from ..watch.status import Status
    from ..watch.trouble import Trouble


def status_json(status: "Status") -> str:
    """Return all that is known, as JSON: the fields of `Status`."""
    return status.model_dump_json(indent=2)


def print_status(console: Console, status: "Status") -> None:
    """Print how a watch and streams do.

    Args:
        console: Where to.
        status: What is known.
    """
    if status.has_watch or status.runs:
        _print_watch(console, status)
    for stream in status.streams:
        print_stream(console, stream, status.asked)


def _print_watch(console: Console, status: "Status") -> None:
    console.print(_headline(status))
    if status.trouble:
        console.print(_trouble(status.trouble, status.asked))
    for line in _particulars(status):
        console.print(Text(line, "dim"))
    for title, lines in (
        ("Sources", _sources(status)),
        ("Last runs", _runs(status)),
        (f"Refused in {_counted(status)}", counts(status.failures, REASONS, "bold red")),
        (
            f"Duplicates in {_counted(status)}",
            counts(status.duplicates, DUPLICATE_KINDS, "bold yellow"),
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
    if not status.has_watch:
        return Text(f"no watch was ever here: runs that end write to {status.output}", "bold")
    if status.is_running and health:
        running = span_of((status.asked - health.started).total_seconds())
        return Text.assemble(("running", "bold green"), f", process {health.pid}, for {running}")
    if status.is_running is None and health and health.polled:
        return Text(f"last seen {ago(health.polled, status.asked)}, process {health.pid}", "bold")
    return Text.assemble(("not running", "bold red"), f": no watch writes to {status.output}")


def _trouble(trouble: "Trouble", asked: datetime) -> Text:
    since = span_of(max(0.0, (asked - trouble.since).total_seconds()))
    tries = f"{several(trouble.tries, 'time')} in a row, the last {ago(trouble.last, asked)}"
    return Text(f"batches fail for {since} ({tries}):\n{plain(trouble.error)}", "bold red")


def _particulars(status: "Status") -> Iterator[str]:
    health = status.health
    if health and health.polled:
        looked = ago(health.polled, status.asked)
        yield f"sources looked at {looked}, every {duration(health.every)}"
    published = status.runs[0].published if status.runs else None
    if published := published or (health.published if health else None):
        yield f"last published {ago(published, status.asked)}"
    if status.is_running and health:
        done = f"{health.batches:,} batch" + ("" if health.batches == 1 else "es")
        yield f"{done} since it began, memory {size(health.memory)}"
    if status.under_way:
        end = "" if status.is_running else ", which is done first when a watch starts again"
        yield f"under way: {status.under_way}{end}"


def _sources(status: "Status") -> Iterator[RenderableType]:
    table = grid("left", "left")
    for source in status.sources:
        table.add_row(Text(plain(source.address), "cyan"), waiting(source, status.asked))
        if source.error:
            times = f" ({several(source.failures, 'time')} in a row)" if source.failures else ""
            table.add_row("", Text(trouble(source) + times, "bold red"))
    if status.sources:
        yield table


def _runs(status: "Status") -> Iterator[RenderableType]:
    table = grid("left", "right", "right", "right", "right", "left")
    table.columns[0].no_wrap = table.columns[-1].no_wrap = True
    table.add_row(
        *(Text(name, "dim") for name in ("", "read", "articles", "duplicates", "failures", ""))
    )
    for run in status.runs:
        when = ago(run.published, status.asked) if run.published else ""
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


def _counted(status: "Status") -> str:
    return "that run" if status.runs_counted == 1 else f"the last {status.runs_counted} runs"
