"""The summary: what a run read, kept, set aside and refused, and where it all is."""

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from transforms.write import Ledger

from ..config import DATA_SETS, INDEX, Config
from ..memory import first_day
from .quantities import duration, several, size
from .refusals import Refusal, examples, read_refusals
from .words import DUPLICATE_KINDS, REASONS, language_name

if TYPE_CHECKING:
    from ..run import RunResult

_EXAMPLES = 8
_STORIES = 5
_GIANT = 100  # documents; so many copies of one article are rare, unless they are all error pages
_MESSAGE = 200
_LANGUAGES = 12
_BAR = 28
_GAPS = 6  # columns around a language's name and number: before, between, and before the bar
_UNPACK = {
    "none": ("", "cat"),
    "gzip": (".gz", "gzip -dc"),
    "bzip2": (".bz2", "bzip2 -dc"),
    "xz": (".xz", "xz -dc"),
    "zstd": (".zst", "zstd -dc"),
}
"""Compression → the end of a file's name, and the command that shows such files."""


def print_summary(console: Console, config: Config, result: "RunResult") -> None:
    """Print what came of a run, for a person.

    Args:
        console: Where to; plain where it is no terminal, and in ASCII where that is all it has.
        config: What the run was to do.
        result: Its accounts.
    """
    ledger = result.ledger
    refused = examples(
        read_refusals(config.output, result.manifest), _by(ledger, "failures", "reason"), _EXAMPLES
    )
    console.print(_accounts(ledger, result.seconds, _Glyphs(console)))
    for title, lines in (
        ("Read", _counts(_by(ledger, "read", "media_type"), {})),
        ("Languages", _languages(ledger, _Glyphs(console), console.width)),
        ("Duplicates", _counts(_by(ledger, "duplicates", "kind"), DUPLICATE_KINDS)),
        ("Told most often", _largest(ledger)),
        ("Remembered", _remembered(config, ledger)),
        ("Refused", _refused(ledger, refused, _Glyphs(console))),
        ("Files", _files(config, result)),
    ):
        renderables = list(lines)
        if renderables:
            console.print()
            console.print(Text(title, style="bold"))
        for renderable in renderables:
            console.print(Padding(renderable, (0, 0, 0, 2), expand=False))
    if command := _next_command(config, ledger):
        console.print()
        console.print(Text("Look at them", style="bold"))
        console.print(Text(f"  {command}", style="cyan"), soft_wrap=True)
    console.print()


class _Glyphs:
    """Marks that the console's encoding has."""

    def __init__(self, console: Console) -> None:
        try:
            "█▌✓✗…".encode(console.encoding)
        except (UnicodeEncodeError, LookupError):
            self.bar, self.half, self.right, self.wrong, self.more = "#", "", "OK", "WRONG", "..."
        else:
            self.bar, self.half, self.right, self.wrong, self.more = "█", "▌", "✓", "✗", "…"


def _by(ledger: Ledger, account: str, property_name: str) -> Mapping[str, int]:
    counts = getattr(ledger, account).by.get(property_name, {})
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _accounts(ledger: Ledger, seconds: float, glyphs: _Glyphs) -> Text:
    read, failures = ledger.read.total, ledger.failures.total
    articles, duplicates = ledger.articles.total, ledger.duplicates.total
    adds_up = read == articles + duplicates + failures
    pace = f", {read / seconds:,.0f} a second" if read and seconds >= 1 else ""
    return Text.assemble(
        (f"{read:,} read", "bold"),
        " = ",
        (several(articles, "article"), "bold green"),
        " + ",
        (several(duplicates, "duplicate"), "bold yellow"),
        " + ",
        (several(failures, "failure"), "bold red" if failures else "bold"),
        " ",
        (glyphs.right, "bold green") if adds_up else (glyphs.wrong, "bold red"),
        (f"\nin {duration(seconds)}{pace}", "dim"),
    )


def _counts(counts: Mapping[str, int], words: Mapping[str, str]) -> Iterator[RenderableType]:
    table = _grid("right", "left")
    for value, count in counts.items():
        table.add_row(f"{count:,}", Text(_named(value, words)))
    if counts:
        yield table


