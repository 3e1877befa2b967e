"""The chain: articles in, partitioned data sets and a ledger out."""

from collections.abc import Mapping
from typing import Any

import apache_beam as beam
from apache_beam.transforms.error_handling import CollectingErrorHandler
from apache_beam.typehints.decorators import no_annotations

from transforms import (
    Clean,
    Deduplicate,
    DetectLanguage,
    Enrich,
    Read,
    RemoveRepeatedLines,
    WriteDuplicates,
    WriteFailures,
    WritePartitioned,
)
from transforms.clean import Limits
from transforms.language import detector_named
from transforms.model import Document, Failure, Step
from transforms.read import MAX_DOCUMENT_BYTES
from transforms.write import Ledger, PublishRun, staging_folder

from .config import Config


def build(pipeline: beam.Pipeline, config: Config) -> beam.PCollection[Ledger]:
    """Put the whole job on `pipeline` and return its ledger, of which there will be one."""
    refused = CollectingErrorHandler()
    with refused:
        documents = pipeline | "Read" >> Read(
            *config.input,
            fields=config.fields,
            max_document_bytes=config.max_document_bytes or MAX_DOCUMENT_BYTES,
        ).with_error_handler(refused)
        clean = Clean(trail=config.trail, without=config.without_rules, limits=_limits(config))
        articles = documents | "Clean" >> clean.with_error_handler(refused)
        if config.repeated_lines:
            articles |= "RemoveRepeatedLines" >> RemoveRepeatedLines()
        detector = detector_named(config.language_detector)
        tagged = articles | "DetectLanguage" >> DetectLanguage(detector)
        stories = tagged | "Deduplicate" >> Deduplicate()
    failures = refused.output()

    files: dict[str, Any] = {
        "file_format": config.format,
        "compression": config.compression,
        "run_id": config.run_id,
        "shards": config.shards,
        "staging": staging_folder(config.output, config.run_id),
    }
    return {
        "read": _count_read(documents, failures),
        "articles": stories.articles
        | "Enrich" >> Enrich()
        | "WriteArticles"
        >> WritePartitioned(f"{config.output}/articles", partition_by=config.partition_by, **files),
        "duplicates": stories.duplicates
        | "EnrichDuplicates" >> Enrich()
        | "WriteDuplicates" >> WriteDuplicates(f"{config.output}/duplicates", **files),
        "failures": failures
        | "WriteFailures" >> WriteFailures(f"{config.output}/failures", **files),
    } | "PublishRun" >> PublishRun(config.output, config.run_id)


def _limits(config: Config) -> Limits:
    given = config.model_dump(include=set(Limits.model_fields), exclude_none=True)
    return Limits.model_validate(given)


def _count_read(
    documents: beam.PCollection[Document], failures: beam.PCollection[Failure]
) -> beam.PCollection[tuple[str, int]]:
    """Count what was read, by media type, before anything is decided about it."""
    unread = failures | "NotRead" >> beam.Filter(lambda failure: failure.step == Step.READ)
    return (
        {"documents": documents, "unread": unread}
        | "MediaTypes" >> _MediaTypes()
        | "CountRead" >> beam.combiners.Count.PerElement()
    )


class _MediaTypes(beam.PTransform):
    @no_annotations  # Beam would warn that it cannot check several inputs
    def expand(self, sources: Mapping[str, beam.PCollection]) -> beam.PCollection[str]:
        return [
            pcoll
            | f"{name}MediaType"
            >> beam.Map(lambda element: element.source.media_type).with_output_types(str)
            for name, pcoll in sources.items()
        ] | beam.Flatten()
