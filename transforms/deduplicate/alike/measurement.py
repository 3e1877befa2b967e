"""How alike two articles are, and so whether one repeats the other."""

from ...model import DuplicateKind
from ..criteria import Criteria
from ..edge import Edge
from ..fingerprint import Likeness, likeness
from ..signature import Prints
from ..translation import TRANSLATED, translation_likeness


def measured(edge: Edge, first: Prints, second: Prints, criteria: Criteria) -> Edge | None:
    """Return an edge between candidates with their likeness, or None if they are not alike.

    Args:
        edge: The candidates.
        first: Prints of its first article.
        second: Prints of its second article.
        criteria: What counts as alike.
    """
    if edge.kind == DuplicateKind.TRANSLATION:
        return _translated(edge, translation_likeness(first.evidence, second.evidence), criteria)
    alike = likeness(first.sketch, second.sketch)
    kind = criteria.kind_of(alike)
    return edge.model_copy(update={"kind": kind, "likeness": alike}) if kind else None


def _translated(edge: Edge, share: float, criteria: Criteria) -> Edge | None:
    if share < TRANSLATED:
        return None
    is_link = DuplicateKind.TRANSLATION not in criteria.kinds
    return edge.model_copy(update={"likeness": Likeness(share, share), "is_link": is_link})
