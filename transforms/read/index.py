"""ReadIndex: the folder of an index → what earlier runs kept.

Bounded only.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq
from apache_beam.io.filesystems import FileSystems
from pydantic import ValidationError

from ..model import IndexEntry, ReadError
from .match import NoMatchError, match_files
from .storage import STORAGE_ERRORS, open_file

_KEPT = re.compile(r"/kept=(\d{4}-\d\d-\d\d)/")
_PLACE = re.compile(r"(.*/)?([^/]+/kept=[^/]+/[^/]+)")  # output folder, and what is below it
_COLUMNS = tuple(IndexEntry.model_fields)
_BATCH_ROWS = 4_096
_NEEDED = {name for name, field in IndexEntry.model_fields.items() if field.is_required()}


class BrokenIndexError(RuntimeError):
    """A file of an index cannot be read: going on without it would keep stories again."""


@dataclass(eq=False)
class ReadIndex(beam.PTransform):
    """Read what earlier runs kept.

    Attributes:
        path: Folder of the index, or a glob of several, on any of Beam's file systems; it need
            not be there yet.
        since: The first day that is remembered; None for all. What was kept on no known day is
            remembered always.
        run_id: The run that reads.
        own: The folder of the index to which it adds: what a run of its id kept there is left out,
            since it is done again. A run of another output may have the same id.
        runs: The runs whose articles are remembered; None for all.
    """

    path: str
    since: date | None = None
    run_id: str | None = None
    own: str | None = None
    runs: Collection[str] | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, root: beam.Pipeline) -> beam.PCollection[IndexEntry]:
        """Return the entries."""
        runs = None if self.runs is None else frozenset(self.runs)
        own = None if self.own is None else _absolute(self.own)
        return (
            root
            | "Index" >> beam.Create([self.path])
            | "Files" >> beam.FlatMap(_files, since=self.since).with_output_types(str)
            | "Spread" >> beam.Reshuffle()
            | "Entries" >> beam.FlatMap(_others, self.run_id, own).with_output_types(IndexEntry)
            | "Wanted" >> beam.Filter(lambda entry: runs is None or entry.run_id in runs)
        )


def _files(folder: str, since: date | None) -> Iterator[str]:
    for path in _matching(folder):
        kept = _KEPT.search(path.replace("\\", "/"))
        if kept is None or since is None or date.fromisoformat(kept[1]) >= since:
            yield path


def _matching(folder: str) -> list[str]:
    """Return the files in a folder, or in those that a glob means."""
    found: set[str] = set()
    for pattern in (folder, f"{folder}/**"):
        try:
            found.update(match_files(pattern))
        except NoMatchError:  # the first run
            continue
    return sorted(found)


def check_index(path: str) -> None:
    """Look whether what is there is an index, by its first file.

    Raises:
        BrokenIndexError: What is there is no index.
    """
    if paths := _matching(path):
        try:
            with _opened(paths[0]) as file:
                names = set(pq.ParquetFile(file).schema_arrow.names)
        except (ReadError, OSError, pa.ArrowException) as error:
            raise BrokenIndexError(f"{paths[0]} is no Parquet file: {error}") from error
        if missing := _NEEDED - names:
            raise BrokenIndexError(f"{paths[0]} has no column {', '.join(sorted(missing))}")


def _others(path: str, run_id: str | None, own: str | None) -> Iterator[IndexEntry]:
    """Yield the entries of a file but for those of the run that reads."""
    is_own = own is not None and _absolute(path).startswith(f"{own.rstrip('/')}/")
    for entry in _entries(path):
        if not is_own or entry.run_id != run_id:
            yield entry


def _absolute(path: str) -> str:
    return path if FileSystems.get_scheme(path) else Path(path).absolute().as_posix()


def _entries(path: str) -> Iterator[IndexEntry]:
    try:
        with _opened(path) as file:
            table = pq.ParquetFile(file)
            columns = [name for name in _COLUMNS if name in table.schema_arrow.names]
            for batch in table.iter_batches(_BATCH_ROWS, columns=columns):
                yield from map(_entry, batch.to_pylist())
    except (ReadError, OSError, pa.ArrowException, ValidationError) as error:
        raise BrokenIndexError(
            f"{path}: this file of the index cannot be read: {error}; mend it or take it away, "
            "else its stories could be kept again"
        ) from error


def _opened(path: str) -> BinaryIO:
    """Return a file of an index, also one that a compaction replaced since it was listed.

    Its entries are read from where they are kept aside, and not from the file that replaced it,
    which has those of other files as well, that may have been read already.

    Raises:
        ReadError: It is at neither place.
    """
    try:
        return open_file(path)
    except ReadError:
        if (aside := _kept_aside(path)) is None:
            raise
        return open_file(aside)


def _kept_aside(path: str) -> str | None:
    """Return where `transforms.write.compact` keeps a file that it replaced, if it does."""
    place = _PLACE.fullmatch(path.replace("\\", "/"))
    if place is None or FileSystems.exists(path):
        return None
    root, below = place.groups()
    pattern = f"{root or ''}_runs/compact-*/replaced/{below}"
    try:
        (match,) = FileSystems.match([pattern])
    except STORAGE_ERRORS:
        return None
    return next((found.path for found in match.metadata_list), None)


def _entry(row: dict[str, Any]) -> IndexEntry:
    return IndexEntry.model_validate(row)
