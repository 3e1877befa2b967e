"""An HTTP response as an archive keeps it → its status, its headers, and its body decoded."""

import bz2
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import brotli

from ..model import ReadError, Reason
from .compression import PIECE_BYTES, Decoder, Inflater, ZstdDecoder, inflate
from .stream import too_large

_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})[^\n]*\n?")
_CHUNK_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_ALL_KEPT = frozenset({"x-robots-tag"})  # each line may be for another robot
_RAW_DEFLATE = -zlib.MAX_WBITS


class Response(NamedTuple):
    """An HTTP response.

    Attributes:
        status: The status code.
        headers: Names in lower case → values; of repeated ones the last, but of X-Robots-Tag all,
            a line each.
        body: What follows the headers, as it was transferred.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def parse_response(data: bytes) -> Response:
    """Return the response that `data` is.

    Raises:
        ReadError: `malformed` if it does not begin with a status line.
    """
    status = _STATUS_LINE.match(data)
    if status is None:
        raise ReadError(Reason.MALFORMED, f"no HTTP status line but {data[:60]!r}")
    at = status.end()
    if data.startswith((b"\r\n", b"\n"), at):  # no headers at all
        return Response(int(status[1]), {}, data[at:].removeprefix(b"\r").removeprefix(b"\n"))
    end = _HEADERS_END.search(data, at)
    block, body = (data[at : end.start()], data[end.end() :]) if end else (data[at:], b"")
    return Response(int(status[1]), parse_headers(block), body)


def parse_headers(block: bytes) -> dict[str, str]:
    r"""Return header lines as names in lower case → values, a folded line joined to its first.

    >>> parse_headers(b"Content-Type: text/html;\r\n charset=utf-8")
    {'content-type': 'text/html; charset=utf-8'}
    """
    headers: dict[str, str] = {}
    name = ""
    for line in block.decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t") and name in headers:
            headers[name] = f"{headers[name]} {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if colon and name in _ALL_KEPT and name in headers:
            headers[name] = f"{headers[name]}\n{value.strip()}"
        elif colon:
            headers[name] = value.strip()
    return headers


def media_type_and_charset(content_type: str | None) -> tuple[str | None, str | None]:
    """Return what a Content-Type header says.

    >>> media_type_and_charset('Text/HTML; charset="ISO-8859-1"')
    ('text/html', 'ISO-8859-1')
    """
    if not content_type:
        return None, None
    charset = _CHARSET.search(content_type)
    return content_type.partition(";")[0].strip().lower() or None, charset and charset[1]


def decode_body(response: Response, max_document_bytes: int) -> bytes:
    """Return the body as its publisher wrote it: not chunked, not compressed.

    A body that is not as its headers say, which is how crawlers leave those that they decoded
    themselves, is taken as it is.

    Raises:
        ReadError: `truncated`, `malformed`, `too_large`.
    """
    body = response.body
    if "chunked" in response.headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for encoding in reversed(response.headers.get("content-encoding", "").lower().split(",")):
        body = _uncompressed(body, encoding.strip(), max_document_bytes)
    if len(body) > max_document_bytes:
        raise too_large(max_document_bytes)
    return body


def _unchunked(body: bytes) -> bytes:
    if not _CHUNK_SIZE.match(body):
        return body
    parts: list[bytes] = []
    at = 0
    while size_line := _CHUNK_SIZE.match(body, at):
        size = int(size_line[1], 16)
        if size == 0:
            return b"".join(parts)
        part = body[size_line.end() : size_line.end() + size]
        parts.append(part)
        at = size_line.end() + size
        if at > len(body):
            break
    if at >= len(body.rstrip()):
        raise ReadError(Reason.TRUNCATED, "the chunked body ends before its last chunk")
    raise ReadError(Reason.MALFORMED, f"no chunk size at byte {at} of the chunked body")


def _uncompressed(body: bytes, encoding: str, limit: int) -> bytes:
    decoder: Decoder
    match encoding:
        case "gzip" | "x-gzip" if body.startswith(b"\x1f\x8b"):
            decoder = Inflater()
        case "deflate" if _is_zlib(body):
            decoder = Inflater(zlib.MAX_WBITS)
        case "deflate" if not _is_text(body):
            decoder = Inflater(_RAW_DEFLATE)
        case "zstd" if body.startswith(b"\x28\xb5\x2f\xfd"):
            decoder = ZstdDecoder()
        case "bzip2" | "x-bzip2" if body.startswith(b"BZh"):
            decoder = bz2.BZ2Decompressor()
        case "br" if not _is_text(body):
            decoder = _BrotliDecoder()
        case _:
            return body
    return _bounded(inflate(decoder, encoding, iter([body])), limit)


def _is_zlib(body: bytes) -> bool:
    return body[:1] == b"\x78" and int.from_bytes(body[:2], "big") % 31 == 0


def _is_text(body: bytes) -> bool:
    return not body or body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _bounded(pieces: Iterator[bytes], limit: int) -> bytes:
    plain = bytearray()
    for piece in pieces:
        plain += piece
        if len(plain) > limit:
            raise too_large(limit)
    return bytes(plain)


class _BrotliDecoder:
    """Decodes Brotli, in bounded pieces."""

    unused_data = b""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self._inner.can_accept_more_data())

    def decompress(self, data: bytes, max_length: int = PIECE_BYTES) -> bytes:
        try:
            return bytes(self._inner.process(data, output_buffer_limit=max_length))
        except brotli.error as error:
            raise ReadError(Reason.MALFORMED, f"the br data is corrupt: {error}") from error
