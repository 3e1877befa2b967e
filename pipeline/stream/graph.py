"""The chain without end: sources in, partitioned data sets out, window by window.

It is told twice of time. Duplicates are told over the whole stream, in the global window, by what
is remembered; files are made of what arrived in a window. A document has the time of its arrival:
so no document is late, however long ago it was published, and what a window read is what it holds.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import apache_beam as beam
from apache_beam.transforms.trigger import AccumulationMode, AfterCount, AfterWatermark
from apache_beam.transforms.window import FixedWindows
from apache_beam.utils.timestamp import Duration

from transforms import (
    WriteDuplicates,
    WriteFailures,
    WriteIndex,
    WritePartitioned,
)
from transforms.deduplicate import Deduplicated
from transforms.model import Document, Failure
from transforms.read import MAX_DOCUMENT_BYTES
from transforms.read.sources import UnboundedSource
from transforms.read.sources.pubsub import PubSubSubscription, ReadPubSub
from transforms.read.sources.transform import FromSource, Polled, Polling, ReadSource
from transforms.write import Pane, Published, PublishPanes, TellPolls, staging_folder

from ..config import INDEX, Config
from ..graph import known_entries
from ..progress import WatchedErrorHandler, unwatched
from ..runners import remote_runner
from ..stages import count_read, file_options, told_apart

IN_FLIGHT = 30_000
"""Documents and files on their way on Prism, which has all in memory: measured, 36 KB for each."""


def build_stream(
    pipeline: beam.Pipeline,
    config: Config,
    sources: Sequence[UnboundedSource | PubSubSubscription],
    began: Mapping[str, str],
    stop: str | None = None,
) -> beam.PCollection[Pane]:
    """Put the whole job on `pipeline` and return the manifests of what it publishes.

    Args:
        pipeline: To put it on.
        config: What it is to do.
        sources: To be polled, and subscriptions to be read.
        began: Address of a source → the position at which to begin.
        stop: A file that ends it once it is there.
    """
    refused = WatchedErrorHandler(unwatched)
    polling = Polling(
        every=config.every,
        stop=stop,
        tell=TellPolls(config.output, config.run_id),
        **_back_pressure(config, len(sources)),
    )
    with refused:
        read: list[FromSource] = []
        for number, source in enumerate(sources):
            reading = _reading(source, began, polling, config).with_error_handler(refused)
            read.append(pipeline | f"ReadSource{number}" >> reading)
        documents = [each.documents for each in read] | "Documents" >> beam.Flatten()
        known = known_entries(pipeline, config, None)
        stories = told_apart(documents, known, config, unwatched, refused)
    polled = [each.polled for each in read] | "Polls" >> beam.Flatten()
    return publish_stream(documents, stories, refused.output(), polled, config)


def _reading(
    source: UnboundedSource | PubSubSubscription,
    began: Mapping[str, str],
    polling: Polling,
    config: Config,
) -> ReadSource | ReadPubSub:
    limit = config.max_document_bytes or MAX_DOCUMENT_BYTES
    if isinstance(source, PubSubSubscription):
        return ReadPubSub(source, fields=config.fields, max_document_bytes=limit)
    start = began.get(source.address, "")
    return ReadSource(source, start, polling, fields=config.fields, max_document_bytes=limit)


def publish_stream(
    documents: beam.PCollection[Document],
    stories: Deduplicated,
    failures: beam.PCollection[Failure],
    polled: beam.PCollection[Polled],
    config: Config,
) -> beam.PCollection[Pane]:
    """Write what became of documents, window by window, and return the manifests of that."""
    failures |= "WindowFailures" >> windows(config)
    files = file_options(config) | {"staging": staging_folder(config.output, config.run_id)}
    index = files | {"file_format": "parquet", "compression": None}
    return {
        "articles": stories.articles
        | "WindowArticles" >> windows(config)
        | "WriteArticles"
        >> WritePartitioned(f"{config.output}/articles", partition_by=config.partition_by, **files),
        "duplicates": stories.duplicates
        | "WindowDuplicates" >> windows(config)
        | "WriteDuplicates" >> WriteDuplicates(f"{config.output}/duplicates", **files),
        "failures": failures
        | "WriteFailures" >> WriteFailures(f"{config.output}/failures", **files),
        "index": stories.entries
        | "WindowIndex" >> windows(config)
        | "WriteIndex" >> WriteIndex(f"{config.output}/{INDEX}", **index),
        "read": count_read(documents | "WindowRead" >> windows(config), failures),
        "polled": polled
        | "Tuples"
        >> beam.Map(
            lambda each: (each.address, each.number, each.position, each.handed_on)
        ).with_output_types(tuple[str, int, str, int])
        | "WindowPolls" >> windows(config),
    } | "PublishPanes" >> PublishPanes(config.output, config.run_id)


def _back_pressure(config: Config, sources: int) -> dict[str, Any]:
    """Return how much may be on its way; other runners than Prism press back by themselves."""
    in_flight = config.in_flight
    if in_flight is None:
        if remote_runner(config.beam_options) != "PrismRunner":
            return {}
        in_flight = IN_FLIGHT
    published = Published(config.output, config.run_id)
    return {"in_flight": max(1, in_flight // sources), "published": published}


def windows(config: Config) -> beam.WindowInto:
    """Return the windows in which files are made: each fires when it closes, and when late."""
    return beam.WindowInto(
        FixedWindows(config.window.total_seconds()),
        trigger=AfterWatermark(late=AfterCount(1)),
        accumulation_mode=AccumulationMode.DISCARDING,
        allowed_lateness=_duration(config.allowed_lateness),
    )


def _duration(span: timedelta) -> Duration:
    return Duration(micros=span // timedelta(microseconds=1))
