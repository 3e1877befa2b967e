"""Feeds (RSS, Atom, JSON Feed): an entry is a document."""

import calendar
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from xml.sax import SAXException

import feedparser

from ..model import Claims, Document, Failure, ReadError, Reason, Source
from .claims import as_claims, as_text, replace_surrogates
from .fields import FieldMap
from .record import looks_like_markup, read_record, refused_record
from .stream import ByteStream, read_whole

_CUT_SHORT = ("no element found", "unclosed token", "unclosed CDATA section")
_ENTRY_ENDS = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")
_STUMBLES = (  # what feedparser was seen to raise for XML that it does not expect
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_HTML = ("text/html", "application/xhtml+xml")


def read_feed(
    stream: ByteStream, source: Source, *, max_document_bytes: int
) -> Iterator[Document | Failure]:
    """Yield the document of each entry of an RSS or Atom feed, or why there is none.

    A feed without entries is legal and yields nothing; one whose XML is broken yields the
    entries that can be made out. The content is the entry's own, else its summary.

    Args:
        stream: The file; parsed whole, so the limit holds for all of it.
        source: Where it is; an entry's position is its id, else its link, else its index, with
            the index behind it where an earlier entry has the same.
        max_document_bytes: A larger feed is `too_large`.

    Raises:
        ReadError: `too_large`, `empty`, `malformed` if no entry can be made out of broken XML.
    """
    feed = parse_feed(read_whole(stream, max_document_bytes))
    for entry in read_entries(feed, source):
        yield entry.result
    if feed.is_cut:
        yield Failure.at(
            source.model_copy(update={"position": str(len(feed.entries))}),
            ReadError(Reason.TRUNCATED, "the feed ends before its end mark"),
        )


class ParsedFeed(NamedTuple):
    """An RSS or Atom feed.

    Attributes:
        about: What it says of itself.
        entries: Those that are whole.
        is_cut: Whether it ends before its end mark.
    """

    about: Any
    entries: list[Any]
    is_cut: bool


class FeedEntry(NamedTuple):
    """An entry of a feed.

    Attributes:
        result: What can be made of what the feed itself carries.
        claims: What the feed says of it, also where it carries nothing.
        link: Address of its page, as it is written there.
        has_content: Whether the feed carries a content, which may be all of it, or a summary.
    """

    result: Document | Failure
    claims: Claims
    link: str | None
    has_content: bool


def parse_feed(content: bytes) -> ParsedFeed:
    """Return the RSS or Atom feed that is written in `content`.

    Raises:
        ReadError: `malformed` if no entry can be made out of broken XML.
    """
    feed = _parse(content)
    error = feed.get("bozo_exception")
    broken = error if isinstance(error, SAXException) else None
    entries = feed.entries
    is_cut = broken is not None and broken.getMessage() in _CUT_SHORT
    if is_cut:
        entries = entries[: len(_ENTRY_ENDS.findall(content))]
    if not entries and broken is not None and not is_cut:
        raise ReadError(Reason.MALFORMED, f"neither a feed nor well-formed: {broken.getMessage()}")
    return ParsedFeed(feed.feed, entries, is_cut)


def read_entries(feed: ParsedFeed, source: Source) -> Iterator[FeedEntry]:
    """Yield the entries of `feed`; positions are those of `read_feed`."""
    seen: set[str] = set()
    for index, entry in enumerate(feed.entries):
        record_id = as_text(entry.get("id")) or as_text(entry.get("link"))
        yield _entry(entry, feed.about, _place(source, record_id, index, seen))


def _parse(content: bytes) -> Any:
    try:
        # A stream, since feedparser would fetch a text that looks like an address; relative links
        # and unsafe markup stay, since the bytes are to be those of the publisher.
        return feedparser.parse(
            io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False
        )
    except _STUMBLES as error:
        raise ReadError(Reason.MALFORMED, f"not readable as a feed: {error!r}") from error


def _place(source: Source, record_id: str | None, index: int, seen: set[str]) -> Source:
    position = record_id or str(index)
    if position in seen:
        position = f"{position}#{index}"
    seen.add(position)
    return source.model_copy(update={"position": position, "record_id": record_id})


def _entry(entry: Any, feed: Any, place: Source) -> FeedEntry:
    parts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    parts = [part for part in parts if (part.get("value") or "").strip()]
    if not parts:
        names = ", ".join(sorted(entry)) or "(none)"
        refusal = refused_record(
            place,
            ReadError(Reason.NO_CONTENT, f"neither content nor summary among: {names}"),
            json.dumps(entry, default=str).encode(),
        )
        claims = _claims(entry, feed, {})
        return FeedEntry(refusal, claims, as_text(entry.get("link")), has_content=False)
    part = next((part for part in parts if part.get("type") in _HTML), parts[0])
    is_html = part.get("type") in _HTML and looks_like_markup(part.value)
    claims = _claims(entry, feed, part)
    document = Document.read_from(
        place.model_copy(update={"media_type": "text/html" if is_html else "text/plain"}),
        replace_surrogates(part.value).encode(),
        claims,
    )
    has_content = part is not entry.get("summary_detail")
    return FeedEntry(document, claims, as_text(entry.get("link")), has_content)


def _claims(entry: Any, feed: Any, part: Any) -> Claims:
    media = [*entry.get("media_content", ()), *entry.get("media_thumbnail", ())]
    media += [{**link, "url": link.get("href")} for link in entry.get("enclosures", ())]
    link = as_text(entry.get("link"))
    return as_claims(
        {
            "url": link if link and "://" in link else None,
            "title": entry.get("title"),
            "authors": entry.get("authors") or entry.get("author"),
            "published_at": _moment(entry.get("published_parsed")),
            "modified_at": _moment(dict.get(entry, "updated_parsed")),
            "language": part.get("language") or entry.get("language") or feed.get("language"),
            "description": entry.get("summary") if entry.get("content") else None,
            "image_url": next((item.get("url") for item in media if _is_image(item)), None),
            "tags": entry.get("tags"),
            "license": _license(entry)
            or _license(feed)
            or entry.get("rights")
            or feed.get("rights"),
        },
        charset="utf-8",
    )


def _license(holder: Any) -> str | None:
    """Return the address of the licence that an entry or a feed names."""
    links = (link.get("href") for link in holder.get("links", ()) if link.get("rel") == "license")
    return next(filter(None, links), None)


def _moment(parsed: Any) -> datetime | None:
    try:
        return None if parsed is None else datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError):
        return None


