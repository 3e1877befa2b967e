"""What was done to a text: each edit with its rule, kept in the order of the text.

Rules ask it as well whether they are switched on, so that one value accompanies a text through
all of them.
"""

from collections.abc import Collection
from typing import NamedTuple

from ..model import Edit


class Line(NamedTuple):
    """A line of text and its number in the text that came."""

    number: int
    text: str


class Trail:
    """Collects edits; they come out in the order of the text, not of the rules.

    Args:
        without: Names of the rules that are switched off.
    """

    def __init__(self, without: Collection[str] = ()) -> None:
        self._without = frozenset(without)
        self._edits: list[Edit] = []

    def allows(self, rule: str) -> bool:
        """Return whether `rule` is switched on."""
        return rule not in self._without

    def note(self, rule: str, *lines: Line) -> None:
        """Keep that `rule` took `lines` out, or moved them to a field."""
        self._edits.extend(Edit(rule=rule, line=line.number, before=line.text) for line in lines)

    def change(self, rule: str, line: Line, after: str) -> None:
        """Keep that `rule` made `after` of `line`."""
        self._edits.append(Edit(rule=rule, line=line.number, before=line.text, after=after))

    def edits(self) -> tuple[Edit, ...]:
        """Return what was kept, by line; what befell one line, in the order it did."""
        return tuple(sorted(self._edits, key=lambda edit: edit.line))
