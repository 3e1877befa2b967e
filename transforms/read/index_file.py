"""A file of an index: of all its entries the keys are read, in columns, and of few the rest."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from apache_beam.io.filesystems import FileSystems
from numpy.typing import NDArray

from ..model import INDEX_KEYS, IndexEntry, IndexPart, ReadError, Wanted
from .storage import STORAGE_ERRORS, open_file

_PLACE = re.compile(r"(.*/)?([^/]+/kept=[^/]+/[^/]+)")  # output folder, and what is below it
_FIELDS = tuple(IndexEntry.model_fields)
_NEEDED = {name for name, field in IndexEntry.model_fields.items() if field.is_required()}
_RUN = "run_id"
_BATCH_ROWS = 4_096  # some 9 MB


class BrokenIndexError(RuntimeError):
    """A file of an index cannot be read: going on without it would keep stories again."""


@dataclass(frozen=True)
class IndexFile(IndexPart):
    """A file of an index.

    Attributes:
        path: Where it lies.
        without: The run whose entries are left out; None for none.
        only: The runs whose entries are remembered; None for all.
        counts: Those runs, and how many entries each has; see `counted`.
    """

    path: str
    without: str | None = None
    only: frozenset[str] | None = None
    counts: Mapping[str, int] | None = None

    @property
    def runs(self) -> Mapping[str, int]:
        """The runs that kept them, and how many each."""
        return self.counts if self.counts is not None else self.counted().runs

    def counted(self) -> "IndexFile":
        """Return it with what it has to tell of its runs.

        Raises:
            BrokenIndexError: It cannot be read.
        """
        with self._table() as table:
            if _RUN not in table.schema_arrow.names:  # the default of the field
                found = {"": table.metadata.num_rows}
            else:
                found = _count(table.read([_RUN]).column(_RUN))
        counts = {run: count for run, count in sorted(found.items()) if count and self._has(run)}
        return replace(self, counts=counts)

    def entries(self, wanted: Wanted | None = None) -> Iterator[IndexEntry]:
        """Yield the entries that are wanted, by default all, in order.

        Raises:
            BrokenIndexError: The file cannot be read.
        """
        with self._table() as table:
            chosen = self._chosen(table, wanted)
            columns = [name for name in _FIELDS if name in table.schema_arrow.names]
            end = 0
            for group in range(table.num_row_groups):
                start, end = end, end + table.metadata.row_group(group).num_rows
                if chosen[start:end].any():
                    yield from _made(table, group, columns, chosen[start:end])

    def _chosen(self, table: pq.ParquetFile, wanted: Wanted | None) -> NDArray[np.bool_]:
        """Return of each row whether its entry is one of those that are wanted."""
        names = set(table.schema_arrow.names)
        columns = [name for name in (_RUN, *INDEX_KEYS) if name in names]
        chosen = [np.zeros(0, np.bool_)]
        for batch in table.iter_batches(_BATCH_ROWS, columns=columns):
            remembered = self._remembered(batch)
            chosen.append(remembered & wanted(_keys(batch)) if wanted else remembered)
        return np.concatenate(chosen)

    def _remembered(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        if _RUN not in batch.schema.names:
            return np.full(batch.num_rows, self._has(""))
        if self.without is None and self.only is None:
            return np.ones(batch.num_rows, np.bool_)
        runs = batch.column(_RUN).dictionary_encode()
        has = np.array([self._has(run) for run in runs.dictionary.to_pylist()], np.bool_)
        return has[runs.indices.to_numpy()]

    def _has(self, run: str) -> bool:
        return run != self.without and (self.only is None or run in self.only)

    @contextmanager
    def _table(self) -> Iterator[pq.ParquetFile]:
        try:
            with opened(self.path) as file:
                yield _complete(pq.ParquetFile(file))
        # ValueError: an entry that is none; also what pydantic and Arrow raise.
        except (ReadError, OSError, ValueError, pa.ArrowException) as error:
            raise BrokenIndexError(
                f"{self.path}: this file of the index cannot be read: {error}; mend it or take it "
                "away, else its stories could be kept again"
            ) from error


def _complete(table: pq.ParquetFile) -> pq.ParquetFile:
    if missing := missing_columns(table):
        raise ValueError(f"it has no column {', '.join(missing)}")
    return table


def _made(
    table: pq.ParquetFile, group: int, columns: list[str], chosen: NDArray[np.bool_]
) -> Iterator[IndexEntry]:
    """Yield the entries of those rows of a group that are chosen."""
    end = 0
    for batch in table.iter_batches(_BATCH_ROWS, row_groups=[group], columns=columns):
        start, end = end, end + batch.num_rows
        if (here := chosen[start:end]).any():
            rows = batch.filter(pa.array(here)).to_pylist()
            yield from map(IndexEntry.model_validate, rows)


def missing_columns(table: pq.ParquetFile) -> list[str]:
    """Return the columns that an index has and this file has not, in order."""
    return sorted(_NEEDED.difference(table.schema_arrow.names))


def _count(runs: pa.ChunkedArray) -> dict[str, int]:
    if runs.null_count:
        raise ValueError(f"an entry has no {_RUN}")
    return {each["values"]: each["counts"] for each in runs.value_counts().to_pylist()}


def _keys(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the keys in columns of bytes, whoever wrote the file."""
    columns: dict[str, Any] = {}
    for name in INDEX_KEYS:
        if name in batch.schema.names:
            columns[name] = batch.column(name).cast(pa.binary())
        else:  # a file of an older version
            columns[name] = pa.nulls(batch.num_rows, pa.binary())
        if name in _NEEDED and columns[name].null_count:
            raise ValueError(f"an entry has no {name}")
    return pa.RecordBatch.from_pydict(columns)


def opened(path: str) -> BinaryIO:
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
