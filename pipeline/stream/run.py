"""Run the stream until it is asked to end, and bring back its accounts."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from types import SimpleNamespace

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability import job_server
from apache_beam.utils import subprocess_server

from transforms.write import Ledger, LedgerError, Manifest, close_run, open_run, run_folder
from transforms.write.storage import delete, read_if_there

from ..config import Config
from ..errors import UsageError
from ..log import Log
from ..report.quantities import duration
from ..run import RunResult
from ..runners import remote_runner
from ..signals import signals_ask
from . import flink
from .checks import check_stream
from .following import Following, Listener, Telling
from .graph import build_stream
from .lock import alone


def run_stream(config: Config) -> RunResult:
    """Run the stream until SIGTERM or SIGINT, publish what it has read, and return its accounts.

    A second signal ends it at once: the next run goes on behind what was published.

    Raises:
        UsageError: What was asked for cannot be done.
        LedgerError: Its accounts do not add up.
        RuntimeError: It failed.
    """
    start = time.monotonic()
    sources = check_stream(config)
    addresses = [source.address for source in sources]
    metrics, telling = _metrics(config), _telling(config)
    folder = run_folder(config.output, config.run_id)
    stop, end = FileSystems.join(folder, "stop"), FileSystems.join(folder, "end")
    with alone(config.output, config.run_id, addresses):
        try:
            began = open_run(config.output, config.run_id, addresses)
        except ValueError as error:
            raise UsageError(f"--run-id: {error}") from None
        is_flink = remote_runner(config.beam_options) == flink.RUNNER
        options = PipelineOptions(_flags(config, is_flink=is_flink))
        pipeline = beam.Pipeline(options=options)
        panes = build_stream(pipeline, config, sources, began, stop)
        if is_flink:
            _ = panes | flink.TellEnd(end)
        following = Following(config.output, config.run_id, [*metrics, telling])
        with signals_ask(lambda: FileSystems.create(stop).close()), following.followed():
            with _runner_apart():
                result = pipeline.run()
            with flink.cancelled_at_end(result, end) if is_flink else nullcontext():
                result.wait_until_finish()
        delete([stop, end])
        close_run(config.output, config.run_id)
    ledger = read_if_there(FileSystems.join(folder, "ledger.json"))
    manifest = read_if_there(FileSystems.join(folder, "manifest.json"))
    if ledger is None or manifest is None:
        raise RuntimeError(f"the stream ended, but {folder} holds no ledger and manifest")
    accounts = _checked(Ledger.model_validate_json(ledger))
    telling.ended(accounts)
    return RunResult(
        ledger=accounts,
        manifest=Manifest.model_validate_json(manifest),
        seconds=time.monotonic() - start,
    )


def _flags(config: Config, *, is_flink: bool) -> list[str]:
    """Return the flags for Beam."""
    more = flink.stream_flags(config.beam_options) if is_flink else []
    return [*config.beam_options, "--streaming", *more]


def _metrics(config: Config) -> list[Listener]:
    """Return what counts what the stream publishes, if that was asked for.

    Raises:
        UsageError: Metrics cannot be served where they were asked for.
    """
    if config.metrics_port is None:
        return []
    from .metrics import Metrics  # noqa: PLC0415

    metrics = Metrics()
    metrics.serve(config.metrics_host, config.metrics_port)
    return [metrics]


def _telling(config: Config) -> Telling:
    """Tell that the stream begins, and return what tells on."""
    # What `sys.stderr` is meanwhile swallows what workers say in threads of this process.
    log = Log(config.log_format, quiet=config.quiet, stream=sys.__stderr__)
    log.takes_warnings()
    window = duration(config.window.total_seconds())
    message = f"streaming {', '.join(config.input)} into {config.output}, in windows of {window}"
    log.tell("started", message, sources=config.input, output=config.output, run_id=config.run_id)
    return Telling(log)


def _checked(ledger: Ledger) -> Ledger:
    written = ledger.articles.total + ledger.duplicates.total + ledger.failures.total
    if ledger.read.total != written:
        raise LedgerError(
            f"stream {ledger.run_id} does not add up: {ledger.read.total} documents read, but "
            f"{written} written; its manifests tell of each window"
        )
    return ledger


@contextmanager
def _runner_apart() -> Iterator[None]:
    """Let signals end the stream, and not the runner's own process, which Beam starts meanwhile.

    It gets a group of its own: a signal to ours, as a terminal and `timeout` send it, would end it.
    And Beam would ask for Ctrl-C, to end it then, even while the job is still handed over.
    """
    started, asked = subprocess_server.subprocess, job_server.signal
    apart = partial(started.Popen, process_group=0)
    subprocess_server.subprocess = SimpleNamespace(**{**vars(started), "Popen": apart})
    job_server.signal = SimpleNamespace(**{**vars(asked), "signal": lambda *_: None})
    try:
        yield
    finally:
        subprocess_server.subprocess, job_server.signal = started, asked
