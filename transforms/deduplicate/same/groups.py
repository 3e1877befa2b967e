"""Of articles that share an address, or all their words, which is kept."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from ...model import DuplicateKind
from ..edge import Edge
from ..fingerprint import SAME
from ..signature import Signature

# With less than half of the words of another text at its address, one is a teaser, or cut.
_TEASER = 2
_NEVER = datetime.min.replace(tzinfo=UTC)

Kinds = frozenset[DuplicateKind]


class Choice(NamedTuple):
    """What becomes of a group.

    Attributes:
        kept: Signatures of those that stay.
        edges: To each of the others, from one of those.
    """

    kept: list[Signature]
    edges: list[Edge]


def same_words(group: Iterable[Signature], kinds: Kinds) -> Choice:
    """Return what becomes of articles that have the same words.

    Args:
        group: Their signatures, in any order.
        kinds: Those that are wanted.
    """
    members = list(group)
    if not members:
        return Choice([], [])
    kept = min(members, key=_order)
    return _choice(members, kept, lambda each: _edge(kept, each, DuplicateKind.EXACT), kinds)


def same_address(group: Iterable[Signature], kinds: Kinds) -> Choice:
    """Return what becomes of articles that were published under the same address.

    What an earlier run kept stays. Else the newest version does, of those that have at least half
    of the words of the fullest: less is a teaser or a cut copy. A whole text that differs from
    the kept one is a revision, and names the version that came after it; the others repeat it.

    Args:
        group: Their signatures, in any order.
        kinds: Those that are wanted; what would be of another kind stays.
    """
    members = list(group)
    if not members:
        return Choice([], [])
    fullest = max(each.size for each in members)
    versions = _versions(each for each in members if each.size * _TEASER >= fullest)
    next_version = {older.content_key: newer.id for older, newer in pairwise(versions)}
    whole = {each.content_key for each in versions}
    known = [each for each in members if each.is_known]
    kept = min(known, key=_order, default=versions[-1])

    def edge(other: Signature) -> Edge:
        if other.content_key == kept.content_key or other.content_key not in whole:
            return _edge(kept, other, DuplicateKind.URL)
        revision = _edge(kept, other, DuplicateKind.REVISION)
        return revision.model_copy(update={"revised_by": next_version.get(other.content_key)})

    return _choice(members, kept, edge, kinds)


def _versions(members: Iterable[Signature]) -> list[Signature]:
    """Return one article of each version: the first of it, the newest version last."""
    first: dict[str, Signature] = {}
    time: dict[str, datetime] = {}
    # Of versions of one time the first in the total order counts as the newest.
    for each in sorted(members, key=_order, reverse=True):
        first[each.content_key] = each
        time[each.content_key] = max(time.get(each.content_key, _NEVER), each.as_of or _NEVER)
    ordered = sorted(first.values(), key=_order, reverse=True)
    return sorted(ordered, key=lambda each: time[each.content_key])


def _choice(
    members: Iterable[Signature], kept: Signature, edge: Callable[[Signature], Edge], kinds: Kinds
) -> Choice:
    choice = Choice([kept], [])
    for each in members:
        if each.order == kept.order or (each.id == kept.id and not kept.is_known):
            continue  # itself, or delivered again: that is seen where the articles are
        if each.is_known:
            choice.kept.append(each)
            continue
        found = edge(each)
        if found.kind in kinds:
            choice.edges.append(found)
        else:
            choice.kept.append(each)
    return choice


def _edge(kept: Signature, other: Signature, kind: DuplicateKind) -> Edge:
    same = kept.content_key == other.content_key
    return Edge(first=kept.order, second=other.order, kind=kind, likeness=SAME if same else None)


def _order(signature: Signature) -> bytes:
    return signature.order
