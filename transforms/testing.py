"""Test pipelines, and builders of documents and articles: for our tests and for our users'.

>>> article("It rained.", url="https://a.example/rain").canonical_url
'https://a.example/rain'
"""

from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.test_pipeline import TestPipeline

from .model import (
    Article,
    Claims,
    Document,
    Language,
    Model,
    Source,
    canonical_url,
    document_id,
)


def batch_pipeline() -> TestPipeline:
    """Return a test pipeline for bounded PCollections, on the runner that `copydesk run` uses."""
    return TestPipeline("FnApiRunner", options=PipelineOptions([]))


def stream_pipeline() -> TestPipeline:
    """Return a test pipeline for a `TestStream`, with event time, late data and triggers.

    Without `streaming` the same runner would group only at the end of all input. Its `Reshuffle`
    drops late elements, so what follows one cannot be tested with them here.
    """
    return TestPipeline("BundleBasedDirectRunner", options=PipelineOptions(["--streaming"]))


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

    Raises:
        TypeError: `Claims` has no such field.
    """
    _check_names(claims, Claims)
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

    Raises:
        TypeError: `Article` has no such field.
    """
    _check_names(fields, Article)
    fields.setdefault("id", document_id(uri, position, text.encode()))
    fields.setdefault("canonical_url", canonical_url(url))
    return Article(
        source=Source(uri=uri, position=position),
        url=url,
        text=text,
        language=Language(tag=language, confidence=1.0) if language else None,
        **fields,
    )


def _check_names(given: dict[str, Any], model: type[Model]) -> None:
    unknown = sorted(set(given) - set(model.model_fields))
    if unknown:
        raise TypeError(f"{model.__name__} has no field {unknown[0]}")
