"""Deduplicate: which articles repeat another, and which one is kept."""

from .criteria import ALIKE, Criteria
from .fingerprint import Fingerprint, Likeness, fingerprint, likeness
from .outcomes.transform import Deduplicated
from .signature import Prints, Signature, index_entry, sign, url_key
from .survivors import deduplicate_articles
from .transform import Deduplicate, Remember

__all__ = [
    "ALIKE",
    "Criteria",
    "Deduplicate",
    "Deduplicated",
    "Fingerprint",
    "Likeness",
    "Prints",
    "Remember",
    "Signature",
    "deduplicate_articles",
    "fingerprint",
    "index_entry",
    "likeness",
    "sign",
    "url_key",
]
