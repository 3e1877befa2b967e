"""One poll of a feed: what is new is listed, fetched and accounted for, or put off."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ....model import Document, Failure, ReadError
from ..unbounded import PollResult, SourceError
from .errors import FetchError, NotYetError
from .fetcher import Fetcher
from .following import Following, Read
from .listing import Entry, Listing, Version
from .outlook import outlook_of
from .pages import read_page, refused_entry
from .position import MAX_WAITING, Followed, Seen, State, Waiting, format_position
from .schedule import backoff

REVISIT_SECONDS = 3600
"""How long an entry that was taken is left alone though it changed: some feeds change all of them
each time that they are asked."""

_TROUBLES_OF_HOST = 3  # pages of a host that fail in a row, before the others are left for later


@dataclass
class _Work:
    index: int
    entry: Entry
    attempts: int = 0
    address: str | None = None


@dataclass
class Poll:
    """One poll of a feed: `run` does it.

    Attributes:
        following: What is followed.
        fetcher: What fetches.
        state: What is remembered; it is brought up to date.
        position: The same as text.
        limit: How many results to return.
    """

    following: Following
    fetcher: Fetcher
    state: State
    position: str
    limit: int
    work: dict[str, _Work] = field(default_factory=dict)
    results: list[tuple[int, Document | Failure]] = field(default_factory=list)
    read: dict[str, Read] = field(default_factory=dict)
    changed_lately: set[str] = field(default_factory=set)
    paused: set[str] = field(default_factory=set)

    def run(self) -> PollResult:
        """Return what there is, as `UnboundedSource.poll` does.

        Raises:
            SourceError: The feed itself could not be read when it was last asked, and nothing else
                came.
        """
        clock = self.fetcher.clock
        self.deadline = clock() + self.fetcher.options.poll_seconds
        self.known: Seen = self.state.known()
        self.state.followed.setdefault(self.following.root, Followed())
        for waiting in self.state.waiting.values():
            if waiting.not_before <= clock():
                self._add(waiting.entry, waiting.attempts)
        if not self.work and not any(self.following.due(self.state)):
            if trouble := self._trouble():
                raise SourceError(trouble)
            return PollResult(position=self.position)
        self.following.reach = self.fetcher.reach_of(self.following.root)
        all_read = self._read_listings()
        self._fetch_pages()
        self._settle()
        position = format_position(self.state)
        trouble = self._trouble()
        if trouble and not self.results:
            raise SourceError(trouble, position=position)
        self.results.sort(key=lambda each: each[0])
        return PollResult(
            documents=tuple(result for _, result in self.results),
            position=position,
            has_more=not all_read or any(key not in self.paused for key in self.work),
        )

    def _add(self, entry: Entry, attempts: int = 0, address: str | None = None) -> None:
        self.work[entry.key] = _Work(len(self.work), entry, attempts, address)

    def _read_listings(self) -> bool:
        """Read what is due; return whether all of it was."""
        for address in self.following.due(self.state):
            if len(self.work) >= self.limit or self.fetcher.clock() >= self.deadline:
                return False
            try:
                read = self.following.read(self.state, address, self.known, self._patience())
            except NotYetError:
                continue
            except (FetchError, ReadError) as error:
                failure = self.following.leave(self.state, address, error)
                if failure is not None:
                    self.results.append((-1, failure))
                continue
            if read is not None:
                self.read[address] = read
                self._consider(address, read.listing)
        return True

    def _consider(self, address: str, listing: Listing) -> None:
        """Add what is new or changed to the work."""
        mark = self.state.followed[address].mark if listing.is_sitemap else None
        now = self.fetcher.clock()
        for entry in listing.entries:
            if (waiting := self.state.waiting.get(entry.key)) is not None:
                waiting.entry = entry
                if entry.key in self.work:
                    self.work[entry.key].entry = entry
                continue
            if entry.key in self.work:
                continue
            if (known := self.known.get(entry.key)) is None:
                if mark is not None and entry.date is not None and entry.date <= mark:
                    continue
            elif not _is_newer(entry.version, known[0]):
                continue
            elif now < known[1] * 60 + REVISIT_SECONDS:
                self.changed_lately.add(address)
                continue
            self._add(entry, address=address)

    def _fetch_pages(self) -> None:
        hosts: dict[str, deque[_Work]] = {}
        for work in list(self.work.values()):
            if work.entry.carried is not None:
                if len(self.results) < self.limit:
                    self._done(work, work.entry.carried)
                continue
            hosts.setdefault(_host(work.entry.url or ""), deque()).append(work)
        troubles: dict[str, int] = {}
        while hosts and len(self.results) < self.limit and self._patience() > 0:
            host = min(hosts, key=self.fetcher.visits.next_at)
            work = hosts[host][0]
            try:
                self._attempt(work)
            except NotYetError as error:
                self._leave_host(hosts.pop(host), error.until)
                continue
            except FetchError as error:
                hosts[host].popleft()
                until = self._try_later(work, error)
                troubles[host] = troubles.get(host, 0) + 1
                if error.of_host or troubles[host] >= _TROUBLES_OF_HOST:
                    self._leave_host(hosts.pop(host), until, error)
                    continue
            else:
                hosts[host].popleft()
                troubles[host] = 0
            if not hosts[host]:
                del hosts[host]

    def _attempt(self, work: _Work) -> None:
        options = self.fetcher.options
        try:
            fetched = self.fetcher.fetch(
                work.entry.url or "",
                max_bytes=options.max_document_bytes,
                reach=self.following.reach,
                patience=self._patience(),
            )
        except FetchError as error:
            if not error.lasts and work.attempts + 1 < options.attempts:
                raise
            self._give_up(work, error)
            if error.of_host:
                raise
        else:
            self._done(work, read_page(work.entry, fetched, options.max_document_bytes))

    def _try_later(self, work: _Work, error: FetchError) -> float:
        """Put off `work`; return until when."""
        attempts = work.attempts + 1
        until = max(self.fetcher.clock() + backoff(attempts), error.retry_at or 0.0)
        if work.entry.key in self.work:  # else it was given up
            self._wait(work, attempts, until)
        return until

    def _leave_host(
        self, works: Iterable[_Work], until: float, error: FetchError | None = None
    ) -> None:
        """Put off what is left of a host, if it is for long.

        Where all of the host is in trouble, that counts as an attempt for each of its pages: else
        each would have to be asked for in vain, one after the other.
        """
        is_long = until > self.fetcher.clock() + self.fetcher.options.poll_interval
        counts = error is not None and error.of_host and not error.is_busy
        for work in works:
            if work.entry.key not in self.work:
                continue
            attempts = work.attempts + counts
            if error is not None and attempts >= self.fetcher.options.attempts:
                self._give_up(work, error)
            elif error is not None or is_long:
                self._wait(work, attempts, until)

    def _give_up(self, work: _Work, error: FetchError) -> None:
        tries = "" if error.lasts else f" (in vain, {self.fetcher.options.attempts} times)"
        self._done(work, refused_entry(work.entry, error.reason, error.message + tries))

    def _wait(self, work: _Work, attempts: int, until: float) -> None:
        key = work.entry.key
        self.paused.add(key)
        if key in self.state.waiting or len(self.state.waiting) < MAX_WAITING:
            self.state.waiting[key] = Waiting(work.entry, attempts, int(until) + 1)
            self.work.pop(key, None)

    def _done(self, work: _Work, result: Document | Failure) -> None:
        self.results.append((work.index, result))
        key = work.entry.key
        self.work.pop(key, None)
        self.state.waiting.pop(key, None)
        taken = {key: (work.entry.version, int(self.fetcher.clock()) // 60)}
        owner = self.state.followed.get(work.address or "")
        if owner is None:
            self.state.leave(taken)
        else:
            owner.seen.update(taken)
        self.known.update(taken)

    def _settle(self) -> None:
        """Say of each listing whether anything of it is left to do."""
        left = {work.address for work in self.work.values()}
        for address, read in self.read.items():
            followed = self.state.followed.get(address)
            if followed is None:
                continue
            followed.is_unread = address in left
            if followed.is_unread:
                self.following.held[address] = read
            else:
                self.following.held.pop(address, None)
            if followed.is_unread or address in self.changed_lately or read.listing.is_cut:
                followed.forget_validators()
            else:
                followed.remember_validators(read.etag, read.modified)

    def _trouble(self) -> str | None:
        """Return why the feed itself cannot be read; until it can, nobody may take it for well."""
        return outlook_of(self.state, self.following.root).trouble

    def _patience(self) -> float:
        return self.deadline - self.fetcher.clock()


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _is_newer(version: Version, known: Version) -> bool:
    """Return whether `version` is to be taken though `known` was."""
    if isinstance(version, int) and isinstance(known, int):
        return version > known
    return version != known
