"""The files of a folder that were taken, as text: those that lie there yet, and others for a while.

A file that is gone is remembered since its disk may come back: an unmounted one leaves an empty
folder, a restored backup brings back what was deleted.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from .unbounded import BEGINNING

MARK_LENGTH = 11
"""Of 8 bytes in base64, without padding."""
GONE_SECONDS = 30 * 86_400.0
"""What is gone is remembered so long: disks are mended within a month."""
MOST_GONE = 100_000
"""About 1 MB of position. Where more are gone, as where each file is moved away once it was taken,
those are forgotten that are gone for longer than `MANY_GONE_SECONDS`."""
MANY_GONE_SECONDS = 3 * 86_400.0
"""Longer than a weekend."""

_HOUR = 3600
_VERSION = "2:"
_FORMER = "1:"  # knew nothing of what is gone


@dataclass(frozen=True)
class Taken:
    """Marks of files that were taken.

    Attributes:
        there: Of those that lay there when it was last looked.
        gone: Of others, with the hour since 1970 at which they were first missed.
    """

    there: frozenset[str] = frozenset()
    gone: dict[str, int] = field(default_factory=dict)

    @classmethod
    def at(cls, position: str) -> Self:
        """Return what `position` says.

        Raises:
            ValueError: It is none.
        """
        if position == BEGINNING:
            return cls()
        if not position.startswith((_VERSION, _FORMER)):
            raise ValueError("not a position in a folder")
        there, *groups = position[len(_VERSION) :].split(";")
        gone: dict[str, int] = {}
        for group in groups:
            hour, _, marks = group.partition(":")
            gone.update(dict.fromkeys(_marks(marks), int(hour)))
        return cls(frozenset(_marks(there)), gone)

    @cached_property
    def marks(self) -> Collection[str]:
        """All of them."""
        return self.there.union(self.gone)

    def seen(self, found: Collection[str], now: float) -> Self:
        """Return those to remember after a look at all that there is.

        Args:
            found: Marks of the files that lie there.
            now: When it was looked, in seconds since 1970.
        """
        hour = int(now // _HOUR)
        missed, back = self.there.difference(found), self.gone.keys() & found
        many = len(self.gone) + len(missed) - len(back) > MOST_GONE
        oldest = hour - (MANY_GONE_SECONDS if many else GONE_SECONDS) / _HOUR
        if not missed and not back and min(self.gone.values(), default=oldest) >= oldest:
            return self
        gone = {
            mark: since for mark, since in self.gone.items() if since >= oldest and mark not in back
        }
        there = self.there.difference(missed).union(back)
        return type(self)(there, gone | dict.fromkeys(missed, hour))

    def added(self, marks: Iterable[str]) -> Self:
        """Return them with others, which were taken just now."""
        there = self.there.union(marks)
        return self if len(there) == len(self.there) else type(self)(there, self.gone)

    @cached_property
    def position(self) -> str:
        """They as text."""
        groups: dict[int, list[str]] = {}
        for mark, hour in sorted(self.gone.items()):
            groups.setdefault(hour, []).append(mark)
        told = (f";{hour}:{''.join(marks)}" for hour, marks in sorted(groups.items()))
        return _VERSION + "".join(sorted(self.there)) + "".join(told)


def _marks(text: str) -> Iterable[str]:
    if len(text) % MARK_LENGTH:
        raise ValueError("marks that are cut off")
    return (text[at : at + MARK_LENGTH] for at in range(0, len(text), MARK_LENGTH))
