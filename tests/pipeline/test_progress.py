"""How far a run is: counted where the work is done, summed, and told in a line."""

import io
import json
import sys
import threading
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.graph import build
from pipeline.progress.counting import Count, Point, read_counts, unwatched, watch_into
from pipeline.progress.display import progress_shown
from pipeline.progress.line import progress_line
from transforms.testing import batch_pipeline

RAIN = "It rained all day long in the old town, and the river rose above the bridge by night."


@pytest.mark.parametrize(
    ("counts", "seconds", "input_bytes", "line"),
    [
        ({}, 0, 1_000, "Starting"),
        (
            {Point.READ: Count(1_200, 300, is_busy=True), Point.CLEANED: Count(1_150)},
            2,
            1_000,
            "Reading: 1,200 read, 1,150 kept, 0 refused, 600 a second",
        ),
        (
            {
                Point.READ: Count(1_200, 200, is_busy=True),
                Point.CLEANED: Count(1_150),
                Point.REFUSED: Count(40, 50),
            },
            30,
            1_000,
            "Reading, about 1 min 30 s left: 1,200 read, 1,150 kept, 40 refused, 40 a second",
        ),
        (
            {Point.READ: Count(1_200, 900, is_busy=True), Point.CLEANED: Count(1_150)},
            90,
            1_000,
            "Reading, about 10 s left: 1,200 read, 1,150 kept, 0 refused, 13 a second",
        ),
        (
            {Point.READ: Count(1_200, 300, is_busy=True), Point.CLEANED: Count(1_150)},
            30,
            None,
            "Reading: 1,200 read, 1,150 kept, 0 refused, 40 a second",
        ),
        (
            {Point.READ: Count(1_200, 9, is_busy=True), Point.CLEANED: Count(1_150)},
            30,
            1_000,
            "Reading: 1,200 read, 1,150 kept, 0 refused, 40 a second",
        ),
        (
            {Point.READ: Count(2_000), Point.CLEANED: Count(1_900), Point.REFUSED: Count(100)},
            50,
            1_000,
            "Finding duplicates: 2,000 read, 1,900 kept, 100 refused",
        ),
        (
            {Point.READ: Count(2_000), Point.CLEANED: Count(1_900), Point.SETTLED: Count(700)},
            50,
            1_000,
            "Writing: 700 of 1,900; 2,000 read, 1,900 kept, 0 refused",
        ),
    ],
    ids=[
        "nothing is read yet",
        "too early to tell how long",
        "time left by the bytes that are read",
        "seconds, of less than a minute",
        "the size of the input is not known",
        "too little is read to tell how long",
        "all is read",
        "it is known what repeats what",
    ],
)
def test_the_line(counts, seconds, input_bytes, line):
    assert progress_line(counts, seconds, input_bytes) == line


def test_a_graph_is_counted_point_by_point(tmp_path):
    """Documents, what was refused by reading and by cleaning, and what came of the rest."""
    inputs, counts = tmp_path / "in", tmp_path / "counts"
    inputs.mkdir()
    counts.mkdir()
    lines = [{"text": RAIN}, {"text": RAIN}, {"text": ""}]
    (inputs / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (inputs / "b.bin").write_bytes(b"\x00\x01\x02" * 100)
    config = Config(input=(str(inputs),), output=str(tmp_path / "out"), run_id="r")

    with batch_pipeline() as pipeline:
        build(pipeline, config, watch_into(str(counts)))

    assert {point: count.elements for point, count in read_counts(str(counts)).items()} == {
        Point.READ: 2,
        Point.CLEANED: 2,
        Point.REFUSED: 2,
        Point.SETTLED: 2,
    }


def test_the_bytes_read_are_those_of_the_files(tmp_path):
    """As they are stored; a file of which nothing could be read was read as well."""
    inputs, counts = tmp_path / "in", tmp_path / "counts"
    inputs.mkdir()
    counts.mkdir()
    for name, content in (
        ("a.txt", RAIN.encode()),
        ("b.jsonl", f'{{"text": "{RAIN}"}}\n'.encode() * 3),
        ("c.bin", b"\x00\x01\x02" * 100),
    ):
        (inputs / name).write_bytes(content)
    config = Config(input=(str(inputs),), output=str(tmp_path / "out"), run_id="r")

    with batch_pipeline() as pipeline:
        build(pipeline, config, watch_into(str(counts)))

    read, refused = (read_counts(str(counts))[point] for point in (Point.READ, Point.REFUSED))
    assert read == Count(4, len(RAIN) + 3 * (len(RAIN) + 13), is_busy=False)
    assert refused == Count(1, 300, is_busy=False)


def test_what_cannot_be_counted_does_not_stop_the_run(tmp_path):
    """The folder may be gone, or its disk full."""
    (tmp_path / "a.txt").write_text(RAIN)
    config = Config(input=(str(tmp_path / "a.txt"),), output=str(tmp_path / "out"), run_id="r")

    with batch_pipeline() as pipeline:
        build(pipeline, config, watch_into(str(tmp_path / "absent")))

    assert (tmp_path / "out/_runs/r/ledger.json").exists()
    assert read_counts(str(tmp_path / "absent")) == {}


class Stderr(io.StringIO):
    """Tells when something was written to it."""

    def __init__(self, *, is_terminal):
        super().__init__()
        self.is_terminal = is_terminal
        self.was_written = threading.Event()

    def isatty(self):
        return self.is_terminal

    def write(self, text):
        written = super().write(text)
        if "Starting" in text:
            self.was_written.set()
        return written


def config(**values):
    return Config(input=("seeds",), output="out", **values)


@pytest.mark.parametrize(
    "values", [{"quiet": True}, {"beam_options": ("--runner=FlinkRunner",)}], ids=str
)
def test_nothing_is_shown_of_a_quiet_run_nor_of_one_elsewhere(values, desk, monkeypatch):
    """Nor is it watched: it costs nothing at all."""
    stderr = Stderr(is_terminal=True)
    monkeypatch.setattr(sys, "stderr", stderr)

    with progress_shown(config(**values)) as watch:
        assert watch is unwatched

    assert stderr.getvalue() == ""


def test_a_line_lives_on_a_terminal_and_is_gone_at_the_end(desk, monkeypatch):
    stderr = Stderr(is_terminal=True)
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")

    with progress_shown(config()):
        assert stderr.was_written.wait(60)

    erase_line = "\x1b[2K"
    assert stderr.getvalue().rstrip().endswith(erase_line)


def test_lines_are_printed_where_there_is_no_terminal(desk, monkeypatch):
    """For a log: whole lines, and nothing that steers a terminal."""
    stderr = Stderr(is_terminal=False)
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr("pipeline.progress.display.PLAIN_SECONDS", 0)

    with progress_shown(config()):
        assert stderr.was_written.wait(60)

    assert set(stderr.getvalue().splitlines()) == {"copydesk: Starting"}


def test_a_short_run_prints_none(desk, monkeypatch):
    stderr = Stderr(is_terminal=False)
    monkeypatch.setattr(sys, "stderr", stderr)

    with progress_shown(config()):
        pass

    assert stderr.getvalue() == ""


def test_it_leaves_nothing_behind(desk, monkeypatch, tmp_path):
    """Not even where the run fails."""
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))

    with pytest.raises(ZeroDivisionError), progress_shown(config()):
        assert list(Path(tmp_path / "scratch").iterdir())
        raise ZeroDivisionError

    assert not list(Path(tmp_path / "scratch").iterdir())
