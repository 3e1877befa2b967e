"""An explanation for a person: what came in beside what stayed, and a rule for each difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from transforms.clean import REASONS, Explanation, Fate, Row
from transforms.clean.explanation.rows import moved_to
from transforms.write.records import ARTICLE, json_value

from ..explain import Answer
from ..outcomes import Outcome
from .layout import Marks, grid, indented, plain, shortened
from .pair import print_pair
from .words import DUPLICATE_KINDS, language_name
from .words import REASONS as REFUSALS

_STYLES = {
    Fate.KEPT: "",
    Fate.CHANGED: "yellow",
    Fate.JOINED: "dim",
    Fate.MOVED: "cyan",
    Fate.REMOVED: "red",
    Fate.ADDED: "green",
    Fate.REFUSED: "red",
}
# A longer run of lines with one fate is folded: (lines, shown at its beginning, shown at its end).
_FOLDED = (8, 4, 2)
_FOLDED_KEPT = (4, 1, 1)
# Lines of a column to which a line is shortened.
_TALLEST = 4
_TALLEST_KEPT = 2
_NARROWEST = 16  # columns of the terminal for either text
_WIDEST_RULE = 24
_AHEAD = 24  # characters shown before the first difference in a long line


def print_explanation(console: Console, answer: Answer, *, full: bool = False) -> None:
    """Print what is known of a document.

    Args:
        console: Where to; plain where it is no terminal, and in ASCII where that is all it has.
        answer: What is known.
        full: Whether to show all lines, and each whole.
    """
    explanation = answer.explanation
    console.print(_heading(answer), soft_wrap=True)
    console.print(indented(_facts(answer)))
    for note in answer.notes:
        console.print(indented(Text(f"! {plain(note)}", "yellow")))
    if not answer.is_comparison:
        _print_cleaning(console, explanation, full=full)
    for pair in answer.pairs:
        print_pair(console, pair, is_asked_for=answer.is_comparison, full=full)


def _print_cleaning(console: Console, explanation: Explanation, *, full: bool) -> None:
    signs = _Signs(console)
    if explanation.rows:
        console.print()
        console.print(_table(explanation.rows, signs, console.width, full=full))
        console.print()
        console.print(Text("Lines", "bold"))
        console.print(indented(_summary(explanation, signs)))
    if explanation.moved:
        console.print()
        console.print(Text("Fields", "bold"))
        console.print(indented(_fields(explanation.moved)))


class _Signs(Marks):
    """Marks of what became of a line."""

    def of(self, fate: Fate) -> str:
        return {
            Fate.CHANGED: "~",
            Fate.JOINED: self.above,
            Fate.MOVED: self.arrow,
            Fate.REMOVED: "-",
            Fate.ADDED: "+",
            Fate.REFUSED: "-",
        }.get(fate, "")


def _heading(answer: Answer) -> Text:
    source = answer.explanation.source
    place = source.uri + (f"#{source.position}" if source.position is not None else "")
    article = answer.explanation.article
    record = answer.outcomes[0].record if answer.outcomes else {}
    title = article.title if article else record.get("title")
    heading = Text(plain(f"{title}\n") if title else "", "bold")
    return heading.append(plain(place), "cyan")


def _facts(answer: Answer) -> Table:
    table = grid()
    explanation, article = answer.explanation, answer.explanation.article
    facts: dict[str, object] = {"id": explanation.id, "type": explanation.source.media_type}
    if refusal := explanation.refusal:
        facts["refused"] = f"{REFUSALS[refusal.reason]} ({refusal.reason}): {refusal.message}"
    record = answer.outcomes[0].record if answer.outcomes else {}
    facts |= _article_facts(ARTICLE.record(article) if article else {"url": answer.url, **record})
    for name, value in facts.items():
        if value:
            table.add_row(Text(name, "dim"), Text(plain(str(value))))
    for outcome in answer.outcomes:
        table.add_row(Text("became", "dim"), Text(plain(_became(outcome))))
    return table


def _article_facts(record: Mapping[str, Any]) -> Mapping[str, object]:
    published, language = record.get("published_at"), record.get("language")
    confidence = record.get("language_confidence")
    told = language_name(language) if language else ""
    return {
        "url": record.get("url") or record.get("canonical_url"),
        "authors": ", ".join(record.get("authors") or ()),
        "published": published if isinstance(published, str | None) else json_value(published),
        "language": told if confidence is None else f"{told}, {confidence:.2f}",
    }


def _became(outcome: Outcome) -> str:
    record = outcome.record
    place = f"in {outcome.path}"
    match outcome.data_set:
        case "duplicates":
            kind = str(record["duplicate_kind"])
            kept = outcome.kept or {}
            of = [record["duplicate_of"], kept.get("title"), kept.get("url")]
            if record["duplicate_of"] == record["id"]:
                of = ["itself, which came twice"]
            return (
                f"a duplicate ({DUPLICATE_KINDS.get(kind, kind)}, {record['similarity']:.2f}) of "
                f"{', '.join(filter(None, of))}; {place}"
            )
        case "failures":
            reason = str(record["reason"])
            return (
                f"a failure of {record['step']}, {REFUSALS.get(reason, reason)} ({reason}): "
                f"{record['message']}; {place}"
            )
    return f"an article {place}"


def _table(rows: Sequence[Row], signs: _Signs, width: int, *, full: bool) -> Table:
    rule = min(_WIDEST_RULE, max(len(", ".join(row.rules)) for row in rows))
    rule = max(rule, len("rule"))
    digits = max(len(str((row.line or 0) + 1)) for row in rows)
    beside = digits + len(" - ") + rule + len("   ")
    column = max(_NARROWEST, (width - beside) // 2)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("", justify="right", style="dim", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("came in", width=column, overflow="fold")
    table.add_column("stayed", width=column, overflow="fold")
    table.add_column("rule", max_width=rule, overflow="fold")
    for row in rows if full else _folded(rows):
        if isinstance(row, Row):
            style = _STYLES[row.fate]
            before, after = _texts(row, signs, None if full else column)
            number = "" if row.line is None else str(row.line + 1)
            sign = Text(signs.of(row.fate), style)
            table.add_row(number, sign, before, after, Text(", ".join(row.rules), style))
        else:
            table.add_row("", "", Text(f"{signs.more} {row} {signs.more}", "dim"))
    return table


def _folded(rows: Iterable[Row]) -> Iterator[Row | str]:
    """Give rows, and for each long run of rows with one fate and rule how many are left out."""
    for (fate, rules), group in groupby(rows, key=lambda row: (row.fate, row.rules)):
        run = list(group)
        longest, head, tail = _FOLDED_KEPT if fate == Fate.KEPT else _FOLDED
        if len(run) <= longest:
            yield from run
            continue
        yield from run[:head]
        by = f" by {', '.join(rules)}" if rules else ""
        yield f"{len(run) - head - tail} lines {fate}{by}"
        yield from run[-tail:]


def _texts(row: Row, signs: _Signs, column: int | None) -> tuple[Text, Text]:
    before, after = row.before or "", row.after or ""
    style = _STYLES[row.fate]
    if column is not None and row.fate == Fate.CHANGED:
        before, after = _from_first_difference(before, after, column * _TALLEST, signs)
    texts = Text(plain(before), style if not after else ""), Text(plain(after), style)
    if row.fate == Fate.MOVED:
        fields = [field for rule in row.rules if (field := moved_to(rule))]
        texts = texts[0], Text(f"{signs.arrow} {', '.join(fields) or 'fields'}", style)
    elif row.fate == Fate.JOINED:
        texts = texts[0], Text(f"{signs.above} in the line above", style)
    if column is not None:
        most = column * (_TALLEST_KEPT if row.fate == Fate.KEPT else _TALLEST)
        texts = shortened(texts[0], most, signs), shortened(texts[1], most, signs)
    return texts


def _from_first_difference(before: str, after: str, most: int, signs: _Signs) -> tuple[str, str]:
    """Return two texts without much of what they have in common at their beginnings."""
    if max(len(before), len(after)) <= most:
        return before, after
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    start = same - _AHEAD
    if start <= 0:
        return before, after
    return f"{signs.more}{before[start:]}", f"{signs.more}{after[start:]}"


def _summary(explanation: Explanation, signs: _Signs) -> Table:
    table = grid("right", "left", "left")
    for fate, count in explanation.fates.items():
        style = _STYLES[fate]
        table.add_row(f"{count:,}", Text(signs.of(fate), style), Text(str(fate), style))
    for rule, count in explanation.rules.items():
        table.add_row(f"{count:,}", "", Text(f"{rule}: {REASONS.get(rule, '')}"))
    return table


def _fields(moved: Mapping[str, Sequence[str]]) -> Table:
    table = grid()
    for name, values in moved.items():
        for value in values:
            table.add_row(Text(name, "cyan"), Text(plain(value)))
    return table
