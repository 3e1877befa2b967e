"""What is remembered of an article that was kept, so that later runs know it again."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from .base import Model, UtcDatetime

if TYPE_CHECKING:  # what cleans a page has no use for it
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


class IndexEntry(Model):
    """The fingerprints of an article that was kept; its text is not among them.

    Attributes:
        id: The article's id.
        url: Its canonical URL.
        site: Registrable domain of that.
        title: Its headline.
        language: BCP 47 tag of its text.
        published_at: When it was first published.
        as_of: The latest moment at which the text is known to have stood so.
        run_id: The run that kept it.
        size: Characters in the words of its text.
        length: Characters in its text.
        url_key: Equal for articles published under the same address; None for no address.
        content_key: Equal for articles with the same words.
        terms: By which articles like it are found: hashes of 8 bytes each.
        sketch: By which articles like it are told: hashes of 4 bytes each.
        translation_terms: By which its translations are found: hashes of 8 bytes each.
        evidence: By which its translations are told: what does not depend on language.
    """

    id: str
    url: str | None = None
    site: str | None = None
    title: str | None = None
    language: str | None = None
    published_at: UtcDatetime | None = None
    as_of: UtcDatetime | None = None
    run_id: str = ""
    size: int
    length: int
    url_key: str | None = None
    content_key: str
    terms: bytes
    sketch: bytes
    translation_terms: bytes = b""
    evidence: bytes = b""


INDEX_KEYS = ("content_key", "url_key", "terms", "translation_terms")
"""The fields of an `IndexEntry` by which it is found; the others only tell of it."""

Wanted = Callable[["pa.RecordBatch"], "NDArray[np.bool_]"]
"""`INDEX_KEYS` of some entries, in columns of bytes → which of the entries are wanted."""


class IndexPart(ABC):
    """Some entries of an index, in columns: to look at the keys of all costs less than one entry.

    An `IndexEntry` is made of those only that are wanted.
    """

    @property
    @abstractmethod
    def runs(self) -> Mapping[str, int]:
        """The runs that kept them, and how many each."""

    @abstractmethod
    def entries(self, wanted: Wanted | None = None) -> Iterator[IndexEntry]:
        """Yield the entries that are wanted, by default all, in order."""
