"""A file → its documents, whatever its format."""

import codecs
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ..model import Document, Failure, ReadError, Source
from .feed import read_feed
from .formats import HEAD_BYTES, Format, detect_format, unicode_encoding
from .html import read_html
from .json import read_json
from .jsonl import read_jsonl
from .parquet import read_parquet, spooled
from .storage import open_file
from .stream import ByteStream, is_blank, read_whole
from .text import read_text
from .warc import read_warc

MAX_DOCUMENT_BYTES = 32 << 20
"""The largest document that is read where no other limit is set: 32 MiB."""


def read_file(
    path: str,
    *,
    fields: Mapping[str, str] | None = None,
    max_document_bytes: int = MAX_DOCUMENT_BYTES,
) -> Iterator[Document | Failure]:
    """Yield the documents in the file at `path`, or why they cannot be read.

    Args:
        path: A file on any of Beam's file systems, compressed or not.
        fields: What records call our fields (see `FieldMap`).
        max_document_bytes: Size of the largest document, in bytes as it is in the file,
            decompressed; one that is larger is a failure and is not held in memory.

    Yields:
        Documents, and failures with the reason `binary`, `empty`, `http_status`, `malformed`,
        `no_content`, `too_large`, `truncated`, `unreadable` or `unsupported_format`. What was
        read before a file breaks off is yielded, and one failure stands for the rest.
    """
    try:
        with open_file(path) as file:
            yield from read_opened(file, path, fields=fields, max_document_bytes=max_document_bytes)
    except ReadError as error:
        yield Failure.at(Source(uri=path), error)


def read_opened(
    file: BinaryIO,
    uri: str,
    *,
    fields: Mapping[str, str] | None = None,
    max_document_bytes: int = MAX_DOCUMENT_BYTES,
) -> Iterator[Document | Failure]:
    """Yield the documents in `file`, as `read_file` does.

    Args:
        file: At its beginning; it can be read from any place.
        uri: What it is called; its end may tell the format.
        fields: What records call our fields.
        max_document_bytes: Size of the largest document.
    """
    source = Source(uri=uri)
    try:
        stream = ByteStream(file)
        form = detect_format(uri, _head(stream))
        if form == Format.PARQUET and not stream.is_compressed:
            file.seek(0)
            yield from read_parquet(
                file, source, fields=fields, max_document_bytes=max_document_bytes
            )
        else:
            yield from _read(
                form, stream, source, fields=fields, max_document_bytes=max_document_bytes
            )
    except ReadError as error:
        yield Failure.at(source, error)


def _head(stream: ByteStream) -> bytes:
    head = stream.peek(HEAD_BYTES)
    if len(head) < HEAD_BYTES and is_blank(head):
        read_whole(stream, HEAD_BYTES)  # raises what is the matter
    return head


def _read(
    form: Format,
    stream: ByteStream,
    source: Source,
    *,
    fields: Mapping[str, str] | None,
    max_document_bytes: int,
) -> Iterator[Document | Failure]:
    limit = max_document_bytes
    match form:
        case Format.TEXT:
            yield from read_text(stream, source, max_document_bytes=limit)
        case Format.MARKDOWN:
            markdown = source.model_copy(update={"media_type": "text/markdown"})
            yield from read_text(stream, markdown, max_document_bytes=limit)
        case Format.HTML:
            yield from read_html(stream, source, max_document_bytes=limit)
        case Format.FEED:
            yield from read_feed(stream, source, max_document_bytes=limit)
        case Format.WARC:
            yield from read_warc(stream, source, max_document_bytes=limit)
        case Format.JSON:
            yield from read_json(_utf8(stream), source, fields=fields, max_document_bytes=limit)
        case Format.JSON_LINES:
            yield from read_jsonl(_utf8(stream), source, fields=fields, max_document_bytes=limit)
        case Format.PARQUET:
            with spooled(stream) as file:
                yield from read_parquet(file, source, fields=fields, max_document_bytes=limit)


def _utf8(stream: ByteStream) -> ByteStream:
    """Return `stream` in UTF-8 if it is in UTF-16 or UTF-32."""
    encoding = unicode_encoding(stream.peek(HEAD_BYTES))
    if encoding in (None, "utf-8-sig"):
        return stream
    return ByteStream.of(_transcoded(stream, encoding))


def _transcoded(stream: ByteStream, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while piece := stream.peek(HEAD_BYTES):
        stream.skip(len(piece))
        yield decoder.decode(piece).encode("utf-8", "replace")
    stream.read(1)  # tells whether the file breaks off here
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")
