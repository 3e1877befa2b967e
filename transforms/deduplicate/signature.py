"""All that deduplication knows of an article: small values, never its text."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta

from ..model import (
    Article,
    DuplicateKind,
    IndexEntry,
    Model,
    UtcDatetime,
    content_hash,
    normalized_text,
    site,
)
from .fingerprint import fingerprint

_EPOCH = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)
# What is a quarter longer holds more than the other; a little longer it may be by a caption.
_FULLER = [-(-(5**power) // 4**power) for power in range(100)]  # 1.25 to this power, rounded up
_TIME_BYTES = 8
_LENGTH_BYTES = 6
_LONGEST = (1 << 8 * _LENGTH_BYTES) - 1
_HEAD_BYTES = 2 + _TIME_BYTES + _LENGTH_BYTES
KNOWN, NEW = b"\0", b"\1"
"""With which the order of an article begins."""


class Signature(Model):
    """What stands for an article while duplicates are looked for.

    Attributes:
        id: The article's id.
        published_at: When it was first published.
        size: Characters in the words of its text; see `normalized_text`.
        length: Characters in its text.
        url_key: Equal for articles published under the same address; None for no address.
        content_key: Equal for articles with the same words.
        terms: By which articles like it are found; see `Fingerprint`.
        url: The article's canonical URL.
        run_id: The earlier run that kept it; None for an article of this one.
    """

    id: str
    published_at: UtcDatetime | None
    size: int
    length: int
    url_key: str | None
    content_key: str
    terms: bytes = b""
    url: str | None = None
    run_id: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether an earlier run kept the article: it is kept whatever else there is."""
        return self.run_id is not None

    @property
    def order(self) -> bytes:
        """The article's place in the total order; the least of those that are alike is kept.

        What an earlier run kept comes first; then the fullest, in steps of a quarter more; then
        the earliest published, one without a date last; then the longest; then the smallest id.
        """
        moment = self.published_at or _NEVER
        return (
            (NEW, KNOWN)[self.is_known]
            + (len(_FULLER) - bisect_right(_FULLER, self.size)).to_bytes(1, "big")
            + ((moment - _EPOCH) // timedelta(microseconds=1)).to_bytes(_TIME_BYTES, "big")
            + (_LONGEST - min(self.length, _LONGEST)).to_bytes(_LENGTH_BYTES, "big")
            + self.id.encode("utf-8", "surrogatepass")
        )


def ordered_id(order: bytes) -> str:
    """Return the id of the article at this place in the total order."""
    return order[_HEAD_BYTES:].decode("utf-8", "surrogatepass")


class Verdict(Model):
    """An article repeats another.

    Attributes:
        id: The article's id.
        duplicate_of: Id of the article that is kept.
        kind: How it repeats it.
        similarity: Resemblance of the two texts, from 0 to 1.
        containment: Share of the shorter text that the longer one has, from 0 to 1.
        kept: Signature of the article that is kept, once it is known.
    """

    id: str
    duplicate_of: str
    kind: DuplicateKind
    similarity: float
    containment: float
    kept: Signature | None = None


def sign(article: Article) -> tuple[Signature, bytes]:
    """Return the signature of an article, and the sketch of its text; see `Fingerprint`."""
    words = normalized_text(article.text)
    prints = fingerprint(words)
    signature = Signature(
        id=article.id,
        published_at=article.published_at,
        size=len(words),
        length=len(article.text),
        url_key=url_key(article),
        content_key=content_hash(article.text),
        terms=prints.terms,
        url=article.canonical_url,
    )
    return signature, prints.sketch


def index_entry(article: Article, run_id: str) -> IndexEntry:
    """Return what is to be remembered of an article that `run_id` keeps."""
    signature, sketch = sign(article)
    return IndexEntry(
        **signature.model_dump(exclude={"run_id"}),
        run_id=run_id,
        sketch=sketch,
        site=site(article.canonical_url),
        title=article.title,
        language=article.language.tag if article.language else None,
    )


def signature_of(entry: IndexEntry) -> Signature:
    """Return the signature of an article that an earlier run kept."""
    return Signature(**entry.model_dump(include=set(Signature.model_fields)))


def url_key(article: Article) -> str | None:
    """Return what articles published under the same address have in common, or None.

    That is the canonical URL without its scheme and a leading `www.`. An address that the text
    only names as its source is not where the article was published: summaries and translations
    of one source are different articles.

    >>> from ..model import Source
    >>> url_key(Article(id="1", source=Source(uri="a"), text="", canonical_url="http://www.a.example/b"))
    'a.example/b'
    """
    if article.canonical_url is None or (article.url is None and article.source_url is not None):
        return None
    return article.canonical_url.partition("://")[2].removeprefix("www.")
