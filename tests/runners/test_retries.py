"""What a runner does again leaves no trace: files that were written twice, a run half published."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT, RUNNERS

FLAKY = """
import sys
from pipeline.__main__ import main
from transforms.write import files, publish

def fails_at(times, function, do):
    calls = iter(range(1_000_000))
    def flaky(*args, **kwargs):
        if next(calls) in times:
            do(*args, **kwargs)
            raise OSError(5, "Input/output error", "disk")
        return function(*args, **kwargs)
    return flaky

write, move = files.FileWriter.write, publish.move_into_place
files.FileWriter.write = fails_at({3, 20}, write, write)
publish.move_into_place = fails_at({0}, move, lambda moves: move(list(moves)[:5]))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("runner", ["spark"], indirect=True)
def test_a_bundle_that_is_tried_again_leaves_no_trace(runner, copydesk, tmp_path):
    """Spark tries again what fails if its master's address says how often; Dataflow always does."""
    arguments = ["--input", "seeds/text", "--run-id", "2025-04-01", "--output"]
    flags = RUNNERS[runner].replace("--workers 2", "--spark_master_url local[2,4]").split()

    steady = copydesk("one process", [*arguments, tmp_path / "steady"])
    flaky = subprocess.run(
        [sys.executable, "-c", FLAKY, "run", "--quiet", *flags, *arguments, tmp_path / "flaky"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert (steady.returncode, flaky.returncode) == (0, 0), flaky.stderr
    assert files(tmp_path / "flaky") == files(tmp_path / "steady")


def files(folder):
    """Return the path of each file → its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
