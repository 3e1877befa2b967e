"""`copydesk run`: asks, looks whether all is there, runs, and tells how it went."""

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from ..errors import UsageError, explanation, gist, interruption
from ..exit_codes import DONE, FAILED
from ..garbage import nothing_collected
from ..terminal import console, tell

if TYPE_CHECKING:
    from ..config import Config
    from ..input_files import InputFiles
    from ..run import RunResult


def run(arguments: list[str]) -> int:
    """Do what stands after `copydesk run`; return the exit code."""
    from ..chatter import hush  # noqa: PLC0415

    hush(verbose="--verbose" in arguments)
    with nothing_collected():
        from ..options import parse  # noqa: PLC0415

        config = parse(arguments)
        hush(verbose=config.verbose)
        from ..checks import check_detector, check_storage  # noqa: PLC0415
        from ..input_files import InputFiles  # noqa: PLC0415
        from ..run import run as _imported  # noqa: F401, PLC0415
        from ..signals import sigterm_raises  # noqa: PLC0415
        from ..workers import assign_workers  # noqa: PLC0415

    with sigterm_raises():
        try:
            check_detector(config)
            files = InputFiles(config.input)
            if not config.streaming:
                check_storage(config)
            config = assign_workers(config, files)
            if not config.streaming:
                _warn_of_memory(config, files)
            result = _finish(config)
        except UsageError:
            raise
        except Exception as error:  # told in a line if it was to be foreseen, else raised again
            if interrupt := interruption(error):
                raise interrupt from None
            line = explanation(error) or _remote_failure(config, error)
            if line is None:
                raise
            tell(line)
            return FAILED
    if result is None:
        tell("the job is built and handed over; no accounts, since this command does not run it")
    elif not config.quiet:
        from ..report import print_summary  # noqa: PLC0415

        print_summary(console(), config, result)
    return DONE


def _warn_of_memory(config: "Config", files: "InputFiles") -> None:
    from ..footprint import memory_warning  # noqa: PLC0415
    from ..machine import free_memory  # noqa: PLC0415
    from ..runners import remote_runner  # noqa: PLC0415

    if config.quiet or remote_runner(config.beam_options):
        return
    if line := memory_warning(files.sizes, free_memory()):
        tell(line)


def _finish(config: "Config") -> "RunResult | None":
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415

    from ..chatter import threads_hushed, workers_hushed  # noqa: PLC0415
    from ..runners import remote_runner, runs_processes  # noqa: PLC0415

    if config.streaming:
        from ..stream.run import run_stream as run  # noqa: PLC0415
    else:
        from ..run import run  # type: ignore[assignment]  # noqa: PLC0415

    with ExitStack() as around:
        if not config.verbose and runs_processes(config.beam_options):
            around.enter_context(workers_hushed())
        console = Console(file=sys.stderr)
        if not config.verbose and remote_runner(config.beam_options):
            around.enter_context(threads_hushed())
        if not (config.quiet or config.streaming) and remote_runner(config.beam_options):
            around.enter_context(console.status(f"Reading {escape(', '.join(config.input))} …"))
        return run(config)


def _remote_failure(config: "Config", error: Exception) -> str | None:
    """Return what to tell where others ran the job: their troubles are not bugs of ours."""
    from ..runners import remote_runner  # noqa: PLC0415

    runner = remote_runner(config.beam_options)
    if runner is None or config.verbose:
        return None
    return f"{runner}: {gist(error)} (--verbose shows all of it)"
