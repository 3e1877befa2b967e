"""An estimate, for a person or for a program."""

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..estimate.estimate import Estimate
from ..estimate.trial import Stage
from .quantities import duration, several, size

_NAMES = {
    Stage.READ: "read",
    Stage.CLEAN: "clean",
    Stage.LANGUAGE: "tell languages",
    Stage.SIGN: "sign for comparison",
    Stage.ENRICH: "enrich",
    Stage.WRITE: "write",
    Stage.MOVE: "move and group",
}
_PERCENT = 100


def estimate_json(found: Estimate) -> str:
    """Return an estimate as JSON, indented: its fields, and `worker_hours`."""
    return json.dumps(asdict(found) | {"worker_hours": found.worker_hours}, indent=2)


def print_estimate(console: Console, found: Estimate, free_memory: int | None) -> None:
    """Print an estimate for a person.

    Args:
        console: Where to.
        found: The estimate.
        free_memory: Bytes of memory that there are here; None if that is not known.
    """
    about = "" if found.is_counted else "about "
    console.print(
        Text.assemble(
            f"{several(found.files, 'file')}, {size(found.input_bytes)}: ",
            (f"{about}{several(found.documents, 'document')}", "bold"),
            f", of which about {several(found.articles, 'article')}, duplicates included",
        )
    )
    console.print(Text(f"from a sample of {several(found.tried, 'document')}", "dim"))
    console.print()
    console.print(Text("Time of a processor", style="bold"))
    total = sum(found.seconds.values())
    table = Table.grid(padding=(0, 2))
    for justify in ("left", "right", "right"):
        table.add_column(justify=justify)
    for stage, seconds in found.seconds.items():
        share = f"{_PERCENT * seconds / total:.0f} %" if total else ""
        table.add_row(f"  {_NAMES[stage]}", duration(seconds), share)
    table.add_row("  all", duration(total), "")
    console.print(table)
    console.print()
    console.print(Text("On this machine", style="bold"))
    free = "" if free_memory is None else f", {size(free_memory)} are free"
    output = f"{size(found.jsonl_bytes)} as JSON Lines, or {size(found.parquet_bytes)} as Parquet"
    rows = [
        ("time", f"{duration(found.wall_seconds)} with {several(found.workers, 'worker')}"),
        ("memory", f"{size(found.memory_bytes)}{free}"),
        ("output", output),
    ]
    if free_memory is not None and found.memory_bytes > free_memory:
        rows.insert(
            2, ("", "too much: split the input into several runs with --index, or take a cluster")
        )
    table = Table.grid(padding=(0, 2))
    for name, value in rows:
        table.add_row(f"  {name}", Text(value, "bold red" if not name else ""))
    console.print(table)
    console.print()
    console.print(Text("On a cluster", style="bold"))
    console.print(f"  {found.worker_hours:,.2f} worker-hours, on processors like this one's")
