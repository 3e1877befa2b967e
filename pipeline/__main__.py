"""The command `copydesk`: asks, runs, and tells a person how it went.

Nothing heavy is imported before it is needed, so that help and most complaints come at once.
"""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import TYPE_CHECKING

from .errors import Terminated, UsageError, did_you_mean, explanation, gist, interruption

if TYPE_CHECKING:
    from rich.console import Console

    from .config import Config
    from .input_files import InputFiles
    from .run import RunResult

_COMMANDS = "; there are run, watch, status, explain, estimate and compact"
_DONE, _FAILED, _MISUSED, _INTERRUPTED, _TERMINATED = 0, 1, 2, 130, 143


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what a command line asks for.

    Args:
        arguments: The words after `copydesk`; those of this process for None.

    Returns:
        The exit code: 0 done, 1 the run failed, 2 the command is wrong, 130 interrupted,
        143 terminated.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115  it was closed: >&-
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name that a terminal cannot show is no error
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _obey(words)
        sys.stdout.flush()  # at the interpreter's end it is too late to mend anything
    except UsageError as error:
        _tell(str(error))
        return _MISUSED
    except Terminated:
        _tell("terminated; the run is not complete")
        return _TERMINATED
    except KeyboardInterrupt:
        _tell("interrupted; the run is not complete")
        return _INTERRUPTED
    except OSError as error:  # what we say can be written no more
        _drop_stdout()
        if isinstance(error, BrokenPipeError):  # since whoever read it has enough
            return _DONE
        _tell(f"the output cannot be written: {error.strerror or error}")
        return _FAILED
    return code


def _obey(words: list[str]) -> int:
    if not words or words[0] == "help" or "--help" in words or "-h" in words:
        from .manual import COMPACT_HELP, ESTIMATE_HELP, EXPLAIN_HELP, HELP  # noqa: PLC0415
        from .watch.manual import STATUS_HELP, WATCH_HELP  # noqa: PLC0415

        about = "".join(words[1:2] if words[:1] == ["help"] else words[:1])
        helps = {
            "explain": EXPLAIN_HELP,
            "estimate": ESTIMATE_HELP,
            "watch": WATCH_HELP,
            "status": STATUS_HELP,
            "compact": COMPACT_HELP,
        }
        if words[:1] == ["help"] and about not in {"", "run", "help", *helps}:
            hint = did_you_mean(about, ("run", *helps))
            raise UsageError(f"no such command: {about}{hint or _COMMANDS}")
        sys.stdout.write(helps.get(about, HELP))
        return _DONE
    if words[0] == "--version":
        sys.stdout.write(
            f"copydesk {_version('copydesk')} "
            f"(Apache Beam {_version('apache-beam')}, Python {python_version()})\n"
        )
        return _DONE
    if words[0].startswith("-"):
        raise UsageError(f"a command comes first: copydesk run {words[0]} …")
    commands = {
        "run": _run,
        "watch": _watch,
        "status": _status,
        "explain": _explain,
        "estimate": _estimate,
        "compact": _compact,
    }
    if words[0] not in commands:
        hint = did_you_mean(words[0], (*commands, "help")) or _COMMANDS
        raise UsageError(f"no such command: {words[0]}{hint}")
    return commands[words[0]](words[1:])


def _run(arguments: list[str]) -> int:
    from .chatter import hush  # noqa: PLC0415

    hush(verbose="--verbose" in arguments)
    with _nothing_collected():
        from .options import parse  # noqa: PLC0415

        config = parse(arguments)
        hush(verbose=config.verbose)
        from .checks import check_detector, check_storage  # noqa: PLC0415
        from .input_files import InputFiles  # noqa: PLC0415
        from .run import run  # noqa: F401, PLC0415
        from .signals import sigterm_raises  # noqa: PLC0415
        from .workers import assign_workers  # noqa: PLC0415

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
            _tell(line)
            return _FAILED
    if result is None:
        _tell("the job is built and handed over; no accounts, since this command does not run it")
    elif not config.quiet:
        from .report import print_summary  # noqa: PLC0415

        print_summary(_console(), config, result)
    return _DONE


