"""Deduplicate: which articles repeat another, and which one is kept."""

from .resemblance import resemblance, sketch
from .signature import Signature, Verdict, sign, url_key
from .survivors import deduplicate_articles
from .transform import Deduplicate, Deduplicated

__all__ = [
    "Deduplicate",
    "Deduplicated",
    "Signature",
    "Verdict",
    "deduplicate_articles",
    "resemblance",
    "sign",
    "sketch",
    "url_key",
]
