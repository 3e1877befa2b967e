"""A message of a broker → its documents, by what it holds and what its headers say."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ...model import Document, Failure, ReadError, Reason, Source
from ..claims import as_text
from ..file import MAX_DOCUMENT_BYTES, read_opened
from ..http_response import media_type_and_charset
from ..stream import is_blank

UNPACKED = 8
"""So many times the largest document is read of one message, which may be compressed: 256 MiB."""

_NAMES = {
    "application/atom+xml": ".atom",
    "application/feed+json": ".json",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/rss+xml": ".rss",
    "application/x-ndjson": ".jsonl",
    "application/xhtml+xml": ".html",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_BEGINS_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[\{\[])")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Message:
    """A message.

    Attributes:
        position: Where it stands in its topic, or what names it there.
        value: What it says; None withdraws what its key said before.
        key: What its producer calls it.
        timestamp: When it was written, in milliseconds since 1970, if that is known.
        headers: Names and values, in order.
    """

    position: str
    value: bytes | None
    key: bytes | None = None
    timestamp: int | None = None
    headers: Sequence[tuple[str, bytes | None]] = ()


def read_message(
    message: Message,
    uri: str,
    *,
    fields: Mapping[str, str] | None = None,
    max_document_bytes: int = MAX_DOCUMENT_BYTES,
) -> Iterator[Document | Failure]:
    """Yield the documents of `message`, or why there are none.

    What is a file elsewhere is a message here: JSON of one article or several, a page, a text, a
    WARC, compressed or not. Its header `content-type` tells what it is; without one, its content.
    The headers `url` and `content-language` speak where the content does not.

    Args:
        message: The message.
        uri: Its topic.
        fields: What records call our fields (see `FieldMap`).
        max_document_bytes: Size of the largest document.

    Yields:
        Documents, and failures with the reasons of `read_file`. Their position is
        that of the message; of several in one it is followed by their place within. A
        message that is refused as a whole is kept in its failure, unless it is too large.
    """
    headers = {name.lower(): value for name, value in message.headers if value}
    place = Source(
        uri=uri,
        position=message.position,
        record_id=as_text(_text(message.key)),
        fetched_at=_moment(message.timestamp),
    )
    value = message.value
    if value is None or is_blank(value):
        yield Failure.at(place, _nothing(value), value)
        return
    media_type, charset = media_type_and_charset(_text(headers.get("content-type")))
    read = read_opened(
        io.BytesIO(value),
        _name(media_type, value),
        fields=fields,
        max_document_bytes=max_document_bytes,
    )
    told = {
        "charset": charset,
        "language": as_text(_text(headers.get("content-language"))),
        "url": as_text(_text(headers.get("url"))),
    }
    items = list(_bounded(read, place, max_document_bytes))
    for item in items:
        if isinstance(item, Failure) and len(items) == 1 and item.content is None:
            kept = value if len(value) <= max_document_bytes else None
            item = item.model_copy(update={"content": kept})  # noqa: PLW2901
        yield _placed(item, place, told, is_alone=len(items) == 1)


def _nothing(value: bytes | None) -> ReadError:
    if value is None:
        return ReadError(Reason.EMPTY, "no value: it withdraws what its key said before")
    return ReadError(Reason.EMPTY, f"{len(value)} bytes of white space" if value else "no bytes")


def _name(media_type: str | None, value: bytes) -> str:
    """Return a name of a file that would hold `value`."""
    extension = _NAMES.get(media_type or "")
    if extension is None:
        extension = ".json" if _BEGINS_JSON.match(value) else ""
    return f"message{extension}"


def _bounded(
    items: Iterator[Document | Failure], place: Source, max_document_bytes: int
) -> Iterator[Document | Failure]:
    room = UNPACKED * max_document_bytes
    for item in items:
        room -= len(item.content or b"")
        if room < 0:
            message = f"unpacks to more than {UNPACKED} times max_document_bytes: the rest is left"
            yield Failure.at(place, ReadError(Reason.TOO_LARGE, message))
            return
        yield item


def _placed(
    item: Document | Failure, place: Source, told: Mapping[str, str | None], *, is_alone: bool
) -> Document | Failure:
    """Return what was read of a message as standing in its topic."""
    found = item.source
    if not found.uri.startswith("message"):
        return item  # a record of what was refused before, given back as the document it was
    inside = None if is_alone else found.position
    source = found.model_copy(
        update={
            "uri": place.uri,
            "position": f"{place.position}/{inside}" if inside else place.position,
            "record_id": found.record_id or place.record_id,
            "fetched_at": found.fetched_at or place.fetched_at,
        }
    )
    if isinstance(item, Failure):
        return Failure.at(source, ReadError(item.reason, item.message), item.content).model_copy(
            update={"claims": item.claims}
        )
    unsaid = {name: text for name, text in told.items() if text and not getattr(item.claims, name)}
    return Document.read_from(source, item.content, item.claims.model_copy(update=unsaid))


def _text(raw: bytes | str | None) -> str | None:
    """Return bytes as text; those that are not UTF-8 are written in hexadecimal.

    >>> _text(b"story-7"), _text(bytes([0xff, 0]))
    ('story-7', 'ff00')
    """
    if not isinstance(raw, bytes):
        return raw
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.hex()


def _moment(milliseconds: int | None) -> datetime | None:
    try:
        return None if milliseconds is None else _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None
