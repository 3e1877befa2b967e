"""One watch for an output: two would take the same files, and not know each other's articles."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import UsageError
from ..file_lock import is_held, take
from ..held_sources import check_free, tell_sources
from ..paths import is_local
from .places import Places


@contextmanager
def sole_watch(
    output: str, places: Places, addresses: Sequence[str]
) -> Iterator[Callable[[], bool]]:
    """Hold the lock of an output, and give what tells whether it is still held.

    It is lost when somebody takes the file away, or the folder around it. An output that is not
    local has none: there it is left to who starts watches.

    Raises:
        UsageError: Another watch holds it, or a stream takes documents of one of the sources.
    """
    if not is_local(output):
        yield lambda: True
        return
    Path(places.folder).mkdir(parents=True, exist_ok=True)
    with Path(places.lock).open("a+") as file:
        if not take(file):
            file.seek(0)
            process = file.readline().strip() or "?"
            raise UsageError(
                f"--output {output}: process {process} watches for it already; "
                "end that one, or choose another output"
            )
        tell_sources(file, addresses)
        check_free(output, addresses, Path(places.lock))
        yield lambda: _is_there(file, places)


def _is_there(file: IO[str], places: Places) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), Path(places.lock).stat())
    except OSError:
        return False


def is_watched(places: Places) -> bool:
    """Return whether a watch holds the lock; False where there is none."""
    try:
        return is_held(places.lock)
    except OSError:  # told by who may not look there either
        return False
