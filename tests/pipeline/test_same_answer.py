"""A stream's input done again as one batch: the same stories, and in the total order all the same.

What is the same whatever the order of arrival, within the time that a stream remembers:

- Each document is an article, a duplicate or a failure, and those that fail are the same.
- Documents that all repeat one another are one story, of which one is kept: there are as many
  articles, with the same words. Which document of a story is kept may differ: a batch keeps the
  fullest and earliest, a stream the first that came, since what it handed on cannot be called back.

If the one that a batch keeps comes first, so are all duplicates: what they repeat, and how.

What is not the same: of texts in a chain, of which each resembles the next alone, a stream that
sees the middle one first keeps one, where a batch may keep both ends. The size of a cluster, which
a stream cannot know, and the newest revision of an address, which comes last.
"""

import json
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.transforms.window import TimestampedValue

from pipeline.config import Config
from pipeline.progress import WatchedErrorHandler, unwatched
from pipeline.run import run
from pipeline.stages import told_apart
from pipeline.stream.graph import publish_stream
from transforms.clean import clean_document
from transforms.deduplicate import sign
from transforms.model import ArticleError, Document
from transforms.read import match_files, read_file
from transforms.read.sources.transform import Polled
from transforms.testing import stream_pipeline
from transforms.write import stream_ledger

SEEDS = Path(__file__).parents[2] / "seeds"
WINDOW = 60


@pytest.fixture(scope="module")
def documents():
    """What there is in the seeds, apart from what cannot be read."""
    every = [each for path in match_files(str(SEEDS)) for each in read_file(path)]
    return [each for each in every if isinstance(each, Document)]


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """What one run makes of the seeds."""
    output = tmp_path_factory.mktemp("batch")
    run(Config(input=(str(SEEDS),), output=str(output), quiet=True))
    return Outcomes(output)


class Outcomes:
    """What became of documents, by their ids."""

    def __init__(self, output: Path) -> None:
        self.counts: Counter[str] = Counter()
        self.kept: set[str] = set()
        self.words: dict[str, str] = {}
        self.repeats: dict[str, tuple[str, str]] = {}
        self.failures: set[str] = set()
        for path in sorted(output.rglob("part-*.jsonl")):
            data_set = path.relative_to(output).parts[0]
            for record in map(json.loads, path.open()):
                self._add(data_set, record)

    def _add(self, data_set: str, record) -> None:
        self.counts[data_set] += 1
        each = record["id"]
        if data_set == "articles":
            self.kept.add(each)
        elif data_set == "failures":
            if record["step"] != "read":
                self.failures.add(each)
        elif record["duplicate_of"] != each:  # else the document itself came again
            self.repeats[each] = (record["duplicate_of"], record["duplicate_kind"])

    @property
    def stories(self) -> set[frozenset[str]]:
        members = {each: {each} for each in self.kept}
        for each, (kept, _) in self.repeats.items():
            members[kept].add(each)
        return set(map(frozenset, members.values()))


def streamed(output: Path, *arrivals) -> Outcomes:
    """Return what a stream makes of arrivals: watermark, and (document, seconds of its event)s."""
    config = Config(
        input=("x",),
        output=str(output),
        run_id="live",
        streaming=True,
        window=timedelta(seconds=WINDOW),
        allowed_lateness=timedelta(days=1),
    )
    stream = TestStream()
    for watermark, deliveries in arrivals:
        stream = stream.advance_watermark_to(watermark)
        stream = stream.add_elements([TimestampedValue(*delivery) for delivery in deliveries])
    with stream_pipeline() as pipeline:
        delivered = pipeline | stream.advance_watermark_to_infinity()
        refused = WatchedErrorHandler(unwatched)
        with refused:
            stories = told_apart(delivered, {}, config, unwatched, refused)
        polled = delivered | beam.FlatMap(lambda _: ()).with_output_types(Polled)
        publish_stream(delivered, stories, refused.output(), polled, config)
    ledger = stream_ledger(str(output), "live")
    written = ledger.articles.total + ledger.duplicates.total + ledger.failures.total
    assert ledger.read.total == written == sum(len(deliveries) for _, deliveries in arrivals)
    return Outcomes(output)


def order(document):
    """Return the place of a document in the order by which a batch keeps the first."""
    try:
        return sign(clean_document(document))[0].order
    except ArticleError:
        return b""


def test_shuffled_delayed_and_delivered_twice_there_are_the_same_stories(
    documents, batch, tmp_path
):
    """A third comes again; of the second half all events are so old that their window is over."""
    chance = random.Random(7)
    deliveries = documents + chance.sample(documents, len(documents) // 3)
    chance.shuffle(deliveries)
    half = len(deliveries) // 2
    in_time = [(each, chance.uniform(0, 2 * WINDOW)) for each in deliveries[:half]]
    late = [(each, chance.uniform(0, 2 * WINDOW)) for each in deliveries[half:]]
    stream = streamed(tmp_path, (0, in_time), (5 * WINDOW, late))
    assert stream.stories == batch.stories
    assert stream.failures == batch.failures
    assert stream.counts["articles"] == batch.counts["articles"]


def test_in_the_total_order_the_same_are_kept_and_the_others_repeat_the_same(
    documents, batch, tmp_path
):
    in_order = sorted(documents, key=order)
    stream = streamed(tmp_path, (0, [(each, second) for second, each in enumerate(in_order)]))
    assert stream.kept == batch.kept
    assert stream.repeats == batch.repeats
    assert stream.failures == batch.failures
