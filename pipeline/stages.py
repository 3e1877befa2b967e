"""The stages that every run has between reading and writing, bounded or not."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import apache_beam as beam
from apache_beam.transforms.combiners import Count
from apache_beam.typehints.decorators import no_annotations

from transforms import Clean, Deduplicate, DetectLanguage, Enrich, RemoveRepeatedLines, metrics
from transforms.clean import Limits
from transforms.deduplicate import ALIKE, Deduplicated
from transforms.language import detector_named
from transforms.model import Document, Failure, IndexPart, Step

from .config import Config
from .progress import Point, Watch, WatchedErrorHandler


def told_apart(
    documents: beam.PCollection[Document],
    known: Mapping[str, beam.PCollection[IndexPart]],
    config: Config,
    watch: Watch,
    refused: WatchedErrorHandler,
) -> Deduplicated:
    """Clean documents, tell their language and facts, and tell which repeat others.

    Args:
        documents: What was read.
        known: What earlier runs kept, as `known`, if anything is to be remembered.
        config: How.
        watch: Shows the progress.
        refused: Takes what is refused.
    """
    clean = Clean(trail=config.trail, without=config.without_rules, limits=_limits(config))
    articles = documents | "Clean" >> clean.with_error_handler(refused)
    articles = watch(Point.CLEANED, articles)
    if config.repeated_lines:
        articles |= "RemoveRepeatedLines" >> RemoveRepeatedLines()
    detector = detector_named(config.language_detector)
    tagged = articles | "DetectLanguage" >> DetectLanguage(detector)
    # Right before what asks for the words of a text as well, so that they are folded once.
    enriched = tagged | "Enrich" >> Enrich()
    remember: dict[str, Any] = {"remember": timedelta(config.remember)} if config.remember else {}
    stories = {"articles": enriched, **known} | "Deduplicate" >> Deduplicate(
        kinds=config.duplicate_kinds, alike=config.alike or ALIKE, entries=True, **remember
    )
    return stories._replace(
        articles=watch(Point.SETTLED, stories.articles),
        duplicates=watch(Point.SETTLED, stories.duplicates),
    )


def count_read(
    documents: beam.PCollection[Document], failures: beam.PCollection[Failure]
) -> beam.PCollection[tuple[str, int]]:
    """Count what was read, by media type, before anything is decided about it."""
    unread = failures | "NotRead" >> beam.Filter(lambda failure: failure.step == Step.READ)
    return (
        {"documents": documents, "unread": unread}
        | "MediaTypes" >> _MediaTypes()
        | "CountRead" >> Count.PerElement()
    )


def file_options(config: Config) -> dict[str, Any]:
    """Return how files are written, apart from where."""
    return {
        "file_format": config.format,
        "compression": config.compression,
        "run_id": config.run_id,
        "shards": config.shards,
    }


def _limits(config: Config) -> Limits:
    given = config.model_dump(include=set(Limits.model_fields), exclude_none=True)
    return Limits.model_validate(given)


def _media_type(element: Document | Failure) -> str:
    metrics.count_read()
    return element.source.media_type


class _MediaTypes(beam.PTransform):
    @no_annotations  # Beam would warn that it cannot check several inputs
    def expand(self, sources: Mapping[str, beam.PCollection]) -> beam.PCollection[str]:
        return [
            pcoll | f"{name}MediaType" >> beam.Map(_media_type).with_output_types(str)
            for name, pcoll in sources.items()
        ] | beam.Flatten()
