"""What `copydesk watch` and `copydesk status` are asked, and what is wrong with it in one line."""

import pytest

from pipeline.__main__ import main
from pipeline.errors import UsageError
from pipeline.watch.request import watch_request
from pipeline.watch.status_request import status_request

GIVEN = ("--input", "inbox", "--output", "out")


def test_what_is_not_said_is_usual():
    asked = watch_request(GIVEN)
    assert asked.config.input == ("inbox",)
    assert asked.config.index == ("out/index",)
    assert asked.config.remember == 30
    assert (asked.every, asked.once, asked.batch_size, asked.settle) == (30, False, 500, 5)
    assert (asked.metrics_port, asked.metrics_host, asked.log_format) == (None, "127.0.0.1", "text")


def test_all_can_be_said():
    asked = watch_request(
        [
            *("--input", "a", "b", "--output", "out/", "--every", "2m", "--once"),
            *("--batch_size=9", "--settle", "500ms", "--remember", "2w", "--index", "old"),
            *("--metrics-port", "9464", "--metrics-host", "::1", "--log-format", "json"),
            *("--format", "parquet"),
        ]
    )
    assert asked.config.input == ("a", "b")
    assert asked.config.index == ("old", "out/index")
    assert (asked.config.output, asked.config.remember, asked.config.format) == (
        "out",
        14,
        "parquet",
    )
    assert (asked.every, asked.once, asked.batch_size, asked.settle) == (120, True, 9, 0.5)
    assert (asked.metrics_port, asked.metrics_host, asked.log_format) == (9464, "::1", "json")


def test_a_file_of_options_says_it_as_well_and_flags_win(tmp_path):
    file = tmp_path / "watch.yaml"
    file.write_text("input: inbox\noutput: out\nindex: [old]\nevery: 1m\nsettle: 1s\nonce: true\n")
    asked = watch_request(["--config", str(file), "--every", "5s"])
    assert asked.config.index == ("old", "out/index")
    assert (asked.every, asked.settle, asked.once) == (5, 1, True)


@pytest.mark.parametrize(
    ("flags", "line"),
    [
        ("--output out", "--input is missing: copydesk watch --input inbox --output out"),
        ("--input inbox", "--output is missing: copydesk watch --input inbox --output out"),
        (
            "--input inbox --output out --every soon",
            "--every: 'soon' is no span of time; give 30s, 5m, 2h or 1d",
        ),
        (
            "--input inbox --output out --every 0s",
            "--every: 0s is too short; give 500ms, 30s or 5m",
        ),
        (
            "--input inbox --output out --streaming",
            "--streaming: a watch is runs that end; for one that does not, copydesk run",
        ),
        ("--input inbox --output out --every", "--every needs a value"),
        ("--input inbox --output out --once=yes", "--once takes no value"),
        (
            "--input inbox --output out --batch-size 0",
            "--batch-size needs a whole number from 1 to 100000, not '0'",
        ),
        (
            "--input inbox --output out --metrics-port 65536",
            "--metrics-port needs a whole number from 1 to 65535, not '65536'",
        ),
        (
            "--input inbox --output out --metrics-host 0.0.0.0",
            "--metrics-host needs --metrics-port",
        ),
        (
            "--input inbox --output out --log-format jsn",
            "--log-format: no such value: jsn; did you mean json? (text, json)",
        ),
        (
            "--input inbox --output out --run-id r",
            "--run-id: each batch of a watch has an id of its own",
        ),
        (
            "--input inbox --output out --runner FlinkRunner",
            "--runner: a watch runs on this machine; for FlinkRunner use copydesk run",
        ),
        (
            "--input inbox --output out --format parket",
            ("--format: no such value: parket; did you mean parquet? (jsonl, parquet)"),
        ),
    ],
)
def test_what_is_wrong_is_one_line(flags, line):
    with pytest.raises(UsageError) as caught:
        watch_request(flags.split())
    assert str(caught.value) == line


def test_what_is_wrong_in_a_file_is_told_with_its_place(tmp_path):
    file = tmp_path / "watch.yaml"
    file.write_text("input: inbox\noutput: out\nbatch-size: many\n")
    with pytest.raises(UsageError) as caught:
        watch_request(["--config", str(file)])
    assert str(caught.value) == (
        f"{file}, line 3: batch-size needs a whole number from 1 to 100000, not 'many'"
    )


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (
            "watch --input inbx --output out",
            "--input inbx: no such file or folder; did you mean inbox?",
        ),
        (
            "watch --input gopher://inbox --output out",
            "nothing is read from gopher://; there are folders",
        ),
        ("watch --input inbox inbox/ --output out", "--input inbox is named twice"),
        ("watch --input out/articles --output out", "is what runs write to --output out"),
        ("watch --input . --output out", "--output out is inside --input ."),
        ("watch --input inbox --output notes", "--output notes: notes is a file, not a folder"),
        (
            "watch --input inbox --output out --metrics-port 9464 --metrics-host 203.0.113.1",
            "--metrics-port 9464: cannot serve on 203.0.113.1: Cannot assign requested address",
        ),
        ("status --output nowhere", "--output nowhere: there never was a run"),
        ("status --outptu out", "copydesk status knows no --outptu; did you mean --output?"),
        ("status --format yaml", "--format: no such value: yaml (text, json)"),
        ("wach", "no such command: wach; did you mean watch?"),
    ],
)
def test_what_cannot_be_is_told_before_the_start(command, line, desk, capsys):
    (desk / "inbox").mkdir()
    assert main(command.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert line in err
    assert err.count("\n") == 1


def test_status_is_asked_of_out():
    asked = status_request([])
    assert (asked.output, asked.format) == ("out", "text")
