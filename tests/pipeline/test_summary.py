"""What a person is shown after a run."""

import bz2
import gzip
import io
import json
import lzma
from pathlib import Path
from types import SimpleNamespace

import pytest
import zstandard
from rich.console import Console

from pipeline.config import Config
from pipeline.report import print_summary
from pipeline.report.refusals import Refusal, examples, read_refusals
from pipeline.report.words import DUPLICATE_KINDS, REASONS, language_name
from transforms.model import DuplicateKind, Reason
from transforms.write import Ledger, Manifest, Tally, WrittenFile

REFUSED = [
    ("seeds/broken/shell.html", None, "no_text", "the page holds 3 words: it is built by a script"),
    ("seeds/broken/page.html", None, "no_text", "the page holds a menu alone"),
    ("seeds/wire.jsonl", "120", "malformed", "expecting ',' at character 43"),
]


def tally(total, **by):
    return Tally(total=total, by=by)


LEDGER = Ledger(
    run_id="r1",
    read=tally(1257, media_type={"text/html": 1200, "text/plain": 56, "application/json": 1}),
    articles=tally(
        1250, language={"ar": 2, "de": 100, "en": 1011, "und": 1, "xx": 6, "zh-Hans": 130}
    ),
    duplicates=tally(4, kind={"exact": 3, "url": 1}),
    failures=tally(3, step={"clean": 2, "read": 1}, reason={"malformed": 1, "no_text": 2}),
)

SUMMARY = """\
1,257 read = 1,250 articles + 4 duplicates + 3 failures ✓
in 12.3 seconds, 102 a second

Read
  1,200  text/html
     56  text/plain
      1  application/json

Languages
  English (en)                   1,011  ████████████████████████████
  Chinese, Simplified (zh-Hans)    130  ███▌
  German (de)                      100  ███
  xx                                 6  ▌
  Arabic (ar)                        2  ▌
  Undetermined (und)                 1  ▌

Duplicates
  3  same words (exact)
  1  same address (url)

Refused
  2  no article on the page (no_text)
     seeds/broken/page.html
       the page holds a menu alone
     seeds/broken/shell.html
       the page holds 3 words: it is built by a script
  1  breaks the rules of its format (malformed)
     seeds/wire.jsonl#120
       expecting ',' at character 43

Files
  out/articles/    2 files, 124.5 KB
  out/duplicates/  1 file, 20 bytes
  out/failures/    1 file, 999 bytes
  out/_runs/r1/    ledger and manifest

Look at them
  cat out/articles/*/*/*.jsonl | head -n 1 | python3 -m json.tool --no-ensure-ascii

"""


def written(path, rows=1, size=1):
    return WrittenFile(path=path, rows=rows, bytes=size, sha256="")


def jsonl(refused=REFUSED):
    return b"".join(
        json.dumps(
            {"uri": uri, "position": position, "reason": reason, "message": message}
        ).encode()
        + b"\n"
        for uri, position, reason, message in refused
    )


@pytest.fixture
def result(tmp_path, monkeypatch):
    """The accounts of a run whose failures are in `out/failures`."""
    monkeypatch.chdir(tmp_path)
    folder = Path("out/failures/step=clean")
    folder.mkdir(parents=True)
    (folder / "part.jsonl").write_bytes(jsonl())
    manifest = Manifest(
        run_id="r1",
        files=(
            written("articles/language=de/date=2025-04-01/part.jsonl", size=123_456),
            written("articles/language=en/date=2025-04-01/part.jsonl", size=1_000),
            written("duplicates/kind=exact/part.jsonl", size=20),
            written("failures/step=clean/part.jsonl", size=999),
        ),
    )
    return SimpleNamespace(ledger=LEDGER, manifest=manifest, seconds=12.34, others=0)


def config(**more):
    return Config(input=("seeds",), output="out", run_id="r1", **more)


