"""The command `copydesk`: asks, runs, and tells a person how it went.

Nothing heavy is imported before it is needed, so that help and most complaints come at once.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from .errors import Terminated, UsageError, did_you_mean
from .exit_codes import DONE, FAILED, INTERRUPTED, MISUSED, TERMINATED
from .terminal import drop_stdout, tell

# Where the function is that has the command's name.
_COMMANDS = {
    "run": ".commands.run",
    "watch": ".watch.command",
    "status": ".commands.status",
    "explain": ".commands.explain",
    "estimate": ".commands.estimate",
    "compact": ".commands.compact",
}


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
        tell(str(error))
        return MISUSED
    except Terminated:
        tell("terminated; the run is not complete")
        return TERMINATED
    except KeyboardInterrupt:
        tell("interrupted; the run is not complete")
        return INTERRUPTED
    except OSError as error:  # what we say can be written no more
        drop_stdout()
        if isinstance(error, BrokenPipeError):  # since whoever read it has enough
            return DONE
        tell(f"the output cannot be written: {error.strerror or error}")
        return FAILED
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
        if words[:1] == ["help"] and about not in {"", "help", *_COMMANDS}:
            raise _no_such_command(about)
        sys.stdout.write(helps.get(about, HELP))
        return DONE
    if words[0] == "--version":
        sys.stdout.write(
            f"copydesk {_version('copydesk')} "
            f"(Apache Beam {_version('apache-beam')}, Python {python_version()})\n"
        )
        return DONE
    if words[0].startswith("-"):
        raise UsageError(f"a command comes first: copydesk run {words[0]} …")
    if words[0] not in _COMMANDS:
        raise _no_such_command(words[0])
    obey: Callable[[list[str]], int] = getattr(
        import_module(_COMMANDS[words[0]], __package__), words[0]
    )
    return obey(words[1:])


def _no_such_command(name: str) -> UsageError:
    *most, last = _COMMANDS
    there_are = f"; there are {', '.join(most)} and {last}"
    return UsageError(
        f"no such command: {name}{did_you_mean(name, (*_COMMANDS, 'help')) or there_are}"
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
