"""Records read back from the files that runs wrote, whatever their format and compression."""

import bz2
import gzip
import io
import json
import lzma
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any
from urllib.parse import unquote

import pyarrow.parquet as pq
import zstandard
from apache_beam.io.filesystem import CompressionTypes
from apache_beam.io.filesystems import FileSystems

from transforms.write import HIVE_DEFAULT_PARTITION


def read_records(
    path: str, columns: Collection[str] | None = None, *, containing: bytes = b""
) -> Iterator[Mapping[str, Any]]:
    """Give the records of a file that a run wrote, with the columns that its path tells.

    Args:
        path: The file.
        columns: The ones that are needed, of those that there are; all for None. Records of JSON
            Lines have all of them always.
        containing: What is in the bytes of each record that is wanted; others may be passed over.
    """
    told = _told_by_path(path)
    with FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED) as stream:
        if path.endswith(".parquet"):
            file = pq.ParquetFile(stream)
            there = set(file.schema_arrow.names)
            wanted = None if columns is None else [name for name in columns if name in there]
            for batch in file.iter_batches(columns=wanted):
                for record in batch.to_pylist():
                    yield {**told, **record}
        else:
            for line in _decompressed(stream, path):
                if containing in line:
                    yield json.loads(line)


def _told_by_path(path: str) -> dict[str, str | None]:
    """Return what the names of the folders of `path` say.

    >>> _told_by_path("out/articles/language=de/part-1.parquet")
    {'language': 'de'}
    """
    pairs = (folder.partition("=") for folder in path.split("/")[:-1] if "=" in folder)
    return {
        name: None if value == HIVE_DEFAULT_PARTITION else unquote(value)
        for name, _, value in pairs
    }


def _decompressed(stream: IO[bytes], path: str) -> Iterator[bytes]:
    match path.rpartition(".")[2]:
        case "gz":
            return iter(gzip.open(stream))
        case "bz2":
            return iter(bz2.open(stream))
        case "xz":
            return iter(lzma.open(stream))
        case "zst":
            return iter(io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(stream)))
    return iter(stream)
