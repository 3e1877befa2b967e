"""What the pages that are printed for a person have in common."""

from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


class Marks:
    """Marks that the console's encoding has."""

    def __init__(self, console: Console) -> None:
        try:
            "→…↑".encode(console.encoding)
        except (UnicodeEncodeError, LookupError):
            self.arrow, self.more, self.above = ">", "...", "^"
        else:
            self.arrow, self.more, self.above = "→", "…", "↑"


def grid(*justify: str) -> Table:
    """Return a table without lines, of columns that are justified so; by default two."""
    table = Table.grid(padding=(0, 2))
    for each in justify or ("left", "left"):
        table.add_column(justify=each, overflow="fold")  # type: ignore[arg-type]
    return table


def indented(renderable: Any) -> Padding:
    """Return what is printed under a heading."""
    return Padding(renderable, (0, 0, 0, 2), expand=False)


def shortened(text: Text, most: int, marks: Marks) -> Text:
    """Return `text` cut to `most` columns of a terminal."""
    if text.cell_len > most:
        text.truncate(most - len(marks.more))
        text.rstrip()
        text.append(marks.more)
    return text


def plain(text: str) -> str:
    """Return `text` without what would steer a terminal; its lines stay."""
    return "".join(each if each.isprintable() or each == "\n" else " " for each in text)