def plain(console_config, result, encoding="utf-8", width=80):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    console = Console(file=stream, width=width, highlight=False, color_system=None)
    print_summary(console, console_config, result)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def without_trailing_space(text):
    return "\n".join(line.rstrip() for line in text.split("\n"))


def test_the_summary_at_80_columns(result):
    """All of it, as it stands on a terminal without colours, or in a file."""
    assert without_trailing_space(plain(config(), result)) == SUMMARY


@pytest.mark.parametrize(
    ("width", "bars"),
    [
        (80, ["████████████████████████████", "███▌"]),
        (50, ["██████████", "█▌"]),
        (41, ["█", "▌"]),
        (40, ["", ""]),
    ],
)
def test_bars_take_the_width_that_is_left(width, bars, result):
    """One that wraps would look like two."""
    lines = plain(config(), result, width=width).splitlines()

    assert [line.rstrip() for line in lines[lines.index("Languages") + 1 :][:2]] == [
        f"  English (en)                   1,011  {bars[0]}".rstrip(),
        f"  Chinese, Simplified (zh-Hans)    130  {bars[1]}".rstrip(),
    ]


def test_only_the_command_may_be_wider_than_the_terminal(result):
    """It is to be copied, and a line end inside would break it."""
    lines = plain(config(), result, width=60).splitlines()

    assert [line for line in lines if len(line) > 60] == [
        "  cat out/articles/*/*/*.jsonl | head -n 1 | python3 -m json.tool --no-ensure-ascii"
    ]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_poor_encoding_is_no_error(encoding, result):
    """Marks have a plain form, and what cannot be shown is spelt out."""
    Path("out/failures/step=clean/part.jsonl").write_bytes(
        jsonl([("seeds/日本.html", None, "no_text", "nichts übrig")])
    )

    text = plain(config(), result, encoding)

    assert "1,257 read = 1,250 articles + 4 duplicates + 3 failures OK\n" in text
    assert "German (de)                      100  ###\n" in without_trailing_space(text)
    assert "seeds/\\u65e5\\u672c.html" in text


def test_colours_are_for_terminals(result, monkeypatch):
    """And not for those who set NO_COLOR."""
    monkeypatch.setenv("TERM", "xterm")
    coloured, bare = io.StringIO(), io.StringIO()
    print_summary(Console(file=coloured, force_terminal=True), config(), result)
    print_summary(Console(file=bare, force_terminal=True, no_color=True), config(), result)

    assert "\x1b[1;32m" in coloured.getvalue()
    assert "\x1b[1;32m" not in bare.getvalue()


def test_nothing_read(result):
    """Nothing to show is not shown."""
    nothing = SimpleNamespace(
        ledger=Ledger(run_id="r1"), manifest=Manifest(run_id="r1", files=()), seconds=0.4, others=0
    )

    assert without_trailing_space(plain(config(), nothing)) == (
        "0 read = 0 articles + 0 duplicates + 0 failures ✓\n"
        "in 0.4 seconds\n"
        "\n"
        "Files\n"
        "  out/_runs/r1/  ledger and manifest\n"
        "\n"
    )


def test_other_runs_in_the_same_folder_are_told_of(result):
    """Else whoever runs twice wonders why there is twice as much."""
    result.others = 2

    assert "  2 other runs have files here too; --run-id ID replaces those of run ID\n" in plain(
        config(), result
    )


def test_a_name_cannot_steer_the_terminal(result):
    """File names and messages come from strangers."""
    Path("out/failures/step=clean/part.jsonl").write_bytes(
        jsonl([("a\x1b[2J[bold]b.html", None, "no_text", "one\ntwo")])
    )

    text = plain(config(), result)

    assert "     a [2J[bold]b.html\n       one two\n" in text


