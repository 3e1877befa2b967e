"""What is remembered of an article that was kept, so that later runs know it again."""

from .base import Model, UtcDatetime


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
