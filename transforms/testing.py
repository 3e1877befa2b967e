"""Builders of documents and articles for tests, ours and those of pipelines that use us.

>>> article("It rained.", url="https://a.example/rain").canonical_url
'https://a.example/rain'
"""

from typing import Any

from .model import Article, Claims, Document, Language, Source, canonical_url, document_id


def document(
    content: bytes | str,
    uri: str = "news/article.txt",
    *,
    position: str | None = None,
    media_type: str = "text/plain",
    **claims: Any,
) -> Document:
    """Return a document as `Read` would.

    Args:
        content: Its bytes; a `str` is encoded as UTF-8.
        uri: Where it was read.
        position: Its place inside.
        media_type: What it is.
        **claims: Fields of `Claims`.
    """
    return Document.read_from(
        Source(uri=uri, position=position, media_type=media_type),
        content.encode() if isinstance(content, str) else content,
        Claims(**claims),
    )


def article(
    text: str,
    uri: str = "news/article.txt",
    *,
    position: str | None = None,
    url: str | None = None,
    language: str | None = None,
    **fields: Any,
) -> Article:
    """Return an article as `Clean` would, or with a language as `DetectLanguage` would.

    Args:
        text: Its text.
        uri: Where its document was read.
        position: The place inside.
        url: Where it was published; `canonical_url` follows from it unless it is given.
        language: BCP 47 tag, told for certain.
        **fields: Further fields of `Article`; an `id` replaces the one that follows from the rest.
    """
    fields.setdefault("id", document_id(uri, position, text.encode()))
    fields.setdefault("canonical_url", canonical_url(url))
    return Article(
        source=Source(uri=uri, position=position),
        url=url,
        text=text,
        language=Language(tag=language, confidence=1.0) if language else None,
        **fields,
    )