def _languages(ledger: Ledger, glyphs: _Glyphs, width: int) -> Iterator[RenderableType]:
    counts = _by(ledger, "articles", "language")
    if not counts:
        return
    shown = dict(list(counts.items())[:_LANGUAGES])
    if len(counts) == _LANGUAGES + 1:
        shown = dict(counts)
    names = max(cell_len(language_name(tag)) for tag in shown)
    longest = min(_BAR, width - names - len(f"{max(counts.values()):,}") - _GAPS)
    table = _grid("left", "right", *(["left"] if longest > 0 else []))
    for tag, count in shown.items():
        halves = max(1, round(2 * longest * count / max(counts.values())))
        bar = glyphs.bar * (halves // 2) + glyphs.half * (halves % 2) or glyphs.bar
        bars = [Text(bar, "green")] if longest > 0 else []
        table.add_row(Text(language_name(tag)), f"{count:,}", *bars)
    if rest := len(counts) - len(shown):
        others = sum(counts.values()) - sum(shown.values())
        table.add_row(Text(f"{rest} others", style="dim"), f"{others:,}")
    yield table


def _largest(ledger: Ledger) -> Iterator[RenderableType]:
    table = _grid("right", "left")
    for cluster in ledger.largest[:_STORIES]:
        name = _plain(cluster.title or cluster.url or cluster.id)
        on = f" on {several(cluster.sites, 'site')}" if cluster.sites else ""
        told = Text(f"{name}{on}")
        if cluster.size >= _GIANT:
            told.append(f"  id {cluster.id}: are these one story?", "bold yellow")
        table.add_row(f"{cluster.size:,}", told)
    if ledger.largest:
        yield table


def _remembered(config: Config, ledger: Ledger) -> Iterator[RenderableType]:
    if config.index and not config.streaming:  # whose ledger does not tell
        since = first_day(config.run_id, config.remember)
        kept = f"kept since {since}" if since else "kept by earlier runs"
        yield Text(f"{several(ledger.known, 'article')} {kept}, in {', '.join(config.index)}")
        if not ledger.known:
            yield Text("if this is not the first run, is that the right folder?", "yellow")


def _refused(
    ledger: Ledger, refused: Mapping[str, list[Refusal]], glyphs: _Glyphs
) -> Iterator[RenderableType]:
    counts = _by(ledger, "failures", "reason")
    width = max((len(f"{count:,}") for count in counts.values()), default=0)
    for reason, count in counts.items():
        yield Text.assemble((f"{count:>{width},}", "bold red"), "  ", _named(reason, REASONS))
        for refusal in refused[reason]:
            yield _indented(Text(_plain(refusal.place), "cyan"), width + 2)
            message = Text(_plain(refusal.message))
            message.truncate(_MESSAGE, overflow="ellipsis")
            yield _indented(message, width + 4)
        if refused[reason] and (rest := count - len(refused[reason])):
            yield _indented(Text(f"{glyphs.more} and {rest:,} more", "dim"), width + 2)


def _indented(text: Text, by: int) -> Padding:
    return Padding(text, (0, 0, 0, by), expand=False)


def _files(config: Config, result: "RunResult") -> Iterator[RenderableType]:
    table = _grid("left", "left")
    for data_set in (*DATA_SETS, INDEX):
        files = [f for f in result.manifest.files if f.path.startswith(f"{data_set}/")]
        if files:
            total = size(sum(file.bytes for file in files))
            table.add_row(
                Text(f"{config.output}/{data_set}/"), f"{several(len(files), 'file')}, {total}"
            )
    table.add_row(Text(f"{config.output}/_runs/{config.run_id}/"), "ledger and manifest")
    yield table
    if result.others:
        runs = several(result.others, "other run")
        have = "has" if result.others == 1 else "have"
        yield Text(f"{runs} {have} files here too; --run-id ID replaces those of run ID", "dim")


def _next_command(config: Config, ledger: Ledger) -> str | None:
    """Return a command that shows the articles, to be copied into a shell."""
    if not ledger.articles.total:
        return None
    articles = f"{config.output}/articles"
    if config.format == "parquet" or "://" in config.output:
        suffix = "" if config.format == "parquet" else "*"
        files = f"{articles}/**/*.{config.format}{suffix}".replace("'", "''")
        query = f"SELECT title, language, word_count FROM '{files}' LIMIT 9"  # noqa: S608  to read
        is_plain = not set('"$`\\!') & set(query)
        return f'duckdb -c "{query}"' if is_plain else f"duckdb -c {shlex.quote(query)}"
    suffix, show = _UNPACK[config.compression]
    files = shlex.quote(articles) + "/*" * (len(config.partition_by) + 1) + f".jsonl{suffix}"
    return f"{show} {files} | head -n 1 | python3 -m json.tool --no-ensure-ascii"


def _grid(*justify: str) -> Table:
    table = Table.grid(padding=(0, 2))
    for each in justify:
        table.add_column(justify=each, overflow="fold")  # type: ignore[arg-type]
    return table


def _named(value: str, words: Mapping[str, str]) -> str:
    return f"{words[value]} ({value})" if value in words else value


def _plain(text: str) -> str:
    """Return `text` without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
