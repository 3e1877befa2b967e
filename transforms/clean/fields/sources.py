"""Where an article says that it comes from: its source, and the list of references under it."""

import re
from collections import deque
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from ..labels import phrases, with_plain_signs
from ..trail import Line

# Longer lines are paragraphs, whatever they begin with. Characters.
_LONGEST_SOURCE = 1_600
_LONGEST_REFERENCE = 400
_MOST_REFERENCES = 300

_LABELS = phrases("source")
_HEADINGS = phrases("references")

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")
_ENTRY_MARK = re.compile(r"(?:\[\d{1,3}\]|\(?\d{1,3}[.)]|[-*•·–—▪◦]|[①-⑳])\s*(?=\S)")
# What entries have and other lines seldom: a mark, a year, an address.
_CITATION = re.compile(
    rf"^{_ENTRY_MARK.pattern}|\b(?:1[5-9]|20)\d\d\b|https?://|\b[\w-]+\.[a-z]{{2,6}}\b"
)


def named_source(line: str) -> str | None:
    """Return the address in a line that is a label and that address, or None.

    >>> named_source("Source: https://a.example/rain")
    'https://a.example/rain'
    """
    if len(line) > _LONGEST_SOURCE:
        return None
    label, _, rest = with_plain_signs(line).partition(":")
    if label.strip().casefold().rstrip(".") not in _LABELS:
        return None
    return rest.strip() if _ADDRESS.fullmatch(rest.strip()) else None


def reference_lines(lines: deque[Line]) -> Sequence[Line]:
    """Return the lines of the list of references at the end, its heading first; none if none."""
    entries: list[Line] = []
    for line in islice(reversed(lines), _MOST_REFERENCES):
        if len(line.text) > _LONGEST_REFERENCE:
            return ()
        if not _is_heading(line.text):
            entries.append(line)
            continue
        cited = [entry for entry in reversed(entries) if entry.text]
        if not _are_references(cited) or not _is_longer(lines, cited, len(entries) + 1):
            return ()
        return [line, *reversed(entries)]
    return ()


def unmarked(entry: str) -> str:
    """Return an entry of a list without its number or bullet."""
    mark = _ENTRY_MARK.match(entry)
    return entry[mark.end() :] if mark else entry


@lru_cache(maxsize=1_024)  # the same last lines are asked for after each move
def _is_heading(line: str) -> bool:
    return with_plain_signs(line).casefold().strip(" :.*#_") in _HEADINGS


def _are_references(entries: Sequence[Line]) -> bool:
    """Whether half of `entries` look like it; the others may be titles."""
    cited = sum(bool(_CITATION.search(entry.text)) for entry in entries)
    return bool(entries) and cited * 2 >= len(entries)


def _is_longer(lines: deque[Line], entries: Sequence[Line], skipped: int) -> bool:
    """Whether `lines` without the last `skipped` are longer than `entries`; else these are it."""
    needed = sum(len(entry.text) for entry in entries)
    for line in islice(reversed(lines), skipped, None):
        needed -= len(line.text)
        if needed <= 0:
            return True
    return False
