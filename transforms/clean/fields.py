"""What stands in a plain text beside the article: headline, credits, source and references.

Each is moved from the text to a field of its own. Only lines at the edges are looked at, and
moving ends when nothing moves any more, so the text that is left keeps all that it has.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from .boilerplate import boilerplate_rule, drop_boilerplate
from .headline import is_headline
from .trail import Line, Trail
from .words import word_list

# Longer lines are paragraphs, whatever they end with. Characters.
_LONGEST_CAPTION = 400
_LONGEST_CREDIT = 160
_LONGEST_REFERENCE = 400
_MOST_REFERENCES = 300

_CREDIT_LABELS = frozenset(word_list("labels.txt")["credit"])
_SOURCE_LABELS = frozenset(word_list("labels.txt")["source"])
_REFERENCE_HEADINGS = frozenset(word_list("labels.txt")["references"])

_COLONS = str.maketrans({"：": ":", "﹕": ":", "（": "(", "）": ")", "【": "(", "】": ")"})
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")
_ENTRY_MARK = re.compile(r"(?:\[\d{1,3}\]|\(?\d{1,3}[.)]|[-*•·–—▪◦]|[①-⑳])\s*(?=\S)")
# What entries have and other lines seldom: a mark, a year, an address.
_CITATION = re.compile(
    rf"^{_ENTRY_MARK.pattern}|\b(?:1[5-9]|20)\d\d\b|https?://|\b[\w-]+\.[a-z]{{2,6}}\b"
)
# How agencies end a story: after the last full stop, or on a line of its own.
_END_MARKS = ("./.", "。/。")
_END_LINES = frozenset(
    {"###", "# # #", "-30-", "– 30 –", "(end)", "ends", "-ends-", "(完)", "-完-", "/."}
)


@dataclass
class Fields:
    """What was found beside the article.

    Attributes:
        title: Headline; where one is claimed, that one.
        credits: Captions and photo credits, in order.
        source_url: The address named as the source, as written.
        references: Entries of the list under the text, and further sources.
        byline: The line that names the authors.
        dateline: Place, day and agency with which the text begins.
        notes: Notes of updates and corrections.
    """

    title: str | None = None
    credits: tuple[str, ...] = ()
    source_url: str | None = None
    references: tuple[str, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    notes: tuple[str, ...] = ()

    def with_more(self, more: "Fields") -> "Fields":
        """Return these fields with what was found later: lists go on, gaps are filled."""
        merged: dict[str, Any] = {}
        for name, own in vars(self).items():
            added = getattr(more, name)
            merged[name] = (*own, *added) if isinstance(own, tuple) else own or added
        return Fields(**merged)


def separate(lines: Iterable[Line], title: str | None, trail: Trail) -> tuple[Fields, list[Line]]:
    """Return what stands beside the article, and the article's own lines.

    Args:
        lines: As `tidy_lines` leaves them.
        title: The headline if it is known: then none is looked for, and where it stands at the
            top of the text it goes.
        trail: Learns what was moved or dropped, by which rule.
    """
    fields = Fields(title=title)
    # Each move takes one thing from an end, so that the work is in proportion to the text.
    left = deque(drop_boilerplate(lines, trail))
    moves = [move for rule, move in _MOVES.items() if trail.allows(rule)]
    while any(move(left, fields, trail) for move in moves):
        pass
    return fields, list(left)


def without_title(lines: Iterable[Line], title: str | None, trail: Trail) -> list[Line]:
    """Return `lines` without boilerplate, and without the title where it stands at the top.

    That is all that is done to the text of a page: an extractor has already told the article from
    what stands around it, and what is left of credits and references belongs to it.
    """
    left = deque(drop_boilerplate(lines, trail))
    while title is not None and _move_title(left, Fields(title=title), trail):
        pass
    return list(left)


def _take(lines: deque[Line], position: int) -> Line:
    """Take out the line at `position`, and the blank line that is now one too many."""
    line = lines[position]
    del lines[position]
    if position < 0:
        position += len(lines) + 1
    if not lines:
        return line
    if position == len(lines):
        if not lines[-1].text:
            lines.pop()
    elif not lines[position].text and (position == 0 or not lines[position - 1].text):
        del lines[position]
    return line


def _move_title(lines: deque[Line], fields: Fields, trail: Trail) -> bool:
    if len(lines) < 2:  # noqa: PLR2004 - a title and nothing else is all the text there is
        return False
    if fields.title is None and trail.allows("title") and is_headline(lines):
        rule, fields.title = "title", lines[0].text
    elif (
        fields.title is not None
        and trail.allows("title_repeated")
        and _same_words(lines[0].text, fields.title)
    ):
        rule = "title_repeated"
    else:
        return False
    trail.note(rule, _take(lines, 0))
    return True


def _same_words(line: str, title: str) -> bool:
    return line.casefold().split() == title.casefold().split()


def _move_credit(lines: deque[Line], fields: Fields, trail: Trail) -> bool:
    """Move a caption with a credit from the top; under a headline is at the top as well."""
    position = 0
    if len(lines) > 1 and not is_credit(lines[0].text) and is_headline(lines):
        position = 1 if lines[1].text else 2
    if position + 1 >= len(lines) or not is_credit(lines[position].text):
        return False
    line = _take(lines, position)
    fields.credits += (line.text,)
    trail.note("credit", line)
    return True


def is_credit(line: str) -> bool:
    """Whether `line` is a caption that ends with a credit in brackets, or a credit alone.

    >>> is_credit("Deepseek's logo. (Photo: REUTERS/TTXVN)")
    True
    >>> is_credit("Photo editors (and others) disagree.")
    False
    """
    if len(line) > _LONGEST_CAPTION:
        return False
    line = line.translate(_COLONS).rstrip(" .")
    if line.endswith(")"):
        opening = line.rfind("(")
        return opening >= 0 and _is_labelled(line[opening + 1 : -1], _CREDIT_LABELS)
    return len(line) <= _LONGEST_CREDIT and _is_labelled(line, _CREDIT_LABELS)


def _is_labelled(text: str, labels: frozenset[str]) -> bool:
    """Whether `text` is one of `labels`, a colon, and something."""
    label, colon, rest = text.translate(_COLONS).partition(":")
    if label.strip().casefold().rstrip(".") not in labels:
        return False
    return bool(colon and rest.strip())


def _move_source(lines: deque[Line], fields: Fields, trail: Trail) -> bool:
    for position in (-1, 0):
        if len(lines) > 1 and (address := _named_source(lines[position].text)):
            line = _take(lines, position)
            if fields.source_url is None:
                fields.source_url = address
            else:
                fields.references = (line.text, *fields.references)
            trail.note("source", line)
            return True
    return False


def _named_source(line: str) -> str | None:
    """Return the address in a line that is a label and that address, such as `Source: https://…`."""
    if len(line) > _LONGEST_CAPTION * 4 or not _is_labelled(line, _SOURCE_LABELS):
        return None
    rest = line.translate(_COLONS).partition(":")[2].strip()
    return rest if _ADDRESS.fullmatch(rest) else None


def _move_references(lines: deque[Line], fields: Fields, trail: Trail) -> bool:
    """Move a list of references with its heading from the end."""
    entries: list[Line] = []
    for line in islice(reversed(lines), _MOST_REFERENCES):
        if len(line.text) > _LONGEST_REFERENCE:
            return False
        heading = line.text.translate(_COLONS).casefold().strip(" :.*#_")
        if heading not in _REFERENCE_HEADINGS:
            entries.append(line)
            continue
        cited = [entry for entry in reversed(entries) if entry.text]
        if not _are_references(cited) or not _is_longer(lines, cited, len(entries) + 1):
            return False
        for _ in range(len(entries) + 1):
            lines.pop()
        while lines and not lines[-1].text:
            lines.pop()
        fields.references = (*(_unmarked(entry.text) for entry in cited), *fields.references)
        trail.note("references", line, *cited)
        return True
    return False


def _are_references(entries: list[Line]) -> bool:
    """Whether half of `entries` look like it; the others may be titles."""
    cited = sum(bool(_CITATION.search(entry.text)) for entry in entries)
    return bool(entries) and cited * 2 >= len(entries)


def _is_longer(lines: deque[Line], entries: list[Line], skipped: int) -> bool:
    """Whether `lines` without the last `skipped` are longer than `entries`; else these are it."""
    needed = sum(len(entry.text) for entry in entries)
    for line in islice(reversed(lines), skipped, None):
        needed -= len(line.text)
        if needed <= 0:
            return True
    return False


def _unmarked(entry: str) -> str:
    mark = _ENTRY_MARK.match(entry)
    return entry[mark.end() :] if mark else entry


def _move_end_mark(lines: deque[Line], fields: Fields, trail: Trail) -> bool:  # noqa: ARG001
    if not lines:
        return False
    last = lines[-1]
    if len(lines) > 1 and last.text.casefold() in _END_LINES:
        trail.note("end_mark", _take(lines, -1))
        return True
    for mark in _END_MARKS:
        if last.text.endswith(mark) and last.text != mark:
            trail.note("end_mark", Line(last.number, mark))
            lines[-1] = Line(last.number, last.text.removesuffix(mark) + mark[0])
            if rule := boilerplate_rule(lines[-1].text):
                trail.note(rule, _take(lines, -1))
            return True
    return False


# In this order, until none moves anything any more. `_move_title` asks for its rules itself.
_MOVES: Mapping[str, Callable[[deque[Line], Fields, Trail], bool]] = {
    "end_mark": _move_end_mark,
    "source": _move_source,
    "references": _move_references,
    "credit": _move_credit,
    "": _move_title,
}