def test_many_languages_end_in_others(result):
    """The twelve commonest have a line each."""
    result.ledger = LEDGER.model_copy(
        update={
            "articles": tally(20, language={f"x{letter}": 1 for letter in "abcdefghijklmnopqrst"})
        }
    )

    assert "\n  8 others" in plain(config(), result)


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ({"compression": "gzip"}, "gzip -dc out/articles/*/*/*.jsonl.gz | head"),
        ({"partition_by": ()}, "cat out/articles/*.jsonl | head"),
        (
            {"format": "parquet"},
            """duckdb -c "SELECT title, language, word_count FROM 'out/articles/**/*.parquet' """,
        ),
    ],
)
def test_the_command_suits_the_files(options, command, result):
    """It can be copied as it is."""
    assert f"\n  {command}" in plain(config(**options), result)


@pytest.mark.parametrize(
    ("suffix", "compress"),
    [
        ("", bytes),
        (".gz", gzip.compress),
        (".bz2", bz2.compress),
        (".xz", lzma.compress),
        (".zst", zstandard.compress),
    ],
)
def test_refusals_are_read_back_from_jsonl(suffix, compress, tmp_path):
    """Whatever it is compressed with; other data sets are left alone."""
    (tmp_path / "failures").mkdir()
    (tmp_path / "failures" / f"a.jsonl{suffix}").write_bytes(compress(jsonl()))
    manifest = Manifest(
        run_id="r", files=(written("articles/a.jsonl"), written(f"failures/a.jsonl{suffix}"))
    )

    assert list(read_refusals(str(tmp_path), manifest)) == [
        Refusal(
            "seeds/broken/shell.html",
            "no_text",
            "the page holds 3 words: it is built by a script",
        ),
        Refusal("seeds/broken/page.html", "no_text", "the page holds a menu alone"),
        Refusal("seeds/wire.jsonl#120", "malformed", "expecting ',' at character 43"),
    ]


def test_refusals_are_read_back_from_parquet(tmp_path):
    """Only the columns that are shown: the refused bytes may be many."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {"uri": uri, "position": position, "reason": reason, "message": message, "content": "x"}
        for uri, position, reason, message in REFUSED
    ]
    (tmp_path / "failures").mkdir()
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "failures" / "a.parquet")
    manifest = Manifest(run_id="r", files=(written("failures/a.parquet"),))

    assert [refusal.place for refusal in read_refusals(str(tmp_path), manifest)] == [
        "seeds/broken/shell.html",
        "seeds/broken/page.html",
        "seeds/wire.jsonl#120",
    ]


def test_examples_are_shared_out_among_reasons():
    """A common reason does not crowd out a rare one."""
    refusals = [Refusal(f"{n}.html", "no_text", "") for n in range(9)]
    refusals += [Refusal("z.txt", "empty", "")]

    shown = examples(refusals, {"no_text": 9, "empty": 1}, most=4)

    assert {reason: [each.place for each in some] for reason, some in shown.items()} == {
        "no_text": ["0.html", "1.html", "2.html"],
        "empty": ["z.txt"],
    }


def test_examples_do_not_depend_on_the_names_of_files():
    """The same run into another folder shows the same."""
    refusals = [Refusal(f"{n}.html", "no_text", "") for n in range(9)]

    shown = [examples(order, {"no_text": 9}, most=2) for order in (refusals, refusals[::-1])]

    assert shown == [{"no_text": refusals[:2]}] * 2


def test_every_value_has_its_words():
    """A new reason or kind is not shown bare."""
    assert set(Reason) <= set(REASONS)
    assert set(DuplicateKind) <= set(DUPLICATE_KINDS)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("de", "German (de)"),
        ("zh-Hant", "Chinese, Traditional (zh-Hant)"),
        ("pt-BR", "Portuguese, Brazil (pt-BR)"),
        ("tl", "Tagalog (tl)"),
        ("und", "Undetermined (und)"),
        ("xx", "xx"),
    ],
)
def test_languages_have_names(tag, name):
    """The tag stays beside it: it is what the folders are called."""
    assert language_name(tag) == name
