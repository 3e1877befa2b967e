"""Compaction from beginning to end: each step can be done again after a crash.

What is compacted are files that a manifest lists, of runs that are complete and of panes that are
published; nothing else in the folder is touched. The new files are written aside first. Then the
manifest of the compaction decides: it lists them, and what they replace. Then they take the place
of the others, partition by partition (`swap`). A crash before the manifest leaves nothing; after
it, the next compaction ends this one first.

Of the index nothing may be missing at any moment, or a story would be kept again. So its new
files are put there first; those that they replace go aside, to `_runs/compact-…/replaced`, for a
day: a run that has listed one and opens it only then finds it there (`transforms.read.ReadIndex`).
One that lists it in between reads entries twice, which changes nothing.
"""

import fcntl
import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import IO

from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems

from ..manifest import WrittenFile
from ..publish import DATA_SETS, run_folder, staging_folder, to_json
from ..storage import delete, make_folder, move_into_place, write_aside, write_whole
from .accounts import ASIDE, PREFIX, Compaction, compactions, is_done, listed_files
from .merge import merge
from .plan import Group, digest, plan
from .swap import swap

OLDER_THAN = timedelta(hours=1)
KEPT_ASIDE = timedelta(days=1)
"""Longer than a run takes from listing an index to opening its last file."""
TARGET_BYTES = 128 * 1000**2
"""As large as readers of data lakes like their files, and small enough for memory."""


class CompactError(RuntimeError):
    """Files cannot be compacted; all is left as it was."""


def compact(
    root: str,
    *,
    older_than: timedelta = OLDER_THAN,
    target_bytes: int = TARGET_BYTES,
) -> Compaction | None:
    """Make few files of many, in each partition of all data sets and of the index.

    Args:
        root: The output folder of runs.
        older_than: How long ago a file was written at least.
        target_bytes: About the size of what is written, as it is stored. Memory is needed for
            the records of one such file, several times as much where it is compressed.

    Returns:
        What was done, or None if there is nothing to do.

    Raises:
        CompactError: Another compaction is at work, or a file is not what its manifest says.
        OSError: Something cannot be read or written.
    """
    with _alone(root):
        for run in _unfinished(root):
            _finish(root, run)
        _forget_replaced(root)
        files = listed_files(root)
        ages = _ages(root, files)
        old = [files[path][0] for path, age in ages.items() if age >= older_than.total_seconds()]
        groups = plan(old, target_bytes)
        if not groups:
            return None
        replaced = sorted(file.path for group in groups for file in group.files)
        run_id = PREFIX + digest(replaced)
        staging = staging_folder(root, run_id)
        delete([staging])
        done = Compaction(
            run_id=run_id,
            files=tuple(_write(root, staging, group) for group in groups),
            replaced=tuple(replaced),
            runs=tuple(sorted({run for path in replaced for run in files[path][1]})),
        )
        _sync(staging)
        write_whole(FileSystems.join(run_folder(root, run_id), "manifest.json"), to_json(done))
        _finish(root, done)
        return done


def _write(root: str, staging: str, group: Group) -> WrittenFile:
    """Write the file that a group becomes into its place below `staging`."""
    rows = 0

    def merged(stream: IO[bytes]) -> None:
        nonlocal rows
        try:
            rows = merge(group.form, (_opened(root, file) for file in group.files), stream)
        except ValueError as error:
            raise CompactError(f"a file of {group.folder} is broken: {error}") from error

    folder = _below(staging, group.folder)
    aside, size, sha256 = write_aside(folder, merged)
    if rows != group.rows:
        delete([aside])
        raise CompactError(
            f"{group.folder}: {rows} records in files whose manifests say {group.rows}"
        )
    move_into_place([(aside, FileSystems.join(folder, group.name))])
    path = f"{group.folder}/{group.name}"
    return WrittenFile(path=path, rows=rows, bytes=size, sha256=sha256)


def _opened(root: str, file: WrittenFile) -> BytesIO:
    path = _below(root, file.path)
    with FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED) as stream:
        content = stream.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise CompactError(f"{path} is not what its manifest says; nothing was compacted")
    return BytesIO(content)


