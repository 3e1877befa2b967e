"""What a person is told when a command cannot be done, or a run has failed: one line."""

import builtins
import errno
import re
from collections.abc import Iterable
from difflib import get_close_matches

_KNOWN = ("BrokenIndexError", "LedgerError", "RefusedDocumentError", "WorkerLostError")
_WRAPPING = re.compile(r"\s*\[while running '.*?'\]| with exceptions None", re.DOTALL)
_AGAIN = "and run again"
_ADVICE = {
    errno.ENOSPC: f"make room {_AGAIN}",
    errno.EDQUOT: f"make room {_AGAIN}",
    errno.EACCES: f"give this user the right to it {_AGAIN}",
    errno.EPERM: f"give this user the right to it {_AGAIN}",
    errno.EROFS: "it can only be read: choose another --output",
    errno.EMFILE: f"allow more open files (ulimit -n) {_AGAIN}",
}
_NUMBER = re.compile(r"\[Errno (\d+)\]|Error\((\d+), ")  # in a text, or a representation
_TRACEBACK_END = re.compile(r"^(?:[\w.]+\.)?(\w+): (.+)", re.MULTILINE)


class UsageError(ValueError):
    """What was asked for cannot be done; the message is one line for the person who asked."""


class Terminated(KeyboardInterrupt):
    """This process was asked to end, by SIGTERM."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean …?` with the known word most like `word`, or nothing.

    >>> did_you_mean("parket", ["jsonl", "parquet"])
    '; did you mean parquet?'
    >>> did_you_mean("carrot", ["jsonl", "parquet"])
    ''
    """
    folded = {_folded(name): name for name in known}
    close = get_close_matches(_folded(word), folded, n=1)
    return f"; did you mean {folded[close[0]]}?" if close else ""


def _folded(word: str) -> str:
    return word.lower().replace("_", "-").lstrip("-")


def explanation(error: BaseException) -> str | None:
    """Return what to tell of an error that a run may well meet; None for a bug.

    Such are accounts that do not add up, a refused document that no one sets aside, and storage
    that fails. Beam wraps what is raised inside a step: the same class with a longer message, a
    `RuntimeError` around it, or, from another process, its traceback as text.
    """
    if _is_foreseen(type(error)):
        return _one_line(str(error)) or type(error).__name__
    if not isinstance(error, RuntimeError):
        return None
    if "[while running" in str(error) and error.__context__ is not None:
        return explanation(error.__context__)
    name, message = _raised(str(error))
    return _one_line(message) if _is_foreseen_name(name) else None


def may_pass(error: BaseException) -> bool:
    """Return whether it was storage that failed, which may be mended while one waits."""
    if isinstance(error, RuntimeError) and "[while running" in str(error) and error.__context__:
        return may_pass(error.__context__)
    if isinstance(error, OSError):
        return True
    name, _ = _raised(str(error)) if isinstance(error, RuntimeError) else ("", "")
    return name not in _KNOWN and _is_foreseen_name(name)


def gist(error: BaseException) -> str:
    """Return the most telling line of an error that no one foresaw."""
    details = getattr(error, "details", None)  # of gRPC, whose own text is a page
    text = str(details() if callable(details) else error)
    if all(raised := _raised(text)):
        return _one_line(": ".join(raised))
    lines = text.strip().splitlines() or [type(error).__name__]
    return _one_line(lines[0])


def _raised(text: str) -> tuple[str, str]:
    """Return class and message of the error that a traceback ends with, or two empty strings.

    Beam wraps what a step raises in a `RuntimeError` for each step that is fused with it.
    """
    found = _TRACEBACK_END.findall(text) if "Traceback" in text else []
    name, message = found[-1] if found else ("", "")
    while name == "RuntimeError" and (wrapped := _TRACEBACK_END.match(message)):
        name, message = wrapped.groups()
    return name, message


def interruption(error: BaseException | None) -> KeyboardInterrupt | None:
    """Return the Ctrl-C or SIGTERM of which Beam made `error` inside a step, if it did."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error


def _is_foreseen(kind: type[BaseException]) -> bool:
    return issubclass(kind, OSError) or any(base.__name__ in _KNOWN for base in kind.__mro__)


def _is_foreseen_name(name: str) -> bool:
    kind = getattr(builtins, name, None)
    return name in (*_KNOWN, "BeamIOError") or (
        isinstance(kind, type) and issubclass(kind, OSError)
    )


def _one_line(text: str) -> str:
    line = " ".join(_WRAPPING.sub("", text).split())
    number = _NUMBER.search(line)
    advice = _ADVICE.get(int(number[1] or number[2])) if number else None
    return f"{line}; {advice}" if advice else line
