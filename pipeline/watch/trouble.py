"""What is told of batches that fail, where even a full disk lets it be told."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from transforms.model import Model
from transforms.model.base import UtcDatetime

from ..paths import is_local
from .places import forget, keep, kept

_ROOM_BYTES = 4096  # a block of most file systems
_MOST_CHARACTERS = 600


class Trouble(Model):
    """Batches fail.

    Attributes:
        error: Why the last try failed.
        since: When the first one failed.
        last: When the last one did.
        tries: How many there were in a row.
    """

    error: str
    since: UtcDatetime
    last: UtcDatetime
    tries: int = 1


class TroubleNote:
    """Keeps the trouble of a watch for those who ask how it does.

    Where the output is local its room is taken while all is well, and the file is held open: then
    it can be written where the disk is full, or the right to write was taken away.

    Args:
        path: Where.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._held = -1
        self.trouble = trouble_at(path)

    def open(self) -> None:
        """Take the room."""
        if not is_local(self._path) or self._held >= 0:
            return
        with suppress(OSError):  # what then fails is told by the log alone
            Path(self._path).parent.mkdir(parents=True, exist_ok=True)
            self._held = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            self._write(self.trouble)

    def failed(self, error: str, moment: datetime) -> Trouble:
        """Note that a try failed."""
        before = self.trouble
        self.trouble = Trouble(
            error=error[:_MOST_CHARACTERS],
            since=before.since if before else moment,
            last=moment,
            tries=before.tries + 1 if before else 1,
        )
        with suppress(OSError):
            self._write(self.trouble)
        return self.trouble

    def passed(self) -> None:
        """Note that a batch was published."""
        if self.trouble is not None:
            self.trouble = None
            with suppress(OSError):
                self._write(None)

    def close(self) -> None:
        """Give the room back, unless it holds something."""
        if self._held >= 0:
            os.close(self._held)
            self._held = -1
        if self.trouble is None:
            with suppress(OSError):
                forget(self._path)

    def _write(self, trouble: Trouble | None) -> None:
        content = trouble.encoded() if trouble else b""
        if self._held >= 0:
            os.pwrite(self._held, content.ljust(_ROOM_BYTES), 0)
        elif trouble:
            keep(self._path, content)
        else:
            forget(self._path)


def trouble_at(path: str) -> Trouble | None:
    """Return what is noted there, if anything is."""
    content = (kept(path) or b"").strip()
    try:
        return Trouble.decoded(content) if content else None
    except ValidationError:  # it is being written, or was not written to its end
        return None
