"""What a position says of what is still to come of a feed, without asking it."""

from typing import NamedTuple

from .position import State


class Outlook(NamedTuple):
    """What is still to come.

    Attributes:
        pages: Pages that could not be had, and are asked for again.
        pages_at: When the first of them is, in seconds since 1970; None without any.
        trouble: Why the feed itself could not be read the last time; None if it could.
        troubles: How many times in a row it could not.
        asked_at: When it is asked again, in seconds since 1970; None unless it is in trouble.
    """

    pages: int = 0
    pages_at: float | None = None
    trouble: str | None = None
    troubles: int = 0
    asked_at: float | None = None


def outlook_of(state: State, root: str) -> Outlook:
    """Return what `state` says.

    Args:
        state: What is remembered.
        root: The address of the feed.
    """
    at = min((each.not_before for each in state.waiting.values()), default=None)
    followed = state.followed.get(root)
    if followed is None or not followed.troubles:
        return Outlook(len(state.waiting), at)
    why = f"{root}: {followed.trouble or 'cannot be read'}"
    return Outlook(len(state.waiting), at, why, followed.troubles, followed.next_at)
