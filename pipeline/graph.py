"""The chain: articles in, partitioned data sets and a ledger out."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import apache_beam as beam
from apache_beam.transforms.combiners import Count
from apache_beam.typehints.decorators import no_annotations

from transforms import (
    Clean,
    Deduplicate,
    DetectLanguage,
    Enrich,
    Read,
    ReadIndex,
    RemoveRepeatedLines,
    WriteDuplicates,
    WriteFailures,
    WriteIndex,
    WritePartitioned,
)
from transforms.clean import Limits
from transforms.deduplicate import ALIKE
from transforms.language import detector_named
from transforms.model import Document, Failure, IndexEntry, Step
from transforms.read import MAX_DOCUMENT_BYTES
from transforms.write import LargestClusters, Ledger, PublishRun, staging_folder

from .config import INDEX, Config
from .memory import first_day, run_day
from .progress import Point, Watch, WatchedErrorHandler, unwatched


def build(
    pipeline: beam.Pipeline,
    config: Config,
    watch: Watch = unwatched,
    known_runs: Collection[str] | None = None,
) -> beam.PCollection[Ledger]:
    """Put the whole job on `pipeline` and return its ledger, of which there will be one.

    Args:
        pipeline: To put it on.
        config: What it is to do.
        watch: Shows its progress.
        known_runs: The runs that it remembers, of those in its index; None for all.
    """
    refused = WatchedErrorHandler(watch)
    with refused:
        documents = pipeline | "Read" >> Read(
            *config.input,
            fields=config.fields,
            max_document_bytes=config.max_document_bytes or MAX_DOCUMENT_BYTES,
            in_ranges=config.workers != 1,
        ).with_error_handler(refused)
        documents = watch(Point.READ, documents)
        clean = Clean(trail=config.trail, without=config.without_rules, limits=_limits(config))
        articles = documents | "Clean" >> clean.with_error_handler(refused)
        articles = watch(Point.CLEANED, articles)
        if config.repeated_lines:
            articles |= "RemoveRepeatedLines" >> RemoveRepeatedLines()
        detector = detector_named(config.language_detector)
        tagged = articles | "DetectLanguage" >> DetectLanguage(detector)
        known = _known(pipeline, config, known_runs)
        stories = {"articles": tagged, **known} | "Deduplicate" >> Deduplicate(
            kinds=config.duplicate_kinds, alike=config.alike or ALIKE, entries=True
        )
        stories = stories._replace(
            articles=watch(Point.SETTLED, stories.articles),
            duplicates=watch(Point.SETTLED, stories.duplicates),
        )
    failures = refused.output()

    files: dict[str, Any] = {
        "file_format": config.format,
        "compression": config.compression,
        "run_id": config.run_id,
        "shards": config.shards,
        "staging": staging_folder(config.output, config.run_id),
    }
    index = files | {"file_format": "parquet", "compression": None}
    return {
        "read": _count_read(documents, failures),
        "largest": stories.articles | "LargestClusters" >> LargestClusters(),
        "index": stories.entries
        | "WriteIndex"
        >> WriteIndex(f"{config.output}/{INDEX}", kept=run_day(config.run_id), **index),
        **{name: entries | "CountKnown" >> _CountByRun() for name, entries in known.items()},
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


def _known(
    pipeline: beam.Pipeline, config: Config, runs: Collection[str] | None
) -> Mapping[str, beam.PCollection[IndexEntry]]:
    """Return what earlier runs kept, as far back as is remembered, as `known`, if anything."""
    if not config.index:
        return {}
    read = partial(
        ReadIndex,
        since=first_day(config.run_id, config.remember),
        run_id=config.run_id,
        own=f"{config.output}/{INDEX}",
        runs=runs,
    )
    entries = [
        pipeline | f"ReadIndex{number}" >> read(path) for number, path in enumerate(config.index)
    ]
    return {"known": entries | "Known" >> beam.Flatten()}


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
        | "CountRead" >> Count.PerElement()
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


class _CountByRun(beam.PTransform):
    def expand(self, entries: beam.PCollection[IndexEntry]) -> beam.PCollection[tuple[str, int]]:
        return (
            entries
            | "Run" >> beam.Map(lambda entry: entry.run_id).with_output_types(str)
            | beam.combiners.Count.PerElement()
        )
