"""An address → what is served there, asked politely: robots.txt, pauses, bounded redirects.

Any server may send us elsewhere: each redirect is looked at like the first address.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from ....model import Reason
from ...http_response import Response
from .connection import Get, Limits, addresses_of, get
from .errors import FetchError, NotYetError
from .links import address_of
from .networks import Network, network_of
from .options import FeedOptions
from .robots import ROBOTS_BYTES, Robots
from .schedule import retry_at
from .visits import VISITS, Visits

MAX_URL_LENGTH = 2048
"""The longest address that is fetched, in characters: what servers and caches agree on."""

_REDIRECTS = (301, 302, 303, 307, 308)
_MAX_REDIRECTS = 5  # RFC 9309 asks for five for robots.txt; browsers follow 20
_PASSING = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529)
_TOO_MANY_REQUESTS = 429
_OF_HOST = (_TOO_MANY_REQUESTS, 503)
_ROBOTS_TRANSFERRED_BYTES = ROBOTS_BYTES * 8  # what is longer is cut, up to there
_WHY_NOT = {
    Network.PRIVATE: "in a network that is not open to everybody, and was named by one outside"
    " of it; poll a feed of that network itself",
    Network.LOOPBACK: "this machine itself, and was named by a feed that is not on it;"
    " poll a feed of this machine itself",
    Network.CLOSED: "which no feed may lead to (link-local, multicast, reserved, or the metadata of"
    " a cloud), and which is never asked",
}
OPEN_WEB = frozenset({Network.PUBLIC})
"""What a feed may lead to wherever it lies."""
_PORTS = {"http": 80, "https": 443}


class Fetched(NamedTuple):
    """What was served.

    Attributes:
        url: The address it was served from in the end.
        response: Its body is compressed as it was transferred.
        at: When.
    """

    url: str
    response: Response
    at: datetime


class _Terms(NamedTuple):
    """What holds for all requests of one fetch: also for robots.txt and redirects."""

    limits: Limits
    reach: frozenset[Network]
    deadline: float


@dataclass
class Fetcher:
    """Fetches by the rules of `options`.

    Args:
        options: Who asks, and what may be taken.
        visits: The pauses of all who fetch.
        clock: Seconds since 1970.
        sleep: Lets seconds pass.
        get: Asks a server.
        resolve: Host and port → IP addresses.
    """

    options: FeedOptions
    visits: Visits = VISITS
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    get: Get = get
    resolve: Callable[[str, int], list[str]] = addresses_of
    _robots: Robots = field(init=False)

    def __post_init__(self) -> None:
        self._robots = Robots(self.clock)

    def reach_of(self, url: str) -> frozenset[Network]:
        """Return into which networks what is served at `url` may lead: the open web, and its own.

        To what is link-local, and to the metadata of a cloud, nothing may lead.
        """
        parts = _parsed(url)
        try:
            own = frozenset(map(network_of, self._addresses(parts)))
        except FetchError:
            own = frozenset()
        return (own | OPEN_WEB) - {Network.CLOSED}

    def ready_at(self, url: str) -> float:
        """Return when the host of `url` may be asked, in seconds since 1970."""
        return self.visits.next_at(_parsed(url).netloc)

    def fetch(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        max_bytes: int,
        reach: frozenset[Network],
        patience: float,
    ) -> Fetched:
        """Return what is served at `url`, whatever its status, unless the trouble may pass.

        Args:
            url: The address.
            headers: More headers of the request, such as validators.
            max_bytes: Size of the largest body, as transferred.
            reach: The networks in which it may lie.
            patience: How many seconds to wait for a host at most.

        Raises:
            FetchError: No response, one that says to come again, or none that may be asked for.
            NotYetError: The host is to be left alone for longer than `patience`.
        """
        limits = Limits(max_bytes, self.options.response_seconds)
        terms = _Terms(limits, reach, self.clock() + patience)
        asked = url = address_of(url, url)
        for _ in range(_MAX_REDIRECTS + 1):
            parts = _parsed(url)
            rules = self._robots.rules(
                f"{parts.scheme}://{parts.netloc}",
                lambda address: self._robots_txt(address, terms),
            )
            if not rules.is_reachable:
                raise FetchError(
                    Reason.DISALLOWED,
                    f"robots.txt of {parts.netloc} cannot be had, so nothing there may be fetched;"
                    " see whether the site is up",
                    of_host=True,
                    retry_at=rules.expires_at,
                )
            if not rules.allows(url, self.options.robot):
                raise FetchError(
                    Reason.DISALLOWED,
                    f"robots.txt of {parts.netloc} forbids {url} to {self.options.robot};"
                    " ask its publisher, or take the feed off the list",
                    lasts=True,
                )
            delay = rules.crawl_delay(self.options.robot)
            response = self._ask(url, headers or {}, terms, delay)
            if response.status not in _REDIRECTS or "location" not in response.headers:
                return Fetched(url, self._settled(parts, response), self._now())
            url = address_of(url, response.headers["location"])
        raise FetchError(
            Reason.HTTP_STATUS,
            f"more than {_MAX_REDIRECTS} redirects from {asked}, the last to {url[:200]};"
            " see where it leads in a browser",
            lasts=True,
        )

    def _robots_txt(self, url: str, terms: _Terms) -> Response | None:
        terms = terms._replace(limits=terms.limits._replace(max_bytes=_ROBOTS_TRANSFERRED_BYTES))
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                response = self._ask(url, {}, terms)
                if response.status not in _REDIRECTS or "location" not in response.headers:
                    return response
                url = address_of(url, response.headers["location"])
        except FetchError as error:
            if error.reason == Reason.DISALLOWED:  # its address is the trouble, and is so told
                raise
            return None
        return Response(404, {}, b"")  # RFC 9309: too many redirects are as if there were none

    def _ask(
        self, url: str, headers: Mapping[str, str], terms: _Terms, delay: float = 0.0
    ) -> Response:
        parts = _parsed(url)
        addresses = self._addresses(parts)
        for address in addresses:
            if (network := network_of(address)) not in terms.reach:
                raise FetchError(
                    Reason.DISALLOWED,
                    f"{parts.netloc} is at {address}, {_WHY_NOT[network]}",
                    lasts=True,
                )
        if (until := self.visits.next_at(parts.netloc)) > max(terms.deadline, self.clock()):
            raise NotYetError(until)
        sent = {
            "User-Agent": self.options.user_agent,
            "Accept-Encoding": "gzip, br",
            "Accept": "*/*",
            **headers,
        }
        interval = max(self.options.host_interval, delay)
        with self.visits.turn(parts.netloc, interval, self.clock, self.sleep):
            return self.get(url, sent, addresses[0], terms.limits)

    def _addresses(self, parts: SplitResult) -> list[str]:
        try:
            return self.resolve(parts.hostname or "", parts.port or _PORTS[parts.scheme])
        except (OSError, UnicodeError) as error:
            raise FetchError(
                Reason.UNREADABLE,
                f"no address of {parts.hostname} can be found: {error}; see whether the name is"
                " right",
                of_host=True,
            ) from error

    def _settled(self, parts: SplitResult, response: Response) -> Response:
        """Return `response`, unless it says to come again."""
        if response.status not in _PASSING:
            return response
        now = self.clock()
        at = retry_at(response.headers, now)
        if at is not None:
            self.visits.pause(parts.netloc, at)
        raise FetchError(
            Reason.HTTP_STATUS,
            f"served with status {response.status}; see whether the site is up, and ask less often"
            " if it is",
            of_host=response.status in _OF_HOST,
            is_busy=response.status == _TOO_MANY_REQUESTS,
            retry_at=at,
        )

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.clock(), UTC)


def _parsed(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_sound = parts.port is None or parts.port > 0
    except ValueError:
        is_sound = False
    if not is_sound or parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        raise FetchError(
            Reason.DISALLOWED,
            f"not an address of the web (http, https, without a password): {url[:200]}",
            lasts=True,
        )
    if len(url) > MAX_URL_LENGTH:
        raise FetchError(
            Reason.DISALLOWED, f"an address of {len(url)} characters: {url[:200]}…", lasts=True
        )
    return parts
