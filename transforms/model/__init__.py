"""What flows through the pipeline: values that know nothing of Beam."""

from .article import (
    Article,
    Edit,
    Facts,
    Language,
    LanguageShare,
    Passage,
)
from .base import Model, Step, UtcDatetime
from .document import Claims, Document, Source
from .duplicate import Duplicate, DuplicateKind
from .errors import ArticleError, CleanError, ReadError, Reason
from .failure import Failure
from .identity import content_hash, document_id, normalized_text, words_hash
from .index import INDEX_KEYS, IndexEntry, IndexPart, Wanted
from .rights import Rights
from .site import site
from .story import Cluster, Translation
from .url import canonical_url

__all__ = [
    "INDEX_KEYS",
    "Article",
    "ArticleError",
    "Claims",
    "CleanError",
    "Cluster",
    "Document",
    "Duplicate",
    "DuplicateKind",
    "Edit",
    "Facts",
    "Failure",
    "IndexEntry",
    "IndexPart",
    "Language",
    "LanguageShare",
    "Model",
    "Passage",
    "ReadError",
    "Reason",
    "Rights",
    "Source",
    "Step",
    "Translation",
    "UtcDatetime",
    "Wanted",
    "canonical_url",
    "content_hash",
    "document_id",
    "normalized_text",
    "site",
    "words_hash",
]
