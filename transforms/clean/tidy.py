"""Spacing: one kind of space, one kind of line end, and at most one blank line.

`tidy(tidy(x)) == tidy(x)` for every string.
"""

from .trail import Line, Trail, raw_lines
from .unicode import repair, undo_mojibake


def tidy(text: str) -> str:
    r"""Return `text` repaired and evenly spaced.

    No-break and other spaces become plain ones, runs of them one, and those at the ends of lines
    go; so do blank lines at the ends and beyond one.

    >>> tidy("One  line.\r\n\r\n\r\nNo\u00a0break. ")
    'One line.\n\nNo break.'
    """
    return "\n".join(line.text for line in tidy_lines(text))


def tidy_lines(text: str, trail: Trail | None = None) -> list[Line]:
    """Return the lines of `tidy(text)`, with their numbers in `text`.

    Args:
        text: Anything.
        trail: Learns which lines held mojibake.
    """
    lines: list[Line] = []
    for number, raw in enumerate(raw_lines(text)):
        settled = _settled(raw)
        for line in settled:
            if line or (lines and lines[-1].text):
                lines.append(Line(number, line))
        if trail is not None and settled != [raw] and (mended := undo_mojibake(raw)) != raw:
            trail.change("mojibake", Line(number, raw), mended)
    while lines and not lines[-1].text:
        lines.pop()
    return lines


def _settled(raw: str) -> list[str]:
    """Return the lines that `raw` comes to, repaired and spaced until nothing changes any more."""
    lines = [raw]
    while (
        again := [_spaced(part) for line in lines for part in repair(line).split("\n")]
    ) != lines:
        lines = again
    return lines


def _spaced(line: str) -> str:
    return " ".join(line.split())
