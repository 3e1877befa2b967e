"""A folder that fills up → the paths of files in it that were not taken yet."""

import os
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from apache_beam.io.filesystems import FileSystems

from ...model import ReadError
from ..match import FileState, Listing, is_unicode, match_listing, unnameable
from .taken import Taken
from .unbounded import PollResult, SourceError

SETTLE_SECONDS = 5.0
"""A file that was written to within that time may not be whole yet."""
BATCH_BYTES = 64 << 20
"""Of files as they are stored, about as much is handed on at once: a file more than fits is left
for the next time. Grouping keeps what was read in memory; 64 MiB of gzipped pages take 2 GiB."""

_UNFINISHED = (".crdownload", ".download", ".filepart", ".part", ".partial", ".swp", ".tmp", "~")
"""How names end under which programs write what they rename once it is whole."""
_MARK_BYTES = 8  # two of a million files have the same mark once in 37 million times
_GLOB = re.compile(r"[*?\[]")


class Backlog(NamedTuple):
    """What waits in a folder.

    Attributes:
        files: Files that were not taken, whole or not.
        bytes: Their size.
        oldest: When the one that waits longest was written last, in seconds since 1970; None if
            none waits, or the file system does not tell.
        taken: Files that were taken and lie there yet.
    """

    files: int = 0
    bytes: int = 0
    oldest: float | None = None
    taken: int = 0


class FolderSource:
    """Hands on files of a folder, the one that was written first at first.

    A file is taken once it is whole: as soon as it was last written to `settle` seconds ago, or
    has been seen to stay as it is for so long. Names that begin with `.` or `_`, or that end as
    names of unfinished files do (`.tmp`, `.part`), are passed over. One that changes later is taken
    again, as a whole. The position is a mark for each file that was taken, made of its path, its
    size and when it was written. It stays for a while when the file is gone (see `Taken`), so that
    a disk that is unmounted, and mounted again, is not taken again.

    What cannot be listed, or not in part, is an error once nothing is new in what can be: no file
    counts as gone until all could be listed.

    Args:
        address: A folder, a glob or a file, on any of Beam's file systems (see `match_files`).
        settle: How long a file stays as it is before it is taken, in seconds. Where the file
            system does not tell when files were written, as some object stores, they appear whole.
        batch_bytes: About how much is handed on at once.
        clock: Seconds since 1970.

    Raises:
        ValueError: No file system of Beam's has such an address.
    """

    def __init__(
        self,
        address: str,
        *,
        settle: float = SETTLE_SECONDS,
        batch_bytes: int = BATCH_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        FileSystems.get_filesystem(address)
        self._address = address.rstrip("/") or "/"
        self._settle = settle
        self._batch_bytes = batch_bytes
        self._clock = clock
        self._seen: dict[str, float] = {}
        self._last = Taken()

    @property
    def address(self) -> str:
        """Return the folder."""
        return self._address

    def poll(self, position: str, limit: int) -> PollResult:
        """Return the next files, at most `limit`.

        Raises:
            SourceError: The folder is not there or cannot be listed.
        """
        taken = self._taken(position)
        listing = self._listing()
        found = {_mark(path, state): (path, state) for path, state in listing.states.items()}
        waiting = {mark: found[mark] for mark in found.keys() - taken.marks}
        whole = [mark for mark in waiting if self._is_whole(mark, waiting[mark][1])]
        whole.sort(key=lambda mark: (waiting[mark][1].modified or 0.0, waiting[mark][0]))
        chosen = list(self._batch(whole, waiting, limit))
        if listing.failed and not chosen:
            raise SourceError(_failed(self._address, listing.failed))
        self._seen = {mark: self._seen.get(mark, self._clock()) for mark in waiting}
        paths = [waiting[mark][0] for mark in chosen]
        if found and not listing.failed:
            taken = taken.seen(found.keys(), self._clock())
        self._last = taken.added(chosen)
        return PollResult(
            documents=tuple(unnameable(path) for path in paths if not is_unicode(path)),
            files=tuple(path for path in paths if is_unicode(path)),
            position=self._last.position,
            has_more=len(chosen) < len(whole),
        )

    def backlog(self, position: str) -> Backlog:
        """Return what waits behind `position`, as far as it can be listed.

        Raises:
            SourceError: As for `poll`.
        """
        marks = self._taken(position).marks
        listing = self._listing()
        found = listing.states.items()
        if listing.failed and not found:
            raise SourceError(_failed(self._address, listing.failed))
        states = [state for path, state in found if _mark(path, state) not in marks]
        times = [state.modified for state in states if state.modified is not None]
        return Backlog(
            files=len(states),
            bytes=sum(state.size for state in states),
            oldest=min(times, default=None),
            taken=len(found) - len(states),
        )

    def close(self) -> None:
        """Do nothing: no connection is held."""

    def _taken(self, position: str) -> Taken:
        if position == self._last.position:
            return self._last  # to read a long one takes longer than to look
        try:
            return Taken.at(position)
        except ValueError:
            raise SourceError(
                f"{self._address}: {position[:20]!r} is no position in a folder"
            ) from None

    def _listing(self) -> Listing:
        try:
            listing = match_listing(self._address)
        except ReadError as error:
            raise SourceError(error.message) from error
        if not listing.states and not listing.failed and not self._is_there():
            raise SourceError(
                f"{self._address}: there is no such folder; make it, or mend its name"
            )
        return Listing(
            {
                path: state
                for path, state in listing.states.items()
                if path == self._address or not path.endswith(_UNFINISHED)
            },
            listing.failed,
        )

    def _is_there(self) -> bool:
        if FileSystems.get_scheme(self._address) is not None:
            return True  # an object store has no folders, but for those of what lies there
        glob = _GLOB.search(self._address)
        fixed = self._address[: glob.start()].rpartition("/")[0] if glob else self._address
        return Path(fixed or (".", "/")[self._address.startswith("/")]).exists()

    def _is_whole(self, mark: str, state: FileState) -> bool:
        now = self._clock()
        if state.modified is None or state.modified + self._settle <= now:
            return True
        return self._seen.get(mark, now) + self._settle <= now  # its clock may be ahead of ours

    def _batch(
        self, whole: list[str], waiting: Mapping[str, tuple[str, FileState]], limit: int
    ) -> Iterator[str]:
        room = self._batch_bytes
        for count, mark in enumerate(whole[:limit]):
            room -= waiting[mark][1].size
            if room < 0 and count:
                return
            yield mark


def _mark(path: str, state: FileState) -> str:
    told = f"{path}\0{state.size}\0{state.modified}".encode("utf-8", "surrogateescape")
    return urlsafe_b64encode(blake2b(told, digest_size=_MARK_BYTES).digest()).decode().rstrip("=")


def _failed(address: str, failed: Mapping[str, OSError]) -> str:
    path, error = next(iter(failed.items()))
    more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
    below = "" if path == os.path.normpath(address) else f"{path}{more} "
    return (
        f"{address}: {below}cannot be listed: {error.strerror or error}; give this user the right "
        "to it, see whether its disk is there, or name it in .copydeskignore"
    )