def _is_image(item: Mapping[str, Any]) -> bool:
    kind = item.get("medium") or item.get("type") or ""
    return kind.startswith("image") or (not kind and "width" in item)


def is_json_feed(record: object) -> bool:
    """Return whether `record` is a JSON Feed (https://www.jsonfeed.org)."""
    return (
        isinstance(record, Mapping)
        and "jsonfeed.org/version/" in str(record.get("version"))
        and isinstance(record.get("items"), list)
    )


def read_json_feed(feed: Mapping[str, Any], source: Source) -> Iterator[Document | Failure]:
    """Yield the document of each item of a JSON Feed; positions are those of `read_feed`."""
    for entry in read_json_entries(feed, source):
        yield entry.result


def read_json_entries(feed: Mapping[str, Any], source: Source) -> Iterator[FeedEntry]:
    """Yield the items of a JSON Feed; positions are those of `read_feed`."""
    names = FieldMap()
    inherited = {name: feed[name] for name in ("language", "authors", "author") if name in feed}
    seen: set[str] = set()
    for index, item in enumerate(feed["items"]):
        raw = json.dumps(item).encode()
        if not isinstance(item, Mapping):
            refusal = read_record(item, raw, _place(source, None, index, seen), names)
            yield FeedEntry(refusal, Claims(), None, has_content=False)
            continue
        record_id = as_text(item.get("id")) or as_text(item.get("url"))
        place = _place(source, record_id, index, seen)
        entry = {**inherited, **item}
        entry.pop("content_base64", None)  # the mark of our own records, which no publisher writes
        has_content = bool(as_text(item.get("content_html")) or as_text(item.get("content_text")))
        if not has_content:
            entry["content_text"] = entry.pop("summary", None)
        result = read_record(entry, raw, place, names)
        claims = as_claims(names.find(entry), charset="utf-8")
        yield FeedEntry(result, claims, as_text(item.get("url")), has_content)
