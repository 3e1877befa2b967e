"""One watch for an output: two would take the same files, and not know each other's articles."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import UsageError
from ..paths import is_local
from .places import Places

_TRIES, _TRY_SECONDS = 10, 0.05  # whoever asks for the status holds it for an instant


@contextmanager
def sole_watch(output: str, places: Places) -> Iterator[Callable[[], bool]]:
    """Hold the lock of an output, and give what tells whether it is still held.

    It is free again when the process ends, however it ends; and it is lost when somebody takes the
    file away, or the folder around it. An output that is not local has none: there it is left to
    who starts watches.

    Raises:
        UsageError: Another watch holds it.
    """
    if not is_local(output):
        yield lambda: True
        return
    Path(places.folder).mkdir(parents=True, exist_ok=True)
    with Path(places.lock).open("a+") as file:
        if not any(_takes(file) for _ in range(_TRIES)):
            file.seek(0)
            raise UsageError(
                f"--output {output}: process {file.read().strip() or '?'} watches for it already; "
                "end that one, or choose another output"
            )
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield lambda: _is_there(file, places)


def _is_there(file: IO[str], places: Places) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), Path(places.lock).stat())
    except OSError:
        return False


def _takes(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(_TRY_SECONDS)
        return False
    return True


def is_watched(places: Places) -> bool:
    """Return whether a watch holds the lock; False where there is none."""
    try:
        with Path(places.lock).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
