"""Two documents beside each other, for a person."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from transforms.deduplicate import Criterion, Passage, PassageKind
from transforms.deduplicate.explanation.pair import percent
from transforms.deduplicate.explanation.words import words_of
from transforms.write.records import json_value

from ..pair import Pair
from .layout import Marks, grid, indented, plain, shortened
from .passages import Line, Piece, lines_of
from .words import DUPLICATE_KINDS

_SIGNS = {PassageKind.SHARED: "", PassageKind.FIRST: "-", PassageKind.SECOND: "+", None: "~"}
_STYLES = {PassageKind.SHARED: "", PassageKind.FIRST: "red", PassageKind.SECOND: "green"}
_MOVED = "cyan"
# Around what differs within a line where no colours tell it, as GNU wdiff has them.
_BRACKETS = {PassageKind.FIRST: ("[-", "-]"), PassageKind.SECOND: ("{+", "+}")}
# A longer run of lines of one kind is folded: (lines, shown at its beginning, shown at its end).
_FOLDED = (8, 4, 2)
_FOLDED_SHARED = (3, 1, 1)
# Lines of a terminal to which a line is shortened.
_TALLEST = 4
_TALLEST_SHARED = 2
_TALLEST_DIFFERING = 24  # one in which words differ: a screen
_AROUND = 80  # characters shown of what both have, before and after what differs in a line
_NARROWEST = 32  # columns of the terminal for the text


def print_pair(
    console: Console, pair: Pair, *, is_asked_for: bool = False, full: bool = False
) -> None:
    """Print two documents beside each other.

    Args:
        console: Where to; plain where it is no terminal, and in ASCII where that is all it has.
        pair: The two documents.
        is_asked_for: Whether both were asked for; else the second is what the first repeats.
        full: Whether to show all lines, and each whole.
    """
    marks = Marks(console)
    console.print()
    console.print(Text("Compared with" if is_asked_for else "A duplicate of", "bold"))
    console.print(indented(_facts(pair, is_asked_for=is_asked_for)))
    if pair.passages is None:
        return
    lines = lines_of(pair.first["text"], pair.second["text"], pair.passages)
    console.print()
    console.print(_page(lines, marks, console, full=full))
    console.print()
    console.print(Text("Words", "bold"))
    console.print(indented(_summary(pair, pair.passages, marks)))


def _facts(pair: Pair, *, is_asked_for: bool) -> Table:
    table = grid()
    second = pair.second
    published = second.get("published_at")
    facts = {
        "title": second.get("title"),
        "id": second["id"],
        "url": second.get("url") or second.get("canonical_url"),
        "published": published if isinstance(published, str | None) else json_value(published),
        "kept by": f"an earlier run, {pair.run_id}" if pair.run_id else None,
        "found in": pair.path or "nothing below the same output: its text cannot be shown",
    }
    if pair.kind:
        facts["kind"] = f"{pair.kind}: {DUPLICATE_KINDS[pair.kind]}"
        if is_asked_for:
            facts["duplicate"] = pair.duplicate
        facts["rule"] = pair.rule
    else:
        facts["kind"] = _kept(pair)
    resemblance, containment = (percent(share) for share in pair.likeness)
    facts["similarity"] = f"{resemblance} of what stands in either text stands in both"
    facts["containment"] = f"{containment} of the shorter text stands in the longer"
    if is_asked_for:
        facts |= {
            str(finding.criterion): f"{'yes' if finding.holds else 'no'}: {finding.evidence}"
            for finding in pair.findings
        }
    for name, value in facts.items():
        if value:
            table.add_row(Text(name, "dim"), Text(plain(str(value))))
    return table


def _kept(pair: Pair) -> str:
    translated = [each for each in pair.findings if each.criterion == Criterion.TRANSLATION]
    linked = ", linked as translations" if any(each.holds for each in translated) else ""
    return f"no duplicate: both would be kept{linked}"


def _page(lines: Sequence[Line], marks: Marks, console: Console, *, full: bool) -> Table:
    is_plain = console.no_color or console.color_system is None
    numbers = [
        [_number(line, kind) for kind in (PassageKind.FIRST, PassageKind.SECOND)] for line in lines
    ]
    digits = sum(max(map(len, column), default=0) for column in zip(*numbers, strict=True))
    column = max(_NARROWEST, console.width - digits - len("    - "))
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=column)
    for line in lines if full else _folded(lines, marks):
        if isinstance(line, Line):
            places = (_number(line, kind) for kind in (PassageKind.FIRST, PassageKind.SECOND))
            sign = marks.arrow if line.is_moved else _SIGNS[line.kind]
            text = _text(line, marks, column=None if full else column, is_plain=is_plain)
            table.add_row(*places, Text(sign, text.style), text)
        else:
            table.add_row("", "", "", Text(line, "dim"))
    return table


def _number(line: Line, kind: PassageKind) -> str:
    number = line.number(kind)
    return "" if number is None else str(number)


def _folded(lines: Iterable[Line], marks: Marks) -> Iterator[Line | str]:
    """Give lines, and for each long run of lines of one kind how many are left out."""
    for kind, group in groupby(lines, key=lambda line: line.kind):
        run = list(group)
        is_shared = kind == PassageKind.SHARED
        longest, head, tail = _FOLDED_SHARED if is_shared else _FOLDED
        if kind is None or len(run) <= longest:
            yield from run
            continue
        yield from run[:head]
        left_out = f"{len(run) - head - tail} lines {'the same' if is_shared else 'more'}"
        yield f"{marks.more} {left_out} {marks.more}"
        yield from run[-tail:]


def _text(line: Line, marks: Marks, *, column: int | None, is_plain: bool) -> Text:
    if line.kind is not None:
        (*_, last) = line.pieces
        style = _MOVED if line.is_moved else _STYLES[line.kind]
        text = Text(plain("".join(piece.text for piece in line.pieces)).strip(), style)
        if column is not None:
            is_shared = line.kind == PassageKind.SHARED
            shortened(text, column * (_TALLEST_SHARED if is_shared else _TALLEST), marks)
        if line.is_moved:
            number = last.second if line.kind == PassageKind.FIRST else last.first
            text.append(f" ({'to' if line.kind == PassageKind.FIRST else 'from'} line {number})")
        return text
    text = Text()
    for number, piece in enumerate(line.pieces):
        if piece.kind != PassageKind.SHARED:
            text.append_text(_differing(piece, marks, column, is_plain=is_plain))
        elif column is None:
            text.append(plain(piece.text))
        else:
            behind = number < len(line.pieces) - 1
            words = _around(plain(piece.text), marks, before=number > 0, behind=behind)
            text.append_text(words)
    text.rstrip()
    return text if column is None else shortened(text, column * _TALLEST_DIFFERING, marks)


def _differing(piece: Piece, marks: Marks, column: int | None, *, is_plain: bool) -> Text:
    words = plain(piece.text).rstrip()
    text = Text(words, _MOVED if piece.is_moved else _STYLES[piece.kind])
    if column is not None:
        shortened(text, column * _TALLEST, marks)
    if is_plain:
        before, after = _BRACKETS[piece.kind]
        text = Text.assemble(before, text, after)
    return text.append(" " * (len(piece.text) > len(words)))


def _around(words: str, marks: Marks, *, before: bool, behind: bool) -> Text:
    """Return what both have in a line without what is far from what differs.

    Args:
        words: What both have.
        marks: Marks that the console has.
        before: Whether what differs stands before it.
        behind: Whether what differs stands behind it.
    """
    head, tail = _AROUND * before, len(words) - _AROUND * behind
    if tail - head <= _AROUND:
        return Text(words)
    # At a space, if there is one.
    head = words.rfind(" ", 0, head) + 1 or head
    tail = words.find(" ", tail) if " " in words[tail:].rstrip() else tail
    return Text.assemble(words[:head], (marks.more, "dim"), words[tail:])


def _summary(pair: Pair, passages: Sequence[Passage], marks: Marks) -> Table:
    table = grid("right", "left", "left")
    texts = pair.first["text"], pair.second["text"]
    counts = dict.fromkeys(("both", "first", "second", "moved"), 0)
    for passage in passages:
        is_second = passage.kind == PassageKind.SECOND
        start, end = passage.second if is_second else passage.first
        words = len(words_of(texts[is_second][start:end]).keys)
        if passage.kind == PassageKind.SHARED:
            counts["both"] += words
        elif not passage.is_moved:
            counts[str(passage.kind)] += words
        elif not is_second:  # it is told of twice
            counts["moved"] += words
    for name, sign, style, where in (
        ("both", "", "", "in both"),
        ("moved", marks.arrow, _MOVED, "in both, at different places"),
        ("first", "-", "red", f"in {pair.first['id'][:8]} alone"),
        ("second", "+", "green", f"in {pair.second['id'][:8]} alone"),
    ):
        if counts[name]:
            table.add_row(f"{counts[name]:,}", Text(sign, style), Text(where, style))
    return table
