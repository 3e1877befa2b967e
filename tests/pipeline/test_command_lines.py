"""A command that cannot be done fails before it starts, with one line that says what is wrong."""

import os

import pytest

from pipeline.__main__ import main

IN_OUT = "run --input seeds --output out"
READS_ITSELF = ": the next run would read the results of this one; choose a folder outside"


@pytest.mark.parametrize(
    ("command", "line"),
    [
        # Misspelt words, with the nearest right one.
        ("rnu", "no such command: rnu; did you mean run?"),
        (
            "walk",
            "no such command: walk; there are run, watch, status, explain, estimate and compact",
        ),
        ("--input seeds", "a command comes first: copydesk run --input …"),
        (
            "run --input seeds --ouput out",
            "no such option: --ouput; did you mean --output?",
        ),
        (f"{IN_OUT} -quiet", "no such option: -quiet; did you mean --quiet?"),
        (
            f"{IN_OUT} --direct_num_wokers 2",
            "no such option: --direct_num_wokers; did you mean --direct_num_workers?",
        ),
        (
            f"{IN_OUT} --direct-num-workers 2",
            "no such option: --direct-num-workers; did you mean --direct_num_workers?",
        ),
        (f"{IN_OUT} --out elsewhere", "no such option: --out; did you mean --output?"),
        (f"{IN_OUT} --zebra", "no such option: --zebra"),
        (
            f"{IN_OUT} --runner Flnk",
            "--runner: no such runner: Flnk; did you mean FlinkRunner?",
        ),
        (
            f"{IN_OUT} --runner Foo",
            (
                "--runner: no such runner: Foo (DirectRunner, FlinkRunner, SparkRunner, "
                "DataflowRunner, PrismRunner)"
            ),
        ),
        (
            "run --input kafka://one/news --output out",
            (
                "--input kafka://one/news: comes without end; use copydesk watch, or copydesk run "
                "--streaming"
            ),
        ),
        (f"{IN_OUT} --field autor=x", "--field: no such field: autor; did you mean author?"),
        (
            f"{IN_OUT} --without-rule bullet",
            "--without-rule: no such rule: bullet; did you mean bullets?",
        ),
        # Values outside their choices.
        (
            f"{IN_OUT} --format parket",
            "--format: no such value: parket; did you mean parquet? (jsonl, parquet)",
        ),
        (
            f"{IN_OUT} --partition-by date,lang",
            (
                "--partition-by: no such value: lang; did you mean language? "
                "(language, date, site, none)"
            ),
        ),
        (
            f"{IN_OUT} --compression zip",
            (
                "--compression: no such value: zip; did you mean gzip? "
                "(none, bzip2, gzip, snappy, xz, zstd)"
            ),
        ),
        (
            f"{IN_OUT} --flink_version 1.18",
            "--flink_version: no such value: 1.18; did you mean 1.19? (1.19, 1.20, 2.0, 2.1, 2.2)",
        ),
        (
            f"{IN_OUT} --partition-by none,date",
            "--partition-by: none stands alone, and means no folders",
        ),
        (
            f"{IN_OUT} --partition-by=",
            "--partition-by needs language, date and site with commas between, or none",
        ),
        (f"{IN_OUT} --format=", "--format: no such value: '' (jsonl, parquet)"),
        (
            f"{IN_OUT} --max-document-bytes lots",
            "--max-document-bytes: 'lots' is no size; give bytes, or 500KB or 64MiB, below 2GiB",
        ),
        (
            f"{IN_OUT} --max-document-bytes 2GiB",
            "--max-document-bytes: '2GiB' is no size; give bytes, or 500KB or 64MiB, below 2GiB",
        ),
        (
            f"{IN_OUT} --max-document-bytes 0",
            "--max-document-bytes: '0' is no size; give bytes, or 500KB or 64MiB, below 2GiB",
        ),
        (
            f"{IN_OUT} --max-memory-bytes 1MiB",
            "--max-memory-bytes: '1MiB' is no size; give 500MB or 4GiB, from 64MiB to below 1TiB",
        ),
        (f"{IN_OUT} --max-seconds 0", "--max-seconds needs a number of seconds above 0, not '0'"),
        (
            f"{IN_OUT} --max-seconds soon",
            "--max-seconds needs a number of seconds above 0, not 'soon'",
        ),
        (
            f"{IN_OUT} --max-seconds nan",
            "--max-seconds needs a number of seconds above 0, not 'nan'",
        ),
        (
            f"{IN_OUT} --max-depth 2001",
            "--max-depth needs a whole number from 1 to 2000, not '2001'",
        ),
        (f"{IN_OUT} --shards 0", "--shards needs a whole number of 1 or more, not '0'"),
        (
            f"{IN_OUT} --direct_num_workers two",
            "--direct_num_workers needs a whole number, not 'two'",
        ),
        (
            f"{IN_OUT} --direct_num_workers -1",
            "--direct_num_workers needs 0 (one for each core) or more",
        ),
        (f"{IN_OUT} --beam_services x", "--beam_services needs JSON, not 'x'"),
        (f"{IN_OUT} --field text", "--field needs OURS=THEIRS, such as text=body, not 'text'"),
        (
            f"{IN_OUT} --run-id ../up",
            (
                "--run-id: '../up' cannot name files; use up to 128 letters, digits, '.', '_' and "
                "'-', the first a letter or digit"
            ),
        ),
        # Values that are missing, or too many.
        ("run", "--input is missing: copydesk run --input seeds --output out"),
        ("run --input seeds", "--output is missing: copydesk run --input seeds --output out"),
        ("run --input seeds --output", "--output needs a value"),
        (f"{IN_OUT} --project", "--project needs a value"),
        (f"{IN_OUT} --quiet=1", "--quiet takes no value"),
        (f"{IN_OUT} --streaming=1", "--streaming takes no value"),
        ("run seeds --output out", "unexpected 'seeds': what to read comes after --input"),
        # Contradictions.
        (
            f"{IN_OUT} --format parquet --compression bzip2",
            (
                "--format parquet cannot be compressed with bzip2; choose zstd or gzip or none "
                "or snappy"
            ),
        ),
        (f"{IN_OUT} --partition-by date,date", "--partition-by: date is named twice"),
        (f"{IN_OUT} --field text=a --field text=b", "--field: text is named twice"),
        (f"{IN_OUT} --quiet --verbose", "--quiet and --verbose contradict each other; choose one"),
        (
            f"{IN_OUT} --direct_num_workers 2 --direct_running_mode in_memory",
            (
                "--direct_num_workers 2 and --direct_running_mode in_memory contradict each other: "
                "in memory there is one worker"
            ),
        ),
        (
            f"{IN_OUT} --checkpointing_interval 5",
            "--checkpointing_interval is for FlinkRunner and SparkRunner alone",
        ),
        (
            f"{IN_OUT} --runner flink --checkpointing_interval often",
            "--checkpointing_interval needs a whole number, not 'often'",
        ),
        (f"{IN_OUT} --runner flink --object_reuse=yes", "--object_reuse takes no value"),
        (
            f"{IN_OUT} --no_wait_until_finish",
            "--no_wait_until_finish: a run ends with its accounts, and waits for them",
        ),
        # What is not installed.
        (
            "run --input s3://bucket/news --output out",
            "--input s3://bucket/news: s3:// is not installed; pip install 'copydesk[aws]'",
        ),
        (
            "run --input seeds --output gs://bucket/out",
            "--output gs://bucket/out: gs:// is not installed; pip install 'copydesk[gcp]'",
        ),
        (
            "run --input https://example.com/a --output out",
            (
                "--input https://example.com/a: https:// is no file system of Beam's; use a local "
                "path or gs://, s3://, azfs://, hdfs://"
            ),
        ),
        (
            f"{IN_OUT} --runner DataflowRunner",
            "--runner: DataflowRunner is not installed; pip install 'copydesk[gcp]'",
        ),
        (
            f"{IN_OUT} --runner desk.runners.Fast",
            "--runner: desk.runners.Fast cannot be imported: No module named 'desk'",
        ),
        # Input.
        (
            "run --input seed --output out",
            "--input seed: no such file or folder; did you mean seeds?",
        ),
        (
            "run --input seeds seeds/c.txt --output out",
            "--input seeds/c.txt: no such file or folder; did you mean b.txt?",
        ),
        ("run --input seeds/*.html --output out", "--input seeds/*.html: no file matches"),
        (
            "run --input sedes/*.txt --output out",
            "--input sedes/*.txt: no such file or folder; did you mean seeds?",
        ),
        ("run --input zzz/* --output out", "--input zzz/*: no such file or folder"),
        ("run --input empty --output out", "--input empty: there is nothing to read"),
        # Names.
        (
            "run --input caf\udce9.txt --output out",
            "--input caf\\udce9.txt: its name is not UTF-8: rename it",
        ),
        (
            "run --input seeds --output caf\udce9",
            "--output caf\\udce9: its name is not UTF-8: rename it",
        ),
        (
            f"{IN_OUT} --job_name caf\udce9",
            "caf\\udce9 is not UTF-8",
        ),
        # Output.
        ("run --input seeds --output notes", "--output notes: notes is a file, not a folder"),
        (
            "run --input seeds --output /proc/foo",
            "--output /proc/foo: cannot be written to: No such file or directory: '/proc/foo'"
            if os.access("/proc", os.W_OK)
            else "--output /proc/foo: /proc cannot be written to",
        ),
        # Output and input apart.
        (
            "run --input seeds --output seeds/out",
            f"--output seeds/out is inside --input seeds{READS_ITSELF}",
        ),
        (
            "run --input . --output out",
            f"--output out is inside --input .{READS_ITSELF}",
        ),
        (
            "run --input seeds/** --output seeds/out",
            f"--output seeds/out is inside --input seeds/**{READS_ITSELF}",
        ),
        (
            "run --input out/articles --output out",
            (
                "--input out/articles is what runs write to --output out: a run would read its own "
                "results; choose another output"
            ),
        ),
        # A file of options.
        ("run --config nightly.yaml", "--config nightly.yaml: no such file or directory"),
        ("run --config seeds", "--config seeds: is a directory"),
    ],
)
def test_one_line_says_what_is_wrong(command, line, desk, runs, capsys):
    """Exit code 2, one line on stderr, nothing on stdout, nothing run, nothing created."""
    if "gs://" in command or "s3://" in command or "Dataflow" in command:
        _skip_where_installed(command)
    (desk / "empty").mkdir()

    assert main(command.split()) == 2

    assert capsys.readouterr() == ("", f"copydesk: {line}\n")
    assert runs == []
    assert sorted(path.name for path in desk.iterdir()) == ["empty", "notes", "seeds"]


