"""What was done to a text: each edit with its rule, kept in the order of the text.

Rules ask it as well whether they are switched on, so that one value accompanies a text through
all of them.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from ..model import Edit
from .explanation.alignment import Alignment, align, line_key

# Not the control character U+0085: it may be half of mojibake, and `repair` splits it off.
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_OTHER_ENDS = "\r\x0b\x0c\u2028\u2029"


class Line(NamedTuple):
    """A line of text and its number in the text that came."""

    number: int
    text: str


def raw_lines(text: str) -> list[str]:
    r"""Return the lines of `text` as they are numbered, from 0.

    >>> raw_lines("One\r\nTwo\u2028Three\n")
    ['One', 'Two', 'Three', '']
    """
    if any(map(text.__contains__, _OTHER_ENDS)):
        text = _LINE_ENDS.sub("\n", text)
    return text.split("\n")


class Taking(NamedTuple):
    """How the text that line rules work on was taken from the text that came.

    Attributes:
        rule: What took it.
        came: Lines of the text that came.
        taken: Lines of the text that was taken.
        alignment: Which of them come from which.
        left_out: Lines (see `line_key`) that were left out by another rule → that rule.
    """

    rule: str
    came: list[str]
    taken: list[str]
    alignment: Alignment
    left_out: Mapping[str, str]

    def rule_of(self, number: int) -> str:
        """Return the rule that left out or altered a line of the text that came."""
        if self.alignment.remains[number] is not None or not self.left_out:
            return self.rule
        return self.left_out.get(line_key(self.came[number]), self.rule)

    def numbers(self) -> list[int]:
        """Return for each line that was taken the number of the line that it comes from.

        That is the first of several; for one that comes from elsewhere, that of the line before.
        """
        numbers: list[int] = []
        for sources in self.alignment.sources:
            numbers.append(sources[0] if sources else numbers[-1] if numbers else 0)
        return numbers

    def edits(self) -> Iterator[Edit]:
        """Give what was left out, altered, or brought from elsewhere (`before` is empty)."""
        for number, (line, remains) in enumerate(
            zip(self.came, self.alignment.remains, strict=True)
        ):
            if remains != line and line.strip():
                yield Edit(rule=self.rule_of(number), line=number, before=line, after=remains)
        for number, line, sources in zip(
            self.numbers(), self.taken, self.alignment.sources, strict=True
        ):
            if not sources and line.strip():
                yield Edit(rule=self.rule, line=number, before="", after=line)


class Trail:
    """Collects edits; they come out in the order of the text, not of the rules.

    Args:
        without: Names of the rules that are switched off.
        is_full: Whether to account for each line of the text that came, which costs time; else
            for what line rules did alone.

    Attributes:
        came: The lines of the text that came, once they are known and if all are accounted for.
        taking: How the lines that rules work on were taken from those, if not all of them were.
        notes: What line rules did; lines are numbered as in the text that was taken.
    """

    def __init__(self, without: Collection[str] = (), *, is_full: bool = False) -> None:
        self._without = frozenset(without)
        self._is_full = is_full
        self.came: list[str] | None = None
        self.taking: Taking | None = None
        self.notes: list[Edit] = []
        self._left_out: dict[str, str] = {}

    def allows(self, rule: str) -> bool:
        """Return whether `rule` is switched on."""
        return rule not in self._without

    def note(self, rule: str, *lines: Line) -> None:
        """Keep that `rule` took `lines` out, or moved them to a field."""
        self.notes.extend(Edit(rule=rule, line=line.number, before=line.text) for line in lines)

    def change(self, rule: str, line: Line, after: str) -> None:
        """Keep that `rule` made `after` of `line`."""
        self.notes.append(Edit(rule=rule, line=line.number, before=line.text, after=after))

    def leave_out(self, rule: str, *lines: str) -> None:
        """Keep that `lines` are left out of the text that is taken (see `take`) because of `rule`.

        Called before that. Where they stood need not be known.
        """
        self._left_out.update((line_key(line), rule) for line in lines if line.strip())

    def begin(self, text: str) -> None:
        """Keep that `text` is what came."""
        if self._is_full:
            self.came = raw_lines(text)

    def take(self, rule: str, text: str, came: Callable[[], str]) -> str:
        """Return the text that line rules are to work on, and keep how it was taken.

        Args:
            rule: What takes the text of an article from what is around it, or from its markup.
            text: What it takes.
            came: Gives all of the text that came; asked only if it is needed.

        Returns:
            `text`, or all of what came if the rule is switched off.
        """
        if self.allows(rule) and not self._is_full:
            return text
        whole = came()
        self.begin(whole)
        if not self.allows(rule):
            return whole
        if self.came is not None:
            taken = raw_lines(text)
            found = align(self.came, taken)
            self.taking = Taking(rule, self.came, taken, found, self._left_out)
        return text

    def edits(self) -> tuple[Edit, ...]:
        """Return what was kept, by line; what befell one line, in the order it did."""
        edits = self.notes
        if self.taking is not None:
            numbers = self.taking.numbers()
            placed = (note.model_copy(update={"line": numbers[note.line]}) for note in self.notes)
            edits = [*self.taking.edits(), *placed]
        return tuple(sorted(edits, key=lambda edit: edit.line))
