"""An output folder has one format and one partitioning, whoever writes to it."""

import os
from datetime import timedelta

import pytest

from pipeline.__main__ import main
from pipeline.config import Config
from pipeline.data_set_layout import check_layout
from pipeline.errors import UsageError
from pipeline.stream.checks import check_stream
from transforms.write import Manifest, Pane, WrittenFile
from transforms.write.compact import compact

LINES = "articles/language=en/date=2025-04-01/part-{run}-0.jsonl"
PARQUET = "articles/language=en/date=2025-04-01/part-{run}-0.parquet"


def wrote(desk, run, *paths, manifest=True):
    """Let a run have written files, and list them in its manifest, or that of a window."""
    paths = [path.format(run=run) for path in paths]
    for path in paths:
        (desk / "out" / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / "out" / path).touch()
    files = tuple(WrittenFile(path=path, rows=1, bytes=0, sha256="0") for path in paths)
    folder = desk / "out" / "_runs" / run
    if manifest:
        name, listed = "manifest.json", Manifest(run_id=run, files=files)
    else:
        name = "panes/1.json"
        listed = Pane(run_id=run, window="2025-04-01T10:00:00Z", index=0, files=files)
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text(listed.model_dump_json())


def config(**options):
    return Config(input=("seeds",), output="out", **options)


def refusal(**options):
    with pytest.raises(UsageError) as error:
        check_layout(config(**options))
    return str(error.value)


def test_another_format_is_refused(desk):
    wrote(desk, "r1", LINES)
    assert refusal(format="parquet") == (
        "--output out holds jsonl files of run r1, and these would be parquet, which nothing reads "
        "as one data set: choose another output, or --format jsonl"
    )


def test_another_partitioning_is_refused(desk):
    wrote(desk, "r1", LINES)
    assert refusal(partition_by=()) == (
        "--output out holds articles by language,date of run r1, and these would be by nothing, "
        "which nothing reads as one data set: choose another output, or --partition-by "
        "language,date"
    )


def test_both_are_told_in_one_line(desk):
    wrote(desk, "r1", "articles/part-{run}-0.parquet")
    assert refusal(partition_by=("site",)) == (
        "--output out holds parquet files and articles by nothing of run r1, and these would be "
        "jsonl and by site, which nothing reads as one data set: choose another output, or "
        "--format parquet --partition-by none"
    )


def test_files_of_the_same_layout_stand_beside_each_other(desk):
    """However they are compressed."""
    wrote(desk, "r1", f"{LINES}.gz", "duplicates/kind=near/part-{run}-0.jsonl.gz")
    check_layout(config())


def test_a_run_with_failures_alone_tells_its_format(desk):
    wrote(desk, "r1", "failures/step=read/part-{run}-0.jsonl")
    check_layout(config(partition_by=("site",)))
    assert "--format jsonl" in refusal(format="parquet")


def test_a_run_done_again_replaces_its_own_files(desk):
    wrote(desk, "r1", LINES)
    check_layout(config(format="parquet", run_id="r1"))


def test_a_run_done_again_beside_others_keeps_their_layout(desk):
    wrote(desk, "r1", LINES)
    wrote(desk, "r2", LINES)
    assert "of run r2" in refusal(format="parquet", run_id="r1")


def test_files_that_are_gone_do_not_count(desk):
    """What a manifest lists may have been taken away since."""
    wrote(desk, "r1", LINES)
    (desk / "out" / LINES.format(run="r1")).unlink()
    check_layout(config(format="parquet"))


def test_windows_of_a_stream_that_has_not_ended_count(desk):
    wrote(desk, "s1", LINES, manifest=False)
    assert "jsonl files of run s1" in refusal(format="parquet")


def test_what_no_manifest_lists_does_not_count(desk):
    """A pipeline of one's own may write where it likes."""
    (desk / "out" / "articles").mkdir(parents=True)
    (desk / "out" / "articles" / "part-0.parquet").touch()
    (desk / "out" / "_runs" / "r1").mkdir(parents=True)
    (desk / "out" / "_runs" / "r1" / "manifest.json").write_text("{")
    check_layout(config())


def test_of_many_runs_the_newest_are_looked_at(desk):
    for number in range(30):
        wrote(desk, f"r{number}", PARQUET if number < 20 else LINES)
        os.utime(desk / "out" / "_runs" / f"r{number}", (number, number))
    check_layout(config())


def test_a_run_a_watch_and_a_stream_are_refused_before_they_start(desk, runs, capsys):
    wrote(desk, "r1", LINES)
    for command in ("run", "watch --once"):
        words = f"{command} --input seeds --output out --format parquet".split()
        assert main(words) == 2
        assert "holds jsonl files of run r1" in capsys.readouterr().err
    with pytest.raises(UsageError, match="holds jsonl files of run r1"):
        check_stream(
            config(streaming=True, format="parquet", beam_options=("--runner=PrismRunner",))
        )
    assert runs == []


def test_what_was_compacted_counts_as_it_is(desk):
    command = "run --input seeds --output out --format parquet --partition-by language --quiet"
    for run in ("r1", "r2"):
        (desk / "seeds" / "a.txt").write_text(f"An article of {run}, which tells of the weather.")
        assert main([*command.split(), "--run-id", run]) == 0
    compact("out", older_than=timedelta())
    assert "--format parquet --partition-by language" in refusal()
    check_layout(config(format="parquet", partition_by=("language",)))
