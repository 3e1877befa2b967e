"""The lines of two texts as one page: what both have once, what differs beside each other."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from transforms.deduplicate import Passage, PassageKind


class Piece(NamedTuple):
    """What stands in one line, of one passage.

    Attributes:
        kind: In which of the texts it stands.
        text: The words, with a space behind them where the line ends.
        first: Number of its line in the first text, from 1; None if it is not there.
        second: Likewise in the second. Of what is moved, both are there.
        is_moved: Whether it stands in both texts, at different places.
    """

    kind: PassageKind
    text: str
    first: int | None
    second: int | None
    is_moved: bool = False


class Line(NamedTuple):
    """A line of the page.

    Attributes:
        pieces: What stands in it.
    """

    pieces: tuple[Piece, ...]

    @property
    def kind(self) -> PassageKind | None:
        """In which of the texts all of it stands; None if its pieces differ in that."""
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else None

    @property
    def is_moved(self) -> bool:
        """Whether all of it stands in both texts, at different places."""
        return all(piece.is_moved for piece in self.pieces)

    def number(self, kind: PassageKind) -> int | None:
        """Return the number of the line in a text, None if it is not there."""
        there = [piece for piece in self.pieces if piece.kind in (kind, PassageKind.SHARED)]
        if not there:
            return None
        return there[0].first if kind == PassageKind.FIRST else there[0].second


def lines_of(first: str, second: str, passages: Sequence[Passage]) -> list[Line]:
    """Return the lines of the page, without blank ones."""
    page = _Page(first, second)
    for is_shared, group in groupby(passages, lambda each: each.kind == PassageKind.SHARED):
        if is_shared:
            for passage in group:
                page.share(passage)
        else:
            page.differ(list(group))
    return list(page.lines())


class _Page:
    def __init__(self, first: str, second: str) -> None:
        self._texts = first, second
        self._ends = [
            [place for place, each in enumerate(text) if each == "\n"] for text in self._texts
        ]
        self._lines: list[list[Piece]] = [[]]

    def lines(self) -> Iterator[Line]:
        for pieces in self._lines:
            if any(piece.text.strip() for piece in pieces):
                yield Line(tuple(pieces))

    def share(self, passage: Passage) -> None:
        """Add what both texts have, in the lines of the first."""
        ours = self._split(passage, 0)
        theirs = [parts for parts in self._split(passage, 1) if parts]
        filled = [parts for parts in ours if parts]
        if len(theirs) == len(filled):  # in the same lines
            numbers = [parts[0].second for parts in theirs]
            for parts, number in zip(filled, numbers, strict=True):
                parts[0] = parts[0]._replace(second=number)
        else:
            filled[1:] = [[parts[0]._replace(second=None)] for parts in filled[1:]]
        if filled and self._texts[1][passage.second.end - 1].isspace():
            filled[-1][0] = filled[-1][0]._replace(text=f"{filled[-1][0].text.rstrip()} ")
        following = iter(filled)
        self._add([next(following) if parts else [] for parts in ours])
        if self._is_end(1, passage.second.end):
            self._break()

    def differ(self, passages: Sequence[Passage]) -> None:
        """Add what stands in one of the texts alone: of the first, then of the second."""
        sides = []
        for side, kind in enumerate((PassageKind.FIRST, PassageKind.SECOND)):
            lines: list[list[Piece]] = [[]]
            for passage in passages:
                if passage.kind == kind:
                    beginning, *rest = self._split(passage, side)
                    lines[-1] += beginning
                    lines += rest
            sides.append(lines)
        ours, theirs = sides
        last = {each.kind: each for each in passages}.values()
        if not self._lines[-1] and all(map(self._ends_a_line, last)):
            for lines in sides:
                self._add(lines)
                self._break()
            return
        self._add([[*ours[0], *theirs[0]]])
        if len(ours) > 1 or len(theirs) > 1:
            self._break()
            self._add([*ours[1:-1], *theirs[1:-1], []])
            self._add([[*(ours[1:] and ours[-1]), *(theirs[1:] and theirs[-1])]])

    def _add(self, lines: Sequence[list[Piece]]) -> None:
        for number, pieces in enumerate(lines):
            if number:
                self._break()
            self._lines[-1] += pieces

    def _break(self) -> None:
        if self._lines[-1]:
            self._lines.append([])

    def _ends_a_line(self, passage: Passage) -> bool:
        if passage.kind == PassageKind.FIRST:
            return self._is_end(0, passage.first.end)
        return self._is_end(1, passage.second.end)

    def _is_end(self, side: int, place: int) -> bool:
        """Return whether a line ends before a place."""
        text = self._texts[side]
        return place == len(text) or text[place - 1 : place] == "\n"

    def _split(self, passage: Passage, side: int) -> list[list[Piece]]:
        """Return the lines of a passage in one of the texts; the last one is not ended."""
        spans = passage.first, passage.second
        start, end = spans[side]
        other = self._number(1 - side, spans[1 - side].start)
        lines: list[list[Piece]] = []
        for text in self._texts[side][start:end].split("\n"):
            numbers: list[int | None] = [None, None]
            numbers[side] = self._number(side, start)
            if passage.is_moved or passage.kind == PassageKind.SHARED:
                numbers[1 - side] = other
            start += len(text) + 1
            space = " " if start <= end or end == len(self._texts[side]) else ""
            piece = Piece(passage.kind, text + space, numbers[0], numbers[1], passage.is_moved)
            lines.append([piece] if text.strip() else [])
        return lines

    def _number(self, side: int, place: int) -> int:
        return bisect_left(self._ends[side], place) + 1
