"""Parquet: one record a row."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from ..model import Document, Failure, ReadError, Reason, Source
from .compression import PIECE_BYTES
from .fields import FieldMap
from .record import read_record
from .replay import REFUSED_COLUMNS
from .stream import ByteStream, too_large

_MAGIC = b"PAR1"
_BATCH_ROWS = 64
_BUFFER_BYTES = 1 << 20  # read column chunks piece by piece, not whole
_IN_MEMORY_BYTES = 1 << 24
_SPOOLED_BYTES = 1 << 35
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS_A_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def read_parquet(
    file: BinaryIO,
    source: Source,
    *,
    fields: Mapping[str, str] | None = None,
    max_document_bytes: int,
    start: int = 0,
    end: int | None = None,
) -> Iterator[Document | Failure]:
    """Yield the document of each row, or why there is none.

    Only the columns that are needed are read, a few rows at a time. Behind what is broken reading
    goes on with the next row group.

    Args:
        file: A seekable file (see `spooled` for one that is not).
        source: Where it is; a row's position is its index in the file.
        fields: Our names → theirs (see `FieldMap`).
        max_document_bytes: A row with a larger value is `too_large`.
        start: Only row groups are read that begin there or behind it; what is wrong with the
            whole file is told by who reads its first.
        end: Row groups that begin there or behind it are not read.
    """
    names = FieldMap(fields)
    try:
        table = _open(file)
        columns = _columns(table, names)
        groups = list(_groups_within(table, start, end))
    except ReadError as error:
        if not start or error.reason != Reason.NO_CONTENT:
            yield Failure.at(Source(uri=source.uri), error)
        return
    for group, first in groups:
        index = first
        try:
            for batch in _batches(table, group, columns):
                values = {name: _values(batch.column(name)) for name in batch.schema.names}
                for row in range(batch.num_rows):
                    place = Source(uri=source.uri, position=str(index))
                    index += 1
                    record = {name: column[row] for name, column in values.items()}
                    if any(_size(value) > max_document_bytes for value in record.values()):
                        yield Failure.at(place, too_large(max_document_bytes))
                    else:
                        yield _read_row(record, place, names)
        except ReadError as error:
            position = str(index) if index else None
            yield Failure.at(Source(uri=source.uri, position=position), error)
            if error.reason == Reason.UNREADABLE:
                return


def _read_row(record: dict[str, Any], place: Source, names: FieldMap) -> Document | Failure:
    result = read_record(record, None, place, names)
    if isinstance(result, Failure):  # rare, so only now is the row written down for it to keep
        return read_record(record, json.dumps(record, default=str).encode(), place, names)
    return result


def row_groups(file: BinaryIO) -> list[int]:
    """Return where the row groups of a Parquet file begin, in bytes.

    Raises:
        ReadError: It cannot be told.
    """
    metadata = _open(file).metadata
    with _as_read_errors():
        return [_offset(metadata.row_group(number)) for number in range(metadata.num_row_groups)]


def _offset(group: Any) -> int:
    if not group.num_columns:
        return 0
    first = group.column(0)
    return int(first.dictionary_page_offset or first.data_page_offset)


def _groups_within(table: Any, start: int, end: int | None) -> Iterator[tuple[int, int]]:
    """Yield the row groups that begin within: their numbers, and where their rows begin."""
    with _as_read_errors():
        rows = 0
        for number in range(table.metadata.num_row_groups):
            group = table.metadata.row_group(number)
            if _offset(group) >= start and (end is None or _offset(group) < end):
                yield number, rows
            rows += group.num_rows


def _open(file: BinaryIO) -> Any:
    with _as_read_errors():
        file.seek(-len(_MAGIC), 2)
        if file.read() not in (_MAGIC, b"PARE"):
            raise ReadError(Reason.TRUNCATED, "the Parquet file ends before its end mark")
        file.seek(0)
        return pq.ParquetFile(file, buffer_size=_BUFFER_BYTES, pre_buffer=False)


def _columns(table: Any, names: FieldMap) -> list[str]:
    with _as_read_errors():
        present = table.schema_arrow.names
    columns = [
        name for name in present if name in names.columns(present) or name in REFUSED_COLUMNS
    ]
    if not columns:
        shown = ", ".join(present)
        raise ReadError(Reason.NO_CONTENT, f"no column is known among: {shown}")
    return columns


def _batches(table: Any, group: int, columns: list[str]) -> Iterator[Any]:
    with _as_read_errors():
        yield from table.iter_batches(batch_size=_BATCH_ROWS, row_groups=[group], columns=columns)


@contextmanager
def _as_read_errors() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and (type(error) is not OSError or error.errno is not None):
            raise ReadError(Reason.UNREADABLE, f"reading failed: {error}") from error
        raise ReadError(Reason.MALFORMED, f"not readable as Parquet: {error}") from error


def _values(column: Any) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        units = _UNITS_A_SECOND[column.type.unit]
        return [_moment(value.value, units) for value in column]
    try:
        return cast("list[Any]", column.to_pylist())
    except (ValueError, OverflowError):  # a date that Python has no value for
        return [None] * len(column)


def _moment(value: int | None, units: int) -> datetime | None:
    try:
        return None if value is None else _EPOCH + timedelta(microseconds=value * 10**6 // units)
    except OverflowError:
        return None


def _size(value: object) -> int:
    return len(value) if isinstance(value, str | bytes) else 0


@contextmanager
def spooled(stream: ByteStream) -> Iterator[BinaryIO]:
    """Give what `stream` holds as a seekable file, on disk if it is large.

    Raises:
        ReadError: `too_large` beyond 32 GiB; whatever breaks the stream.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as file:
        size = 0
        while piece := stream.read(PIECE_BYTES):
            size += len(piece)
            if size > _SPOOLED_BYTES:
                raise too_large(_SPOOLED_BYTES)
            file.write(piece)
        file.seek(0)
        yield cast("BinaryIO", file)
