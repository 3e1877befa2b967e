"""Of articles that share an address, or all their words, which is kept."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from ...model import DuplicateKind
from ..edge import Edge
from ..fingerprint import SAME, can_tell, likeness
from ..signature import Signature

# Of the shorter text, that must stand in the other: with less, two texts at one address are two
# articles, such as those that call the home page their address, or the weather of two days.
_VERSION = 0.1
_MOST_ARTICLES = 16  # that are told apart at one address; what is like none of them stays
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
    Texts that have hardly anything in common with it are other articles: the same is decided
    about those.

    Args:
        group: Their signatures, in any order.
        kinds: Those that are wanted; what would be of another kind stays.
    """
    left = list(group)
    choice = Choice([], [])
    for _ in range(_MOST_ARTICLES):
        if not left:
            break
        kept = _newest(left)
        texts = [(each, _is_version(each, kept)) for each in left]
        found = _one_article(kept, [each for each, is_version in texts if is_version], kinds)
        choice.kept.extend(found.kept)
        choice.edges.extend(found.edges)
        left = [each for each, is_version in texts if not is_version]
    choice.kept.extend(left)
    return choice


def _newest(members: list[Signature]) -> Signature:
    if known := [each for each in members if each.is_known]:
        return min(known, key=_order)
    return _versions(members)[-1]


def _is_version(text: Signature, kept: Signature) -> bool:
    if text.content_key == kept.content_key or not can_tell(text.sketch, kept.sketch):
        return True
    return likeness(text.sketch, kept.sketch).containment >= _VERSION


def _one_article(kept: Signature, members: list[Signature], kinds: Kinds) -> Choice:
    versions = _versions(members)
    next_version = {older.content_key: newer.id for older, newer in pairwise(versions)}
    whole = {each.content_key for each in versions}

    def edge(other: Signature) -> Edge:
        if other.content_key == kept.content_key or other.content_key not in whole:
            return _edge(kept, other, DuplicateKind.URL)
        revision = _edge(kept, other, DuplicateKind.REVISION)
        return revision.model_copy(update={"revised_by": next_version.get(other.content_key)})

    return _choice(members, kept, edge, kinds)


def _versions(members: list[Signature]) -> list[Signature]:
    """Return one article of each whole version: the first of it, the newest version last."""
    fullest = max(each.size for each in members)
    whole = [each for each in members if each.size * _TEASER >= fullest]
    first: dict[str, Signature] = {}
    time: dict[str, datetime] = {}
    # Of versions of one time the first in the total order counts as the newest.
    for each in sorted(whole, key=_order, reverse=True):
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
