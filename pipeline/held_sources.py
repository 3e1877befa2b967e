"""Who takes documents of which sources into an output, told in lock files: nobody else does.

A watch has its lock in the output's `_watch`, a stream in the folder of its run; their processes
hold them. In each stands, a line each, the process and its sources.
"""

import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO

from .errors import UsageError
from .file_lock import is_held
from .paths import is_local

WATCH_LOCK = Path("_watch", "lock")
STREAM_LOCK = "lock"
_GLOB = re.compile(r"[*?\[]")


def tell_sources(lock: IO[str], addresses: Iterable[str]) -> None:
    """Write into a lock that this process holds which sources it takes documents of."""
    lock.truncate(0)
    lock.write("\n".join([str(os.getpid()), *map(_place, addresses)]) + "\n")
    lock.flush()


def check_free(output: str, addresses: Iterable[str], own: Path) -> None:
    """Check that no other watch or stream takes documents of these sources into a local output.

    Args:
        output: The output folder.
        addresses: Of the sources.
        own: The lock of this process: of two that start at once, one at least finds the other.

    Raises:
        UsageError: One does.
    """
    places = list(map(_place, addresses))
    for path in _locks(output):
        if path == own or not is_held(path):
            continue
        process, *held = path.read_text(encoding="utf-8", errors="replace").splitlines() or ["?"]
        if any(_overlap(one, other) for one in places for other in held):
            is_watch = path.parent.name == WATCH_LOCK.parent.name
            who = (
                f"process {process} watches"
                if is_watch
                else f"the stream {path.parent.name} is running"
            )
            raise UsageError(f"--output {output}: {who} and reads the same; end it first")


def _locks(output: str) -> Iterator[Path]:
    yield Path(output, WATCH_LOCK)
    yield from Path(output, "_runs").glob(f"*/{STREAM_LOCK}")


def _place(address: str) -> str:
    """Return where a source is, in one spelling."""
    return os.path.realpath(address) if is_local(address) else address


def _overlap(one: str, other: str) -> bool:
    """Whether one is the other or lies in it; of two globs only whether they are the same."""
    if one == other:
        return True
    parts, others = one.split("/"), other.split("/")
    is_glob, is_other_glob = bool(_GLOB.search(one)), bool(_GLOB.search(other))
    if is_glob and is_other_glob:
        return False
    return (not is_glob and _begins(others, parts)) or (
        not is_other_glob and _begins(parts, others)
    )


def _begins(below: list[str], folder: list[str]) -> bool:
    """Whether a path or glob leads to what is in `folder`, as far as its names tell."""
    return len(below) > len(folder) and all(map(fnmatchcase, folder, below))
