"""The command `copydesk`: asks, runs, and tells a person how it went.

Nothing heavy is imported before it is needed, so that help and most complaints come at once.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import TYPE_CHECKING

from .errors import UsageError, did_you_mean, explanation, was_interrupted

if TYPE_CHECKING:
    from .config import Config
    from .run import RunResult

_COMMANDS = ("run", "help")
_DONE, _FAILED, _MISUSED, _INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what a command line asks for.

    Args:
        arguments: The words after `copydesk`; those of this process for None.

    Returns:
        The exit code: 0 done, 1 the run failed, 2 the command is wrong, 130 interrupted.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name that a terminal cannot show is no error
            stream.reconfigure(errors="backslashreplace")
    try:
        return _obey(words)
    except UsageError as error:
        _tell(str(error))
        return _MISUSED
    except KeyboardInterrupt:
        _tell("interrupted; the run is not complete")
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read our output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DONE


def _obey(words: list[str]) -> int:
    if not words or words[0] == "help" or "--help" in words or "-h" in words:
        from .manual import HELP  # noqa: PLC0415

        sys.stdout.write(HELP)
        return _DONE
    if words[0] == "--version":
        sys.stdout.write(
            f"copydesk {_version('copydesk')} "
            f"(Apache Beam {_version('apache-beam')}, Python {python_version()})\n"
        )
        return _DONE
    if words[0].startswith("-"):
        raise UsageError(f"a command comes first: copydesk run {words[0]} …")
    if words[0] != "run":
        hint = did_you_mean(words[0], _COMMANDS) or "; there is run"
        raise UsageError(f"no such command: {words[0]}{hint}")
    return _run(words[1:])


def _run(arguments: list[str]) -> int:
    from .chatter import hush  # noqa: PLC0415

    hush(verbose="--verbose" in arguments)
    from .options import parse  # noqa: PLC0415

    config = parse(arguments)
    hush(verbose=config.verbose)
    from .checks import check_storage  # noqa: PLC0415

    check_storage(config)
    try:
        result = _finish(config)
    except Exception as error:
        if was_interrupted(error):
            raise KeyboardInterrupt from None
        line = explanation(error)
        if line is None:
            raise
        _tell(line)
        return _FAILED
    if not config.quiet:
        from rich.console import Console  # noqa: PLC0415

        from .report import print_summary  # noqa: PLC0415

        print_summary(Console(highlight=False), config, result)
    return _DONE


def _finish(config: "Config") -> "RunResult":
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415

    from .chatter import workers_hushed  # noqa: PLC0415
    from .run import run  # noqa: PLC0415

    with ExitStack() as around:
        if not config.verbose and "--direct_running_mode=multi_processing" in config.beam_options:
            around.enter_context(workers_hushed())
        if not config.quiet:
            around.enter_context(
                Console(stderr=True).status(f"Reading {escape(', '.join(config.input))} …")
            )
        return run(config)


def _tell(line: str) -> None:
    sys.stderr.write(f"copydesk: {line}\n")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
