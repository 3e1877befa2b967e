"""How many workers a run has: as many as are asked for, on each runner in its own words.

On the local runner, one that is asked for nothing has a worker for each `BYTES_A_WORKER` of input,
at most one for each core. A file that cannot be split is read by one worker, so that more of them
than the input has shares as large as such a file would only wait.
"""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence

from .config import Config
from .errors import UsageError
from .input_files import InputFiles
from .runners import can_start_processes, remote_runner

BYTES_A_WORKER = 16 * 1024**2
"""Input, as it is stored, that is worth a worker of its own. To start and feed two of them takes 2
to 3 seconds of a processor more, where they can be forked, else 8; 37 MB of gzipped WARC took one
process 29 seconds, and two 17. Hence two are done sooner from 10 to 20 MB on, on two cores."""

_LOCAL_SPARK = re.compile(r"local(\[.*\])?")
_THEIRS = {
    "FlinkRunner": ("--parallelism",),
    "DataflowRunner": ("--num_workers", "--max_num_workers"),
    "SparkRunner": ("--spark_master_url",),
}
"""Runner → the flags by which it is told how many workers there are to be."""
_LOCAL = ("--direct_num_workers", "--direct_running_mode")


def assign_workers(config: Config, files: InputFiles) -> Config:
    """Return the configuration with how many workers there are, and with Beam's flags that say so.

    Raises:
        UsageError: The runner cannot be told, or was told in its own flags already.
    """
    runner = remote_runner(config.beam_options)
    if runner is None:
        return _with_local_workers(config, files)
    if config.workers is None:
        return config
    return _with_flags(config, _remote_flags(config, runner, config.workers))


def workers_for(sizes: Mapping[str, int], cores: int, can_split: Callable[[str, int], bool]) -> int:
    """Return how many workers the local runner has.

    Args:
        sizes: The files to read → their sizes in bytes.
        cores: How many there can be.
        can_split: Tells of a path and its size whether several workers can read that file; asked
            only of files so large that it matters.

    >>> workers_for({"a.warc.gz": 500_000_000}, 8, lambda path, size: True)
    8
    >>> workers_for({"a.txt": 500_000_000, "b.txt": 600_000_000}, 8, lambda path, size: False)
    1
    """
    total, share = sum(sizes.values()), BYTES_A_WORKER
    for path in sorted(sizes, key=lambda path: (-sizes[path], path)):
        if sizes[path] * cores <= total or sizes[path] <= share:
            break
        if not can_split(path, sizes[path]):
            share = sizes[path]
    return max(1, min(cores, total // share))


def local_workers_of(config: Config, files: InputFiles) -> int:
    """Return how many workers the local runner has: as asked for, or by what there is to read."""
    from transforms.read import can_split  # noqa: PLC0415  2 seconds

    return config.workers or workers_for(files.sizes, os.cpu_count() or 1, can_split)


def _with_local_workers(config: Config, files: InputFiles) -> Config:
    given = _given(config, _LOCAL)
    if config.workers is not None:
        _refuse_both(given)
    elif given:
        return config
    elif not can_start_processes():
        return config.model_copy(update={"workers": 1})
    count = local_workers_of(config, files)
    config = config.model_copy(update={"workers": count})
    return config if count == 1 else _with_flags(config, _local_flags(count))


def _local_flags(count: int) -> list[str]:
    if not can_start_processes():
        raise UsageError(
            f"--workers {count}: Beam cannot start processes of {sys.executable}, since its path "
            "has a space or such"
        )
    return [f"--direct_num_workers={count}", "--direct_running_mode=multi_processing"]


def _remote_flags(config: Config, runner: str, count: int) -> list[str]:
    if runner not in _THEIRS:
        raise UsageError(f"--workers: {runner} decides itself how many there are")
    flags = _THEIRS[runner]
    if runner != "SparkRunner":
        _refuse_both(_given(config, flags))
        return [f"{flag}={count}" for flag in flags]
    from apache_beam.options.pipeline_options import (  # noqa: PLC0415  2 seconds
        PipelineOptions,
        SparkRunnerOptions,
    )

    options = PipelineOptions(list(config.beam_options)).view_as(SparkRunnerOptions)
    if not _LOCAL_SPARK.fullmatch(options.spark_master_url):
        raise UsageError(
            "--workers: a Spark cluster is told where it is set up (spark.executor.instances)"
        )
    _refuse_both(_given(config, flags))
    return [f"--spark_master_url=local[{count}]"]


def _given(config: Config, flags: Sequence[str]) -> str | None:
    names = [word.partition("=")[0] for word in config.beam_options]
    return next((flag for flag in flags if flag in names), None)


def _refuse_both(given: str | None) -> None:
    if given:
        raise UsageError(f"--workers and {given} say the same; give one of them")


def _with_flags(config: Config, flags: Sequence[str]) -> Config:
    if not flags:
        return config
    return config.model_copy(update={"beam_options": (*config.beam_options, *flags)})