def _explain(arguments: list[str]) -> int:
    from .chatter import hush  # noqa: PLC0415

    hush(verbose="--verbose" in arguments)
    from .question import ask  # noqa: PLC0415

    question = ask(arguments)
    from .explain import explain  # noqa: PLC0415

    hush(verbose=question.verbose)
    try:
        answer = explain(question)
    except OSError as error:
        _tell(" ".join(str(error).split()))
        return _FAILED
    if question.format == "json":
        from .report.answer import answer_json  # noqa: PLC0415

        sys.stdout.write(answer_json(answer) + "\n")
    else:
        from .report.explanation import print_explanation  # noqa: PLC0415

        print_explanation(_console(), answer, full=question.full)
    return _FAILED if answer.is_unread else _DONE


def _estimate(arguments: list[str]) -> int:
    from .chatter import hush  # noqa: PLC0415

    hush(verbose="--verbose" in arguments)
    from .estimate.request import request  # noqa: PLC0415

    asked = request(arguments)
    from .checks import check_detector, check_input  # noqa: PLC0415
    from .estimate.estimate import SAMPLE, estimate  # noqa: PLC0415
    from .input_files import InputFiles  # noqa: PLC0415
    from .machine import free_memory  # noqa: PLC0415
    from .report.estimation import estimate_json, print_estimate  # noqa: PLC0415
    from .workers import local_workers_of  # noqa: PLC0415

    check_detector(asked.config)
    check_input(asked.config)
    files = InputFiles(asked.config.input)
    workers = local_workers_of(asked.config, files)
    found = estimate(asked.config, files.sizes, workers, asked.sample or SAMPLE)
    if asked.format == "json":
        sys.stdout.write(estimate_json(found) + "\n")
    else:
        print_estimate(_console(), found, free_memory())
    return _DONE


def _compact(arguments: list[str]) -> int:
    from .chatter import hush  # noqa: PLC0415

    hush(verbose=False)
    from .compaction import asked, compact_as_asked  # noqa: PLC0415

    what = asked(arguments)
    from transforms.write.compact import CompactError  # noqa: PLC0415  2 seconds

    try:
        line = compact_as_asked(what)
    except (CompactError, OSError) as error:
        _tell(" ".join(str(error).split()))
        return _FAILED
    sys.stdout.write(line + "\n")
    return _DONE


def _watch(arguments: list[str]) -> int:
    from .watch.command import watch  # noqa: PLC0415

    return watch(arguments)


def _status(arguments: list[str]) -> int:
    from .chatter import hush  # noqa: PLC0415

    hush(verbose=False)
    from .watch.status_request import status_request  # noqa: PLC0415

    asked = status_request(arguments)
    from .report.watching import print_status, status_json  # noqa: PLC0415
    from .watch.cursor import CursorError  # noqa: PLC0415
    from .watch.status import status_of  # noqa: PLC0415

    try:
        found = status_of(asked.output)
    except CursorError as error:
        _tell(str(error))
        return _FAILED
    if asked.format == "json":
        sys.stdout.write(status_json(found) + "\n")
    else:
        print_status(_console(), found)
    return _DONE


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Import what stays for good: no garbage is looked for in it."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _warn_of_memory(config: "Config", files: "InputFiles") -> None:
    from .footprint import memory_warning  # noqa: PLC0415
    from .machine import free_memory  # noqa: PLC0415
    from .runners import remote_runner  # noqa: PLC0415

    if config.quiet or remote_runner(config.beam_options):
        return
    if line := memory_warning(files.sizes, free_memory()):
        _tell(line)


def _finish(config: "Config") -> "RunResult | None":
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415

    from .chatter import threads_hushed, workers_hushed  # noqa: PLC0415
    from .runners import remote_runner, runs_processes  # noqa: PLC0415

    if config.streaming:
        from .stream.run import run_stream as run  # noqa: PLC0415
    else:
        from .run import run  # type: ignore[assignment]  # noqa: PLC0415

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
    from .runners import remote_runner  # noqa: PLC0415

    runner = remote_runner(config.beam_options)
    if runner is None or config.verbose:
        return None
    return f"{runner}: {gist(error)} (--verbose shows all of it)"


def _console() -> "Console":
    from rich.console import Console  # noqa: PLC0415

    class Pipe(Console):
        def on_broken_pipe(self) -> None:
            raise  # noqa: PLE0704  what Rich caught: it would end the process itself, with 1

    return Pipe(highlight=False)


def _drop_stdout() -> None:
    """Let what is still to be written there go nowhere: Python would fail with it at its end."""
    with suppress(OSError):  # it is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(line: str) -> None:
    sys.stderr.write(f"copydesk: {line}\n")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
