"""Deduplicate: which articles repeat another, and which one is kept."""

from .criteria import Criteria
from .fingerprint import Fingerprint, Likeness, fingerprint, likeness
from .signature import Signature, Verdict, index_entry, sign, url_key
from .survivors import deduplicate_articles
from .transform import Deduplicate, Deduplicated, Remember

__all__ = [
    "Criteria",
    "Deduplicate",
    "Deduplicated",
    "Fingerprint",
    "Likeness",
    "Remember",
    "Signature",
    "Verdict",
    "deduplicate_articles",
    "fingerprint",
    "index_entry",
    "likeness",
    "sign",
    "url_key",
]
