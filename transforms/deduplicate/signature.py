"""All that deduplication knows of an article: small values, never its text."""

import re
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self

from ..model import (
    Article,
    IndexEntry,
    Model,
    UtcDatetime,
    normalized_text,
    site,
    words_hash,
)
from .fingerprint import fingerprint
from .translation import TranslationFingerprint, translation_fingerprint

_EPOCH = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)
# What is a quarter longer holds more than the other; a little longer it may be by a caption.
_FULLER = [-(-(5**power) // 4**power) for power in range(100)]  # 1.25 to this power, rounded up
_TIME_BYTES = 8
_LENGTH_BYTES = 6
_LONGEST = (1 << 8 * _LENGTH_BYTES) - 1
_ID_BYTES = 16
_HEX = re.compile(r"[0-9a-f]*")
_PLAIN = b"\xff"  # with which an id begins that is not packed
_HEAD_BYTES = 2 + _TIME_BYTES + _LENGTH_BYTES
KNOWN, NEW = b"\0", b"\1"
"""With which the order of an article begins."""
_KEYS = {"terms", "translation_terms", "sketch"}


class Signature(Model):
    """What stands for an article while duplicates are looked for.

    Attributes:
        id: The article's id.
        published_at: When it was first published.
        as_of: The latest moment at which the text is known to have stood so.
        size: Characters in the words of its text; see `normalized_text`.
        length: Characters in its text.
        url_key: Equal for articles published under the same address; None for no address.
        content_key: Equal for articles with the same words.
        url: The article's canonical URL.
        site: Registrable domain under which it was published.
        language: BCP 47 tag of its text.
        run_id: The earlier run that kept it; None for an article of this one.
        terms: By which articles like it are found; see `Fingerprint`.
        translation_terms: By which its translations are found.
        sketch: By which texts at its address are told; see `Fingerprint`.
    """

    id: str
    published_at: UtcDatetime | None
    as_of: UtcDatetime | None = None
    size: int
    length: int
    url_key: str | None
    content_key: str
    url: str | None = None
    site: str | None = None
    language: str | None = None
    run_id: str | None = None
    terms: bytes = b""
    translation_terms: bytes = b""
    sketch: bytes = b""

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
            + _packed(self.id)
        )


def ordered_id(order: bytes) -> str:
    """Return the id of the article at this place in the total order."""
    packed = order[_HEAD_BYTES:]
    if packed.startswith(_PLAIN):
        return packed[len(_PLAIN) :].decode("utf-8", "surrogatepass")
    return packed.hex()


def _packed(id_: str) -> bytes:
    """Return an id in few bytes that sort as ids of one kind do: ours are of 32 hex digits."""
    if len(id_) == 2 * _ID_BYTES and _HEX.fullmatch(id_) and not id_.startswith(_PLAIN.hex()):
        return bytes.fromhex(id_)
    return _PLAIN + id_.encode("utf-8", "surrogatepass")


class Prints(NamedTuple):
    """What two articles are compared by.

    Attributes:
        signature: The article's signature, without the terms.
        sketch: See `Fingerprint`.
        evidence: What does not depend on the language of the text; see `TranslationFingerprint`.
    """

    signature: Signature
    sketch: bytes
    evidence: bytes

    def packed(self) -> "PackedPrints":
        """Return them as they are grouped."""
        return self.signature.encoded(), self.sketch, self.evidence

    @classmethod
    def unpacked(cls, packed: "PackedPrints") -> Self:
        """Return the prints that were packed."""
        signature, sketch, evidence = packed
        return cls(Signature.decoded(signature), sketch, evidence)


PackedPrints = tuple[bytes, bytes, bytes]
"""`Prints` with their signature as JSON."""


def sign(article: Article, *, translations: bool = True) -> tuple[Signature, Prints]:
    """Return the signature of an article, and what it is compared by.

    Args:
        article: The article.
        translations: Whether its translations are to be found by it.
    """
    words = normalized_text(article.text)
    prints = fingerprint(words)
    signature = Signature(
        id=article.id,
        published_at=article.published_at,
        as_of=max(filter(None, _moments(article)), default=None),
        size=len(words),
        length=len(article.text),
        url_key=url_key(article),
        content_key=words_hash(words),
        url=article.canonical_url,
        site=site_of(article),
        language=article.language.tag if article.language else None,
    )
    facts = translation_fingerprint(article) if translations else TranslationFingerprint(b"", b"")
    keys = {"terms": prints.terms, "translation_terms": facts.terms, "sketch": prints.sketch}
    return signature.model_copy(update=keys), Prints(signature, prints.sketch, facts.evidence)


def _moments(article: Article) -> tuple[datetime | None, ...]:
    return article.published_at, article.modified_at, article.source.fetched_at


def index_entry(article: Article, run_id: str = "") -> IndexEntry:
    """Return what is to be remembered of an article that `run_id` keeps."""
    return entry_of(article, *sign(article)).model_copy(update={"run_id": run_id})


def entry_of(article: Article, signature: Signature, prints: Prints) -> IndexEntry:
    """Return what is to be remembered of an article that was signed; it names no run."""
    return IndexEntry(
        **signature.model_dump(exclude={"run_id", "sketch"}),
        sketch=prints.sketch,
        evidence=prints.evidence,
        title=article.title,
    )


def remembered(entry: IndexEntry) -> tuple[Signature, Prints]:
    """Return the signature of an article that an earlier run kept, and what it is compared by."""
    signature = Signature(**entry.model_dump(include=set(Signature.model_fields) - _KEYS))
    keys = {name: getattr(entry, name) for name in _KEYS}
    return signature.model_copy(update=keys), Prints(signature, entry.sketch, entry.evidence)


def site_of(article: Article) -> str | None:
    """Return the registrable domain under which an article was published, or None."""
    return None if url_key(article) is None else site(article.canonical_url)


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
