"""DetectLanguage tags articles in batch and in streams."""

import apache_beam as beam
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.window import FixedWindows, TimestampedValue

from transforms.language import DetectLanguage
from transforms.model import Article
from transforms.testing import article, batch_pipeline, stream_pipeline

ENGLISH = article("The council of the small harbour town has put off its decision.", "a.txt")
NUMBERS = article("12 34", "b.txt")


def test_a_batch_is_tagged():
    with batch_pipeline() as pipeline:
        tagged = (
            pipeline | beam.Create([ENGLISH, NUMBERS]).with_output_types(Article) | DetectLanguage()
        )
        assert tagged.element_type is Article
        assert_that(
            tagged | beam.Map(lambda each: (each.id, each.language.tag)),
            equal_to([(ENGLISH.id, "en"), (NUMBERS.id, "und")]),
        )


def test_a_stream_keeps_its_windows():
    events = (
        TestStream()
        .add_elements([TimestampedValue(ENGLISH, 5)])
        .advance_watermark_to(100)
        .add_elements([TimestampedValue(NUMBERS, 65)])
        .advance_watermark_to_infinity()
    )
    with stream_pipeline() as pipeline:
        tagged = (
            pipeline
            | events
            | beam.Map(lambda element: element).with_output_types(Article)
            | beam.WindowInto(FixedWindows(60))
            | DetectLanguage()
            | beam.Map(
                lambda each, window=beam.DoFn.WindowParam: (each.language.tag, float(window.start))
            )
        )
        assert_that(tagged, equal_to([("en", 0.0), ("und", 60.0)]))
