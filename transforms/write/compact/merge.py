"""The records of several files → the bytes of one, in order of their ids: same files, same bytes.

A JSON line stays as it is, byte by byte. Parquet keeps its values, its columns and its compression;
a column that older files lack is null there.
"""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from ..formats import ROWS_PER_GROUP, Compression, compressed

_ORDER = ("id", "run_id", "duplicate_of", "message")
"""Columns by which records are put in order: an id alone may stand in several files."""
_OPENED: dict[str, tuple[Compression, Callable[[IO[bytes]], Any]]] = {
    ".jsonl": ("none", lambda stream: stream),
    ".jsonl.bz2": ("bzip2", bz2.BZ2File),
    ".jsonl.gz": ("gzip", lambda stream: gzip.GzipFile(fileobj=stream)),
    ".jsonl.xz": ("xz", lzma.LZMAFile),
    ".jsonl.zst": ("zstd", lambda stream: zstandard.ZstdDecompressor().stream_reader(stream)),
}


def merge(form: str, sources: Iterable[IO[bytes]], target: IO[bytes]) -> int:
    """Write the records of all sources to `target`, and return how many there were.

    All of them are held in memory.

    Args:
        form: How the names of the files end; see `FORMS`.
        sources: The files, open, in any order.
        target: Takes the bytes; stays open.

    Raises:
        ValueError: A file is not what its name says.
    """
    try:
        if form == ".parquet":
            return _merge_tables(sources, target)
        return _merge_lines(form, sources, target)
    except (pa.ArrowException, lzma.LZMAError, zstandard.ZstdError, EOFError, KeyError) as error:
        raise ValueError(str(error)) from error


def _merge_lines(form: str, sources: Iterable[IO[bytes]], target: IO[bytes]) -> int:
    compression, opened = _OPENED[form]
    lines = sorted(
        (str(json.loads(line)["id"]), line) for each in sources for line in _lines(opened(each))
    )
    if compression == "none":
        _write(target, lines)
    else:
        with compressed(target, compression) as stream:
            _write(stream, lines)
    return len(lines)


def _lines(stream: Any) -> Iterator[bytes]:
    for line in stream.read().split(b"\n"):
        if line:
            yield line + b"\n"


def _write(stream: IO[bytes], lines: Iterable[tuple[str, bytes]]) -> None:
    for _, line in lines:
        stream.write(line)


def _merge_tables(sources: Iterable[IO[bytes]], target: IO[bytes]) -> int:
    files = [pq.ParquetFile(source) for source in sources]
    compression = files[0].metadata.row_group(0).column(0).compression.lower()
    tables = [file.read() for file in files]
    tables.sort(key=lambda table: -table.num_columns)  # a newer file has all columns, in order
    table = pa.concat_tables(tables, promote_options="default")
    order = [name for name in _ORDER if name in table.schema.names]
    table = table.sort_by([(name, "ascending") for name in order])
    kind = "none" if compression == "uncompressed" else compression
    with pq.ParquetWriter(target, table.schema, compression=kind) as writer:
        for start in range(0, table.num_rows, ROWS_PER_GROUP):
            writer.write_table(table.slice(start, ROWS_PER_GROUP))
    return int(table.num_rows)
