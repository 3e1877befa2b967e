"""`copydesk watch`: asks, looks whether all is there, watches, and tells how it ended."""

import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from ..chatter import hush, workers_hushed
from ..errors import Terminated, UsageError, explanation, gist, interruption
from ..exit_codes import DONE, FAILED, INTERRUPTED, TERMINATED
from ..log import Log
from .request import WatchRequest, watch_request
from .stopping import Stop, stopping

if TYPE_CHECKING:
    from transforms.read.sources import UnboundedSource

    from ..config import Config
    from .loop import Listener, Watch

_LATER = "stopped at once; the batch under way is done when the watch starts again"


def watch(arguments: Sequence[str]) -> int:
    """Do what stands after `copydesk watch`; return the exit code.

    Raises:
        UsageError: It cannot be done.
        Exception: A batch failed by a bug.
    """
    hush(verbose="--verbose" in arguments)
    request = watch_request(arguments)
    hush(verbose=request.config.verbose)
    log = Log(request.log_format, quiet=request.config.quiet)
    log.takes_warnings()
    with stopping() as stop:
        try:
            with _set_up(request, log, stop) as ready:
                return DONE if ready.watch() else FAILED
        except UsageError:
            raise
        except (Exception, KeyboardInterrupt) as error:
            if interrupt := interruption(error):
                log.trouble("stopped", _LATER)
                return TERMINATED if isinstance(interrupt, Terminated) else INTERRUPTED
            if line := _foreseen(error):
                log.fail("failed", line)
            elif request.log_format == "json":
                log.fail("failed", gist(error), exception=traceback.format_exc())
            else:
                raise
            return FAILED


@contextmanager
def _set_up(request: WatchRequest, log: Log, stop: Stop) -> Iterator["Watch"]:
    """Give what watches, once all is there that it needs."""
    from ..checks import check_detector, check_filling_up  # noqa: PLC0415  Beam takes 2 seconds
    from .lock import sole_watch  # noqa: PLC0415
    from .loop import Watch  # noqa: PLC0415
    from .places import Places  # noqa: PLC0415
    from .telling import Telling  # noqa: PLC0415

    config = request.config
    check_detector(config)
    with ExitStack() as closing:
        sources = [_source(address, request) for address in config.input]
        for source in sources:
            closing.callback(source.close)
        names = [each.address for each in sources]
        for name in names:
            if names.count(name) > 1:
                raise UsageError(f"--input {name} is named twice")
        folders = tuple(each.address for each in sources if hasattr(each, "backlog"))
        check_filling_up(config, folders)
        listeners: list[Listener] = [Telling(log)]
        is_sole = closing.enter_context(sole_watch(config.output, Places(config.output), names))
        if request.metrics_port is not None:
            from .metrics import Metrics  # noqa: PLC0415

            metrics = Metrics()
            metrics.serve(request.metrics_host, request.metrics_port)
            listeners.append(metrics)
        yield Watch(request, sources, run_batch, stop, listeners, is_sole)


def _source(address: str, request: WatchRequest) -> "UnboundedSource":
    from transforms.read import MAX_DOCUMENT_BYTES  # noqa: PLC0415
    from transforms.read.sources import source_at  # noqa: PLC0415

    from ..access import check_name  # noqa: PLC0415
    from ..kafka_settings import kafka_settings  # noqa: PLC0415

    config = request.config
    check_name("--input", address)
    try:
        return source_at(
            address,
            settle=request.settle,
            kafka_settings=kafka_settings,
            fields=config.fields,
            max_document_bytes=config.max_document_bytes or MAX_DOCUMENT_BYTES,
            user_agent=config.user_agent,
        )
    except ValueError as error:
        raise UsageError(f"--input {address}: {' '.join(str(error).split())}") from None


def run_batch(config: "Config") -> None:
    """Run a batch, with as many workers as its input is worth."""
    from transforms.model import ReadError  # noqa: PLC0415

    from ..input_files import InputFiles  # noqa: PLC0415
    from ..run import run  # noqa: PLC0415
    from ..runners import runs_processes  # noqa: PLC0415
    from ..workers import assign_workers  # noqa: PLC0415

    try:
        config = assign_workers(config, InputFiles(config.input))
    except ReadError:  # a file is gone since it was polled: the run accounts for that
        config = config.model_copy(update={"workers": config.workers or 1})
    if config.verbose or not runs_processes(config.beam_options):
        run(config)
        return
    with workers_hushed():
        run(config)


def _foreseen(error: BaseException) -> str | None:
    if type(error).__name__ == "CursorError":
        return str(error)
    return explanation(error)
