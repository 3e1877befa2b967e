"""Records with named fields (JSON, Parquet) → documents.

A record of what Copydesk itself refused is given back as the document that it was.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from ..model import Document, Failure, ReadError, Reason, Source
from ..model.dates import parse_date
from .claims import as_claims, as_text, replace_surrogates
from .fields import CONTENT_FIELDS, FieldMap
from .replay import is_refused, restore

_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|article|section|main|div|p|h[1-6]|ul|ol|table|blockquote|figure"
    r"|br|span|a|img|em|strong|b|i)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_NAMES_SHOWN = 12
_LINE_SHOWN = 80


def read_json_record(
    raw: bytes, source: Source, fields: FieldMap, *, may_be_cut: bool = True
) -> Document | Failure:
    """Return what the JSON object `raw` at `source` holds.

    Args:
        raw: The object, as it was written.
        source: Its file and position.
        fields: What the fields are called.
        may_be_cut: Whether it may end early because its file does; see `parse_json`.
    """
    try:
        record = parse_json(raw, may_be_cut=may_be_cut)
    except ReadError as error:
        return refused_record(source, error, raw)
    return read_record(record, raw, source, fields)


def read_record(
    record: object, raw: bytes | None, source: Source, fields: FieldMap
) -> Document | Failure:
    """Return what `record` holds: a document, or why there is none.

    Args:
        record: Names and values; anything else is `malformed`.
        raw: The record as it was written, for a failure to keep.
        source: Its file and position.
        fields: What the fields are called.
    """
    if not isinstance(record, Mapping):
        error = ReadError(Reason.MALFORMED, f"not an object but {_shown(raw)}")
        return refused_record(source, error, raw)
    try:
        if is_refused(record):
            was_cut = record.get("reason") == Reason.TRUNCATED
            read = partial(read_json_record, fields=fields, may_be_cut=was_cut)
            return restore(record, source, read)
        return document_of(record, source, fields)
    except ReadError as error:
        record_id = as_text(fields.find(record).get("id"))
        return refused_record(source.model_copy(update={"record_id": record_id}), error, raw)


def parse_json(raw: bytes, *, may_be_cut: bool = True) -> Any:
    """Return the value that is written in `raw`, tolerating NaN and repeated names.

    Args:
        raw: JSON in UTF-8.
        may_be_cut: Whether its file may end within it.

    Raises:
        ReadError: `malformed`, or `truncated` where the text ends within the value and may do so.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(
            Reason.MALFORMED, f"JSON that is not UTF-8 at byte {error.start}: {_shown(raw)}"
        ) from error
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        is_cut = may_be_cut and (
            error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip())
        )
        raise ReadError(
            Reason.TRUNCATED if is_cut else Reason.MALFORMED,
            f"not JSON: {error.msg} (character {error.pos}): {_shown(raw)}",
        ) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, a deep nest
        raise ReadError(Reason.MALFORMED, f"not JSON that can be read: {error}") from error


def _shown(raw: bytes | None) -> str:
    start = (raw or b"")[: _LINE_SHOWN * 4].decode("utf-8", "replace").strip()
    return start[:_LINE_SHOWN] + ("…" if len(start) > _LINE_SHOWN else "")


def document_of(record: Mapping[str, Any], source: Source, fields: FieldMap) -> Document:
    """Return the document that `record` holds.

    Args:
        record: Names and values.
        source: Its file and position.
        fields: What the fields are called.

    Raises:
        ReadError: `no_content` if no field holds an article; `empty` if it holds white space;
            `malformed` if it is not the base64 that its name says.
    """
    found = fields.find(record)
    content, media_type, charset = _content(found, record, fields)
    return Document.read_from(
        source.model_copy(
            update={
                "record_id": as_text(found.get("id")),
                "media_type": media_type,
                "fetched_at": parse_date(found.get("fetched_at")),
            }
        ),
        content,
        as_claims(found, charset=charset),
    )


def _content(
    found: Mapping[str, Any], record: Mapping[str, Any], fields: FieldMap
) -> tuple[bytes, str, str | None]:
    blank = None
    for name in fields.content_order:
        value = found.get(name)
        if isinstance(value, Mapping):
            value = as_text(value)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)  # paragraphs
        if not isinstance(value, str | bytes):
            continue
        if not value.strip():
            blank = blank or name
            continue
        if name == "html_base64":
            return _decoded(value), "text/html", None
        is_html = name == "html" or (name == "content" and looks_like_markup(value))
        media_type = "text/html" if is_html else "text/plain"
        if isinstance(value, bytes):
            return value, media_type, None
        return replace_surrogates(value).encode(), media_type, "utf-8"
    missing = fields.missing_content(record)
    if not missing and (blank or any(name in record for name in CONTENT_FIELDS)):
        raise ReadError(Reason.EMPTY, "the record's text is empty")
    names = list(map(str, record))
    shown = ", ".join(names[:_NAMES_SHOWN]) + (", …" if len(names) > _NAMES_SHOWN else "")
    if missing:
        raise ReadError(
            Reason.NO_CONTENT,
            f"no field {missing[0]} among: {replace_surrogates(shown) or '(none)'}",
        )
    raise ReadError(
        Reason.NO_CONTENT,
        f"no field for the article among: {replace_surrogates(shown) or '(none)'} "
        "(say which holds it, such as text=body)",
    )


def _decoded(value: str | bytes) -> bytes:
    try:
        return base64.b64decode(value)
    except (binascii.Error, ValueError) as error:
        raise ReadError(Reason.MALFORMED, f"html_base64 is not base64: {error}") from error


def looks_like_markup(value: str | bytes) -> bool:
    """Return whether `value` holds tags of HTML, rather than text in which a `<` occurs.

    >>> looks_like_markup("<p>It rained.</p>"), looks_like_markup("a < b and b > c")
    (True, False)
    """
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return _MARKUP.search(text) is not None


def refused_record(source: Source, error: ReadError, raw: bytes | None) -> Failure:
    """Return the failure of a record that is the JSON `raw`."""
    media_type = source.media_type if raw is None else "application/json"
    return Failure.at(source.model_copy(update={"media_type": media_type}), error, raw)
