"""Apache Beam transforms for articles: read, clean, tag, deduplicate, enrich, write.

Each is useful alone, on bounded and on unbounded PCollections, and has a plain function beside
it that does the same to one value without Beam.
"""

from .clean import Clean, RemoveRepeatedLines
from .deduplicate import Deduplicate
from .enrich import Enrich
from .language import DetectLanguage
from .model import Article, ArticleError, Document, Duplicate, Failure, Reason
from .model import coders as _coders  # noqa: F401  # tells Beam how models cross between workers
from .read import Read, ReadIndex
from .write import WriteDuplicates, WriteFailures, WriteIndex, WritePartitioned

__all__ = [
    "Article",
    "ArticleError",
    "Clean",
    "Deduplicate",
    "DetectLanguage",
    "Document",
    "Duplicate",
    "Enrich",
    "Failure",
    "Read",
    "ReadIndex",
    "Reason",
    "RemoveRepeatedLines",
    "WriteDuplicates",
    "WriteFailures",
    "WriteIndex",
    "WritePartitioned",
]
