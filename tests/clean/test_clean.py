"""Clean makes articles in batch and in streams, and sets aside what it refuses."""

import apache_beam as beam
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.error_handling import ErrorHandler
from apache_beam.transforms.window import FixedWindows, TimestampedValue

from transforms.clean import Clean
from transforms.model import Article, Document, Reason, Step
from transforms.testing import batch_pipeline, document, stream_pipeline

GOOD = document("It rained.\nAdvertisement", "a.txt")
EMPTY = document(" ", "b.txt")


class _Refusals(beam.PTransform):
    def expand(self, failures):
        return failures | beam.Map(
            lambda failure: (failure.step, failure.reason, failure.id, failure.content)
        )


REFUSED = [(Step.CLEAN, Reason.EMPTY, EMPTY.id, b" ")]


def test_a_batch_gives_articles_and_failures_that_can_be_tried_again():
    with batch_pipeline() as pipeline:
        documents = pipeline | beam.Create([GOOD, EMPTY]).with_output_types(Document)
        with ErrorHandler(_Refusals()) as failures:
            articles = documents | Clean().with_error_handler(failures)
        assert articles.element_type is Article
        assert_that(
            articles | beam.Map(lambda article: (article.id, article.text, article.trail)),
            equal_to([(GOOD.id, "It rained.", None)]),
        )
        assert_that(failures.output(), equal_to(REFUSED), label="refused")


def test_a_trail_where_it_is_asked_for():
    with batch_pipeline() as pipeline:
        articles = pipeline | beam.Create([GOOD]).with_output_types(Document) | Clean(trail=True)
        assert_that(
            articles | beam.FlatMap(lambda article: [note.rule for note in article.trail]),
            equal_to(["advertisement"]),
        )


def test_without_an_error_handler_the_first_refusal_fails_the_pipeline():
    pipeline = batch_pipeline()
    _ = pipeline | beam.Create([EMPTY]).with_output_types(Document) | Clean()
    with pytest.raises(RuntimeError, match="clean: empty"):
        pipeline.run()


def test_a_stream_keeps_its_windows():
    events = (
        TestStream()
        .add_elements([TimestampedValue(GOOD, 5), TimestampedValue(EMPTY, 6)])
        .advance_watermark_to(100)
        .add_elements([TimestampedValue(GOOD, 65)])
        .advance_watermark_to_infinity()
    )
    with stream_pipeline() as pipeline:
        documents = (
            pipeline
            | events
            | beam.Map(lambda element: element).with_output_types(Document)
            | beam.WindowInto(FixedWindows(60))
        )
        with ErrorHandler(_Refusals()) as failures:
            articles = documents | Clean().with_error_handler(failures)
        placed = articles | "Place" >> beam.Map(
            lambda article, window=beam.DoFn.WindowParam: (article.text, float(window.start))
        )
        assert_that(placed, equal_to([("It rained.", 0.0), ("It rained.", 60.0)]))
        assert_that(failures.output(), equal_to(REFUSED), label="refused")
