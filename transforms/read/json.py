"""JSON: an array of records, an object that holds such a list, or a single record."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..model import Document, Failure, ReadError, Reason, Source
from .feed import is_json_feed, read_json_feed
from .fields import FieldMap
from .json_array import split_array
from .jsonl import read_jsonl
from .record import parse_json, read_json_record, read_record, refused_record
from .stream import ByteStream, too_large

_LISTS = ("articles", "items", "results", "data", "documents")
_LIST_BEGINS = re.compile(rb'"(?:%s)"\s*:\s*\[(?=\s*[\{\]])' % "|".join(_LISTS).encode())
_HEAD_BYTES = 1 << 16


def read_json(
    stream: ByteStream,
    source: Source,
    *,
    fields: Mapping[str, str] | None = None,
    max_document_bytes: int,
) -> Iterator[Document | Failure]:
    """Yield the documents of the records, or why there is none.

    A list is split as it is read, so it may be of any length, and a record in it that is broken
    does not break the next. A file of JSON Lines is read as such.

    Args:
        stream: The file.
        source: Where it is; the position of a record in a list is its index, and that of a
            single record None.
        fields: Our names → theirs (see `FieldMap`).
        max_document_bytes: A larger record is `too_large`.
    """
    head = stream.peek(_HEAD_BYTES)
    before = len(head) - len(head.removeprefix(codecs.BOM_UTF8).lstrip())
    names = FieldMap(fields)
    if head[before : before + 1] == b"[":
        stream.skip(before + 1)
        yield from _read_array(stream, source, names, max_document_bytes)
    elif has_lines(head):
        yield from read_jsonl(stream, source, fields=fields, max_document_bytes=max_document_bytes)
    else:
        yield from _read_object(stream, source, names, max_document_bytes)


def has_lines(head: bytes) -> bool:
    """Return whether JSON that begins with `head` is JSON Lines, whatever its file is called."""
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"["):
        return False
    first, _, others = head.strip().partition(b"\n")
    if not others.lstrip().startswith(b"{"):
        return False
    try:
        parse_json(first.strip().removeprefix(codecs.BOM_UTF8))
    except ReadError:
        return False
    return True


def _read_array(
    stream: ByteStream, source: Source, names: FieldMap, max_document_bytes: int
) -> Iterator[Document | Failure]:
    index = 0
    try:
        for raw in split_array(stream, max_document_bytes):
            place = Source(uri=source.uri, position=str(index))
            index += 1
            if raw is None:
                yield Failure.at(place, too_large(max_document_bytes))
            else:
                yield read_json_record(raw, place, names)
    except ReadError as error:
        yield Failure.at(Source(uri=source.uri, position=str(index)), error)


def _read_object(
    stream: ByteStream, source: Source, names: FieldMap, max_document_bytes: int
) -> Iterator[Document | Failure]:
    raw = stream.peek(max_document_bytes + 1)
    whole = Source(uri=source.uri)
    try:
        if len(raw) > max_document_bytes:
            raise too_large(max_document_bytes)
        stream.read(len(raw) + 1)  # tells whether the file breaks off here
        record = parse_json(raw.removeprefix(codecs.BOM_UTF8))
    except ReadError as error:
        rest = stream if error.reason == Reason.TOO_LARGE else ByteStream.of(_then(raw, error))
        if begins := _LIST_BEGINS.search(raw, 0, _HEAD_BYTES):
            rest.skip(begins.end())
            yield from _read_array(rest, source, names, max_document_bytes)
        else:
            content = None if error.reason == Reason.TOO_LARGE else raw
            yield refused_record(whole, error, content)
        return
    if is_json_feed(record):
        yield from read_json_feed(record, source)
    elif (listed := _listed(record, names)) is not None:
        for index, item in enumerate(listed):
            place = Source(uri=source.uri, position=str(index))
            yield read_record(item, json.dumps(item).encode(), place, names)
    else:
        yield read_record(record, raw, whole, names)


def _then(raw: bytes, error: ReadError) -> Iterator[bytes]:
    yield raw
    if error.reason != Reason.MALFORMED:
        raise error


def _listed(record: Any, names: FieldMap) -> list[Any] | None:
    """Return the list of records in `record`, unless it is a record itself."""
    if not isinstance(record, Mapping) or any(
        name in names.content_order for name in names.find(record)
    ):
        return None
    for name in _LISTS:
        value = record.get(name)
        if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
            return value
    return None
