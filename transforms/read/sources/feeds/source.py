"""FeedSource: a feed or sitemap, polled for ever; what it does not carry is fetched."""

from ..unbounded import PollResult, SourceError
from .errors import FetchError
from .fetcher import Fetcher
from .following import Following
from .options import FeedOptions
from .outlook import Outlook, outlook_of
from .poll import Poll
from .position import State, parse_position


class FeedSource:
    """RSS, Atom, JSON Feed, sitemap or sitemap index at an address.

    It hands on each story once, and again when it says that it was changed. All that it needs is
    in the position; between polls it holds what it read, to spare the server.

    Args:
        address: `https://…` or `http://…`, without a password.
        options: Waits and limits.
        fetcher: What fetches; by default one of its own, which shares the pauses of the process.

    Raises:
        ValueError: The address is none of the web, or holds a password.
    """

    def __init__(
        self,
        address: str,
        options: FeedOptions | None = None,
        *,
        fetcher: Fetcher | None = None,
    ) -> None:
        self._fetcher = fetcher or Fetcher(options or FeedOptions())
        try:
            self._fetcher.ready_at(address)
        except FetchError as error:
            raise ValueError(error.message) from error
        self._following = Following(address, self._fetcher)

    @property
    def address(self) -> str:
        """The address of the feed."""
        return self._following.root

    def poll(self, position: str, limit: int) -> PollResult:
        """Return the stories behind `position`; see `UnboundedSource.poll`.

        A poll takes about `poll_seconds`, and then says that there is more. A story is a document,
        or a failure of the step `read` with the reason `disallowed`, `empty`, `http_status`,
        `malformed`, `no_content`, `time_limit`, `too_large`, `truncated`, `unreadable` or
        `unsupported_format`.

        Raises:
            SourceError: The feed cannot be read; `position` says when it may be asked again.
        """
        state = self._state(position)
        return Poll(self._following, self._fetcher, state, position, limit).run()

    def outlook(self, position: str) -> Outlook:
        """Return what is still to come behind `position`; nothing is asked for.

        Raises:
            SourceError: It is no position in a feed.
        """
        return outlook_of(self._state(position), self.address)

    def _state(self, position: str) -> State:
        try:
            return parse_position(position)
        except ValueError as error:
            raise SourceError(f"{self.address}: {error}; begin anew") from error

    def close(self) -> None:
        """Forget what is held; connections end with each response."""
        self._following.held.clear()
