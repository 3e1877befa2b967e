"""On Flink the source of a stream is kept for ever, and the job cancelled when all is published."""

import threading

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.window import FixedWindows

from pipeline.stream.flink import TellEnd, cancelled_at_end, stream_flags

KEPT = "--shutdown_sources_after_idle_ms=31536000000000"


def test_its_source_is_kept_and_bundles_end_before_a_checkpoint():
    assert stream_flags([]) == [KEPT, "--finish_bundle_before_checkpointing"]


def test_what_is_given_is_not_given_again():
    assert stream_flags(["--finish_bundle_before_checkpointing"]) == [KEPT]


class TestTellEnd:
    def test_the_end_is_told_when_nothing_more_can_come_and_not_before(self, tmp_path):
        end = tmp_path / "end"
        windows = (
            TestStream(coder=beam.coders.StrUtf8Coder())
            .add_elements(["first"])
            .advance_watermark_to(1_000)
            .add_elements(["second"])
            .advance_watermark_to_infinity()
        )
        with beam.Pipeline(options=PipelineOptions(streaming=True)) as pipeline:
            panes = pipeline | windows | beam.WindowInto(FixedWindows(60))
            told = panes | beam.Map(lambda name: (name, end.exists()))
            assert_that(told, equal_to([("first", False), ("second", False)]))
            _ = panes | TellEnd(str(end))
        assert end.exists()

    def test_it_is_told_of_a_stream_that_published_nothing(self, tmp_path):
        with beam.Pipeline() as pipeline:
            _ = pipeline | beam.Create([]) | TellEnd(str(tmp_path / "end"))
        assert (tmp_path / "end").exists()


class Job:
    """Runs until it is cancelled, and ends as Beam's results do then: by raising."""

    def __init__(self):
        self._cancelled = threading.Event()

    def cancel(self):
        self._cancelled.set()

    def wait_until_finish(self):
        if self._cancelled.wait(timeout=30):
            raise RuntimeError("failed in state CANCELLED")


class TestCancelling:
    def test_a_job_whose_end_is_told_is_cancelled_and_has_not_failed(self, tmp_path):
        job, end = Job(), tmp_path / "end"
        threading.Timer(0.1, end.touch).start()
        with cancelled_at_end(job, str(end)):
            job.wait_until_finish()

    def test_what_fails_before_has_failed(self, tmp_path):
        with (
            pytest.raises(RuntimeError, match="no task manager"),
            cancelled_at_end(Job(), str(tmp_path / "end")),
        ):
            raise RuntimeError("no task manager")
