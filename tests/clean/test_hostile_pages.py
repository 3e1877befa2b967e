"""Pages made to hang, crash or fill the memory end as failures, and the run goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.error_handling import ErrorHandler
from apache_beam.transforms.window import TimestampedValue

from transforms.clean import Clean, Limits
from transforms.model import Document, Reason
from transforms.testing import batch_pipeline, document, stream_pipeline

ROOT = Path(__file__).parents[2]
RAIN = "<p>It rained in the town on the hill for the whole of the day, and nobody went out.</p>"


def page(body, uri="page.html"):
    html = f"<!doctype html><html><head><title>Rain</title></head><body>{body}</body></html>"
    return document(html, uri, media_type="text/html")


# libxml2 compares each attribute of an element with all before it.
SLOW = page(f"<div {' '.join(f'a{n}=1' for n in range(50_000))}>{RAIN * 5}</div>", "slow.html")
WIDE = page(f"<article>{'<a href=/x>rain</a> ' * 60_000}{RAIN * 5}</article>", "wide.html")
DEEP = page("<div>" * 100_000 + RAIN * 5, "deep.html")
GOOD = document("It rained.", "good.txt")
LIMITS = Limits(max_seconds=1.0)
REFUSED = [("slow.html", Reason.TIME_LIMIT), ("deep.html", Reason.TOO_DEEP)]


class _Refusals(beam.PTransform):
    def expand(self, failures):
        return failures | beam.Map(lambda failure: (failure.source.uri, failure.reason))


def test_in_a_batch():
    with batch_pipeline() as pipeline:
        documents = pipeline | beam.Create([SLOW, GOOD, DEEP]).with_output_types(Document)
        with ErrorHandler(_Refusals()) as refused:
            articles = documents | Clean(limits=LIMITS).with_error_handler(refused)
        assert_that(articles | beam.Map(lambda each: each.text), equal_to(["It rained."]))
        assert_that(refused.output(), equal_to(REFUSED), label="refused")


def test_in_a_stream():
    events = TestStream()
    for second, each in enumerate([SLOW, GOOD, DEEP]):
        events = events.add_elements([TimestampedValue(each, second)])
        events = events.advance_watermark_to(second)
    with stream_pipeline() as pipeline:
        documents = (
            pipeline
            | events.advance_watermark_to_infinity()
            | beam.Map(lambda element: element).with_output_types(Document)
        )
        with ErrorHandler(_Refusals()) as refused:
            articles = documents | Clean(limits=LIMITS).with_error_handler(refused)
        assert_that(articles | beam.Map(lambda each: each.text), equal_to(["It rained."]))
        assert_that(refused.output(), equal_to(REFUSED), label="refused")


def test_what_needs_more_memory_than_the_limit_is_refused():
    limits = Limits(max_memory_bytes=64 << 20)
    with batch_pipeline() as pipeline:
        documents = pipeline | beam.Create([WIDE, GOOD]).with_output_types(Document)
        with ErrorHandler(_Refusals()) as refused:
            articles = documents | Clean(limits=limits).with_error_handler(refused)
        assert_that(articles | beam.Map(lambda each: each.text), equal_to(["It rained."]))
        assert_that(
            refused.output(), equal_to([("wide.html", Reason.MEMORY_LIMIT)]), label="refused"
        )


def test_what_cleans_is_imported_only_where_it_works():
    """It takes 40 MB and 0.3 s, which no more than one of the two processes has to pay."""
    program = (
        "import sys, transforms, pipeline.graph;"
        "print([name for name in ('trafilatura', 'ftfy', 'lxml') if name in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "[]\n"


def test_depth_is_watched_in_the_workers_own_process_too():
    with batch_pipeline() as pipeline:
        documents = pipeline | beam.Create([DEEP, GOOD]).with_output_types(Document)
        with ErrorHandler(_Refusals()) as refused:
            articles = documents | Clean(isolated=False).with_error_handler(refused)
        assert_that(articles | beam.Map(lambda each: each.text), equal_to(["It rained."]))
        assert_that(refused.output(), equal_to(REFUSED[1:]), label="refused")


def test_without_an_error_handler_the_first_fails_the_pipeline():
    pipeline = batch_pipeline()
    _ = pipeline | beam.Create([SLOW]).with_output_types(Document) | Clean(limits=LIMITS)
    with pytest.raises(RuntimeError, match=r"slow\.html: clean: time_limit"):
        pipeline.run()


@pytest.mark.parametrize("workers", ["", "multi_threading", "multi_processing"])
def test_by_the_command(workers, tmp_path):
    """With one worker, with threads and with processes: the outcome is the same."""
    (tmp_path / "in").mkdir()
    for each in (SLOW, GOOD, DEEP):
        (tmp_path / "in" / each.source.uri).write_bytes(each.content)
    words = ["run", "--input", "in", "--output", "out", "--max-seconds", "1", "--quiet"]
    if workers:
        words += ["--direct_num_workers", "2", "--direct_running_mode", workers]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    refused = [
        json.loads(line)
        for file in (tmp_path / "out/failures").rglob("*.jsonl")
        for line in file.read_text().splitlines()
    ]
    assert {(Path(row["uri"]).name, row["reason"]) for row in refused} == set(REFUSED)
    kept = [file.read_text() for file in (tmp_path / "out/articles").rglob("*.jsonl")]
    assert [json.loads(row)["text"] for row in kept] == ["It rained."]
