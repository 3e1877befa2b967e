"""The chain: articles in, partitioned data sets and a ledger out."""

from collections.abc import Collection, Mapping
from functools import partial

import apache_beam as beam

from transforms import (
    Read,
    ReadIndex,
    WriteDuplicates,
    WriteFailures,
    WriteIndex,
    WritePartitioned,
)
from transforms.model import IndexPart
from transforms.read import MAX_DOCUMENT_BYTES
from transforms.write import LargestClusters, Ledger, PublishRun, staging_folder

from .config import INDEX, Config
from .memory import first_day, run_day
from .progress import Point, Watch, WatchedErrorHandler, unwatched
from .stages import count_read, file_options, told_apart


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
        known = known_entries(pipeline, config, known_runs)
        stories = told_apart(documents, known, config, watch, refused)
    failures = refused.output()

    files = file_options(config) | {"staging": staging_folder(config.output, config.run_id)}
    index = files | {"file_format": "parquet", "compression": None}
    return {
        "read": count_read(documents, failures),
        "largest": stories.articles | "LargestClusters" >> LargestClusters(),
        "index": stories.entries
        | "WriteIndex"
        >> WriteIndex(f"{config.output}/{INDEX}", kept=run_day(config.run_id), **index),
        **{name: parts | "CountKnown" >> _CountByRun() for name, parts in known.items()},
        "articles": stories.articles
        | "WriteArticles"
        >> WritePartitioned(f"{config.output}/articles", partition_by=config.partition_by, **files),
        "duplicates": stories.duplicates
        | "WriteDuplicates" >> WriteDuplicates(f"{config.output}/duplicates", **files),
        "failures": failures
        | "WriteFailures" >> WriteFailures(f"{config.output}/failures", **files),
    } | "PublishRun" >> PublishRun(config.output, config.run_id)


def known_entries(
    pipeline: beam.Pipeline, config: Config, runs: Collection[str] | None
) -> Mapping[str, beam.PCollection[IndexPart]]:
    """Return what earlier runs kept, as far back as is remembered, as `known`, if anything."""
    if not config.index:
        return {}
    read = partial(
        ReadIndex,
        since=first_day(config.run_id, config.remember),
        run_id=config.run_id,
        own=f"{config.output}/{INDEX}",
        runs=runs,
        in_parts=True,
    )
    parts = [
        pipeline | f"ReadIndex{number}" >> read(path) for number, path in enumerate(config.index)
    ]
    return {"known": parts | "Known" >> beam.Flatten()}


class _CountByRun(beam.PTransform):
    def expand(self, parts: beam.PCollection[IndexPart]) -> beam.PCollection[tuple[str, int]]:
        return (
            parts
            | "Runs"
            >> beam.FlatMap(lambda part: part.runs.items()).with_output_types(tuple[str, int])
            | "Sum" >> beam.CombinePerKey(sum)
        )
