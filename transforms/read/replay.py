"""Records of refused documents → the documents that they were, so that they can be tried again."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

from ..model import Document, Failure, ReadError, Reason, Source
from ..model.dates import parse_date
from .claims import as_claims, as_text
from .stream import is_blank

REFUSED_COLUMNS = frozenset(
    {
        "uri",
        "position",
        "record_id",
        "media_type",
        "charset",
        "reason",
        "message",
        "content_base64",
    }
)
"""What a record of a refused document has beside the fields of any record."""
_MARKS = frozenset({"uri", "position", "content_base64"})
_NOTHING_KEPT = "; nothing of it was kept: read its file again"


def is_refused(record: Mapping[str, Any]) -> bool:
    """Return whether `record` is one of a refused document, as Copydesk writes them."""
    return record.keys() >= _MARKS and isinstance(record["uri"], str)


def restore(
    record: Mapping[str, Any],
    place: Source,
    read_json: Callable[[bytes, Source], Document | Failure],
) -> Document | Failure:
    """Return the document that `record` says was refused, with the id that it had.

    A JSON record that could not be read is read once more. Where nothing was kept, the same
    failure comes back. The file that the record names is never opened: that would let whoever
    wrote the record choose what is read here.

    Args:
        record: A record for which `is_refused` holds.
        place: Where the record itself stands, for one that is broken.
        read_json: Reads a JSON record.

    Raises:
        ReadError: `malformed` if the content is not base64.
    """
    source = Source(
        uri=as_text(record["uri"]) or place.uri,
        position=as_text(record["position"]),
        record_id=as_text(record.get("record_id")),
        media_type=as_text(record.get("media_type")) or "text/plain",
        fetched_at=parse_date(record.get("fetched_at")),
    )
    encoded = record["content_base64"]
    if encoded is None:
        return _refused_again(record, source)
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError, TypeError) as error:
        raise ReadError(Reason.MALFORMED, f"content_base64 is not base64: {error}") from error
    if source.media_type == "application/json":  # which only records are that were not read
        return read_json(content, source)
    if is_blank(content) or not source.media_type.startswith("text/"):
        return _refused_again(record, source, content)
    return Document.read_from(
        source, content, as_claims(record, charset=as_text(record.get("charset")))
    )


def _refused_again(
    record: Mapping[str, Any], source: Source, content: bytes | None = None
) -> Failure:
    try:
        reason = Reason(str(record.get("reason")))
    except ValueError:  # of a newer version, or left to the path of the file
        reason = Reason.NO_CONTENT
    message = (as_text(record.get("message")) or "refused before").removesuffix(_NOTHING_KEPT)
    hint = _NOTHING_KEPT if content is None else ""
    return Failure.at(source, ReadError(reason, message + hint), content)
