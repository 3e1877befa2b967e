"""What counts as a duplicate."""

from collections.abc import Collection
from typing import NamedTuple

from ..model import DuplicateKind
from .fingerprint import Likeness

NEAR = 0.5
"""Least resemblance of near duplicates: half of all runs of three words in either stand in both."""
CONTAINED = 0.55
"""Least containment: over half of the shorter text stands in the longer, by more than the error
of the measurement."""


class Criteria(NamedTuple):
    """What counts as a duplicate.

    Attributes:
        kinds: Those that are looked for.
        near: Least resemblance of near duplicates, above 0.
        contained: Least containment of a text that stands in another, above 0.
    """

    kinds: frozenset[DuplicateKind] = frozenset(DuplicateKind)
    near: float = NEAR
    contained: float = CONTAINED

    @classmethod
    def of(
        cls,
        kinds: Collection[str] | None = None,
        near: float = NEAR,
        contained: float = CONTAINED,
    ) -> "Criteria":
        """Return the criteria of plain values.

        Raises:
            ValueError: There is no such kind, or a share is not above 0 and at most 1.
        """
        known = [str(kind) for kind in DuplicateKind]
        names = known if kinds is None else kinds
        if isinstance(names, str):
            raise TypeError(f"kinds are named in a collection, such as [{names!r}]")
        for name in names:
            if name not in known:
                raise ValueError(f"no such kind of duplicate: {name}; there are {', '.join(known)}")
        for share, value in (("near", near), ("contained", contained)):
            if not 0 < value <= 1:
                raise ValueError(f"{share} is a share above 0 and at most 1, not {value}")
        return cls(frozenset(map(DuplicateKind, names)), near, contained)

    def kind_of(self, likeness: Likeness) -> DuplicateKind | None:
        """Return how two texts that are so alike repeat each other, or None if they do not."""
        if DuplicateKind.NEAR in self.kinds and likeness.resemblance >= self.near:
            return DuplicateKind.NEAR
        if DuplicateKind.CONTAINED in self.kinds and likeness.containment >= self.contained:
            return DuplicateKind.CONTAINED
        return None

    @property
    def compares(self) -> bool:
        """Whether texts are compared that are not the same."""
        return not self.kinds.isdisjoint({DuplicateKind.NEAR, DuplicateKind.CONTAINED})
