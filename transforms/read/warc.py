"""WARC 1.0 and 1.1: one page a record, in one compressed member each or not.

A document is: a `response` whose content is HTML by its headers or, where these do not say, by
its looks; a `resource` of HTML; a `conversion` to plain text (WET). All else that an archive
holds is passed over: requests, metadata, images, scripts, revisits. A page that was not served as
a success (404, 301…), or that its crawler cut short, is a failure.

Records are framed here, since the libraries for it hand out a record that is cut short as if it
were whole, and stop at the first that is broken.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..model import Document, Failure, ReadError, Reason, Source
from ..model.dates import parse_date
from .claims import as_text
from .http_response import Response, decode_body, parse_headers, parse_response
from .served import HTML_TYPES, served_claims, served_type
from .stream import ByteStream, is_blank, too_large

_VERSION = b"WARC/"
_HEADERS_BYTES = 1 << 16
_PLAIN = "text/plain"
_SUCCESS = range(200, 300)


class Record(NamedTuple):
    """A record, framed and not yet understood.

    Attributes:
        place: Its file and position.
        headers: Names in lower case → values.
        block: What follows the headers, or its beginning.
        is_whole: Whether `block` is all of it.
    """

    place: Source
    headers: Mapping[str, str]
    block: bytes
    is_whole: bool


def read_warc(
    stream: ByteStream, source: Source, *, max_document_bytes: int, end: int | None = None
) -> Iterator[Document | Failure]:
    """Yield the document of each record that holds one, or why there is none.

    Behind a broken record reading goes on with the next that can be found.

    Args:
        stream: The file.
        source: Where it is; a record's position is its byte offset (see `ByteStream.place`).
        max_document_bytes: A larger page, as it was sent or decompressed, is `too_large`.
        end: Records that begin there or behind it (see `ByteStream.offset_in_file`) are not read.
    """
    # Chunks and headers make a response longer than the page that it carries.
    held_bytes = max_document_bytes + max_document_bytes // 8 + _HEADERS_BYTES
    for record in read_records(stream, source, held_bytes=held_bytes, end=end):
        if isinstance(record, Failure):
            yield record
        elif (result := _interpret(record, max_document_bytes)) is not None:
            yield result


def read_records(
    stream: ByteStream, source: Source, *, held_bytes: int, end: int | None = None
) -> Iterator[Record | Failure]:
    """Yield the records, and of a broken one the failure.

    Args:
        stream: The file.
        source: Where it is.
        held_bytes: How much is kept of a record's block.
        end: Records that begin there or behind it are not read.
    """
    while True:
        _skip_blank_lines(stream)
        place = Source(uri=source.uri, position=stream.place)
        try:
            if not stream.peek(1) and not stream.read(1):
                return
            if end is not None and stream.offset_in_file >= end:
                return
            record = _read_record(stream, place, held_bytes)
        except ReadError as error:
            yield Failure.at(place, error)
            if not _find_next_record(stream, error):
                return
        else:
            yield record


def _skip_blank_lines(stream: ByteStream) -> None:
    while stream.peek(1) in (b"\r", b"\n"):
        stream.read(1)


def _find_next_record(stream: ByteStream, error: ReadError) -> bool:
    """Go on to where a record begins or the stream breaks, and return whether there is one."""
    if error is stream.error:  # else the break lies behind bytes that are held already
        return stream.skip_broken_member(_VERSION)
    try:
        while stream.peek(1):
            stream.skip_line()
            if stream.peek(len(_VERSION)) == _VERSION:
                return True
    except ReadError:
        return True
    return stream.error is not None


def _read_record(stream: ByteStream, place: Source, held_bytes: int) -> Record:
    begins, member = stream.offset, stream.member
    headers = _read_headers(stream)
    try:
        length = int(headers.get("content-length", ""))
    except ValueError:
        length = -1
    if length < 0:
        raise ReadError(Reason.MALFORMED, "the record has no Content-Length")
    held = stream.read(min(length, held_bytes))
    if len(held) + stream.skip(length - len(held)) < length:
        raise ReadError(Reason.TRUNCATED, "the file ends within the record")
    _skip_blank_lines(stream)
    ahead = stream.peek(len(_VERSION))
    if not _VERSION.startswith(ahead):
        raise ReadError(Reason.MALFORMED, "the record is longer than its Content-Length says")
    if (
        not ahead
        and stream.error is not None
        and stream.error.reason == Reason.MALFORMED
        and (begins, member[1]) == stream.newest_member
    ):
        raise stream.error  # the record is all there, but its check sum says that it is not it
    return Record(place, headers, held, is_whole=len(held) == length)


def _read_headers(stream: ByteStream) -> dict[str, str]:
    if not (first := stream.readline(_HEADERS_BYTES)).startswith(_VERSION):
        raise ReadError(Reason.MALFORMED, f"no WARC record but {first[:60]!r}")
    lines: list[bytes] = []
    size = 0
    while (line := stream.readline(_HEADERS_BYTES)).strip():
        lines.append(line)
        size += len(line)
        if size > _HEADERS_BYTES:
            raise ReadError(Reason.MALFORMED, "the record's headers do not end")
    if not line:
        raise ReadError(Reason.TRUNCATED, "the file ends within the record's headers")
    return parse_headers(b"".join(lines))


def _interpret(record: Record, max_document_bytes: int) -> Document | Failure | None:
    place, headers, block, is_whole = record
    record_id = as_text(headers.get("warc-record-id", "").strip("<>"))
    place = place.model_copy(
        update={"record_id": record_id, "fetched_at": parse_date(headers.get("warc-date"))}
    )
    kind = headers.get("warc-type", "").lower()
    content_type = headers.get("content-type", "")
    response = Response(200, {"content-type": content_type}, block)
    if kind == "response" and content_type.lower().startswith("application/http"):
        try:
            response = parse_response(block)
        except ReadError as error:
            kept = place.model_copy(update={"media_type": "application/http"})
            return Failure.at(kept, error, block if is_whole else None)
    media_type, charset = served_type(response, max_document_bytes)
    if not (
        (kind in ("response", "resource") and media_type in HTML_TYPES)
        or (kind == "conversion" and media_type == _PLAIN)
    ):
        return None
    place = place.model_copy(
        update={"media_type": media_type if media_type == _PLAIN else HTML_TYPES[0]}
    )
    try:
        if not is_whole:
            raise too_large(max_document_bytes)
        content = decode_body(response, max_document_bytes)
    except ReadError as error:
        return Failure.at(place, error)
    url = as_text(headers.get("warc-target-uri", "").strip("<>"))
    document = Document.read_from(place, content, served_claims(response, url, charset))
    refusal = _refusal(headers, response, content)
    return document if refusal is None else Failure.of(document, refusal)


def _refusal(headers: Mapping[str, str], response: Response, content: bytes) -> ReadError | None:
    if response.status not in _SUCCESS:
        return ReadError(Reason.HTTP_STATUS, f"served with status {response.status}")
    if cut := headers.get("warc-truncated"):
        return ReadError(Reason.TRUNCATED, f"cut short when it was fetched: {cut}")
    if "warc-segment-number" in headers:
        return ReadError(Reason.TRUNCATED, "one segment of a record that is kept in several")
    if is_blank(content):
        return ReadError(Reason.EMPTY, "the page is empty")
    return None
