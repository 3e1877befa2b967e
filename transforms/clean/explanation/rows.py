"""What became of each line of a text, and by which rules: told from its trail."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from ...model import Edit, Model
from ..rules import RULES
from ..trail import Line, Trail

TIDY = "tidy"
"""Stands as the rule of what has none: spaces and characters are brought to one form always."""
REASONS: Mapping[str, str] = MappingProxyType(
    {**RULES, TIDY: "spaces, line ends and characters in one form"}
)
"""Each rule that an explanation may name → what it finds."""

# As the reasons of rules say it: to one field, by its name, or to several.
_MOVED = "moved to"
_MOVED_TO = re.compile(rf"{_MOVED} `(\w+)`")


class Fate(StrEnum):
    """What became of a line; the value is what the output says."""

    KEPT = "kept"
    """It stands in the article, but for spacing and marks of lists as it stood."""
    CHANGED = "changed"
    """It stands in the article in another form, or a part of it does."""
    JOINED = "joined"
    """It stands in the article in the same line as one before it."""
    MOVED = "moved"
    """It went to a field of the article."""
    REMOVED = "removed"
    """A rule took it out."""
    ADDED = "added"
    """It stands in the article and in no line that came: it comes from the page's data."""
    REFUSED = "refused"
    """No rule took it out, but the document as a whole is no article."""


class Row(Model):
    """A line as it came beside what stayed of it.

    Attributes:
        line: Its number in the text that came, from 0; None for one from elsewhere.
        before: The line as it came; None for one from elsewhere.
        after: What stands for it in the article, several lines if it was split; None for nothing,
            or if it stands in the row of a line before.
        fate: What became of it.
        rules: Names of the rules that touched it, in the order in which they did; see `REASONS`.
    """

    line: int | None
    before: str | None
    after: str | None
    fate: Fate
    rules: tuple[str, ...] = ()


def moved_to(rule: str) -> str | None:
    """Return the field of an article to which `rule` moves lines, if it does and that is one.

    >>> moved_to("credit")
    'credits'
    """
    found = _MOVED_TO.search(REASONS.get(rule, ""))
    return found[1] if found else None


def rows_of(trail: Trail, lines: Sequence[Line] | None) -> Iterator[Row]:
    """Give the rows of a text; `lines` are those that stayed, None if it was refused."""
    came = trail.came or []
    taken = came
    sources: Sequence[tuple[int, ...]] = [(number,) for number in range(len(came))]
    if trail.taking is not None:
        taken, sources = trail.taking.taken, trail.taking.alignment.sources
    fates = _Fates(trail, taken, lines)
    made: list[list[int]] = [[] for _ in came]  # of each line that came: the lines it is first in
    joined: list[list[int]] = [[] for _ in came]
    elsewhere: dict[int, list[int]] = {}
    place = -1
    for number, found in enumerate(sources):
        if found:
            place = found[0]
            made[place].append(number)
            for other in found[1:]:
                joined[other].append(number)
        elif taken[number].strip():
            elsewhere.setdefault(place, []).append(number)
    for number in range(-1, len(came)):
        if number >= 0 and came[number].strip():
            yield fates.row(number, made[number], joined[number])
        for other in elsewhere.get(number, ()):
            yield fates.row_from_elsewhere(other)


class _Fates:
    def __init__(self, trail: Trail, taken: Sequence[str], lines: Sequence[Line] | None) -> None:
        self._came = trail.came or []
        self._taking = trail.taking
        self._taken = taken
        self._is_refused = lines is None
        # What becomes of a line that goes along with the one before it.
        self._followed: tuple[Fate, tuple[str, ...]] = (
            (Fate.REFUSED, ()) if lines is None else (Fate.REMOVED, (TIDY,))
        )
        self._stayed: dict[int, list[str]] = {}
        for line in lines or ():
            if line.text:
                self._stayed.setdefault(line.number, []).append(line.text)
        self._notes: dict[int, list[Edit]] = {}
        for note in trail.notes:
            self._notes.setdefault(note.line, []).append(note)

    def row(self, number: int, made: Sequence[int], joined: Sequence[int]) -> Row:
        """Return the row of a line that came.

        Args:
            number: The line.
            made: The lines, of those that were taken, that begin with it.
            joined: Those in which it stands behind others.
        """
        before = self._came[number]
        rules = self._taking_rules(number, before)
        if not made and not joined:
            return Row(line=number, before=before, after=None, fate=Fate.REMOVED, rules=rules)
        touched = [note for each in made or joined for note in self._notes.get(each, ())]
        rules += tuple(note.rule for note in touched)
        after = self._text(made)
        if after is None and not rules and made and any(map(str.isalnum, before)):
            # No rule took it out: it went along with a line before, to which it was joined.
            fate, rules = self._followed
        elif after is None:
            fate = self._fate_of_lost(touched, joined=bool(self._text(joined)))
            if fate == Fate.REMOVED and not rules:
                rules = (TIDY,)
        elif rules:
            fate = Fate.CHANGED
        elif self._is_tidied(made):
            fate, rules = Fate.CHANGED, (TIDY,)
        else:
            fate = Fate.KEPT
        rules = tuple(dict.fromkeys(rules))
        if made:
            self._followed = (fate, rules) if after is None else (Fate.JOINED, ())
        return Row(line=number, before=before, after=after, fate=fate, rules=rules)

    def row_from_elsewhere(self, number: int) -> Row:
        """Return the row of a line that was taken from elsewhere."""
        touched = self._notes.get(number, [])
        after = self._text([number])
        return Row(
            line=None,
            before=None if after is not None else self._taken[number],
            after=after,
            fate=self._fate_of_lost(touched) if after is None else Fate.ADDED,
            rules=tuple(dict.fromkeys((*self._taking_rules(), *(note.rule for note in touched)))),
        )

    def _taking_rules(
        self, number: int | None = None, before: str | None = None
    ) -> tuple[str, ...]:
        """Return the rule that took the text, if it altered the line; always for none."""
        if self._taking is None:
            return ()
        if number is None:
            return (self._taking.rule,)
        if self._taking.alignment.remains[number] == before:
            return ()
        return (self._taking.rule_of(number),)

    def _text(self, numbers: Sequence[int]) -> str | None:
        return "\n".join(text for n in numbers for text in self._stayed.get(n, ())) or None

    def _fate_of_lost(self, touched: Sequence[Edit], *, joined: bool = False) -> Fate:
        lost = [note.rule for note in touched if not note.after]
        if any(_MOVED in REASONS.get(rule, "") for rule in lost):
            return Fate.MOVED
        if joined or (touched and touched[-1].after and not self._is_refused):
            return Fate.JOINED
        if self._is_refused and not lost:
            return Fate.REFUSED
        return Fate.REMOVED

    def _is_tidied(self, made: Sequence[int]) -> bool:
        written = [word for number in made for word in self._taken[number].split()]
        return written != [
            word
            for number in made
            for text in self._stayed.get(number, ())
            for word in text.split()
        ]
