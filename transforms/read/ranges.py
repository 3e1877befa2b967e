"""A large file → ranges of it that can be read apart, and what each holds.

A range begins where reading the whole file comes to the beginning of a record with nothing left
over, and ends where the next begins. So all ranges together give exactly what the file read as one
gives, in whatever order, and a document's position and id are the same.

For web archives the file is walked through once to find such places. To search for what looks like
the beginning of a member would be cheaper, but a page may be an archive itself: its members, which
lie in a record of the outer one as they are, would be read as pages that were never fetched.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import BinaryIO

from ..model import Document, Failure, Model, ReadError, Reason, Source
from .compression import PIECE_BYTES, find_codec
from .file import MAX_DOCUMENT_BYTES, read_file
from .formats import HEAD_BYTES, Format, detect_format, unicode_encoding
from .json import has_lines
from .jsonl import read_jsonl
from .parquet import read_parquet, row_groups
from .storage import STORAGE_ERRORS, open_file
from .stream import ByteStream
from .warc import read_records, read_warc

RANGE_BYTES = 4 << 20
"""A range has at least so many bytes: 4 MiB. Of a gzipped web archive that is some three seconds of
work, and a twentieth of a second to find its end. A constant, so that a range never depends on how
many workers there are."""

_MEMBER_BYTES = 64 << 20  # unpacked: a record with its request and its metadata is smaller


class FileRange(Model):
    """A part of a file, or all of it.

    Attributes:
        path: The file, on any of Beam's file systems.
        start: Byte at which the first record begins.
        end: Byte at which the first record begins that is not in it; None for the end of the file.
        format: What the file is read as; None for a file that is not split: its content will say.
    """

    path: str
    start: int = 0
    end: int | None = None
    format: Format | None = None


def split_file(path: str, size: int, *, range_bytes: int = RANGE_BYTES) -> Iterator[FileRange]:
    """Yield the ranges in which the file at `path` is read; of most files, one.

    Split are, from two ranges' size on: web archives that are not compressed, or with gzip and a
    member for each record or some; JSON Lines in UTF-8 and Parquet, if not compressed. What cannot
    be opened or told is one range: who reads it will say why.

    Args:
        path: A file on any of Beam's file systems.
        size: Its size in bytes; a file that is too small to be split is not opened.
        range_bytes: Size of the smallest range, but for the last.
    """
    start = 0
    form = None
    if size >= 2 * range_bytes:
        with suppress(ReadError, *STORAGE_ERRORS), open_file(path) as file:
            form = _splittable_format(file, path)
            for border in _borders(file, form, size, range_bytes):
                yield FileRange(path=path, start=start, end=border, format=form)
                start = border
    yield FileRange(path=path, start=start, format=form) if start else FileRange(path=path)


def can_split(path: str, size: int) -> bool:
    """Return whether the file at `path`, of `size` bytes, has more ranges than one."""
    return next(split_file(path, size)).end is not None


def read_range(
    part: FileRange,
    *,
    fields: Mapping[str, str] | None = None,
    max_document_bytes: int = MAX_DOCUMENT_BYTES,
) -> Iterator[Document | Failure]:
    """Yield the documents in a range, or why they cannot be read.

    The ranges of a file together give what `read_file` gives of it.

    Args:
        part: What `split_file` gave.
        fields: What records call our fields (see `FieldMap`).
        max_document_bytes: Size of the largest document, as for `read_file`.
    """
    if part.format is None:
        yield from read_file(part.path, fields=fields, max_document_bytes=max_document_bytes)
        return
    source = Source(uri=part.path)
    limit = max_document_bytes
    try:
        with open_file(part.path) as file:
            if part.format == Format.PARQUET:
                yield from read_parquet(
                    file,
                    source,
                    fields=fields,
                    max_document_bytes=limit,
                    start=part.start,
                    end=part.end,
                )
                return
            stream = _stream_from(file, part.start)
            if part.format == Format.WARC:
                yield from read_warc(stream, source, max_document_bytes=limit, end=part.end)
            else:
                yield from read_jsonl(
                    stream, source, fields=fields, max_document_bytes=limit, end=part.end
                )
    except ReadError as error:
        position = str(part.start) if part.start else None
        yield Failure.at(Source(uri=part.path, position=position), error)


def _stream_from(file: BinaryIO, start: int) -> ByteStream:
    try:
        file.seek(start)
    except STORAGE_ERRORS as error:
        raise ReadError(Reason.UNREADABLE, f"reading failed: {error}") from error
    return ByteStream(file, start)


def _splittable_format(file: BinaryIO, path: str) -> Format | None:
    codec = find_codec(file.read(HEAD_BYTES))
    file.seek(0)
    head = ByteStream(file).peek(HEAD_BYTES)
    file.seek(0)
    form = detect_format(path, head)
    if codec is not None:
        return form if form == Format.WARC and codec[0] == "gzip" else None
    if form == Format.JSON and has_lines(head):
        form = Format.JSON_LINES
    if form == Format.JSON_LINES and unicode_encoding(head) not in (None, "utf-8-sig"):
        return None
    return form if form in (Format.WARC, Format.JSON_LINES, Format.PARQUET) else None


def _borders(file: BinaryIO, form: Format | None, size: int, range_bytes: int) -> Iterator[int]:
    match form:
        case Format.WARC:
            yield from _spaced(_records_alone(file), range_bytes)
        case Format.JSON_LINES:
            yield from _lines(file, size, range_bytes)
        case Format.PARQUET:
            starts = row_groups(file)
            if starts == sorted(starts):
                yield from _spaced(starts[1:], range_bytes)


def _spaced(starts: Iterable[int], range_bytes: int) -> Iterator[int]:
    last = 0
    for start in starts:
        if start - last >= range_bytes:
            yield start
            last = start


def _records_alone(file: BinaryIO) -> Iterator[int]:
    """Yield where records begin with which reading can begin: in a compressed file, its members.

    Ends within a member of many records that is large: so the file was not made to be split, and
    unpacking the rest of it would be in vain.
    """
    for record in read_records(ByteStream(file), Source(uri=""), held_bytes=0):
        if isinstance(record, Failure) or record.place.position is None:
            continue
        begins, _, within = record.place.position.partition("+")
        if not within:
            yield int(begins)
        elif int(within) > _MEMBER_BYTES:
            return


def _lines(file: BinaryIO, size: int, range_bytes: int) -> Iterator[int]:
    """Yield, a range or more apart, where a line begins."""
    start = 0
    while start + range_bytes < size:
        start = _next_line(file, start + range_bytes)
        file.seek(start)
        head = file.read(PIECE_BYTES)
        if not head:
            return
        if find_codec(head) is None:  # else a line of junk that would be unpacked
            yield start


def _next_line(file: BinaryIO, offset: int) -> int:
    """Return where the first line begins at `offset` or behind it; the end if there is none."""
    at = offset - 1
    file.seek(at)
    while piece := file.read(PIECE_BYTES):
        end = piece.find(b"\n")
        if end >= 0:
            return at + end + 1
        at += len(piece)
    return at
