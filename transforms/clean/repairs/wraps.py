"""Lines broken to a width (books, mail, wire copy) become paragraphs again.

The evidence is the whole text's: nearly every line that another one follows ends where the next
word would not have fitted any more. Verse, lists, tables, addresses and paragraphs of a line each
have no such width; in a text that has one, they stay by what they look like.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..trail import Line, Trail
from .hyphens import Hyphens

_RULE = "hard_wraps"

# Columns at which texts are broken; a Chinese character takes two. Verse is narrower, and what is
# wider is a paragraph a line.
_NARROWEST = 40
_WIDEST = 120
_BEYOND = 0.02  # share of lines that may be longer than the width: addresses, headings
_FEWEST = 3  # lines with another below them, from which a width can be told
_SHORT = 0.5  # of the width: headlines, names and addresses are so, which tell nothing of it
# Share of those lines that are full to the last word: greedy filling leaves none but the ends of
# paragraphs. Chance makes a quarter of the lines of a poem full.
_FULL = 0.75
# Who breaks lines by hand, or edits broken ones, leaves some room; then the lines must go on as
# prose does as well.
_ROOM = 0.15  # of the width
_NEARLY_FULL = 0.85  # share of lines
_GOING_ON = 0.5  # share of lines after which the next one begins in lower case
_ENDING = 0.4  # share of lines that may end with a sentence
_ROOM_IN_SENTENCE = 0.4  # of the width, in front of a line that goes on in lower case
_KINSOKU = 6  # columns left because a line must not begin with the sign that comes next

_MARKED = re.compile(
    r"(?:[-*•‣◦▪·–—#|+]|[\uf000-\uf0ff]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|[①-⑳]|\[\d+\])(?:\s|$)|[>|]"
)
# Marks of items that may stand inside a sentence as well: dashes, dates, numbers, initials.
_DOUBTFUL = re.compile(r"[-–—]\s|\(?\d{1,3}[.)]\s|[A-Z]\.\s")
_COLUMNS = re.compile(r"\S(?:\t+| {3,})\S.*?(?:\t+| {3,})\S|[|].*[|]")
_RULER = re.compile(r"[\W_]{3,}")
_ENDS = tuple('.。।．؟۔…!?！？:;”"»」』)')
# Scripts that set no spaces between words: Thai to Tibetan, Myanmar, Khmer; kana and Han with their
# signs and full-width forms.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
)
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]"
)


class _Printed(NamedTuple):
    """A line as it was printed.

    Attributes:
        line: What is left of it.
        indent: How far in it began.
        width: How far it went.
        lead: Width of its first word.
        is_prose: Whether it could be one of a paragraph.
    """

    line: Line
    indent: int
    width: int
    lead: int
    is_prose: bool


def join_wraps(
    lines: Sequence[Line], raw: Sequence[str], trail: Trail, code: Collection[int] = ()
) -> list[Line]:
    """Return `lines`, those of a paragraph joined, if the text was broken to a width.

    Args:
        lines: As `tidy_lines` leaves them.
        raw: The text that came, by line number: it shows indents. Empty where it is not known.
        trail: Learns which lines were joined.
        code: Numbers of lines that are code.
    """
    lines = list(lines)
    if not trail.allows(_RULE) or len(lines) <= _FEWEST:
        return lines
    filled = sorted(len(line.text) for line in lines)
    # Of wide characters, half as many fill a line.
    longest = filled[-1 - int(len(filled) * _BEYOND)]
    if filled[-1] < _NARROWEST // 2 or longest > _WIDEST:
        return lines
    printed = [_printed(line, raw, code) for line in lines]
    width = _width(printed)
    if width is None and any(each.width > each.indent + len(each.line.text) for each in printed):
        printed = [_printed(line, raw, code, wide=1) for line in lines]  # some count characters
        width = _width(printed)
    if width is None:
        return lines
    margin = _margin(printed)
    hyphens = Hyphens(lines, raw, trail)
    joined: list[Line] = []
    paragraph: list[_Printed] = []
    for each in printed:
        if paragraph and (each.indent > margin or not _goes_on(paragraph, each, width)):
            joined.append(_paragraph(paragraph, hyphens, trail))
            paragraph = []
        paragraph.append(each)
    joined.append(_paragraph(paragraph, hyphens, trail))
    return joined


def _printed(line: Line, raw: Sequence[str], code: Collection[int], wide: int = 2) -> _Printed:
    """Return `line` as it was printed; `wide` columns for a wide character."""
    text = line.text
    written = raw[line.number] if line.number < len(raw) else text
    indented = written.expandtabs()
    indent = len(indented) - len(indented.lstrip())
    lead = text.partition(" ")[0]
    wide_chars = 0 if text.isascii() else len(_WIDE.findall(text))
    wide_lead = len(_WIDE.findall(lead)) if wide_chars else 0
    width = indent + len(text) + wide_chars * (wide - 1)
    is_prose = (
        bool(text)
        and line.number not in code
        and not text.startswith((">", "|"))
        and not _COLUMNS.search(written.strip())
        and not _RULER.fullmatch(text)
    )
    return _Printed(line, indent, width, len(lead) + wide_lead * (wide - 1), is_prose)


def _width(printed: Sequence[_Printed]) -> int | None:
    """Return the width to which a text was broken, in columns; None if it was not."""
    widths = sorted(each.width for each in printed if " " in each.line.text or _is_unspaced(each))
    if not widths:
        return None
    width = widths[-1 - int(len(widths) * _BEYOND)]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    pairs = [
        (first, second)
        for first, second in pairwise(printed)
        if _could_go_on(first, second) and _tells(first, second, width)
    ]
    if len(pairs) < _FEWEST:
        return None
    full = sum(_is_full(first, second, width) for first, second in pairs)
    if full >= _FULL * len(pairs):
        return width
    nearly = sum(_is_full(first, second, width * (1 - _ROOM)) for first, second in pairs)
    going_on = sum(second.line.text[0].islower() for _, second in pairs)
    ending = sum(first.line.text.endswith(_ENDS) for first, _ in pairs)
    count = len(pairs)
    if nearly >= _NEARLY_FULL * count and going_on >= _GOING_ON * count >= ending:
        return width if ending <= _ENDING * count else None
    return None


def _could_go_on(first: _Printed, second: _Printed) -> bool:
    """Whether both are lines of prose, and `second` does not begin a paragraph or an item."""
    if not (first.is_prose and second.is_prose) or _MARKED.match(second.line.text):
        return False
    return second.indent <= first.indent or bool(_MARKED.match(first.line.text))


def _tells(first: _Printed, second: _Printed, width: int) -> bool:
    """Whether the length of `first` says anything of the width of a text."""
    return first.width > _SHORT * width or second.line.text[0].islower()


def _is_full(first: _Printed, second: _Printed, width: float) -> bool:
    """Whether what `second` begins with would not have fitted on the line of `first`."""
    if _is_unspaced(first):
        return first.width + _KINSOKU > width
    return first.width + 1 + second.lead > width


def _margin(printed: Sequence[_Printed]) -> float:
    """Return the indent beyond which a line begins a paragraph; infinity where none does.

    That is so where paragraphs begin with an indent and no blank line is between them. Where there
    is, what is indented is a quotation.
    """
    indents = Counter(each.indent for each in printed if each.is_prose)
    margin = max(indents, key=lambda indent: (indents[indent], -indent))
    opened = sum(
        second.indent > margin == first.indent and not _MARKED.match(first.line.text)
        for first, second in pairwise(printed)
        if first.is_prose and second.is_prose
    )
    blank = sum(not each.line.text for each in printed)
    return margin if opened > max(1, blank) else math.inf


def _goes_on(paragraph: Sequence[_Printed], second: _Printed, width: int) -> bool:
    """Whether `second` goes on with the paragraph whose lines are above it."""
    first = paragraph[-1]
    before, after = first.line.text, second.line.text
    if not _could_go_on(first, second):
        return (
            bool(first.is_prose and second.is_prose and _DOUBTFUL.match(after))
            and not before.endswith(_ENDS)
            and not _MARKED.match(paragraph[0].line.text)
            and second.indent <= first.indent
            and _is_full(first, second, width * (1 - _ROOM))
        )
    if before.isupper() and not after.isupper():
        return False
    if after[0].islower() and not before.endswith(_ENDS):
        return _is_full(first, second, width * (1 - _ROOM_IN_SENTENCE))
    return _is_full(first, second, width * (1 - _ROOM))


def _is_unspaced(each: _Printed) -> bool:
    return not each.line.text.isascii() and bool(_UNSPACED.match(each.line.text[-1:]))


def _paragraph(printed: Iterable[_Printed], hyphens: Hyphens, trail: Trail) -> Line:
    first, *others = (each.line for each in printed)
    if not others:
        return first
    pieces = [first.text]
    last = first
    for line in others:
        if (mended := hyphens.joint(last, line)) is not None:
            pieces[-1] = pieces[-1][: len(pieces[-1]) - mended.dropped] + mended.between
        elif _is_spaced(last.text, line.text):
            pieces.append(" ")
        pieces.append(line.text)
        last = line
    joined = Line(first.number, "".join(pieces))
    trail.change(_RULE, first, joined.text)
    return joined


def _is_spaced(before: str, after: str) -> bool:
    """Whether a space belongs between two lines, by the signs at which they meet."""
    if "\uac00" <= before[-1] <= "\ud7a3":
        return True
    if before[-1].isdigit() and after[0].isdigit() and _UNSPACED.search(before):
        return False  # a number: where there are no spaces, lines end anywhere
    return not (_UNSPACED.match(before[-1]) or _UNSPACED.match(after[0]))
