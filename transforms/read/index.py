"""ReadIndex: the folder of an index → what earlier runs kept.

Bounded only.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq
from apache_beam.io.filesystems import FileSystems

from ..model import IndexEntry, IndexPart, ReadError
from .index_file import BrokenIndexError, IndexFile, missing_columns, opened
from .match import NoMatchError, match_files

_KEPT = re.compile(r"/kept=(\d{4}-\d\d-\d\d)/")


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
        in_parts: Whether entries come as `IndexPart`s, of which `Deduplicate` makes those that
            it needs: of a hundred thousand mostly none.
    """

    path: str
    since: date | None = None
    run_id: str | None = None
    own: str | None = None
    runs: Collection[str] | None = None
    in_parts: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def expand(self, root: beam.Pipeline) -> beam.PCollection:
        """Return the entries, or the parts of the index that hold them."""
        runs = None if self.runs is None else frozenset(self.runs)
        own = None if self.own is None else _absolute(self.own)
        parts = (
            root
            | "Index" >> beam.Create([self.path])
            | "Files" >> beam.FlatMap(_files, since=self.since).with_output_types(str)
            | "Spread" >> beam.Reshuffle()
            | "Parts" >> beam.FlatMap(_parts, self.run_id, own, runs).with_output_types(IndexPart)
        )
        if self.in_parts:
            return parts
        return parts | "Entries" >> beam.FlatMap(IndexFile.entries).with_output_types(IndexEntry)


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
            with opened(paths[0]) as file:
                missing = missing_columns(pq.ParquetFile(file))
        except (ReadError, OSError, pa.ArrowException) as error:
            raise BrokenIndexError(f"{paths[0]} is no Parquet file: {error}") from error
        if missing:
            raise BrokenIndexError(f"{paths[0]} has no column {', '.join(missing)}")


def _parts(
    path: str, run_id: str | None, own: str | None, runs: frozenset[str] | None
) -> Iterator[IndexPart]:
    """Yield a file without the entries of the run that reads, if any are left."""
    is_own = own is not None and _absolute(path).startswith(f"{own.rstrip('/')}/")
    part = IndexFile(path, without=run_id if is_own else None, only=runs).counted()
    if part.runs:
        yield part


def _absolute(path: str) -> str:
    return path if FileSystems.get_scheme(path) else Path(path).absolute().as_posix()
