"""What robots.txt allows (RFC 9309), kept for each origin until it expires.

With Protego, which Scrapy keeps: it matches in linear time, knows `*`, `$` and the longest match,
where `urllib.robotparser` of the Pythons in use takes the first rule and knows no wildcards.
"""

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from ....model import ReadError
from ...http_response import Response, decode_body
from .schedule import max_age

ROBOTS_BYTES = 500 << 10
"""How much of a robots.txt is read: RFC 9309 asks for 500 KiB at least."""

_KEPT_SECONDS = 24 * 3600.0  # RFC 9309: no longer than 24 hours
_UNREACHABLE_SECONDS = 300.0  # it may be back soon; the site is left alone meanwhile
_ORIGINS_KEPT = 1_000
_SERVER_ERRORS = 500
_TOO_MANY_REQUESTS = 429  # as Google does: what is too busy to say is not to be asked for more


@dataclass(frozen=True)
class Rules:
    """What an origin asks of robots.

    Attributes:
        rules: None where there is nothing to parse.
        expires_at: When to ask again, in seconds since 1970.
        is_reachable: Whether the server said anything; if not, nothing may be fetched.
    """

    rules: Protego | None
    expires_at: float
    is_reachable: bool = True

    def allows(self, url: str, robot: str) -> bool:
        """Return whether `robot` may fetch `url`."""
        return self.rules is None or self.rules.can_fetch(url, robot)

    def crawl_delay(self, robot: str) -> float:
        """Return how many seconds to wait between two requests."""
        return (self.rules.crawl_delay(robot) if self.rules else None) or 0.0


class Robots:
    """Keeps the rules of the origins that were asked last."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: dict[str, Rules] = {}

    def rules(self, origin: str, ask: Callable[[str], Response | None]) -> Rules:
        """Return the rules of `origin`, such as `https://news.example`.

        Args:
            origin: Scheme, host and port.
            ask: Returns what is served at an address, or None if no answer can be had; what it
                raises passes through.
        """
        found = self._kept.get(origin)
        if found is None or found.expires_at <= self._clock():
            found = self._interpret(ask(f"{origin}/robots.txt"))
            self._kept.pop(origin, None)
            self._kept[origin] = found
            if len(self._kept) > _ORIGINS_KEPT:
                del self._kept[next(iter(self._kept))]
        return found

    def _interpret(self, response: Response | None) -> Rules:
        now = self._clock()
        if (
            response is None
            or response.status >= _SERVER_ERRORS
            or response.status == _TOO_MANY_REQUESTS
        ):
            return Rules(None, now + _UNREACHABLE_SECONDS, is_reachable=False)
        age = max_age(response.headers)
        expires_at = now + (
            _KEPT_SECONDS if age is None else min(max(age, _UNREACHABLE_SECONDS), _KEPT_SECONDS)
        )
        if response.status not in range(200, 300):  # "unavailable" in RFC 9309: all is allowed
            return Rules(None, expires_at)
        try:
            content = decode_body(response, ROBOTS_BYTES * 8)[:ROBOTS_BYTES]
        except ReadError:
            return Rules(None, now + _UNREACHABLE_SECONDS, is_reachable=False)
        return Rules(Protego.parse(content.decode("utf-8-sig", "replace")), expires_at)