def _skip_where_installed(command):
    if "s3://" not in command:
        try:
            import google.cloud.storage  # noqa: F401
        except ImportError:
            return
        pytest.skip("the extra [gcp] is installed")
    try:
        import boto3  # noqa: F401
    except ImportError:
        return
    pytest.skip("the extra [aws] is installed")


@pytest.mark.parametrize(
    "command",
    [
        "run --input seeds --output out",
        "run --input seeds/a.txt seeds/b.txt --output out",
        "run --input seeds --output seeds/_out",  # Read passes it over
        "run --input seeds/*.txt --output seeds/out",  # too deep for the glob
        "run --input out/raw --output out",  # beside what is written
    ],
)
def test_input_and_output_that_do_not_meet(command, desk, runs):
    """A run may write where it does not read."""
    (desk / "out" / "raw").mkdir(parents=True)
    (desk / "out" / "raw" / "c.txt").write_text("A third.")

    assert main([*command.split(), "--quiet"]) == 0

    assert len(runs) == 1


def test_output_that_may_not_be_written(desk, runs, capsys, monkeypatch):
    """The folder that is closed is named, which need not be the output itself."""
    monkeypatch.setattr("pipeline.access.os.access", lambda path, mode: False)

    assert main(["run", "--input", "seeds", "--output", "out/tonight"]) == 2

    assert capsys.readouterr().err == (
        f"copydesk: --output out/tonight: {desk} cannot be written to\n"
    )