def _unfinished(root: str) -> Iterator[Compaction]:
    """Yield the compactions that were decided and broken off; clear those that were not decided."""
    decided = {each.run_id: each for each in compactions(root)}
    for run in _compaction_folders(root):
        if run not in decided:
            delete([run_folder(root, run)])
        elif not is_done(root, run):
            yield decided[run]


def _compaction_folders(root: str) -> list[str]:
    folder = FileSystems.join(root, "_runs")
    if _is_local(root):
        with suppress(FileNotFoundError):
            return sorted(p.name for p in Path(folder).iterdir() if p.name.startswith(PREFIX))
        return []
    (match,) = FileSystems.match([FileSystems.join(folder, f"{PREFIX}*", "**")])
    below = (found.path[len(folder) :].strip("/") for found in match.metadata_list)
    return sorted({path.partition("/")[0] for path in below})


def _finish(root: str, done: Compaction) -> None:
    staging = staging_folder(root, done.run_id)
    new, replaced = _by_folder(file.path for file in done.files), _by_folder(done.replaced)
    for folder in sorted(new):
        if _is_local(root) and not _is_index(folder):
            prepared = Path(_below(staging, folder))
            if prepared.exists():
                swap(Path(_below(root, folder)), prepared, new[folder], replaced[folder])
            continue
        move_into_place(
            (_below(staging, f"{folder}/{name}"), _below(root, f"{folder}/{name}"))
            for name in new[folder]
        )
        gone = [f"{folder}/{name}" for name in replaced[folder]]
        if _is_index(folder):
            aside = FileSystems.join(run_folder(root, done.run_id), ASIDE)
            move_into_place(
                (_below(root, path), _below(aside, path))
                for path in gone
                if FileSystems.exists(_below(root, path))
            )
        else:
            delete(_below(root, path) for path in gone)
    delete([staging])


def _is_index(folder: str) -> bool:
    return folder.partition("/")[0] not in DATA_SETS


def _forget_replaced(root: str) -> None:
    """Delete what was kept aside for runs that had listed it before."""
    for each in compactions(root):
        folder = run_folder(root, each.run_id)
        written = FileSystems.last_updated(FileSystems.join(folder, "manifest.json"))
        if time.time() - written >= KEPT_ASIDE.total_seconds():
            delete([FileSystems.join(folder, ASIDE)])


def _by_folder(paths: Iterable[str]) -> Mapping[str, list[str]]:
    folders: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, _, name = path.rpartition("/")
        folders[folder].append(name)
    return folders


def _ages(root: str, paths: Iterable[str]) -> dict[str, float]:
    """Return how many seconds ago each file was written; one that is not there is left out."""
    now = time.time()
    if _is_local(root):
        ages = {}
        for path in paths:
            with suppress(FileNotFoundError):
                ages[path] = now - Path(root, path).stat().st_mtime
        return ages
    written: dict[str, float] = {}
    for data_set in sorted({path.partition("/")[0] for path in paths}):
        (match,) = FileSystems.match([FileSystems.join(root, data_set, "**")])
        written |= {
            found.path[len(root) :].lstrip("/"): found.last_updated_in_seconds or 0.0
            for found in match.metadata_list
        }
    return {path: now - written[path] for path in paths if path in written}


def _sync(folder: str) -> None:
    """Let what was written reach the disk: what it replaces will be gone."""
    if not _is_local(folder):
        return
    for place, _, names in os.walk(folder):
        for path in (place, *(f"{place}/{name}" for name in names)):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


@contextmanager
def _alone(root: str) -> Iterator[None]:
    """Let no two compactions of a folder work at once; remote file systems know no locks."""
    if not _is_local(root):
        yield
        return
    runs = FileSystems.join(root, "_runs")
    make_folder(runs)
    descriptor = os.open(runs, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CompactError(f"{root}: another compaction is at work there") from None
    finally:
        os.close(descriptor)


def _is_local(path: str) -> bool:
    return FileSystems.get_scheme(path) is None


def _below(root: str, path: str) -> str:
    return FileSystems.join(root, *path.split("/"))
