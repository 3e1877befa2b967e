"""What was taken out of a text, kept in the order in which it stood there."""

from typing import NamedTuple

from ..model import Removal


class Line(NamedTuple):
    """A line of text and its number in the text that came."""

    number: int
    text: str


class Trail:
    """Collects removals; they come out in the order of the text, not of the rules."""

    def __init__(self) -> None:
        self._notes: list[tuple[int, Removal]] = []

    def note(self, rule: str, *lines: Line) -> None:
        """Keep that `rule` took out or changed `lines`."""
        self._notes.extend((line.number, Removal(rule=rule, text=line.text)) for line in lines)

    def removals(self) -> tuple[Removal, ...]:
        """Return what was noted, by line; what befell one line, in the order it did."""
        return tuple(removal for _, removal in sorted(self._notes, key=lambda note: note[0]))
