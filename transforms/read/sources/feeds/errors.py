"""Why something could not be fetched, and whether it is worth asking again."""

from ....model import Reason


class FetchError(Exception):
    """There is no response that could be read.

    Attributes:
        reason: Why, as a stable, machine-readable value.
        message: Why, for a person: what was found and what to do about it.
        lasts: Whether asking again is in vain.
        of_host: Whether all of its host is concerned, and may be left alone for a while.
        is_busy: Whether the host is well, and only asked too often.
        retry_at: When the server wants to be asked again, in seconds since 1970.
    """

    def __init__(
        self,
        reason: Reason,
        message: str,
        *,
        lasts: bool = False,
        of_host: bool = False,
        is_busy: bool = False,
        retry_at: float | None = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.lasts = lasts
        self.of_host = of_host
        self.is_busy = is_busy
        self.retry_at = retry_at


class NotYetError(Exception):
    """A host is to be left alone for longer than we can wait.

    Attributes:
        until: Seconds since 1970.
    """

    def __init__(self, until: float) -> None:
        super().__init__(until)
        self.until = until
