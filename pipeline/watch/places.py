"""Where a watch keeps its state, below the output: small files that are whole or not there."""

import os
from contextlib import suppress
from pathlib import Path

from apache_beam.io.filesystems import FileSystems

from transforms.write.storage import delete, read_if_there, write_whole

from ..held_sources import WATCH_LOCK
from ..paths import is_local


class Places:
    """The files of a watch.

    Attributes:
        folder: Where they lie: below the output, under a name that readers pass over.
        plan: The batch under way.
        cursor: How far each source is.
        health: What the watch last said of itself.
        trouble: Why batches fail, while they do.
        lock: What one watch holds, where the output is local.
        known: The folder of what is remembered, in few files.
    """

    def __init__(self, output: str) -> None:
        self.folder = FileSystems.join(output, "_watch")
        self.plan = FileSystems.join(self.folder, "plan.json")
        self.cursor = FileSystems.join(self.folder, "cursor.json")
        self.health = FileSystems.join(self.folder, "health.json")
        self.trouble = FileSystems.join(self.folder, "trouble.json")
        self.known = FileSystems.join(self.folder, "known")
        self.lock = FileSystems.join(output, *WATCH_LOCK.parts)

    def spool(self, run_id: str) -> str:
        """Return where the documents of a batch wait."""
        return FileSystems.join(self.folder, f"spool-{run_id}.jsonl")

    def spools(self) -> list[str]:
        """Return the files in which documents wait."""
        if is_local(self.folder):
            return [str(path) for path in Path(self.folder).glob("spool-*")]
        (match,) = FileSystems.match([self.spool("*")])
        return [found.path for found in match.metadata_list]


def keep(path: str, content: bytes) -> None:
    """Write a small file so that a crash, of this process or the machine, leaves it whole.

    Object stores do so by nature.

    Raises:
        OSError: It cannot be written; what was there before is there yet.
    """
    if not is_local(path):
        write_whole(path, content)
        return
    folder = Path(path).parent
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(f"{path}.part")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _sync(folder)


def kept(path: str) -> bytes | None:
    """Return what was kept at `path`, or None."""
    return read_if_there(path)


def forget(*paths: str) -> None:
    """Delete files; what is not there is no error."""
    delete(paths)


def make_lasting(root: str, paths: list[str]) -> None:
    """Let local files that were written be on the disk, with the folders in which they are named.

    Args:
        root: The folder above all of them.
        paths: Files, relative to it. One that is not there any more is passed over.
    """
    if not is_local(root):
        return
    folders: set[Path] = set()
    for path in paths:
        file = Path(root, path)
        _sync(file)
        folders.update(each for each in file.parents if each.is_relative_to(root))
    for folder in sorted(folders):
        _sync(folder)


def _sync(path: Path) -> None:
    with suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
