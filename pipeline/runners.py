"""Who runs a pipeline: runners by the names that people give them, and local workers."""

import importlib
import shlex
import sys
from collections.abc import Sequence
from typing import Any

from .config import LOCAL_RUNNER
from .errors import UsageError, did_you_mean

_LOCAL_NAMES = ("direct", "switchingdirect", "fnapi")
_SUGGESTED = ("DirectRunner", "FlinkRunner", "SparkRunner", "DataflowRunner", "PrismRunner")
_EXTRA = {
    "DataflowRunner": "copydesk[gcp]",
    "TestDataflowRunner": "copydesk[gcp]",
    "InteractiveRunner": "apache-beam[interactive]",
}


def local_workers(flags: Sequence[str], options: Any) -> list[str]:
    """Return what makes several workers work: in memory, where they are by default, they do not.

    Args:
        flags: The flags for Beam.
        options: What Beam makes of them.

    Raises:
        UsageError: There cannot be so many, or not in the way that was asked for.
    """
    count, mode = options.direct_num_workers, options.direct_running_mode
    if count < 0:
        raise UsageError("--direct_num_workers needs 0 (one for each core) or more")
    if mode == "multi_processing" or (count != 1 and mode == "in_memory"):
        _check_processes()
    if count == 1 or mode != "in_memory":
        return []
    if any(flag.startswith("--direct_running_mode") for flag in flags):
        raise UsageError(
            f"--direct_num_workers {count} and --direct_running_mode in_memory contradict each "
            "other: in memory there is one worker"
        )
    return ["--direct_running_mode=multi_processing"]


def runs_processes(flags: Sequence[str]) -> bool:
    """Return whether the flags for Beam ask for workers in processes of their own."""
    from apache_beam.options.pipeline_options import (  # noqa: PLC0415  2 seconds
        DirectOptions,
        PipelineOptions,
    )

    options = PipelineOptions(list(flags)).view_as(DirectOptions)
    return bool(options.direct_running_mode == "multi_processing")


def remote_runner(flags: Sequence[str]) -> str | None:
    """Return the name of the runner in the flags for Beam, if it is not the local one."""
    runners = [flag.partition("=")[2] for flag in flags if flag.startswith("--runner=")]
    if not runners or runners[-1] == LOCAL_RUNNER:
        return None
    return runners[-1].rpartition(".")[2]


def hands_over(flags: Sequence[str]) -> bool:
    """Return whether the flags for Beam ask for the job itself, and not that it is run.

    So does the launcher of a Flex Template, which submits what is left at `--template_location`,
    and so does `--dry_run`. Dataflow alone knows them.
    """
    if remote_runner(flags) not in ("DataflowRunner", "TestDataflowRunner"):
        return False
    from apache_beam.options.pipeline_options import (  # noqa: PLC0415  2 seconds
        GoogleCloudOptions,
        PipelineOptions,
        TestOptions,
    )

    options = PipelineOptions(list(flags))
    return bool(
        options.view_as(GoogleCloudOptions).template_location
        or options.view_as(TestOptions).dry_run
    )


def can_start_processes() -> bool:
    """Return whether Beam can start processes; where it cannot, it waits for them for ever."""
    return shlex.quote(sys.executable) == sys.executable


def _check_processes() -> None:
    if not can_start_processes():
        raise UsageError(
            "--direct_running_mode multi_processing: Beam cannot start processes of "
            f"{sys.executable}, since its path has a space or such; use multi_threading"
        )


def resolve_runner(name: str) -> str:
    """Return a runner's name as Beam shall be given it.

    Args:
        name: As a person writes it: `Flink`, `flinkrunner`, or the path of a class.

    Raises:
        UsageError: There is none of that name, or it is not installed.
    """
    from apache_beam.options.pipeline_options import StandardOptions  # noqa: PLC0415

    paths = {path.rpartition(".")[2]: path for path in StandardOptions.ALL_KNOWN_RUNNERS}
    short = name.lower().removesuffix("runner")
    if short in _LOCAL_NAMES or name == LOCAL_RUNNER:
        return LOCAL_RUNNER
    known = {runner.lower().removesuffix("runner"): runner for runner in paths}
    runner = known.get(short, name)
    path = paths.get(runner, runner)
    if "." not in path:
        hint = did_you_mean(short, [runner.removesuffix("Runner") for runner in _SUGGESTED])
        hint = hint.replace("?", "Runner?") or f" ({', '.join(_SUGGESTED)})"
        raise UsageError(f"--runner: no such runner: {name}{hint}")
    module, _, attribute = path.rpartition(".")
    try:
        getattr(importlib.import_module(module), attribute)
        if "dataflow" in path:  # whose module can be imported without what it needs
            importlib.import_module("apache_beam.runners.dataflow.internal.apiclient")
    except (ImportError, AttributeError) as error:
        if runner in _EXTRA:
            raise UsageError(
                f"--runner: {runner} is not installed; pip install '{_EXTRA[runner]}'"
            ) from None
        raise UsageError(f"--runner: {name} cannot be imported: {error}") from None
    return runner
