"""Where a command speaks: lines of its own on stderr, what was asked for on stdout."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def tell(line: str) -> None:
    """Say `line` on stderr."""
    sys.stderr.write(f"copydesk: {line}\n")


def console() -> "Console":
    """Return what writes to stdout for a person."""
    from rich.console import Console  # noqa: PLC0415

    class Pipe(Console):
        def on_broken_pipe(self) -> None:
            raise  # noqa: PLE0704  what Rich caught: it would end the process itself, with 1

    return Pipe(highlight=False)


def drop_stdout() -> None:
    """Let what is still to be written there go nowhere: Python would fail with it at its end."""
    with suppress(OSError):  # it is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
