"""All that deduplication knows of an article: small values, never its text."""

from datetime import UTC, datetime

from ..model import Article, DuplicateKind, Model, UtcDatetime, content_hash
from .resemblance import sketch

_NEVER = datetime.max.replace(tzinfo=UTC)


class Signature(Model):
    """What stands for an article while duplicates are looked for.

    Attributes:
        id: The article's id.
        published_at: When it was first published.
        length: Characters in its text.
        url_key: Equal for articles published under the same address; None for no address.
        content_key: Equal for articles with the same words.
        sketch: Of the text; see `resemblance`. Empty where no other text can need comparing.
    """

    id: str
    published_at: UtcDatetime | None
    length: int
    url_key: str | None
    content_key: str
    sketch: bytes = b""

    @property
    def rank(self) -> tuple[datetime, int, str]:
        """The total order of articles: of those that repeat each other, the least is kept.

        Earliest published first, one without a date last; then longest; then smallest id.
        """
        return self.published_at or _NEVER, -self.length, self.id


class Verdict(Model):
    """An article repeats another.

    Attributes:
        id: The article's id.
        duplicate_of: Id of the article that is kept.
        kind: How it repeats it.
        similarity: Likeness of the two texts, from 0 to 1.
    """

    id: str
    duplicate_of: str
    kind: DuplicateKind
    similarity: float


def sign(article: Article) -> Signature:
    """Return the signature of an article."""
    key = url_key(article)
    return Signature(
        id=article.id,
        published_at=article.published_at,
        length=len(article.text),
        url_key=key,
        content_key=content_hash(article.text),
        sketch=sketch(article.text) if key else b"",
    )


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
