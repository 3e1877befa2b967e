"""Deduplicate: which articles repeat another, and which one is kept."""

from .criteria import ALIKE, Criteria
from .explanation.comparison import Passage, PassageKind, Span, compare
from .explanation.pair import Criterion, Finding, PairExplanation, explain_pair, rule_of
from .fingerprint import Fingerprint, Likeness, fingerprint, likeness
from .outcomes.transform import Deduplicated
from .signature import Prints, Signature, index_entry, sign, url_key
from .survivors import deduplicate_articles
from .transform import Deduplicate

__all__ = [
    "ALIKE",
    "Criteria",
    "Criterion",
    "Deduplicate",
    "Deduplicated",
    "Finding",
    "Fingerprint",
    "Likeness",
    "PairExplanation",
    "Passage",
    "PassageKind",
    "Prints",
    "Signature",
    "Span",
    "compare",
    "deduplicate_articles",
    "explain_pair",
    "fingerprint",
    "index_entry",
    "likeness",
    "rule_of",
    "sign",
    "url_key",
]
