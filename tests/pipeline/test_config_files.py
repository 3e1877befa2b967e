"""A file of options says the same as flags, and flags win over it."""

from datetime import timedelta

import pytest

from pipeline.__main__ import main
from pipeline.config import LOCAL_RUNNER
from pipeline.errors import UsageError
from pipeline.options import parse


@pytest.fixture
def nightly(tmp_path, monkeypatch):
    """Writes `nightly.yaml` in the folder to work in."""
    monkeypatch.chdir(tmp_path)

    def write(text):
        (tmp_path / "nightly.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))

    return write


def test_every_option_has_a_name_in_the_file(nightly):
    """Names as flags, with `-` or `_`; lists where a flag may be repeated; Beam's beside ours."""
    nightly(
        """
        input: [wire, desk/*.html]
        output: out/
        format: parquet
        compression: gzip
        partition-by: [site, date]
        shards: 3
        run_id: 2026-11-21
        field: {text: article.body, title: head}
        max-document-bytes: 64 MiB
        user-agent: NewsDesk/1.0 (+https://desk.example/robot)
        language_detector: langdetect
        max-depth: 500
        max-seconds: 2.5
        max-memory-bytes: 4GiB
        duplicate-kinds: [url, exact]
        alike: 0.7
        index: [out/index, "old/*/index"]
        remember: 4w
        trail: yes
        repeated-lines: yes
        without-rule: [bullets, hyphenation]
        workers: 4
        quiet: true
        runner: flink
        parallelism: 2
        streaming: no
        save_main_session: false
        experiments: [a, b]
        """
    )

    config = parse(["--config", "nightly.yaml"])

    assert config.model_dump() == {
        "input": ("wire", "desk/*.html"),
        "output": "out",
        "format": "parquet",
        "compression": "gzip",
        "partition_by": ("site", "date"),
        "shards": 3,
        "run_id": "2026-11-21",
        "fields": {"text": "article.body", "title": "head"},
        "max_document_bytes": 67_108_864,
        "user_agent": "NewsDesk/1.0 (+https://desk.example/robot)",
        "language_detector": "langdetect",
        "max_depth": 500,
        "max_seconds": 2.5,
        "max_memory_bytes": 4_294_967_296,
        "duplicate_kinds": ("url", "exact"),
        "alike": 0.7,
        "index": ("out/index", "old/*/index"),
        "remember": 28,
        "trail": True,
        "repeated_lines": True,
        "without_rules": ("bullets", "hyphenation"),
        "streaming": False,
        "window": timedelta(minutes=5),
        "allowed_lateness": timedelta(days=1),
        "every": timedelta(seconds=10),
        "in_flight": None,
        "metrics_port": None,
        "metrics_host": "127.0.0.1",
        "log_format": "text",
        "workers": 4,
        "quiet": True,
        "verbose": False,
        "beam_options": (
            "--runner=FlinkRunner",
            "--parallelism=2",
            "--no_save_main_session",
            "--experiments=a",
            "--experiments=b",
        ),
    }


def test_flags_win_over_the_file(nightly):
    """A flag replaces the whole of what the file says of the same option; the rest stays."""
    nightly(
        """
        input: [wire, desk]
        output: out
        format: parquet
        field: {text: body, title: head}
        quiet: true
        runner: FlinkRunner
        experiments: [a, b]
        job_name: nightly
        """
    )

    flags = (
        "--config nightly.yaml --input late --format jsonl --field text=story --verbose "
        "--runner DirectRunner --experiments c"
    )

    config = parse(flags.split())

    assert config.input == ("late",)
    assert config.output == "out"
    assert (config.format, config.compression) == ("jsonl", "none")
    assert config.fields == {"text": "story"}
    assert (config.quiet, config.verbose) == (False, True)
    assert config.beam_options == (
        f"--runner={LOCAL_RUNNER}",
        "--job_name=nightly",
        "--experiments",
        "c",
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("input: a\nouput: b\n", "line 2: ouput: no such option; did you mean output?"),
        (
            "output: b\n\ndirect_num_wrkers: 2\n",
            "line 3: direct_num_wrkers: no such option; did you mean direct_num_workers?",
        ),
        (
            "input: a\noutput: b\nformat: parket\n",
            "line 3: format: no such value: parket; did you mean parquet? (jsonl, parquet)",
        ),
        (
            "max_num_workers: many\n",
            "line 1: max_num_workers: --max_num_workers needs a whole number, not 'many'",
        ),
        ("input: a\noutput:\n", "line 2: output has no value"),
        ("input: {a: b}\n", "line 1: input needs a value or a list of values"),
        ("output: [a, b]\n", "line 1: output needs one value"),
        ("trail: perhaps\n", "line 1: trail is true or false, not 'perhaps'"),
        ("streaming: 7\n", "line 1: streaming is true or false, not '7'"),
        ("input: a\ninput: b\n", "line 2: input is there twice"),
        (
            "field: {body: x, plot: y}\n",
            "line 1: field: no such field: plot; choose from id, url, ",
        ),
        (
            "input: a\nwithout-rule: bullet\n",
            "line 2: without-rule: no such rule: bullet; did you mean bullets?",
        ),
        ("input: &a [*a]\n", "line 1: input contains itself"),
        ("&a\nfield: {text: body}\ninput: *a\n", "line 3: input contains itself"),
        (
            "input: a\noutput: b\nmax_document_bytes: lots\n",
            "line 3: max_document_bytes: 'lots' is no size; give bytes",
        ),
        ("partition_by: [none, date]\n", "line 1: partition_by: none stands alone"),
        ("config: b.yaml\n", "line 1: config: a file of options cannot name another"),
        ("- input\n", "line 1: options are written as 'name: value', one a line"),
        (
            "output: [a\nformat: x\n",
            "line 2: not valid YAML: expected ',' or ']', but got ':'",
        ),
        (
            "input: a\n\toutput: b\n",
            "line 2: not valid YAML: found character '\\t' that cannot start any token",
        ),
    ],
)
def test_what_is_wrong_is_shown_with_its_line(text, line, nightly):
    """The line of the file is named, so that it need not be looked for."""
    nightly(text)

    with pytest.raises(UsageError) as error:
        parse(["--config", "nightly.yaml"])

    assert str(error.value).startswith(f"nightly.yaml, {line}")


def test_a_file_that_is_no_text(nightly):
    """Bytes that are not UTF-8 are not guessed at."""
    nightly("input: \udcff\n")

    with pytest.raises(UsageError, match=r"^--config nightly\.yaml: not a text file in UTF-8$"):
        parse(["--config", "nightly.yaml"])


def test_lists_without_end(nightly):
    """What YAML cannot be asked to follow is no traceback either."""
    nightly(f"input: {'[' * 3000}{']' * 3000}\n")

    with pytest.raises(UsageError) as error:
        parse(["--config", "nightly.yaml"])

    assert str(error.value) == "nightly.yaml: too many lists or mappings inside each other"


def test_an_empty_file_says_nothing(nightly, desk, runs):
    """Comments alone are no options."""
    (desk / "nightly.yaml").write_text("# nothing yet\n")

    command = "run --config nightly.yaml --input seeds --output out --quiet"

    assert main(command.split()) == 0

    assert runs[0].input == ("seeds",)
