"""Worker processes of the local runner: one that dies ends the run.

Beam waits for its answer: for ever, or until a channel that closes makes an error of its own, which
does not say what has happened.
"""

import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from apache_beam.portability import python_urns
from apache_beam.portability.api import beam_fn_api_pb2, beam_fn_api_pb2_grpc, endpoints_pb2
from apache_beam.runners.portability.fn_api_runner.worker_handlers import (
    BeamFnControlServicer,
    SubprocessSdkWorkerHandler,
    WorkerHandler,
)
from apache_beam.runners.portability.local_job_service import (
    BeamFnLoggingServicer,
    SubprocessSdkWorker,
    grpc,
    json_format,
    text_format,
)
from apache_beam.utils import thread_pool_executor

from .forked_workers import ForkedWorker

_EXIT_CODE = re.compile(r"return code (-?\d+)")
_PINGS = (("grpc.http2.max_pings_without_data", 0), ("grpc.http2.max_ping_strikes", 0))  # are fine
_SIGNALLED = 128  # a shell adds this to the number of the signal that ended its child


class WorkerLostError(RuntimeError):
    """A worker process has ended before its work was done."""


class _Worker(SubprocessSdkWorker):
    """One that is forked, if there is one yet, or else started as a program."""

    def __init__(self, forked: list[ForkedWorker], *given: Any) -> None:
        super().__init__(*given)
        self._forked = forked

    def run(self) -> None:
        try:
            worker = self._forked.pop()
        except IndexError:
            super().run()
            return
        logs = grpc.server(thread_pool_executor.shared_unbounded_instance(), options=_PINGS)
        port = logs.add_insecure_port("[::]:0")
        logs.start()
        beam_fn_api_pb2_grpc.add_BeamFnLoggingServicer_to_server(BeamFnLoggingServicer(), logs)
        options = self._provision_info.provision_info.pipeline_options
        variables = {
            "CONTROL_API_SERVICE_DESCRIPTOR": _descriptor(self._control_address),
            "LOGGING_API_SERVICE_DESCRIPTOR": _descriptor(f"localhost:{port}"),
            "PIPELINE_OPTIONS": json_format.MessageToJson(options),
            "WORKER_ID": self._worker_id or "",
        }
        try:
            code = worker.run(os.environ | variables)
        finally:
            logs.stop(0)
        if code:
            raise RuntimeError(f"Worker subprocess exited with return code {code}")


def _descriptor(address: str) -> str:
    return text_format.MessageToString(endpoints_pb2.ApiServiceDescriptor(url=address))


@contextmanager
def workers_watched(forked: list[ForkedWorker]) -> Iterator[None]:
    """Let a run fail when one of its worker processes dies.

    Args:
        forked: Processes that become workers, as far as they suffice.

    Raises:
        WorkerLostError: One died.
    """
    lost: list[WorkerLostError] = []

    class Watched(SubprocessSdkWorkerHandler):
        def start_worker(self) -> None:
            self.worker = _Worker(
                forked,
                self._worker_command_line,
                self.control_address,
                self.provision_info,
                self.worker_id,
            )
            self.worker_thread = threading.Thread(name="run_worker", target=self._watch)
            self.worker_thread.start()

        def stop_worker(self) -> None:
            # A worker that has yet to connect is not told otherwise, and would be waited for.
            self.control_conn.push(BeamFnControlServicer._DONE_MARKER)  # noqa: SLF001
            super().stop_worker()

        def _watch(self) -> None:
            try:
                self.worker.run()
            except RuntimeError as error:
                lost.append(WorkerLostError(_account(str(error))))
                _answer_all(self.control_conn, str(lost[0]))

    register = WorkerHandler.register_environment(python_urns.SUBPROCESS_SDK, bytes)
    register(Watched)
    try:
        yield
    except Exception as error:  # raised again, unless it only follows from what is known better
        if lost:
            raise lost[0] from error
        raise
    finally:
        register(SubprocessSdkWorkerHandler)


def _account(message: str) -> str:
    code = _EXIT_CODE.search(message)
    number = abs(int(code[1])) % _SIGNALLED if code else 0
    if number == signal.SIGKILL:
        return (
            "a worker process was killed, as is done when memory runs out; "
            "run again with fewer --workers"
        )
    return f"a worker process ended: {message}"


def _answer_all(connection: Any, error: str) -> None:
    """Answer with `error` what a worker was asked, and what it will be asked yet."""
    ask = connection.push

    def answer(future: Any) -> Any:
        if future is not None:  # as it is for what ends the connection
            future.set(beam_fn_api_pb2.InstructionResponse(error=error))
        return future

    connection.push = lambda request: answer(ask(request))
    for future in list(connection._futures_by_id.values()):  # noqa: SLF001  it tells no other way
        answer(future)
