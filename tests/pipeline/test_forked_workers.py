"""Forked workers: only where no thread can be lost, and none is left behind."""

import os
import subprocess
import sys
import threading

import pytest

from pipeline.forked_workers import can_fork

LIFE = """
import os
from pipeline.forked_workers import forked_workers
with forked_workers(2) as workers:
    {meanwhile}
    print(len(workers))
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("all gone")
"""


def _lived(meanwhile: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", LIFE.format(meanwhile=meanwhile)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=60,
    )
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_workers_that_nobody_needs_end_with_the_run():
    assert _lived("pass") == ["2", "all gone"]


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_a_worker_that_is_killed_tells_by_its_exit_code():
    kill = "worker = workers.pop(); os.kill(worker._pid, 9); print(worker.run({}))"
    assert _lived(kill) == ["-9", "1", "all gone"]


def test_a_process_with_threads_is_not_forked():
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        ended.set()
        thread.join()
