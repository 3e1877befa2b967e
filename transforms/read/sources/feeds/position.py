"""What is remembered of a feed between polls, as text: bounded, however long it is polled."""

import json
from dataclasses import dataclass, field
from typing import Any

from ....model import Claims
from ..unbounded import BEGINNING
from .listing import Entry, Version

MAX_SEEN = 100_000
"""Entries that are remembered in all: about 4 MB of position."""

MAX_WAITING = 500
"""Pages that wait to be asked for again."""

_FORMAT = 1
_GONE_KEPT = 1_000  # entries that were listed and are no more: some servers take turns
_LONGEST_VALIDATOR = 512
_CLAIMS_CHARACTERS = 2_000
_TITLE_CHARACTERS = 500

Seen = dict[str, tuple[Version, int]]
"""Key of an entry → the version that was taken, and when, in minutes since 1970."""


@dataclass
class Followed:
    """A feed or sitemap that is followed.

    Attributes:
        parent: The index that lists it.
        etag: Its validator, kept only when nothing of it was left to do.
        modified: Likewise.
        next_at: When to read it, in seconds since 1970.
        read_at: When it was read; 0 for never.
        troubles: How often in a row it could not be read.
        trouble: Why, the last time.
        is_told: Whether a failure was handed on that says so.
        is_unread: Whether entries were left to do.
        rests: Whether its index says that it did not change.
        mark: Entries of a sitemap up to this date are not taken.
        ttl: Seconds for which it wants to be kept (see `Wishes`).
        skip_hours: Hours at which it does not want to be read.
        skip_days: Days on which it does not want to be read.
        seen: Its entries that were taken.
    """

    parent: str = ""
    etag: str = ""
    modified: str = ""
    next_at: int = 0
    read_at: int = 0
    troubles: int = 0
    trouble: str = ""
    is_told: bool = False
    is_unread: bool = False
    rests: bool = False
    mark: int = 0
    ttl: float = 0.0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    seen: Seen = field(default_factory=dict)

    def remember_validators(self, etag: str, modified: str) -> None:
        """Keep what makes the next request conditional."""
        self.etag, self.modified = (
            each
            if len(each) <= _LONGEST_VALIDATOR and each.isascii() and each.isprintable()
            else ""
            for each in (etag, modified)
        )

    def forget_validators(self) -> None:
        """Make the next request unconditional."""
        self.etag = self.modified = ""


@dataclass
class Waiting:
    """An entry whose page could not be had yet.

    Attributes:
        entry: What is to be fetched.
        attempts: How often it was asked for.
        not_before: When to ask again, in seconds since 1970.
    """

    entry: Entry
    attempts: int = 0
    not_before: int = 0


@dataclass
class State:
    """All that is remembered.

    Attributes:
        followed: Address → feed or sitemap; the root is the first.
        waiting: Key → entry to be asked for again.
        gone: Entries that were taken and are no longer listed, the latest last.
    """

    followed: dict[str, Followed] = field(default_factory=dict)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    gone: Seen = field(default_factory=dict)

    def known(self) -> Seen:
        """Return all entries that were taken."""
        known = dict(self.gone)
        for each in self.followed.values():
            known.update(each.seen)
        return known

    def leave(self, seen: Seen) -> None:
        """Remember entries that are no longer listed, for a while."""
        for key, value in seen.items():
            self.gone.pop(key, None)
            self.gone[key] = value
        for key in list(self.gone)[: max(0, len(self.gone) - _GONE_KEPT)]:
            del self.gone[key]

    def drop(self, address: str) -> None:
        """Follow `address` no more, nor what it lists."""
        for child in [name for name, each in self.followed.items() if each.parent == address]:
            self.drop(child)
        if (dropped := self.followed.pop(address, None)) is not None:
            self.leave(dropped.seen)


def parse_position(position: str) -> State:
    """Return the state that `position` holds.

    Raises:
        ValueError: It is none of a feed.
    """
    if position == BEGINNING:
        return State()
    try:
        value = json.loads(position)
        if value.pop("format") != _FORMAT:
            value = {}  # of another version, in which the names mean something else
        return State(
            followed={
                address: Followed(
                    **{
                        **each,
                        "skip_hours": tuple(each.get("skip_hours", ())),
                        "skip_days": tuple(each.get("skip_days", ())),
                        "seen": _parsed_seen(each["seen"]),
                    }
                )
                for address, each in value["followed"].items()
            },
            waiting={each["key"]: _parsed_waiting(each) for each in value["waiting"]},
            gone=_parsed_seen(value["gone"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"not a position in a feed: {error!r}") from error


def format_position(state: State) -> str:
    """Return `state` as text."""
    value = {
        "format": _FORMAT,
        "followed": {
            address: {
                name: setting
                for name, setting in vars(each).items()
                if name == "seen" or setting != getattr(_DEFAULTS, name)
            }
            for address, each in state.followed.items()
        },
        "waiting": [_formatted(each) for each in state.waiting.values()],
        "gone": state.gone,
    }
    return json.dumps(value, separators=(",", ":"))


_DEFAULTS = Followed()


def _parsed_seen(value: dict[str, Any]) -> Seen:
    return {key: (version, int(minute)) for key, (version, minute) in value.items()}


def _parsed_waiting(value: dict[str, Any]) -> Waiting:
    entry = Entry(
        key=value["key"],
        version=value["version"],
        url=value["url"],
        claims=Claims.model_validate(value["claims"]),
        record_id=value["record_id"],
        date=value["date"],
    )
    return Waiting(entry, value["attempts"], value["not_before"])


def _formatted(waiting: Waiting) -> dict[str, Any]:
    entry = waiting.entry
    return {
        "key": entry.key,
        "version": entry.version,
        "url": entry.url,
        "claims": _short(entry.claims).model_dump(mode="json", exclude_defaults=True),
        "record_id": entry.record_id and entry.record_id[:_TITLE_CHARACTERS],
        "date": entry.date,
        "attempts": waiting.attempts,
        "not_before": waiting.not_before,
    }


def _short(claims: Claims) -> Claims:
    """Return `claims`, or those of them that are short, so that no entry makes a position long."""
    if len(claims.model_dump_json()) <= _CLAIMS_CHARACTERS:
        return claims
    return Claims(
        url=claims.url,
        title=claims.title and claims.title[:_TITLE_CHARACTERS],
        published_at=claims.published_at,
        modified_at=claims.modified_at,
        language=claims.language and claims.language[:_TITLE_CHARACTERS],
    )
