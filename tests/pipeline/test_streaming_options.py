"""A stream that cannot run says so in one line, before anything starts."""

from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline.__main__ import main
from pipeline.durations import duration_of
from pipeline.options import parse
from pipeline.stream.checks import check_stream
from transforms.read.sources.pubsub import PubSubSubscription
from transforms.write import open_run

STREAM = "run --input seeds --output out --streaming"
PRISM = f"{STREAM} --runner PrismRunner"


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (
            STREAM,
            (
                "--streaming needs a runner that streams, such as --runner PrismRunner or "
                "FlinkRunner; on this machine, without one: copydesk watch"
            ),
        ),
        (
            f"{STREAM} --runner Spark",
            "--streaming: SparkRunner has no state on streams; take FlinkRunner",
        ),
        (
            f"{PRISM} --repeated-lines",
            "--repeated-lines needs all articles of a site at once, which a stream never has",
        ),
        (
            f"{PRISM} --input pubsub://projects/daily-desk/subscriptions/news",
            (
                "--input pubsub://projects/daily-desk/subscriptions/news: PrismRunner cannot read "
                "Pub/Sub; take --runner DataflowRunner"
            ),
        ),
        (f"{PRISM} --window soon", "--window: 'soon' is no span of time; give 30s, 5m, 2h or 1d"),
        (
            f"{PRISM} --window 0s",
            "--window: a window of no length holds nothing; give 30s, 5m or 1h",
        ),
        (
            f"{PRISM} --every 1w",
            "--every: '1w' is no span of time; give 30s, 5m, 2h or 1d",
        ),
        (
            "run --input seeds --output out --window 5m",
            "--window is for a stream; add --streaming, or leave it out",
        ),
        (
            f"{PRISM} --input seeds",
            "--input seeds is named twice: each source is polled once",
        ),
        (
            "run --input out/articles --output out --streaming --runner PrismRunner",
            (
                "--input out/articles is what runs write to --output out: "
                "a run would read its own results; choose another output"
            ),
        ),
        (
            f"{PRISM} --index notes",
            (
                "--index notes is no index of what runs kept "
                "(notes is no Parquet file: Parquet file size is 7 bytes, smaller than the minimum "
                "file footer (8 bytes))"
            ),
        ),
        (
            f"{STREAM} --runner flink --shutdown_sources_after_idle_ms 1000",
            "--shutdown_sources_after_idle_ms: a stream keeps its sources; Copydesk sees to that",
        ),
        (f"{PRISM} --workers 2", "--workers: PrismRunner decides itself how many there are"),
    ],
)
def test_one_line_says_what_is_wrong(command, line, desk, capsys):
    assert main(command.split()) == 2
    assert capsys.readouterr() == ("", f"copydesk: {line}\n")


def test_what_is_no_program_is_not_started_as_prism(desk, capsys):
    """Though it be executable: Beam makes so whatever it is given."""
    Path("notes").chmod(0o755)
    assert main(f"{PRISM} --prism_location notes".split()) == 2
    told = "--prism_location notes: is no program; `make prism` puts one into .cache/prism"
    assert capsys.readouterr().err == f"copydesk: {told}\n"


def test_prism_may_be_a_program_or_an_archive(desk):
    """Beam takes it out of that."""
    Path("prism").write_bytes(b"\x7fELF\x02\x01\x01")
    with ZipFile("prism.zip", "w") as archive:
        archive.writestr("prism", b"")
    for place in ("prism", "prism.zip"):
        check_stream(parse(f"{PRISM} --prism_location {place}".split()[1:]))


def test_the_id_of_another_run_is_refused(desk, capsys):
    open_run("out", "live", ["elsewhere"])
    assert main(f"{PRISM} --run-id live".split()) == 2
    told = "--run-id: there is a run live already; a stream goes on under another id"
    assert capsys.readouterr().err == f"copydesk: {told}\n"


def test_what_is_asked_for_is_understood():
    config = parse(
        f"{PRISM} --window 90s --allowed-lateness 2d --every 1m --remember 14d".split()[1:]
    )
    assert config.window == timedelta(seconds=90)
    assert config.allowed_lateness == timedelta(days=2)
    assert config.every == timedelta(minutes=1)
    assert config.remember == 14


def test_each_input_is_a_source(desk):
    config = parse(f"{PRISM} --input more".split()[1:])
    (desk / "more").mkdir()
    assert [source.address for source in check_stream(config)] == ["seeds", "more"]


def test_dataflow_reads_a_subscription(desk):
    name = "pubsub://projects/daily-desk/subscriptions/news"
    flags = ("--runner=DataflowRunner", "--project=daily-desk", "--region=europe-west1")
    config = parse(PRISM.split()[1:]).model_copy(update={"input": (name,), "beam_options": flags})
    (source,) = check_stream(config)
    assert source == PubSubSubscription("projects/daily-desk/subscriptions/news")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("500ms", 0.5), ("30s", 30), ("5m", 300), ("2H", 7200), (" 1 d ", 86400)],
)
def test_spans_of_time_are_a_number_and_a_unit(written, seconds):
    assert duration_of(written).total_seconds() == seconds


@pytest.mark.parametrize("written", ["", "5", "m", "1w", "1.5h", "٣s"])
def test_nothing_else_is_one(written):
    with pytest.raises(ValueError, match="is no span of time"):
        duration_of(written)


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("compact", "--output is missing: copydesk compact --output out"),
        ("compact --output out", "--output out: no run has written anything there"),
        (
            "compact --output out --older-than soon",
            "--older-than: 'soon' is no span of time; give 30s, 5m, 2h or 1d",
        ),
        (
            "compact --output out --target-size big",
            "--target-size: 'big' is no size; give bytes, or 500KB or 64MiB, below 2GiB",
        ),
        ("compact --ouput out", "no such option: --ouput; did you mean --output?"),
        ("compact --output", "--output needs a value"),
    ],
)
def test_one_line_says_what_is_wrong_with_a_compaction(command, line, desk, capsys):
    assert main(command.split()) == 2
    assert capsys.readouterr() == ("", f"copydesk: {line}\n")


def test_a_run_whose_files_were_compacted_is_not_done_again(desk, capsys):
    """Its stories would be stored twice."""
    run = "run --quiet --input seeds --output out --partition-by none --run-id"
    for name in ("monday", "tuesday"):
        assert main(f"{run} {name}".split()) == 0
    assert main(["compact", "--output", "out", "--older-than", "0s"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("4 files became 2, with the same 8 records; out/_runs/compact-")
    assert main(f"{run} monday".split()) == 2
    assert "files of that run were made one with others by compact-" in capsys.readouterr().err
    assert main(f"{run} wednesday".split()) == 0


def test_where_prism_is_not_it_is_said_how_it_is_had(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    command = "run --input inbox --output out --streaming --runner PrismRunner --prism_location no"
    assert main(command.split()) == 2
    assert capsys.readouterr().err == (
        "copydesk: --prism_location no: no such file; `make prism` puts it into .cache/prism\n"
    )
    assert not (tmp_path / "out").exists()
