"""An article that is not kept, and how it repeats one that is."""

from enum import StrEnum

from .article import Article
from .base import UtcDatetime


class DuplicateKind(StrEnum):
    """How a duplicate repeats the article that was kept; the value is what the output says."""

    URL = "url"
    """Published under the same canonical URL: the same text, or less than half of it."""
    REVISION = "revision"
    """Published under the same canonical URL, with another text: another version."""
    EXACT = "exact"
    """Has the same words."""
    NEAR = "near"
    """Has mostly the same words in the same order."""
    CONTAINED = "contained"
    """Stands for the most part in the other, or the other in it."""
    TRANSLATION = "translation"
    """Is the same article in another language."""


class Duplicate(Article):
    """An article that repeats one that is kept.

    Attributes:
        duplicate_of: Id of the article that is kept.
        duplicate_kind: How it repeats it.
        similarity: Resemblance of the two texts: of the runs of words in either, the share that
            stand in both; from 0 to 1. Of translations, see `Translation`.
        containment: Of the runs of words in the shorter one, the share that the other has.
        duplicate_of_url: Canonical URL of the article that is kept.
        duplicate_of_published_at: When that one was first published.
        duplicate_of_run: The earlier run that kept it; None for the run that found this.
        revised_by: Of a revision, the id of the next version of the same run; None for the newest
            of it, which is no article where an earlier run had kept an older one.
    """

    duplicate_of: str
    duplicate_kind: DuplicateKind
    similarity: float
    containment: float = 1.0
    duplicate_of_url: str | None = None
    duplicate_of_published_at: UtcDatetime | None = None
    duplicate_of_run: str | None = None
    revised_by: str | None = None
