"""What Beam starts with a job is not ended by a signal that asks the stream to end."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

from apache_beam.runners.portability import job_server
from apache_beam.utils import subprocess_server

from pipeline.stream.run import _runner_apart


class Server:
    """Stands for the job server of a runner."""

    def start(self):
        return "localhost:1"

    def stop(self):
        """End it."""


def test_it_has_a_group_of_its_own():
    with _runner_apart():
        process = subprocess_server.subprocess.Popen(["sleep", "60"])
    try:
        assert os.getpgid(process.pid) == process.pid
    finally:
        process.kill()
        process.wait()


def test_ctrl_c_is_not_asked_for():
    before = signal.getsignal(signal.SIGINT)
    with _runner_apart():
        server = job_server.StopOnExitJobServer(Server())
        assert server.start() == "localhost:1"
        assert signal.getsignal(signal.SIGINT) is before
    server.stop()


def test_it_may_be_started_in_any_thread():
    def start():
        with _runner_apart():
            server = job_server.StopOnExitJobServer(Server())
            server.start()
            server.stop()

    with ThreadPoolExecutor() as threads:
        threads.submit(start).result()


def test_it_is_so_for_the_start_alone():
    before = subprocess_server.subprocess, job_server.signal
    with _runner_apart():
        pass
    assert (subprocess_server.subprocess, job_server.signal) == before
