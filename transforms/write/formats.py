"""Records as the bytes of a file: JSON Lines or Parquet, compressed. Same records, same bytes."""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from typing import IO, Any, Literal, get_args

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from .records import Schema, json_value

Format = Literal["jsonl", "parquet"]
Compression = Literal["none", "bzip2", "gzip", "snappy", "xz", "zstd"]
FORMATS: tuple[Format, ...] = get_args(Format)

COMPRESSIONS: dict[Format, tuple[Compression, ...]] = {
    "jsonl": ("none", "bzip2", "gzip", "xz", "zstd"),
    "parquet": ("zstd", "gzip", "none", "snappy"),
}
"""What each format can be compressed with; the first is the default."""

_SUFFIX = {"bzip2": ".bz2", "gzip": ".gz", "xz": ".xz", "zstd": ".zst"}
ROWS_PER_GROUP = 10_000  # of Parquet: some 50 MB of articles in memory

_COMPRESSORS: dict[Compression, Callable[[Any], AbstractContextManager[Any]]] = {
    "bzip2": lambda stream: bz2.BZ2File(stream, "wb"),
    # No file name and no time, or the same records would make different bytes.
    "gzip": lambda stream: gzip.GzipFile("", "wb", 6, stream, mtime=0),
    "xz": lambda stream: lzma.LZMAFile(stream, "wb"),  # noqa: SIM115
    "zstd": lambda stream: zstandard.ZstdCompressor(level=3).stream_writer(stream, closefd=False),
}


def check_compression(file_format: Format, compression: Compression | None) -> Compression:
    """Return the compression to use, the format's default for None.

    Raises:
        ValueError: There is no such format, or the format does not have it.
    """
    if file_format not in COMPRESSIONS:
        raise ValueError(f"no such format: {file_format}; choose {' or '.join(COMPRESSIONS)}")
    known = COMPRESSIONS[file_format]
    if compression is None:
        return known[0]
    if compression not in known:
        raise ValueError(
            f"{file_format} files are not compressed with {compression}; "
            f"choose one of {', '.join(known)}"
        )
    return compression


def file_suffix(file_format: Format, compression: Compression) -> str:
    """Return the end of a file's name, such as `.jsonl.gz`."""
    inside = file_format == "parquet"  # Parquet compresses its pages, not the file
    return f".{file_format}" + ("" if inside else _SUFFIX.get(compression, ""))


def compressed(stream: IO[bytes], compression: Compression) -> AbstractContextManager[Any]:
    """Return what compresses all that is written to it into `stream`."""
    return _COMPRESSORS[compression](stream)


def write_records(
    stream: IO[bytes],
    elements: Iterable[Any],
    schema: Schema,
    *,
    file_format: Format,
    compression: Compression,
    without: frozenset[str] = frozenset(),
) -> None:
    """Write the record of each element to `stream`.

    Args:
        stream: Takes the bytes; stays open.
        elements: Articles, duplicates or failures, in the order to write.
        schema: Makes them records.
        file_format: JSON Lines or Parquet.
        compression: One that the format has.
        without: Columns that the path of the file tells. Parquet leaves them out, since its
            readers refuse a column that path and file both have; JSON Lines keeps them, since
            it is read by people.
    """
    if file_format == "parquet":
        _write_parquet(stream, elements, schema.arrow(without), schema, compression)
    elif compression == "none":
        _write_lines(stream, elements, schema)
    else:
        with compressed(stream, compression) as inner:
            _write_lines(inner, elements, schema)


def _write_lines(stream: IO[bytes], elements: Iterable[Any], schema: Schema) -> None:
    for element in elements:
        line = json.dumps(schema.record(element), ensure_ascii=False, default=json_value)
        stream.write(line.encode() + b"\n")


def _write_parquet(
    stream: IO[bytes],
    elements: Iterable[Any],
    arrow: pa.Schema,
    schema: Schema,
    compression: Compression,
) -> None:
    with pq.ParquetWriter(stream, arrow, compression=compression) as writer:
        for rows in _batches(map(schema.record, elements), ROWS_PER_GROUP):
            writer.write_table(pa.Table.from_pylist(rows, schema=arrow))


def _batches(records: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(records)
    while batch := list(islice(iterator, size)):
        yield batch
