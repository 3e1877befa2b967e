"""An edge: two articles of which one repeats the other, or may."""

from collections.abc import Iterable

from ..model import DuplicateKind, Model
from .fingerprint import SAME, UNLIKE, Likeness
from .signature import ordered_id


class Edge(Model):
    """Two articles, and how the second repeats the first.

    Attributes:
        first: Order of the one that comes first; see `Signature.order`.
        second: Order of the other.
        kind: How it does.
        likeness: How alike their texts are; None until it is measured.
        revised_by: Of a revision, the id of the next version.
        is_link: Whether both articles are kept for all that.
    """

    first: bytes
    second: bytes
    kind: DuplicateKind
    likeness: Likeness | None = None
    revised_by: str | None = None
    is_link: bool = False

    @property
    def id(self) -> str:
        """Id of the second article."""
        return ordered_id(self.second)

    @property
    def kept_id(self) -> str:
        """Id of the first article."""
        return ordered_id(self.first)

    def moved(self, further: "Edge | None") -> "Edge":
        """Return it where its first article is itself a second one, of `further`.

        What has the same words as that one repeats what it repeats just as it does. What was only
        published under the same address has yet to be measured against it.
        """
        if further is None:
            return self
        if self.likeness == SAME:
            return further.model_copy(update={"second": self.second})
        return self.model_copy(update={"first": further.first})


def closest(edges: Iterable[Edge]) -> Edge:
    """Return, of edges to one article, that from the article that it is most like."""
    return min(edges, key=_distance)


def _distance(edge: Edge) -> tuple[float, float, bytes]:
    likeness = edge.likeness or UNLIKE
    return -likeness.containment, -likeness.resemblance, edge.first
