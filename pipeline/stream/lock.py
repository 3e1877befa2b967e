"""At most one stream at a time takes documents of a source into an output folder."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from transforms.write import run_folder

from ..errors import UsageError
from ..file_lock import is_held, take
from ..held_sources import STREAM_LOCK, check_free, tell_sources
from ..paths import is_local


@contextmanager
def alone(output: str, run_id: str, addresses: Sequence[str]) -> Iterator[None]:
    """Hold a lock, which goes with the process, while a stream runs.

    An output folder on a remote file system knows no locks: there nothing is looked at or held.

    Raises:
        UsageError: Another process runs this stream, or takes documents of one of its sources.
    """
    if not is_local(output):
        yield
        return
    path = _path(output, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        if not take(lock):
            raise UsageError(f"--output {output}: the stream {run_id} is running; end it first")
        try:
            tell_sources(lock, addresses)
            check_free(output, addresses, path)
            yield
        finally:
            path.unlink(missing_ok=True)
            with suppress(OSError):  # it holds what the stream has written
                path.parent.rmdir()


def is_streaming(output: str, run_id: str) -> bool | None:
    """Return whether a stream is running; None where that cannot be told from here."""
    if not is_local(output):
        return None
    return is_held(_path(output, run_id))


def _path(output: str, run_id: str) -> Path:
    return Path(run_folder(output, run_id), STREAM_LOCK)
