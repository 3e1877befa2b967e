"""A text whose edges are looked at: its first and last lines with words, which may be taken out."""

from collections import deque
from dataclasses import dataclass
from itertools import islice

from ..trail import Line, Trail
from .fields import Fields
from .notes import is_note

_TOP = 4  # lines with words
_NEAR = 60  # lines at each edge among which notes are counted


@dataclass
class EdgedText:
    """A text from which things move to fields."""

    lines: deque[Line]
    fields: Fields
    trail: Trail
    authors: tuple[str, ...]
    has_headline: bool

    def top(self) -> list[int]:
        """Return the positions of the first lines with words; none if that is all the text."""
        if len(self.lines) < 2:  # noqa: PLR2004 - no line is blank at an end
            return []
        first = islice(self.lines, 2 * _TOP)
        return [position for position, line in enumerate(first) if line.text][:_TOP]

    def bottom(self, most: int) -> list[int]:
        """Return the positions of the last lines with words, from the end: -1, -2, …."""
        if len(self.lines) < 2:  # noqa: PLR2004
            return []
        last = islice(reversed(self.lines), 2 * most)
        return [~position for position, line in enumerate(last) if line.text][:most]

    def count_notes(self) -> int:
        """Return how many notes stand in the parts near the edges."""
        near = islice(self.lines, _NEAR)
        far = islice(reversed(self.lines), min(_NEAR, max(len(self.lines) - _NEAR, 0)))
        return sum(is_note(line.text) for lines in (near, far) for line in lines)

    def take(self, position: int, rule: str) -> Line:
        """Take out the line at `position`, and the blank line that is now one too many."""
        line = self.lines[position]
        self.trail.note(rule, line)
        del self.lines[position]
        if position < 0:
            position += len(self.lines) + 1
        if not self.lines:
            return line
        if position == len(self.lines):
            if not self.lines[-1].text:
                self.lines.pop()
        elif not self.lines[position].text and (position == 0 or not self.lines[position - 1].text):
            del self.lines[position]
        return line
