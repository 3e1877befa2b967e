"""When each host was asked last: one request at a time, with a pause behind it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

_HOSTS_KEPT = 10_000


@dataclass
class _Host:
    lock: Lock = field(default_factory=Lock)
    next_at: float = 0.0


class Visits:
    """Keeps the intervals between requests; one for all sources of a process, on any thread.

    It changes when a page is fetched, and never what comes of it.
    """

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    def next_at(self, host: str) -> float:
        """Return when `host` may be asked next, in seconds since 1970."""
        return self._host(host).next_at

    def pause(self, host: str, until: float) -> None:
        """Leave `host` alone until then."""
        found = self._host(host)
        found.next_at = max(found.next_at, until)

    @contextmanager
    def turn(
        self, host: str, interval: float, clock: Callable[[], float], sleep: Callable[[float], None]
    ) -> Iterator[None]:
        """Wait until `host` may be asked; behind it, let `interval` seconds pass for the next."""
        found = self._host(host)
        with found.lock:
            if (wait := found.next_at - clock()) > 0:
                sleep(wait)
            try:
                yield
            finally:
                self.pause(host, clock() + interval)

    def _host(self, host: str) -> _Host:
        with self._lock:
            if host not in self._hosts and len(self._hosts) >= _HOSTS_KEPT:
                ready = min(self._hosts, key=lambda name: self._hosts[name].next_at)
                del self._hosts[ready]
            return self._hosts.setdefault(host, _Host())


VISITS = Visits()
"""Those of this process."""
