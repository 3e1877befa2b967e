"""At most one stream at a time takes documents of a source into an output folder."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from transforms.write import open_runs, run_folder

from ..errors import UsageError
from ..file_lock import is_held, take
from ..paths import is_local

_NAME = "lock"


@contextmanager
def alone(output: str, run_id: str, addresses: Iterable[str]) -> Iterator[None]:
    """Hold a lock, which goes with the process, while a stream runs.

    An output folder on a remote file system knows no locks: there nothing is looked at or held.

    Raises:
        UsageError: Another process holds that of a stream of one of these sources.
    """
    if not is_local(output):
        yield
        return
    for other in open_runs(output, addresses):
        if is_held(_path(output, other)):
            raise UsageError(
                f"--output {output}: the stream {other} is running and reads the same; end it first"
            )
    path = _path(output, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        if not take(lock):
            raise UsageError(f"--output {output}: the stream {run_id} is running; end it first")
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_streaming(output: str, run_id: str) -> bool | None:
    """Return whether a stream is running; None where that cannot be told from here."""
    if not is_local(output):
        return None
    return is_held(_path(output, run_id))


def _path(output: str, run_id: str) -> Path:
    return Path(run_folder(output, run_id), _NAME)
