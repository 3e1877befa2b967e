"""How a run of a stream does, for a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.text import Text

from .layout import grid, indented, plain
from .quantities import several
from .waiting import ago, counts, trouble, waiting
from .words import DUPLICATE_KINDS, REASONS

if TYPE_CHECKING:
    from ..stream.status import StreamStatus


def print_stream(console: Console, stream: "StreamStatus", asked: datetime) -> None:
    """Print how a run of a stream does.

    Args:
        console: Where to.
        stream: What is known.
        asked: When that was.
    """
    console.print(Text.assemble(f"stream {stream.run_id}: ", _state(stream)))
    for line in _particulars(stream, asked):
        console.print(Text(line, "dim"))
    for title, lines in (
        ("Sources", _sources(stream, asked)),
        ("Refused", counts(stream.failures_by_reason, REASONS, "bold red")),
        ("Duplicates", counts(stream.duplicates_by_kind, DUPLICATE_KINDS, "bold yellow")),
    ):
        renderables = list(lines)
        if renderables:
            console.print(Text(f"  {title}", style="bold"))
        for renderable in renderables:
            console.print(indented(indented(renderable)))
    console.print()


def _state(stream: "StreamStatus") -> Text:
    if stream.is_running:
        return Text("running", "bold green")
    if stream.is_closed:
        return Text("ended")
    if stream.is_running is None:
        return Text("not ended, as far as can be seen from here", "bold")
    return Text("broken off; the next stream of its sources goes on behind it", "bold red")


def _particulars(stream: "StreamStatus", asked: datetime) -> Iterator[str]:
    if stream.window is None or stream.published is None:
        yield "  nothing published"
        return
    yield (
        f"  last published {ago(stream.published, asked)}, the window to "
        f"{stream.window:%Y-%m-%dT%H:%M:%SZ}; {several(stream.windows, 'window')}"
    )
    yield (
        f"  {stream.read:,} read = {several(stream.articles, 'article')} + "
        f"{several(stream.duplicates, 'duplicate')} + {several(stream.failures, 'failure')}"
    )


def _sources(stream: "StreamStatus", asked: datetime) -> Iterator[RenderableType]:
    table = grid("left", "left")
    for each in stream.sources:
        polled = f", polled {ago(each.polled, asked)}" if each.polled else ""
        told = waiting(each.source, asked).append(f"; {each.in_flight:,} in flight{polled}")
        table.add_row(Text(plain(each.source.address), "cyan"), told)
        if each.source.error:
            table.add_row("", Text(trouble(each.source), "bold red"))
    if stream.sources:
        yield table
