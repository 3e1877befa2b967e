"""How alike two articles are, and so whether one repeats the other."""

from ..criteria import Criteria
from ..edge import Edge
from ..fingerprint import likeness
from ..signature import Prints


def measured(edge: Edge, first: Prints, second: Prints, criteria: Criteria) -> Edge | None:
    """Return an edge between candidates with their likeness, or None if they are not alike.

    Args:
        edge: The candidates.
        first: Prints of its first article.
        second: Prints of its second article.
        criteria: What counts as alike.
    """
    alike = likeness(first.sketch, second.sketch)
    kind = criteria.kind_of(alike)
    return edge.model_copy(update={"kind": kind, "likeness": alike}) if kind else None
