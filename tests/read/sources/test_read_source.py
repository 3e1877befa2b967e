"""A source without end → documents, with the time at which they arrived, until it is stopped."""

import json
import time
from datetime import timedelta
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.error_handling import CollectingErrorHandler
from apache_beam.transforms.window import TimestampedValue

from transforms.model import Failure, ReadError, Reason, Source
from transforms.read.sources import PollResult, SourceError
from transforms.read.sources.transform import Polling, ReadSource, by_publication
from transforms.testing import batch_pipeline, document

NOON = 1_743_508_800  # 2025-04-01T12:00:00Z


class Listed:
    """A source of what stands in a list: a position is a place in it, and its end a stop."""

    address = "test://listed"

    def __init__(self, stop, *polls):
        self._stop = str(stop)
        self._polls = polls

    def poll(self, position, limit):
        place = int(position or 0)
        if place == len(self._polls):
            Path(self._stop).touch()
            return PollResult(position=position)
        each = self._polls[place]
        if isinstance(each, SourceError):
            mark = Path(f"{self._stop}.reached")
            if not mark.exists():
                mark.touch()
                raise each
            each = PollResult()
        return PollResult(each.documents, each.files, str(place + 1), has_more=True)

    def close(self):
        pass


def polling(tmp_path):
    return Polling(every=timedelta(), stop=str(tmp_path / "stop"))


@pytest.fixture
def stop(tmp_path):
    return tmp_path / "stop"


def _uri_and_content(each):
    return each.source.uri, each.content


def test_documents_and_files_of_all_polls_are_read_in_the_order_of_positions(tmp_path, stop):
    (tmp_path / "a.txt").write_text("It rained.")
    records = [{"text": "It snowed."}, {"text": "It hailed."}]
    (tmp_path / "b.json").write_text(json.dumps(records))
    source = Listed(
        stop,
        PollResult(documents=(document("It froze.", "feed"),)),
        PollResult(files=(f"{tmp_path}/a.txt", f"{tmp_path}/b.json")),
    )
    with batch_pipeline() as pipeline:
        read = pipeline | ReadSource(source, polling=polling(tmp_path))
        assert_that(
            read.documents | beam.Map(lambda each: Path(each.source.uri).name),
            equal_to(["feed", "a.txt", "b.json", "b.json"]),
            label="documents",
        )
        assert_that(
            read.polled | beam.Map(lambda each: (each.address, each.number, each.position)),
            equal_to([("test://listed", 0, "1"), ("test://listed", 1, "2")]),
            label="polled",
        )
        assert not read.documents.is_bounded
        assert not read.polled.is_bounded


def test_it_goes_on_where_it_is_told_to(tmp_path, stop):
    polls = [PollResult(documents=(document(text, text),)) for text in ("one", "two")]
    with batch_pipeline() as pipeline:
        read = pipeline | ReadSource(Listed(stop, *polls), "1", polling(tmp_path))
        assert_that(read.documents | beam.Map(lambda each: each.source.uri), equal_to(["two"]))


def test_what_cannot_be_read_is_a_failure(tmp_path, stop):
    error = ReadError(Reason.MALFORMED, "no JSON")
    refused = Failure.at(Source(uri="topic", position="7"), error, b"{")
    source = Listed(stop, PollResult(documents=(refused,), files=(f"{tmp_path}/gone.txt",)))
    with batch_pipeline() as pipeline:
        with CollectingErrorHandler() as handler:
            reading = ReadSource(source, polling=polling(tmp_path)).with_error_handler(handler)
            pipeline | reading
        told = handler.output() | beam.Map(lambda each: (Path(each.source.uri).name, each.reason))
        assert_that(told, equal_to([("topic", Reason.MALFORMED), ("gone.txt", Reason.UNREADABLE)]))


def test_a_source_that_cannot_be_reached_is_polled_again(tmp_path, stop):
    source = Listed(stop, SourceError("down"), PollResult(documents=(document("It rained.", "x"),)))
    with batch_pipeline() as pipeline:
        read = pipeline | ReadSource(source, polling=polling(tmp_path))
        assert_that(read.documents | beam.Map(lambda each: each.source.uri), equal_to(["x"]))


def test_what_a_source_remembers_of_its_failure_is_where_it_goes_on(tmp_path, stop):
    """Such as when it may be asked again."""
    polls = [PollResult(documents=(document(text, text),)) for text in ("one", "two")]
    source = Listed(stop, SourceError("ask later", position="2"), *polls)
    with batch_pipeline() as pipeline:
        read = pipeline | ReadSource(source, polling=polling(tmp_path))
        assert_that(read.documents | beam.Map(lambda each: each.source.uri), equal_to(["two"]))


def test_a_document_has_the_time_of_its_arrival_however_old_it_is(tmp_path, stop):
    """What was published years ago is not late: it is an event of today."""
    old = document("It rained.", published_at="2009-04-01")
    before = time.time()

    def arrived_in_time(_, timestamp=beam.DoFn.TimestampParam):
        return before - 1 <= float(timestamp) <= time.time()

    with batch_pipeline() as pipeline:
        source = Listed(stop, PollResult(documents=(old,)))
        read = pipeline | ReadSource(source, polling=polling(tmp_path))
        assert_that(read.documents | beam.Map(arrived_in_time), equal_to([True]))


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"published_at": "2025-04-01T11:00:00Z"}, NOON - 3600),
        ({"published_at": "2009-04-01"}, NOON),  # which windows would drop
        ({"published_at": "2031-04-01"}, NOON),  # a date in the future is none
        ({}, NOON),
    ],
)
def test_by_publication_it_has_that_time_unless_it_is_too_long_ago(claims, expected):
    each = by_publication(document("It rained.", **claims), timedelta(days=1), _time(NOON))
    assert isinstance(each, TimestampedValue)
    assert float(each.timestamp) == expected


def _time(seconds):
    return TimestampedValue(None, seconds).timestamp


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"every": timedelta(-1)}])
def test_what_makes_no_sense_is_refused_at_once(wrong):
    with pytest.raises(ValueError, match=r"positive|negative"):
        Polling(**wrong)
