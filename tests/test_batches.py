"""A batch is worked on in a row, and each result has the window and time of its element."""

import apache_beam as beam
import pytest
from apache_beam.pvalue import TaggedOutput
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.window import FixedWindows, TimestampedValue

from transforms.batches import Batch, InBatches
from transforms.testing import batch_pipeline, stream_pipeline


class Spell(beam.DoFn):
    """Yields each letter of a word, and words without any aside."""

    def process(self, word):
        if not word:
            yield TaggedOutput("empty", "nothing")
        yield from word


class Noted(beam.DoFn):
    """Puts what it is asked to do into a list."""

    def __init__(self, notes):
        self.notes = notes

    def setup(self):
        self.notes.append("setup")

    def teardown(self):
        self.notes.append("teardown")

    def process(self, word):
        self.notes.append(word)
        return [word]


def placed(letter, time=beam.DoFn.TimestampParam, window=beam.DoFn.WindowParam):
    return letter, float(time), float(window.start)


def batch(elements, size=1_000):
    return Batch(elements, size, len)


@pytest.mark.parametrize("elements", [1, 2, 3, 100])
def test_each_result_has_the_place_of_its_element(elements):
    with batch_pipeline() as pipeline:
        results = (
            pipeline
            | beam.Create([TimestampedValue(word, time) for word, time in WORDS])
            | beam.WindowInto(FixedWindows(60))
            | beam.ParDo(InBatches(Spell(), batch(elements))).with_outputs("empty", main="letters")
        )
        letters = results.letters | "Letters" >> beam.Map(placed)
        empty = results.empty | "Empty" >> beam.Map(placed)
        assert_that(letters, equal_to([("a", 5.0, 0.0), ("b", 65.0, 60.0), ("c", 65.0, 60.0)]))
        assert_that(empty, equal_to([("nothing", 66.0, 60.0)]), label="aside")


WORDS = [("a", 5), ("bc", 65), ("", 66)]


def test_in_a_stream_nothing_is_held_beyond_its_bundle():
    events = (
        TestStream()
        .add_elements([TimestampedValue("a", 5)])
        .advance_watermark_to(60)
        .add_elements([TimestampedValue("b", 65)])
        .advance_watermark_to_infinity()
    )
    with stream_pipeline() as pipeline:
        counted = (
            pipeline
            | events
            | beam.WindowInto(FixedWindows(60))
            | beam.ParDo(InBatches(Spell(), batch(100)))
            | beam.Map(lambda letter: (letter, 1))
            | beam.CombinePerKey(sum)
            | beam.Map(lambda counted, window=beam.DoFn.WindowParam: (*counted, window.start))
        )
        assert_that(counted, equal_to([("a", 1, 0), ("b", 1, 60)]))


class TestWhenABatchIsWorkedOn:
    def asked(self, words, batch):
        """Return how many results there were after each word and at the end of the bundle."""
        function = InBatches(Noted([]), batch)
        function.start_bundle()
        counts = [len(list(function.process(word, 0, None))) for word in words]
        return [*counts, len(list(function.finish_bundle()))]

    def test_when_it_has_enough_elements(self):
        assert self.asked(["a", "b", "c"], batch(2)) == [0, 2, 0, 1]

    def test_when_they_are_large_enough(self):
        assert self.asked(["a", "bcd", "e"], batch(100, size=4)) == [0, 2, 0, 1]

    def test_a_bundle_of_nothing_gives_nothing(self):
        assert self.asked([], batch(2)) == [0]


def test_what_it_does_is_set_up_and_torn_down():
    notes = []
    function = InBatches(Noted(notes), batch(2))
    function.setup()
    function.start_bundle()
    function.process("a", 0, None)
    function.finish_bundle()
    function.teardown()
    assert notes == ["setup", "a", "teardown"]
