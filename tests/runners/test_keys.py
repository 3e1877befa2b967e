"""What a stateful DoFn relies on: of a key, one element after the other."""

import logging
import shlex
import time

import apache_beam as beam
import pytest
from apache_beam.coders import VarIntCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec
from conftest import RUNNERS

from pipeline.beam_options import beam_flags

# It tells of the runner's end when nobody listens any more.
logging.getLogger("apache_beam.utils.subprocess_server").setLevel(logging.ERROR)
_COUNT = beam.DoFn.StateParam(ReadModifyWriteStateSpec("count", VarIntCoder()))


class SlowCount(beam.DoFn):
    """How many elements the key had before; longer than a runner waits for a sign of progress."""

    def process(self, element: tuple[bytes, int], count=_COUNT):
        before = count.read() or 0
        time.sleep(0.25)
        count.write(before + 1)
        yield before


@pytest.mark.parametrize("runner", ["prism"], indirect=True)
def test_a_key_is_worked_on_in_one_place_however_slow_it_is(runner):
    flags = beam_flags(shlex.split(RUNNERS[runner]), [], [])
    with beam.Pipeline(options=PipelineOptions([*flags, "--streaming"])) as pipeline:
        counted = (
            pipeline
            | beam.Create([(b"one key", number) for number in range(12)])
            | beam.ParDo(SlowCount())
        )
        assert_that(counted, equal_to(list(range(12))))
