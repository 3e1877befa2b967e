"""Words broken at the ends of lines: whether the hyphen is the word's own.

Asked are the text's own words: "inno-" and "vation" are one word if "innovation" stands elsewhere
in it, "well-" and "known" two if "well-known" does. Where the text has neither, a text in which
many lines end so, or one certainly does, was hyphenated by whoever set it, and in others the
hyphens are the words' own.
"""

from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import regex

from ..trail import Line, Trail
from ..words import word_list

_RULE = "hyphenation"

_BROKEN = regex.compile(r"([\p{L}\p{M}]+)[-‐]$")
_NEXT = regex.compile(r"[\p{L}\p{M}]+")
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[-‐‑][\p{L}\p{M}]+)*")
# A hyphen, or a dash set close.
_OWN_HYPHEN = regex.compile(r"[\p{L}\p{N}](?:[-‐‑]|--|—)$")
# Justified print breaks a word at one line end in ten to twenty; hyphens that belong to words meet
# the end of one line in a hundred.
_HYPHENATED = 0.03  # share of lines
_FEWEST = 3  # lines
_LONGEST_WORD = 60  # characters


class Joint(NamedTuple):
    """How two lines are joined: `dropped` characters off the first, and `between` them."""

    dropped: int
    between: str


class Hyphens:
    """What a text says of the hyphens at the ends of its lines.

    Args:
        lines: All of the text.
        raw: The text that came, by line number: it shows soft hyphens. Empty where not known.
        trail: Learns which words were joined.
    """

    def __init__(self, lines: Sequence[Line], raw: Sequence[str], trail: Trail) -> None:
        self._raw = raw
        self._trail = trail
        self._is_on = trail.allows(_RULE)
        whole: list[str] = []  # the lines without the halves of words at their edges
        is_broken = False
        broken_lines = 0
        for line in lines:
            text = line.text.partition(" ")[2] if is_broken else line.text
            is_broken = bool(_BROKEN.search(line.text[-_LONGEST_WORD:]))
            broken_lines += is_broken
            whole.append(text.rpartition(" ")[0] if is_broken else text)
        self._words = (
            frozenset(
                word.casefold().replace("‐", "-").replace("‑", "-")
                for text in whole
                for word in _WORD.findall(text)
            )
            if broken_lines
            else frozenset()
        )
        self._is_hyphenated = broken_lines >= max(_FEWEST, _HYPHENATED * len(lines)) or any(
            self.is_known(first, second) for first, second in pairwise(lines)
        )

    def is_known(self, first: Line, second: Line) -> bool:
        """Whether the end of `first` and the beginning of `second` are beyond doubt one word."""
        if not self._is_on:
            return False
        if self._is_soft(first):
            return second.text[:1].islower()
        broken, rest = self._halves(first, second)
        return bool(broken) and (broken + rest).casefold() in self._words

    def joint(self, first: Line, second: Line) -> Joint | None:
        """Return how `second` is joined to the hyphen that `first` ends with; None if to none."""
        if self.is_known(first, second):
            return self._joined(first, second, 0 if self._is_soft(first) else 1)
        if not self._is_on or not _OWN_HYPHEN.search(first.text):
            return None
        rest = _NEXT.match(second.text)
        if rest and rest[0].casefold() in _conjunctions():
            return None
        broken, following = self._halves(first, second)
        if broken and self._is_hyphenated and not self._is_compound(broken, following):
            return self._joined(first, second, 1)
        return Joint(0, "")

    def _is_compound(self, first: str, second: str) -> bool:
        words = self._words
        if f"{first}-{second}".casefold() in words:
            return True
        return first.casefold() in words and second.casefold() in words

    def _is_soft(self, line: Line) -> bool:
        return line.number < len(self._raw) and self._raw[line.number].rstrip().endswith("\u00ad")

    @staticmethod
    def _halves(first: Line, second: Line) -> tuple[str, str]:
        """Return what stands before a hyphen at the end of `first`, and what goes on with it."""
        broken = _BROKEN.search(first.text[-_LONGEST_WORD:])
        rest = _NEXT.match(second.text)
        if not broken or not rest or not rest[0].islower() or rest[0] in _conjunctions():
            return "", ""
        return broken[1], rest[0]

    def _joined(self, first: Line, second: Line, dropped: int) -> Joint:
        rest = second.text.partition(" ")[0]
        self._trail.change(_RULE, first, first.text[: len(first.text) - dropped] + rest)
        return Joint(dropped, "")


def join_words(
    lines: Sequence[Line], raw: Sequence[str], trail: Trail, code: Collection[int] = ()
) -> list[Line]:
    """Return `lines`, the ends of words pulled up to their beginnings where that is beyond doubt.

    For texts whose lines stay as they are: poems, and what is no prose.

    Args:
        lines: As `tidy_lines` leaves them.
        raw: The text that came, by line number. Empty where it is not known.
        trail: Learns which words were joined.
        code: Numbers of lines that are code.
    """
    if not trail.allows(_RULE) or not any(_may_be_broken(line, raw) for line in lines):
        return list(lines)
    hyphens = Hyphens(lines, raw, trail)
    joined = list(lines[:1])
    for last, line in pairwise(lines):
        if last.number in code or line.number in code or not hyphens.is_known(last, line):
            joined.append(line)
            continue
        joint = hyphens.joint(last, line)
        before = joined[-1]
        kept = len(before.text) - (joint.dropped if joint else 0)
        rest, _, left = line.text.partition(" ")
        joined[-1] = Line(before.number, before.text[:kept] + rest)
        if left:
            joined.append(Line(line.number, left))
    return joined


def _may_be_broken(line: Line, raw: Sequence[str]) -> bool:
    if line.text.endswith(("-", "‐")):
        return True
    return line.number < len(raw) and "\u00ad" in raw[line.number][-_LONGEST_WORD:]


@cache
def _conjunctions() -> frozenset[str]:
    return frozenset(word_list("hyphens.txt")["conjunctions"])
