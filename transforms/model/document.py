"""What arrives: a document as it was read, and what its container says of it."""

from typing import Self

from .base import Model, UtcDatetime
from .identity import document_id


class Source(Model):
    """Where a document was read.

    Attributes:
        uri: The file or topic, as it was named to the reader.
        position: Its place inside: a byte offset, row, or message id; None for a whole file.
        record_id: The id that the container itself gives the record, if it does.
        media_type: IANA media type of the content, such as `text/html`.
        fetched_at: When the content was fetched from its publisher, if the container says.
    """

    uri: str
    position: str | None = None
    record_id: str | None = None
    media_type: str = "text/plain"
    fetched_at: UtcDatetime | None = None


class Claims(Model):
    """What the container says of a document, unchecked: JSON fields, WARC headers, feed entry.

    Attributes:
        url: Address at which it was published.
        title: Headline.
        authors: Names.
        published_at: When it was first published.
        modified_at: When it was last changed.
        language: Language tag, as given.
        charset: Encoding of the content's bytes, as given (HTTP header, not the page itself).
        description: Summary.
        image_url: Lead image.
        tags: Subjects and keywords.
        license: Address or words of its licence.
        robots: Directives for robots, as given: each the value of a header or field.
        tdm_reservation: Whether text and data mining is reserved.
        tdm_policy: Address of the policy that goes with the reservation.
        is_accessible_for_free: False behind a paywall.
    """

    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: UtcDatetime | None = None
    modified_at: UtcDatetime | None = None
    language: str | None = None
    charset: str | None = None
    description: str | None = None
    image_url: str | None = None
    tags: tuple[str, ...] = ()
    license: str | None = None
    robots: tuple[str, ...] = ()
    tdm_reservation: bool | None = None
    tdm_policy: str | None = None
    is_accessible_for_free: bool | None = None


class Document(Model):
    """A document as it arrived, before anything is known of it.

    Attributes:
        id: Hash of where it was read and of its content; see `document_id`.
        source: Where it was read.
        content: The bytes as they came, not decoded.
        claims: What its container says of it.
    """

    id: str
    source: Source
    content: bytes
    claims: Claims = Claims()

    @classmethod
    def read_from(cls, source: Source, content: bytes, claims: Claims | None = None) -> Self:
        """Return the document found at `source`, with its id."""
        return cls(
            id=document_id(source.uri, source.position, content),
            source=source,
            content=content,
            claims=claims or Claims(),
        )
