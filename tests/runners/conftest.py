"""The runners that are compared: those that are set up here, and why the others are not.

`make test-runners` sets them up. The local ones are always there.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from setup import FOLDER

ROOT = Path(__file__).parents[2]
RUNNERS = {
    "one process": "",
    "2 worker processes": "--workers 2",
    "4 worker processes": "--workers 4",
    "prism": f"--runner PrismRunner --prism_location {FOLDER}/prism",
    "flink": (
        "--runner FlinkRunner --flink_master [local] --workers 2 "
        f"--flink_job_server_jar {FOLDER}/flink.jar"
    ),
    "spark": f"--runner SparkRunner --workers 2 --spark_job_server_jar {FOLDER}/spark.jar",
}
REMOTE = ("prism", "flink", "spark")

_PATIENCE_SECONDS = 240  # for what takes 40, if a runner waits for a worker that is gone


def pytest_report_header() -> str:
    """Say before anything runs which runners are not there."""
    missing = {name: _why_missing(name) for name in RUNNERS}
    lines = [f"  {name}: {why or 'here'}" for name, why in missing.items()]
    return "\n".join(["runners:", *lines])


def _why_missing(name: str) -> str | None:
    if name not in REMOTE:
        return None
    needed = FOLDER / ("prism" if name == "prism" else f"{name}.jar")
    if not needed.exists():
        told = FOLDER / f"{name}.missing"
        return f"not set up: {told.read_text() if told.exists() else 'make test-runners does'}"
    if name != "prism" and shutil.which("java") is None:
        return "java is not installed"
    return None


@pytest.fixture
def runner(request) -> str:
    """The name of a runner; skips, saying why, if it is not there."""
    why = _why_missing(request.param)
    if why:
        pytest.skip(f"{request.param}: {why}")
    return str(request.param)


@pytest.fixture(scope="session")
def copydesk() -> Callable[[str, Sequence[str]], subprocess.CompletedProcess[str]]:
    """Runs the command in a process of its own, on the runner of that name."""

    def run(
        runner: str, arguments: Sequence[str], path: str = ""
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", "run", "--quiet", *map(str, arguments)]
        return subprocess.run(
            [*command, *shlex.split(RUNNERS[runner])],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": f"{path}:{ROOT}"},
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def crawl(tmp_path_factory) -> list[str]:
    """A piece of a crawl, for which COPYDESK_DATA is needed: the first megabytes of its archive."""
    corpus = Path(os.environ.get("COPYDESK_DATA", ""), "data", "corpus.warc.gz")
    if not corpus.exists():
        return []
    piece = tmp_path_factory.mktemp("crawl") / "piece.warc.gz"
    with corpus.open("rb") as archive:
        piece.write_bytes(archive.read(3_000_000))  # its last record is cut off, and so a failure
    return [str(piece)]
