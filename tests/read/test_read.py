"""Read, as a step of a pipeline: bounded and unbounded."""

import apache_beam as beam
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.error_handling import CollectingErrorHandler
from apache_beam.transforms.window import FixedWindows, TimestampedValue

from transforms.read import Read
from transforms.testing import batch_pipeline, stream_pipeline


@pytest.fixture(autouse=True)
def news(tmp_path, monkeypatch):
    """A folder `news` in the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("It rained.")
    (tmp_path / "news" / "b.jsonl").write_text('{"text": "It snowed."}\noops\n')
    (tmp_path / "news" / "c.pdf").write_text("%PDF-1.7")


DOCUMENTS = [("news/a.txt", None, b"It rained."), ("news/b.jsonl", "0", b"It snowed.")]
FAILURES = [
    ("news/b.jsonl", "23", "malformed"),
    ("news/c.pdf", None, "unsupported_format"),
]


def outline(document):
    return document.source.uri, document.source.position, document.content


def outline_failure(failure):
    return failure.source.uri, failure.source.position, str(failure.reason)


def check(pipeline, read, patterns=None, *, documents=DOCUMENTS, failures=FAILURES):
    with CollectingErrorHandler() as handler:
        start = pipeline if patterns is None else patterns
        results = start | read.with_error_handler(handler)
    assert_that(results | beam.Map(outline), equal_to(documents), label="documents")
    refused = handler.output() | "OutlineFailures" >> beam.Map(outline_failure)
    assert_that(refused, equal_to(failures), label="failures")


def test_every_file_of_a_folder_is_read_and_what_cannot_be_is_a_failure():
    with batch_pipeline() as pipeline:
        check(pipeline, Read("news"))


def test_a_file_is_read_once_however_many_patterns_mean_it():
    with batch_pipeline() as pipeline:
        check(pipeline, Read("news", "./news/*", "news/a.txt"))


def test_patterns_may_come_from_a_pcollection():
    with batch_pipeline() as pipeline:
        check(pipeline, Read(), pipeline | beam.Create(["news/a.txt", "news/[bc]*"]))


def test_a_pattern_without_a_match_is_a_failure_and_the_others_are_read():
    with batch_pipeline() as pipeline:
        check(
            pipeline,
            Read("gone/*.txt", "news/a.txt"),
            documents=DOCUMENTS[:1],
            failures=[("gone/*.txt", None, "unreadable")],
        )


def test_without_an_error_handler_the_first_failure_fails_the_pipeline():
    with pytest.raises(Exception, match=r"news/c\.pdf: .*a PDF"), batch_pipeline() as pipeline:
        pipeline | Read("news/c.pdf")


def test_fields_and_limit_reach_the_reader():
    with open("news/d.jsonl", "w") as file:  # noqa: PTH123
        file.write('{"story": "It hailed."}\n{"story": "%s"}\n' % ("x" * 100))
    with batch_pipeline() as pipeline:
        check(
            pipeline,
            Read("news/d.jsonl", fields={"text": "story"}, max_document_bytes=50),
            documents=[("news/d.jsonl", "0", b"It hailed.")],
            failures=[("news/d.jsonl", "24", "too_large")],
        )


def test_a_stream_of_patterns_is_read_as_they_come():
    """In their windows, with their timestamps; there is no waiting for an end."""
    stream = (
        TestStream()
        .advance_watermark_to(0)
        .add_elements([TimestampedValue("news/a.txt", 5)])
        .advance_watermark_to(70)
        .add_elements([TimestampedValue("news/b.jsonl", 75), TimestampedValue("gone", 76)])
        .advance_watermark_to_infinity()
    )
    with stream_pipeline() as pipeline:
        patterns = (
            pipeline
            | stream.with_output_types(str)
            | "Windows" >> beam.WindowInto(FixedWindows(60))
        )
        with CollectingErrorHandler() as handler:
            documents = patterns | Read().with_error_handler(handler)
        seen = documents | beam.Map(
            lambda document, window=beam.DoFn.WindowParam, time=beam.DoFn.TimestampParam: (
                document.source.uri,
                int(window.start),
                int(time),
            )
        )
        assert_that(seen, equal_to([("news/a.txt", 0, 5), ("news/b.jsonl", 60, 75)]))
        refused = handler.output() | "OutlineFailures" >> beam.Map(outline_failure)
        assert_that(
            refused,
            equal_to([FAILURES[0], ("gone", None, "unreadable")]),
            label="failures",
        )


def test_a_stream_reads_a_path_that_comes_twice_twice():
    stream = TestStream().add_elements(["news/a.txt", "news/a.txt"]).advance_watermark_to_infinity()
    with stream_pipeline() as pipeline:
        documents = pipeline | stream.with_output_types(str) | Read()
        assert_that(documents | beam.Map(outline), equal_to(DOCUMENTS[:1] * 2))


class TestMisuse:
    def test_nothing_to_read(self):
        with pytest.raises(ValueError, match="Read needs patterns"):
            batch_pipeline() | Read()

    def test_patterns_twice(self):
        with pytest.raises(ValueError, match="begins a pipeline"):
            batch_pipeline() | beam.Create(["news"]) | Read("news")

    @pytest.mark.parametrize("patterns", [("",), ("news", None), (["news"],)])
    def test_patterns_that_are_none(self, patterns):
        with pytest.raises(ValueError, match="patterns are strings"):
            Read(*patterns)

    def test_a_limit_that_is_not_positive(self):
        with pytest.raises(ValueError, match="max_document_bytes has to be positive"):
            Read("news", max_document_bytes=0)

    def test_a_field_that_is_unknown(self):
        with pytest.raises(ValueError, match="no field 'txt'"):
            Read("news", fields={"txt": "body"})
