"""What counts as a duplicate."""

from collections.abc import Collection
from typing import NamedTuple

from ..model import DuplicateKind
from .fingerprint import Likeness

ALIKE = 0.55
"""Least containment of two texts that repeat each other: over half of the shorter one stands in
the other, by more than the error of the measurement; what only quotes the other has less."""

# Up to which one text may be longer than the other for them to be two versions of one; beyond,
# one is a part of the other.
_LONGER = 1.25

DEFAULT_KINDS = frozenset(DuplicateKind) - {DuplicateKind.TRANSLATION}
"""Kinds that are no articles of their own, unless something else is asked for."""


class Criteria(NamedTuple):
    """What counts as a duplicate.

    Attributes:
        kinds: Those that are set aside.
        alike: Least containment of near and contained duplicates, above 0.
        translations: Whether translations are looked for. Where their kind is not among those
            that are set aside, they are kept, and linked.
    """

    kinds: frozenset[DuplicateKind] = DEFAULT_KINDS
    alike: float = ALIKE
    translations: bool = True

    @classmethod
    def of(
        cls,
        kinds: Collection[str] | None = None,
        alike: float = ALIKE,
        *,
        translations: bool = True,
    ) -> "Criteria":
        """Return the criteria of plain values.

        Args:
            kinds: None for `DEFAULT_KINDS`.
            alike: See `Criteria`.
            translations: See `Criteria`.

        Raises:
            TypeError: A share is no number, or kinds are no collection.
            ValueError: There is no such kind, or a share is not above 0 and at most 1.
        """
        known = [str(kind) for kind in DuplicateKind]
        if isinstance(kinds, str):
            raise TypeError(f"kinds are named in a collection, such as [{kinds!r}]")
        for name in kinds or ():
            if name not in known:
                raise ValueError(f"no such kind of duplicate: {name}; there are {', '.join(known)}")
        if isinstance(alike, bool) or not isinstance(alike, int | float):
            raise TypeError(f"alike is a share above 0 and at most 1, not {alike!r}")
        if not 0 < alike <= 1:
            raise ValueError(f"alike is a share above 0 and at most 1, not {alike}")
        wanted = DEFAULT_KINDS if kinds is None else frozenset(map(DuplicateKind, kinds))
        return cls(wanted, alike, translations or DuplicateKind.TRANSLATION in wanted)

    def kind_of(self, likeness: Likeness) -> DuplicateKind | None:
        """Return how two texts that are so alike repeat each other, or None if they do not."""
        if likeness.containment < self.alike:
            return None
        # The longer text by the shorter one, from |A ∩ B| / |A ∪ B| and |A ∩ B| / |A|.
        longer = likeness.containment / likeness.resemblance + likeness.containment - 1
        kind = DuplicateKind.NEAR if longer <= _LONGER else DuplicateKind.CONTAINED
        return kind if kind in self.kinds else None

    @property
    def by_address(self) -> frozenset[DuplicateKind]:
        """The kinds that the same address tells."""
        return self.kinds & {DuplicateKind.URL, DuplicateKind.REVISION}

    @property
    def by_words(self) -> frozenset[DuplicateKind]:
        """The kind that the same words tell."""
        return self.kinds & {DuplicateKind.EXACT}

    @property
    def compares(self) -> bool:
        """Whether texts are compared that are not the same."""
        return not self.kinds.isdisjoint({DuplicateKind.NEAR, DuplicateKind.CONTAINED})
