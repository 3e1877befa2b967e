"""Run the job on the runner that the configuration names, and bring back its accounts."""

import time
from dataclasses import dataclass

import apache_beam as beam
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions

from transforms.write import Ledger, Manifest, run_folder, withdraw
from transforms.write.storage import folders_with, read_if_there

from .config import Config
from .forked_workers import forked_workers
from .garbage import garbage_sought_seldom
from .graph import build
from .introspection import Options, answers_kept
from .progress import progress_shown
from .runners import hands_over
from .worker_processes import workers_watched


@dataclass(frozen=True)
class RunResult:
    """The accounts of a finished run.

    Attributes:
        ledger: What it read and what became of it.
        manifest: The files that it published.
        seconds: How long it took.
        others: How many other runs have their files in the same output folder.
    """

    ledger: Ledger
    manifest: Manifest
    seconds: float
    others: int = 0


def run(config: Config) -> RunResult | None:
    """Run the job to its end, and return its accounts; None where it is only handed over.

    Raises:
        RuntimeError: The run failed; it left nothing published and nothing staged.
        WorkerLostError: So it did, since a worker process died.
    """
    start = time.monotonic()
    folder = run_folder(config.output, config.run_id)
    try:
        options = Options(list(config.beam_options))
        with (
            answers_kept(),
            garbage_sought_seldom(),
            forked_workers(_worker_processes(options)) as forked,
            progress_shown(config) as watch,
            workers_watched(forked),
            beam.Pipeline(options=options) as pipeline,
        ):
            build(pipeline, config, watch, _known_runs(folder))
    except BaseException:
        withdraw(config.output, config.run_id)
        raise
    if hands_over(config.beam_options):
        return None
    ledger = read_if_there(FileSystems.join(folder, "ledger.json"))
    manifest = read_if_there(FileSystems.join(folder, "manifest.json"))
    if ledger is None or manifest is None:
        raise RuntimeError(f"the run ended, but {folder} holds no ledger and manifest")
    return RunResult(
        ledger=Ledger.model_validate_json(ledger),
        manifest=Manifest.model_validate_json(manifest),
        seconds=time.monotonic() - start,
        others=_count_runs(config.output) - 1,
    )


def _worker_processes(options: PipelineOptions) -> int:
    direct = options.view_as(DirectOptions)
    return direct.direct_num_workers if direct.direct_running_mode == "multi_processing" else 0


def _known_runs(folder: str) -> tuple[str, ...] | None:
    """Return the runs that this one remembered when it was done before; None if it was not."""
    manifest = read_if_there(FileSystems.join(folder, "manifest.json"))
    return Manifest.model_validate_json(manifest).known_runs if manifest is not None else None


def _count_runs(output: str) -> int:
    return len(folders_with("ledger.json", FileSystems.join(output, "_runs")))
