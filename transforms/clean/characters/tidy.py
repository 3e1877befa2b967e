"""Spacing: one kind of space, one kind of line end, and at most one blank line.

`tidy(tidy(x)) == tidy(x)` for every string.
"""

from collections.abc import Callable

from ..trail import Line, Trail, raw_lines
from .unicode import VISIBLE_RULES, repair


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
        trail: Learns which lines were changed so that one sees it, by which rule.
    """
    lines: list[Line] = []
    allows = trail.allows if trail else None
    for number, raw in enumerate(raw_lines(text)):
        settled = _settled(raw, allows)
        for line in settled:
            if line or (lines and lines[-1].text):
                lines.append(Line(number, line))
        if trail and settled != [raw]:
            _tell(trail, Line(number, raw))
    while lines and not lines[-1].text:
        lines.pop()
    return lines


def _tell(trail: Trail, line: Line) -> None:
    if _is_plain(line.text):
        return
    for rule, mend in VISIBLE_RULES.items():
        if trail.allows(rule) and (mended := mend(line.text)) != line.text:
            trail.change(rule, line, mended)
            line = Line(line.number, mended)


def _settled(raw: str, allows: Callable[[str], bool] | None) -> list[str]:
    """Return the lines that `raw` comes to, repaired and spaced until nothing changes any more."""
    lines = [raw]
    if _is_plain(raw) and "  " not in raw and raw == raw.strip():  # as most lines are
        return lines
    while (
        again := [_spaced(part) for line in lines for part in repair(line, allows).split("\n")]
    ) != lines:
        lines = again
    return lines


def _is_plain(line: str) -> bool:
    """Whether no repair has anything to do in `line`."""
    return line.isascii() and line.isprintable() and "&" not in line


def _spaced(line: str) -> str:
    return " ".join(line.split())
