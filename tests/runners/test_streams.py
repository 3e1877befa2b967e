"""A stream on a real streaming runner: a folder fills up, files appear, and it ends when asked."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from conftest import ROOT, RUNNERS

from transforms.write import read_panes, stream_ledger, stream_runs

SEEDS = ROOT / "seeds" / "text"
PATIENCE_SECONDS = 240
METRICS_PORT = 19465


@contextmanager
def streaming(runner: str, folder: Path, output: Path, *more: str):
    """Run the command; it is killed if the test ends otherwise."""
    command = [sys.executable, "-m", "pipeline", "run", "--streaming", "--quiet"]
    command += ["--input", folder, "--output", output, "--window", "3s", "--every", "1s"]
    command += [*more, *shlex.split(RUNNERS[runner])]
    with subprocess.Popen(
        list(map(str, command)),
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    """Kill it with the runner that it started, which would outlive it."""
    with suppress(OSError):
        threads = Path(f"/proc/{process.pid}/task").iterdir()
        started = " ".join((each / "children").read_text() for each in threads).split()
        for each in (process.pid, *map(int, started)):
            os.kill(each, signal.SIGKILL)


def wait_until(is_so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.3)


def end(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> None:
    """Ask it to end, as `timeout` and terminals do: the whole group."""
    os.killpg(process.pid, number)
    _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, errors) == (0, "")


def drop(name: str, folder: Path, new_name: str | None = None) -> None:
    """Put a seed into a folder, whole."""
    aside = folder / f".{name}.part"
    shutil.copy(SEEDS / name, aside)
    aside.rename(folder / (new_name or name))


def sources(output: Path) -> dict[str, list[str]]:
    """Return the names of the files from which the records of each data set were read."""
    return {
        data_set: sorted(
            Path(json.loads(line)["uri"]).name
            for path in (output / data_set).rglob("part-*.jsonl")
            for line in path.open()
        )
        for data_set in ("articles", "duplicates", "failures")
    }


def accounts(output: Path) -> list[tuple[int, int, int, int]]:
    ledgers = [stream_ledger(str(output), run) for run in stream_runs(str(output))]
    return [
        tuple(part.total for part in (each.read, each.articles, each.duplicates, each.failures))
        for each in ledgers
    ]


def read_so_far(output: Path) -> int:
    return sum(read for read, *_ in accounts(output))


def told() -> str:
    """Return what the endpoint of metrics says."""
    with urlopen(f"http://127.0.0.1:{METRICS_PORT}/metrics") as answer:
        return answer.read().decode()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("runner", ["prism"], indirect=True)
class TestStreams:
    def test_what_comes_while_it_runs_stands_in_files_and_adds_up_when_it_is_ended(
        self, runner, folder, tmp_path
    ):
        first, *_ = names = sorted(path.name for path in SEEDS.glob("*.en.txt"))[:4]
        for name in names[:2]:
            drop(name, folder)
        output = tmp_path / "out"
        with streaming(runner, folder, output) as process:
            wait_until(lambda: read_so_far(output) == 2, process)
            for name in names[2:]:
                drop(name, folder)
            drop(first, folder, "copy.txt")
            (folder / "empty.txt").touch()
            wait_until(lambda: read_so_far(output) == 6, process)
            end(process)
        there = sources(output)
        assert there["failures"] == ["empty.txt"]
        assert sorted(there["articles"] + there["duplicates"]) == sorted([*names, "copy.txt"])
        assert "copy.txt" in there["duplicates"]
        assert accounts(output) == [(6, len(there["articles"]), len(there["duplicates"]), 1)]
        (run,) = stream_runs(str(output))
        listed = {file.path for pane in read_panes(str(output), run) for file in pane.files}
        assert listed == {
            path.relative_to(output).as_posix()
            for path in output.rglob("*")
            if path.is_file() and "_runs" not in path.parts
        }

    def test_killed_it_goes_on_where_it_was_and_what_was_stored_is_not_stored_again(
        self, runner, folder, tmp_path
    ):
        names = sorted(path.name for path in SEEDS.glob("*.en.txt"))[:3]
        output = tmp_path / "out"
        drop(names[0], folder)
        with streaming(runner, folder, output) as process:
            wait_until(lambda: read_so_far(output) == 1, process)
            drop(names[1], folder)
            kill(process)
        drop(names[2], folder)
        with streaming(runner, folder, output, "--index", f"{output}/index") as process:
            wait_until(lambda: read_so_far(output) == 3, process)
            drop(names[0], folder, "copy.txt")
            wait_until(lambda: read_so_far(output) == 4, process)
            end(process, signal.SIGINT)
        there = sources(output)
        assert sorted(there["articles"] + there["duplicates"]) == sorted([*names, "copy.txt"])
        assert "copy.txt" in there["duplicates"]
        assert [read for read, *_ in accounts(output)] == [1, 3]

    def test_with_two_in_flight_at_most_all_is_published_and_told_by_metrics(
        self, runner, folder, tmp_path
    ):
        """Polling is held until a window closes, which it does all the same."""
        names = sorted(path.name for path in SEEDS.glob("*.en.txt"))[:4]
        for name in names:
            drop(name, folder)
        output = tmp_path / "out"
        with streaming(
            runner, folder, output, "--in-flight", "2", "--metrics-port", str(METRICS_PORT)
        ) as process:
            wait_until(lambda: read_so_far(output) == 4, process)
            counted = 'copydesk_documents_read_total{media_type="text/plain"} 4.0'
            wait_until(lambda: counted in told(), process)
            assert "copydesk_in_flight{" in told()
            end(process)
        (run,) = stream_runs(str(output))
        panes = [pane for pane in read_panes(str(output), run) if pane.read.total]
        assert [pane.read.total for pane in panes] == [2, 2]
        assert [span.handed_on for pane in panes for span in pane.spans] == [2, 4]

    def test_a_second_stream_of_the_same_folder_is_refused(self, runner, folder, tmp_path):
        output = tmp_path / "out"
        with streaming(runner, folder, output) as process:
            wait_until(lambda: bool(stream_runs(str(output))), process)
            with streaming(runner, folder, output) as other:
                _, errors = other.communicate(timeout=PATIENCE_SECONDS)
            end(process)
        assert other.returncode == 2
        assert "is running and reads the same; end it first" in errors


@pytest.mark.parametrize("runner", ["flink"], indirect=True)
def test_on_flink_windows_are_published_while_it_runs_and_it_ends_when_asked(
    runner, folder, tmp_path
):
    """Its impulse is kept, so that what is polled is in checkpoints and is not lost."""
    names = sorted(path.name for path in SEEDS.glob("*.en.txt"))[:3]
    output = tmp_path / "out"
    drop(names[0], folder)
    with streaming(runner, folder, output, "--checkpointing_interval=2000") as process:
        wait_until(lambda: read_so_far(output) == 1, process)
        drop(names[1], folder)
        wait_until(lambda: read_so_far(output) == 2, process)
        drop(names[2], folder)
        drop(names[0], folder, "copy.txt")
        wait_until(lambda: read_so_far(output) == 4, process)
        end(process)
    there = sources(output)
    assert sorted(there["articles"] + there["duplicates"]) == sorted([*names, "copy.txt"])
    assert "copy.txt" in there["duplicates"]
    assert accounts(output) == [(4, len(there["articles"]), len(there["duplicates"]), 0)]
