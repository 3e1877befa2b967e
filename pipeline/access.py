"""Whether what is named can be opened and written to: tried, and left as it was."""

import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .config import DATA_SETS, Config
from .errors import UsageError, did_you_mean
from .paths import before_glob, is_local

_PROBE = b"Whether this can be written is asked before a run starts.\n"


def check_name(flag: str, path: str) -> None:
    """Look whether a path can be written down, in messages and in what a run writes.

    Raises:
        UsageError: It is not UTF-8, or this process can name nothing that is not ASCII.
    """
    if "\0" in path:
        raise UsageError(f"{flag} {path!r}: no name has a null character")
    if is_local(path) and not _is_speakable(path):
        raise UsageError(
            f"{flag} {path}: cannot be named in this locale ({sys.getfilesystemencoding()}); "
            "set PYTHONUTF8=1"
        )
    if not is_unicode(path):
        raise UsageError(f"{flag} {path}: its name is not UTF-8: rename it")


def is_unicode(text: str) -> bool:
    """Return whether `text` is text: bytes of the command line that are not UTF-8 are none."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_speakable(path: str) -> bool:
    """Return whether the locale spares `path`: not if it lacks its letters, or garbled them."""
    try:
        name = os.fsencode(path)
    except UnicodeEncodeError:
        return not is_unicode(path)
    try:
        return name.decode() == path
    except UnicodeDecodeError:
        return True


def check_openable(path: str, flag: str = "--input ") -> None:
    """Look whether a local file or folder, or the folder in which a glob begins, can be opened.

    Args:
        path: As it was written.
        flag: What stands before it in messages.

    Raises:
        UsageError: It cannot, or is not there.
    """
    if not is_local(path):
        return
    start = before_glob(path) or "."
    missing = _first_missing(start)
    if missing is not None:
        hint = did_you_mean(missing.name, _names(missing.parent))
        raise UsageError(f"{flag}{path}: no such file or folder{hint}")
    subject = f"{path}: " if start == path else f"{path}: {start.rstrip('/')} "
    try:
        _open(start)
    except FileNotFoundError:
        raise UsageError(f"{flag}{subject}links to what is not there") from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{flag}{subject}cannot be opened: {why}") from None


def _first_missing(path: str) -> Path | None:
    """Return the topmost folder or file of `path` that is known not to be there."""
    parts = Path(path).parts
    for end in range(1, len(parts) + 1):
        step = Path(*parts[:end])
        try:
            step.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return step
        except OSError:  # who may not look cannot tell
            return None
    return None


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  names are what is asked
    except OSError:
        return []


def _open(path: str) -> None:
    mode = Path(path).stat().st_mode
    if stat.S_ISDIR(mode):
        os.scandir(path).close()
        os.stat(f"{path}/.")  # noqa: PTH116  Path drops the dot, which tells if it can be entered
    elif stat.S_ISREG(mode):  # a pipe can be opened but once
        with Path(path).open("rb"):
            pass


def is_special(path: str) -> bool:
    """Return whether `path` is a local pipe, socket or device, which might be read for ever."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):  # it is not there, or no path
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def check_writable(config: Config) -> None:
    """Look whether the output can be written, by writing a file where the accounts will be.

    Raises:
        UsageError: It cannot.
    """
    output = config.output
    if is_local(output):
        _check_folder(output, Path(output))
        for name in (*DATA_SETS, "_runs"):
            _check_folder(output, Path(output, name))
    from transforms.read.storage import STORAGE_ERRORS  # noqa: PLC0415  2 seconds

    try:
        _write_probe(config)
    except STORAGE_ERRORS as error:
        why = re.sub(r"\[Errno \d+\] ", "", " ".join(str(error).split()))
        raise UsageError(f"--output {output}: cannot be written to: {why}") from None


def _check_folder(output: str, path: Path) -> None:
    for step in (path, *path.absolute().parents):
        if step.is_dir():
            if not os.access(step, os.W_OK | os.X_OK):
                raise UsageError(f"--output {output}: {step} cannot be written to")
            return
        if os.path.lexists(step):
            raise UsageError(f"--output {output}: {step} is a file, not a folder")


def _write_probe(config: Config) -> None:
    from apache_beam.io.filesystems import FileSystems  # noqa: PLC0415  2 seconds

    from transforms.write import run_folder  # noqa: PLC0415
    from transforms.write.storage import delete, write_whole  # noqa: PLC0415

    folder = run_folder(config.output, config.run_id)
    missing = list(_missing_folders(folder)) if is_local(folder) else []
    leave = is_local(folder) or FileSystems.exists(folder)
    probe = FileSystems.join(folder, f".probe-{secrets.token_hex(6)}")
    try:
        write_whole(probe, _PROBE)
    finally:
        delete([probe] if leave else [probe, folder])
        for step in missing:
            with suppress(OSError):  # it was not made, or another run has begun to use it
                step.rmdir()


def _missing_folders(path: str) -> Iterator[Path]:
    """Give the folders that `path` needs and that are not there, innermost first."""
    for step in (Path(path), *Path(path).parents):
        if step.exists():
            return
        yield step
