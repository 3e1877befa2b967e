"""What flows through the pipeline: values that know nothing of Beam."""

from .article import Article, Duplicate, DuplicateKind, Facts, Language, Removal
from .base import Model, Step, UtcDatetime
from .document import Claims, Document, Source
from .errors import ArticleError, CleanError, ReadError, Reason
from .failure import Failure
from .identity import content_hash, document_id, normalized_text
from .site import site
from .url import canonical_url

__all__ = [
    "Article",
    "ArticleError",
    "Claims",
    "CleanError",
    "Document",
    "Duplicate",
    "DuplicateKind",
    "Facts",
    "Failure",
    "Language",
    "Model",
    "ReadError",
    "Reason",
    "Removal",
    "Source",
    "Step",
    "UtcDatetime",
    "canonical_url",
    "content_hash",
    "document_id",
    "normalized_text",
    "site",
]
