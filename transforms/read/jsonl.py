"""JSON Lines: one record a line."""

import codecs
from collections.abc import Iterator, Mapping

from ..model import Document, Failure, ReadError, Source
from .fields import FieldMap
from .record import read_json_record
from .spool import MARK_BYTES, is_spooled, longest_line, unspooled
from .stream import ByteStream, too_large


def read_jsonl(
    stream: ByteStream,
    source: Source,
    *,
    fields: Mapping[str, str] | None = None,
    max_document_bytes: int,
    end: int | None = None,
) -> Iterator[Document | Failure]:
    """Yield the document of each line, or why there is none; blank lines do not count.

    Args:
        stream: The file.
        source: Where it is; each record's position is the byte offset of its line.
        fields: Our names → theirs (see `FieldMap`).
        max_document_bytes: A longer line is `too_large`, and passed over without being held.
        end: Lines that begin there or behind it are not read.
    """
    names = FieldMap(fields)
    while end is None or stream.offset < end:
        place = Source(uri=source.uri, position=str(stream.offset))
        limit = max_document_bytes
        if is_spooled(stream.peek(MARK_BYTES)):
            limit = longest_line(max_document_bytes)
        try:
            line = stream.readline(limit + 1)
            if len(line) > limit and not line.endswith(b"\n"):
                yield Failure.at(place, too_large(max_document_bytes))
                stream.skip_line()
                continue
        except ReadError as error:
            yield Failure.at(place, error)
            return
        if not line:
            return
        record = line.strip().removeprefix(codecs.BOM_UTF8)
        if is_spooled(record):
            yield unspooled(record, place, max_document_bytes)
        elif record:
            # A line with its end is whole: what is wrong in it was written so.
            may_be_cut = not line.endswith(b"\n")
            yield read_json_record(record, place, names, may_be_cut=may_be_cut)
