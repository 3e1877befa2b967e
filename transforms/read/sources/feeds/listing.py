"""What a feed or a sitemap lists: entries and further sitemaps, whatever it is written in."""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from ....model import Claims, Document, Failure, ReadError, Reason, Source, canonical_url
from ...feed import (
    FeedEntry,
    is_json_feed,
    parse_feed,
    read_entries,
    read_json_entries,
)
from ...record import parse_json
from ...signatures import root_element
from ...stream import ByteStream, read_whole
from .links import address_of
from .schedule import Wishes
from .sitemap import SitemapEntry, SitemapLink, read_sitemap

MAX_ENTRIES = 50_000
"""The most that one feed or sitemap may list: the limit of the protocol of sitemaps."""

Version = int | str
"""What changes when an entry does: when it says that it was changed, in seconds since 1970, else a
hash of what is seen of it."""

_KEY_DIGITS = 16  # 64 bits: a clash among 100,000 entries has odds of 3 in 10^10
_VERSION_DIGITS = 8
_HEAD_CHARACTERS = 4096
_FEED_ROOTS = ("rss", "feed", "rdf")
_TAG = re.compile(rb"<[^<>]*>")
_CUT = re.compile(rb"(?:\.\.\.|\xe2\x80\xa6|\[\.\.\.\]|\[\xe2\x80\xa6\])\s*$")
_SITEMAP_END = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)\s*>")
_SKIP = re.compile(rb"<skip(hours|days)>(.{0,2000}?)</skip\1>", re.IGNORECASE | re.DOTALL)
_SKIPPED = re.compile(rb"<(?:hour|day)>\s*(\w{1,9})\s*<", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """A story that is listed.

    Attributes:
        key: What it is known by: a hash of its address, or of its id where it shares the address.
        version: What changes when it does.
        url: Its page.
        claims: What is said of it.
        record_id: The id that it is given.
        date: When it was last changed or published, in seconds since 1970.
        carried: What can be made of what the feed carries, for one whose page is not fetched.
    """

    key: str
    version: Version
    url: str | None
    claims: Claims = field(default_factory=Claims)
    record_id: str | None = None
    date: int | None = None
    carried: Document | Failure | None = None


@dataclass(frozen=True)
class Listing:
    """What is listed.

    Attributes:
        entries: Stories, in the order of the feed, each key once.
        sitemaps: Further sitemaps.
        wishes: When the feed wants to be read.
        is_sitemap: Whether it is one, which lists archives.
        is_cut: Whether it ends before its end mark.
    """

    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[SitemapLink, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)
    is_sitemap: bool = False
    is_cut: bool = False


def read_listing(
    content: bytes, source: Source, *, base: str, max_bytes: int, full_text_bytes: int
) -> Listing:
    """Return what the feed or sitemap `content` lists.

    Args:
        content: As it was served; it may be compressed, as sitemaps are.
        source: Where it is, and when it was fetched.
        base: The address that links are relative to.
        max_bytes: How large it may be, decompressed.
        full_text_bytes: How much text the content of an entry holds that is taken for all of it.

    Raises:
        ReadError: `malformed`, `too_large`, `empty`, `truncated`, `unsupported_format`.
    """
    content = read_whole(ByteStream(io.BytesIO(content)), max_bytes)
    head = content[: _HEAD_CHARACTERS * 2].decode("utf-8-sig", "replace")
    if "\0" in head:
        head = content[: _HEAD_CHARACTERS * 2].decode("utf-16", "replace")
    root = root_element(head[:_HEAD_CHARACTERS])
    if root in ("urlset", "sitemapindex"):
        listed = list(read_sitemap(content))
        pages = [each for each in listed if isinstance(each, SitemapEntry)]
        links = tuple(each for each in listed if isinstance(each, SitemapLink))
        entries = (_of_sitemap(page, base) for page in pages)
        links = tuple(replace(link, url=address_of(base, link.url)) for link in links)
        is_cut = not _SITEMAP_END.search(content) and b"\0" not in content  # UTF-16
        return Listing(_bounded(entries), links, is_sitemap=True, is_cut=is_cut and bool(listed))
    if root in _FEED_ROOTS:
        feed = parse_feed(content)
        found = _of_feed(read_entries(feed, source), base, full_text_bytes)
        wishes = _wishes(content[: _HEAD_CHARACTERS * 4], feed.about.get("ttl"))
        return Listing(_bounded(found), wishes=wishes, is_cut=feed.is_cut)
    if head.lstrip().startswith("{"):
        value = parse_json(content.removeprefix(b"\xef\xbb\xbf"))
        if is_json_feed(value):
            found = _of_feed(read_json_entries(value, source), base, full_text_bytes)
            return Listing(_bounded(found))
    what = f"its root is <{root}>" if root else f"it begins with {head[:60]!r}"
    raise ReadError(
        Reason.UNSUPPORTED_FORMAT,
        f"neither RSS, Atom, JSON Feed nor sitemap: {what}; give the address of the feed itself",
    )


def _bounded(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.key, entry)
        if len(found) > MAX_ENTRIES:
            raise ReadError(Reason.TOO_LARGE, f"lists more than {MAX_ENTRIES} pages")
    return tuple(found.values())


def _of_sitemap(page: SitemapEntry, base: str) -> Entry:
    url = address_of(base, page.url)
    version = _seconds(page.claims.modified_at or page.claims.published_at)
    return Entry(
        key=_key(url),
        version=_digest(page.claims.title) if version is None else version,
        url=url,
        claims=page.claims.model_copy(update={"url": url}),
        date=version,
    )


def _of_feed(entries: Iterable[FeedEntry], base: str, full_text_bytes: int) -> Iterator[Entry]:
    listed = [(each, address_of(base, each.link) if each.link else None) for each in entries]
    owners = Counter(
        link for link, _ in {(link, each.result.source.record_id) for each, link in listed}
    )
    for each, url in listed:
        # A page that several entries name is the article of none of them.
        fetches = url is not None and owners[url] == 1 and not _is_full(each, full_text_bytes)
        modified = _seconds(each.claims.modified_at)
        content = each.result.content or b""
        seen = f"{each.claims.title}\n{_TAG.sub(b' ', content).split()}"
        record_id = each.result.source.record_id
        own = record_id or _digest(seen, 32)
        yield Entry(
            key=_key(url) if url is not None and owners[url] == 1 else _digest(own, _KEY_DIGITS),
            version=_digest(seen) if modified is None else modified,
            url=url,
            claims=each.claims.model_copy(update={"url": url}),
            record_id=record_id,
            date=_seconds(each.claims.modified_at or each.claims.published_at),
            carried=None if fetches else _placed(each.result, own, url),
        )


def _placed(result: Document | Failure, position: str, url: str | None) -> Document | Failure:
    """Return `result` at a position that stays when other entries come and go."""
    source = result.source.model_copy(update={"position": position})
    claims = result.claims.model_copy(update={"url": url})
    if isinstance(result, Document):
        return Document.read_from(source, result.content, claims)
    refusal = ReadError(result.reason, result.message)
    return Failure.at(source, refusal, result.content).model_copy(update={"claims": claims})


def _is_full(entry: FeedEntry, full_text_bytes: int) -> bool:
    """Return whether the feed carries all of the article: a content, long enough and not cut."""
    if not entry.has_content or not isinstance(entry.result, Document):
        return False
    text = _TAG.sub(b"", entry.result.content).strip()
    return len(text) >= full_text_bytes and not _CUT.search(text[-20:])


def _wishes(head: bytes, ttl: object) -> Wishes:
    skipped: dict[bytes, list[bytes]] = {}
    for kind, inner in _SKIP.findall(head):
        skipped[kind.lower()] = _SKIPPED.findall(inner)
    minutes = str(ttl or "").strip()
    hours = [hour for hour in skipped.get(b"hours", []) if hour.isdigit()]
    return Wishes(
        float(minutes[:6]) * 60 if minutes.isdecimal() and minutes.isascii() else 0.0,
        frozenset(int(hour) % 24 for hour in hours),
        frozenset(day.decode("ascii", "replace").lower() for day in skipped.get(b"days", [])),
    )


def _key(url: str) -> str:
    return _digest(canonical_url(url) or url, _KEY_DIGITS)


def _digest(text: str | None, digits: int = _VERSION_DIGITS) -> str:
    return hashlib.sha256((text or "").encode("utf-8", "replace")).hexdigest()[:digits]


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
