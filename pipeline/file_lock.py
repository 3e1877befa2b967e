"""A lock on a file of this machine: it is free again when the process ends, however it ends."""

import fcntl
import os
import time
import weakref
from pathlib import Path
from typing import IO

_TRIES, _TRY_SECONDS = 10, 0.05  # whoever asks whether it is held, holds it for an instant


def take(file: IO[str]) -> bool:
    """Take the lock of a file, until that is closed; return False where another holds it.

    A process that is forked from this one does not hold it: it may live for longer.
    """
    for _ in range(_TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_TRY_SECONDS)
        else:
            _let_go_when_forked(file)
            return True
    return False


def _let_go_when_forked(file: IO[str]) -> None:
    known = weakref.ref(file)

    def let_go() -> None:
        if (held := known()) is not None:
            held.close()

    os.register_at_fork(after_in_child=let_go)


def is_held(path: str | Path) -> bool:
    """Return whether the lock of a file is held; False where there is none.

    Raises:
        OSError: It cannot be asked.
    """
    try:
        with Path(path).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (FileNotFoundError, NotADirectoryError):
        return False
    return False
