"""The feed or sitemap, and the sitemaps that it lists: which are due, and what they list."""

import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from ....model import Failure, ReadError, Reason, Source
from ...http_response import decode_body
from .errors import FetchError
from .fetcher import OPEN_WEB, Fetched, Fetcher
from .listing import Listing, read_listing
from .networks import Network
from .position import MAX_SEEN, Followed, Seen, State
from .schedule import Wishes, backoff, next_reading
from .sitemap import SitemapLink

MAX_SITEMAPS = 1_000
"""Sitemaps that are followed of an index."""

_SUCCESS = range(200, 300)
_NOT_MODIFIED = 304
_TROUBLE_CHARACTERS = 300
_DAY = 24 * 3600  # what changes of a date without a time are told by
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Read:
    """A listing as it was read.

    Attributes:
        listing: What it lists.
        etag: Its validator.
        modified: Likewise.
    """

    listing: Listing
    etag: str = ""
    modified: str = ""


@dataclass
class Following:
    """Reads a feed or sitemap, and what it lists.

    A listing of which something is left to do is held, so that it need not be asked for again;
    without it the same comes of asking.
    """

    root: str
    fetcher: Fetcher
    held: dict[str, Read] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    """The addresses of which was told that what was served there was cut off."""
    reach: frozenset[Network] = OPEN_WEB
    """Where pages may lie: in the open web, and in the network of the root."""

    def due(self, state: State) -> Iterator[str]:
        """Yield the addresses that are to be read, while reading adds further ones."""
        visited: set[str] = set()
        while True:
            now = self.fetcher.clock()
            address = next(
                (
                    name
                    for name, each in state.followed.items()
                    if name not in visited
                    and not each.rests
                    and (now >= each.next_at or (each.is_unread and not each.troubles))
                ),
                None,
            )
            if address is None:
                return
            visited.add(address)
            yield address

    def read(self, state: State, address: str, known: Seen, patience: float) -> Read | None:
        """Return what is listed at `address`, or None if it did not change.

        The state of `address` and of the sitemaps that it lists is brought up to date.

        Raises:
            FetchError: It could not be fetched.
            ReadError: It makes no sense.
            NotYetError: Its host is to be left alone for longer than `patience` seconds.
        """
        followed = state.followed[address]
        if self.fetcher.clock() < followed.next_at and address in self.held:
            return self.held[address]
        headers = {"If-None-Match": followed.etag, "If-Modified-Since": followed.modified}
        fetched = self.fetcher.fetch(
            address,
            {name: value for name, value in headers.items() if value},
            max_bytes=self.fetcher.options.max_listing_bytes,
            reach=self.reach,
            patience=patience,
        )
        if fetched.response.status == _NOT_MODIFIED:
            listing = None
        else:
            listing = self._interpret(address, fetched)
            self._tell_of_end(address, listing)
            self._take_up(state, address, listing, known)
        now = self.fetcher.clock()
        wishes = Wishes(followed.ttl, frozenset(followed.skip_hours), frozenset(followed.skip_days))
        interval = self.fetcher.options.poll_interval
        followed.next_at = math.ceil(next_reading(now, interval, fetched.response.headers, wishes))
        followed.read_at = int(now)
        followed.troubles, followed.trouble = 0, ""
        followed.is_told = False
        self.held.pop(address, None)
        if listing is None:
            return None
        headers = dict(fetched.response.headers)
        return Read(listing, headers.get("etag", ""), headers.get("last-modified", ""))

    def leave(self, state: State, address: str, error: FetchError | ReadError) -> Failure | None:
        """Leave alone what could not be read, for a while that grows; return what is to be told.

        Of the root nothing is: whoever polls is told.
        """
        followed = state.followed[address]
        followed.troubles += 1
        followed.trouble = error.message[:_TROUBLE_CHARACTERS]
        followed.forget_validators()
        now = self.fetcher.clock()
        asked = (error.retry_at if isinstance(error, FetchError) else None) or 0.0
        followed.next_at = math.ceil(max(now + backoff(followed.troubles), asked))
        lasts = error.lasts if isinstance(error, FetchError) else True
        is_last = lasts or followed.troubles >= self.fetcher.options.attempts
        if address == self.root or followed.is_told or not is_last:
            return None
        followed.is_told = True
        return Failure.at(
            Source(uri=address, media_type="application/xml"),
            ReadError(error.reason, f"a sitemap of {self.root}: {error.message}"),
        )

    def _interpret(self, address: str, fetched: Fetched) -> Listing:
        options = self.fetcher.options
        if fetched.response.status not in _SUCCESS:
            raise FetchError(
                Reason.HTTP_STATUS,
                f"served with status {fetched.response.status}; see whether the address is right",
                lasts=True,
            )
        return read_listing(
            decode_body(fetched.response, options.max_listing_bytes),
            Source(uri=address, fetched_at=fetched.at),
            base=fetched.url,
            max_bytes=options.max_listing_bytes,
            full_text_bytes=options.full_text_bytes,
        )

    def _tell_of_end(self, address: str, listing: Listing) -> None:
        """Warn of what is cut off: once, until it is whole again."""
        if not listing.is_cut:
            self.cut.discard(address)
        elif address not in self.cut:
            self.cut.add(address)
            _LOGGER.warning(
                "%s: what was served ends before its end mark; it is asked for again, and what"
                " came whole is taken (%d listed)",
                address,
                len(listing.entries),
            )

    def _take_up(self, state: State, address: str, listing: Listing, known: Seen) -> None:
        followed = state.followed[address]
        if listing.is_sitemap:
            since = followed.read_at or self.fetcher.clock()
            window = int(since - self.fetcher.options.sitemap_days * _DAY)
            followed.mark = max(followed.mark, window)
        fresh = [
            entry.key
            for entry in listing.entries
            if not listing.is_sitemap or entry.date is None or entry.date > followed.mark
        ]
        if len(fresh) + len(known.keys() - followed.seen.keys()) > MAX_SEEN:
            raise ReadError(
                Reason.TOO_LARGE,
                f"lists more than can be remembered: {len(fresh)} pages, beside others;"
                " look back fewer days (sitemap_days), or poll its sitemaps one by one",
            )
        seen = {key: known[key] for key in fresh if key in known}
        listed = {entry.key for entry in listing.entries}
        for key in seen:
            state.gone.pop(key, None)
        state.leave({key: each for key, each in followed.seen.items() if key not in listed})
        followed.seen = seen
        followed.ttl = listing.wishes.ttl
        followed.skip_hours = tuple(sorted(listing.wishes.skip_hours))
        followed.skip_days = tuple(sorted(listing.wishes.skip_days))
        self._follow(state, address, listing.sitemaps)

    def _follow(self, state: State, address: str, links: tuple[SitemapLink, ...]) -> None:
        listed = {link.url for link in links}
        for name in [n for n, each in state.followed.items() if each.parent == address]:
            if name not in listed:
                state.drop(name)
                self.held.pop(name, None)
        mark = state.followed[address].mark
        taken = [
            link
            for link in sorted(links, key=lambda link: -_stamp(link))
            if link.url in state.followed or not link.modified_at or _stamp(link) > mark
        ]
        if len(state.followed.keys() | {link.url for link in taken}) > MAX_SITEMAPS:
            raise ReadError(
                Reason.TOO_LARGE,
                f"lists more than {MAX_SITEMAPS} sitemaps to follow; poll those that you want"
                " one by one",
            )
        for link in taken:
            child = state.followed.setdefault(link.url, Followed(parent=address))
            if child.parent == address:  # and not one that was named before, such as the root
                child.rests = (
                    link.modified_at is not None
                    and child.read_at > _stamp(link) + _DAY
                    and not child.is_unread
                    and not child.troubles
                )


def _stamp(link: SitemapLink) -> float:
    """Return when a sitemap was changed; one that does not say so counts as changed just now."""
    return link.modified_at.timestamp() if link.modified_at else math.inf
