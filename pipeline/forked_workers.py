"""Worker processes that are forked from the one that starts the run, when it has imported all.

A worker that is started as a program imports Beam and the stages anew: two seconds of a processor
each. A process with threads must not be forked, though: what one of them had locked would stay
locked. So workers are forked before the run has any, and wait to be told what to connect to; where
there are threads already, there are no forked workers.
"""

import gc
import json
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_THREADS = Path("/proc/self/task")
_JEMALLOC = "jemalloc_bg_thd"  # Arrow's memory, by what it starts when it is imported


class ForkedWorker:
    """A process that waits to become a worker of Beam's.

    Args:
        others: Those that were forked before: what ends them shall not be held open by this one.
    """

    def __init__(self, others: Sequence["ForkedWorker"]) -> None:
        receiver, self._sender = os.pipe()
        gc.freeze()  # so that a worker's looking for garbage copies no memory
        self._pid = os.fork()
        if self._pid:
            os.close(receiver)
            return
        code = 1
        try:
            for each in (self, *others):
                each.close()
            code = _work(receiver)
        except BaseException:  # noqa: BLE001  nothing may return from here
            traceback.print_exc()
        finally:
            os._exit(code)

    def run(self, environment: Mapping[str, str]) -> int:
        """Let it work with these variables, and return its exit code; -9 if it was killed."""
        with suppress(BrokenPipeError), os.fdopen(self._sender, "w", encoding="utf-8") as sender:
            json.dump(dict(environment), sender)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def dismiss(self) -> None:
        """End it without having used it."""
        self.close()
        os.waitpid(self._pid, 0)

    def close(self) -> None:
        """Let go of what tells it that it is not needed, if nobody else holds that."""
        os.close(self._sender)


@contextmanager
def forked_workers(count: int) -> Iterator[list[ForkedWorker]]:
    """Fork workers where that can be done safely; those that are still listed at the end go."""
    workers: list[ForkedWorker] = []
    try:
        if count > 1 and can_fork():
            for _ in range(count):
                workers.append(ForkedWorker(workers))
        yield workers
    finally:
        while workers:
            workers.pop().dismiss()


def can_fork() -> bool:
    """Return whether this process has no threads but those of OpenBLAS and jemalloc, which bear it.

    Libraries name their threads, as gRPC does; those of OpenBLAS have the name of the process.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    try:
        names = {(thread / "comm").read_text().strip() for thread in _THREADS.iterdir()}
    except OSError:  # one has just ended
        return False
    return len(names - {_JEMALLOC}) == 1


def _work(receiver: int) -> int:
    """Be a worker, as Beam's own program is one."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    with open(receiver, encoding="utf-8") as told:
        environment = told.read()
    if not environment:  # not needed, or whom it was to work for has died
        return 0
    os.environ.clear()
    os.environ.update(json.loads(environment))
    logging.root.handlers.clear()
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    from apache_beam.runners.worker import sdk_worker_main  # noqa: PLC0415

    sdk_worker_main.main(["sdk_worker_main"])
    return 0
