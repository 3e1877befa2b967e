"""All that deduplication knows of an article: small values, never its text."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta

from ..model import Article, DuplicateKind, Model, UtcDatetime, content_hash, normalized_text
from .fingerprint import fingerprint

_EPOCH = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)
# What is a quarter longer holds more than the other; a little longer it may be by a caption.
_FULLER = [-(-(5**power) // 4**power) for power in range(100)]  # 1.25 to this power, rounded up
_TIME_BYTES = 8
_LENGTH_BYTES = 6
_LONGEST = (1 << 8 * _LENGTH_BYTES) - 1
_HEAD_BYTES = 1 + _TIME_BYTES + _LENGTH_BYTES


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
    """

    id: str
    published_at: UtcDatetime | None
    size: int
    length: int
    url_key: str | None
    content_key: str
    terms: bytes = b""

    @property
    def order(self) -> bytes:
        """The article's place in the total order; the least of those that are alike is kept.

        The fullest first, in steps of a quarter more; then the earliest published, one without a
        date last; then the longest; then the smallest id.
        """
        moment = self.published_at or _NEVER
        return (
            (len(_FULLER) - bisect_right(_FULLER, self.size)).to_bytes(1, "big")
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
    """

    id: str
    duplicate_of: str
    kind: DuplicateKind
    similarity: float
    containment: float


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
    )
    return signature, prints.sketch


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
