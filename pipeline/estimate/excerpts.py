"""The documents at a place in a file: from where the first one begins to where the next would."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

import pyarrow.parquet

from transforms.model import Document, Failure, ReadError, Source
from transforms.read import read_opened
from transforms.read.compression import DECODING_ERRORS, PIECE_BYTES, find_codec
from transforms.read.formats import HEAD_BYTES, Format, detect_format
from transforms.read.storage import open_file
from transforms.read.stream import ByteStream

from .places import Place, suffix

_LONGEST_RECORD = 4 << 20  # that is looked for at a place
_PLAIN_BYTES = 8 << 20  # of a compressed file that has no beginnings inside
_DOCUMENTS = 500  # of a file that can only be read from its beginning
_WARC = b"WARC/"


@dataclass(frozen=True)
class Excerpt:
    """What a place holds.

    Attributes:
        documents: What was read, and what could not be.
        size: The stored bytes that they are of.
        is_beginning: Whether they are those at the beginning of the file, wherever the place is:
            from elsewhere it cannot be read.
    """

    documents: tuple[Document | Failure, ...]
    size: float
    is_beginning: bool = False


@dataclass(frozen=True)
class Reading:
    """How documents are read: see `read_file`."""

    fields: Mapping[str, str] | None
    max_document_bytes: int

    def __call__(self, file: BinaryIO, uri: str) -> Iterator[Document | Failure]:
        """Yield the documents of `file`."""
        return read_opened(
            file, uri, fields=self.fields, max_document_bytes=self.max_document_bytes
        )


def excerpt(place: Place, read: Reading) -> Excerpt:
    """Return what `place` holds."""
    try:
        with closing(open_file(place.path)) as file:
            if place.is_whole:
                return Excerpt(tuple(read(file, place.path)), place.size)
            return _part(file, place, read)
    except ReadError as error:
        return Excerpt((Failure.at(Source(uri=place.path), error),), place.size)


def _part(file: BinaryIO, place: Place, read: Reading) -> Excerpt:
    stream = ByteStream(file)
    form = detect_format(place.path, stream.peek(HEAD_BYTES))
    is_compressed = stream.is_compressed
    file.seek(0)
    if form == Format.PARQUET and not is_compressed:
        return _rows(file, place, read)
    if form == Format.WARC and is_compressed:
        return _between(file, place, read, _member_begins)
    if form == Format.WARC:
        return _between(file, place, read, _record_begins)
    if form == Format.JSON_LINES and not is_compressed:
        return _between(file, place, read, _line_begins)
    if form == Format.JSON_LINES:
        return _beginning(file, place, read)
    documents = tuple(islice(read(file, place.path), _DOCUMENTS))
    if len(documents) < _DOCUMENTS:  # all that there are, though the last may not be read whole
        file.seek(0, io.SEEK_END)
    return Excerpt(documents, file.tell(), is_beginning=True)


def _rows(file: BinaryIO, place: Place, read: Reading) -> Excerpt:
    rows = pyarrow.parquet.ParquetFile(file).metadata.num_rows
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    documents = tuple(islice(read(file, place.path), _DOCUMENTS))
    return Excerpt(documents, size * len(documents) / max(1, rows), is_beginning=True)


def _between(
    file: BinaryIO, place: Place, read: Reading, find: Callable[[bytes, int], int]
) -> Excerpt:
    """Return what begins at a place.

    Args:
        file: The file.
        place: The place.
        read: Reads documents.
        find: Returns where the first record begins in some bytes, from an offset on; -1 for none.
    """
    file.seek(place.begin)
    data = file.read(place.size + _LONGEST_RECORD)
    begin = find(data, 0) if place.begin else 0
    end = find(data, place.size)
    if begin < 0:
        return Excerpt((), 0)
    if end < begin:
        end = len(data)
    documents = tuple(read(io.BytesIO(data[begin:end]), place.path))
    return Excerpt(documents, end - begin)


def _line_begins(data: bytes, start: int) -> int:
    return data.find(b"\n", start) + 1 or -1


def _record_begins(data: bytes, start: int) -> int:
    found = data.find(b"\r\n\r\n" + _WARC, start)
    return found + 4 if found >= 0 else -1


def _member_begins(data: bytes, start: int) -> int:
    """Return where the first compressed member begins that holds the beginning of a record."""
    for magic in (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ\0"):
        at = data.find(magic, start)
        while at >= 0:
            codec = find_codec(data[at : at + 32])
            try:
                if codec and codec[1]().decompress(
                    data[at : at + PIECE_BYTES], len(_WARC)
                ).startswith(_WARC):
                    return at
            except DECODING_ERRORS:
                pass
            at = data.find(magic, at + 1)
    return -1


def _beginning(file: BinaryIO, place: Place, read: Reading) -> Excerpt:
    """Return the documents with which a compressed file of lines begins."""
    stream = ByteStream(file)
    plain = stream.peek(_PLAIN_BYTES)
    whole = plain[: plain.rfind(b"\n") + 1]
    kept = len(whole) / max(1, len(plain))
    name = place.path.removesuffix(suffix(place.path)) + ".jsonl"
    documents = tuple(read(io.BytesIO(whole), name))
    return Excerpt(documents, file.tell() * kept, is_beginning=True)
