"""A source is polled no more while too much of it is on its way, and the stream goes on."""

import time
from datetime import timedelta
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that, equal_to

from transforms.read.sources import PollResult
from transforms.read.sources.polling import Polls, PollTracker
from transforms.read.sources.transform import Polling, ReadSource, _Poll
from transforms.testing import batch_pipeline, document


def published(count):
    return lambda _: count


class TestRoom:
    @pytest.mark.parametrize(
        ("handed_on", "done", "room"),
        [
            (0, 0, 100),
            (900, 0, 100),
            (950, 0, 50),
            (1_000, 0, 0),
            (1_040, 0, 0),  # a poll may hand on a little more than it was asked for
            (1_000, 30, 30),
            (1_000_000, 999_500, 100),
            (10, 4_000, 100),  # a checkpoint from before what is published by now
        ],
    )
    def test_what_is_on_its_way_and_what_a_poll_asks_for_are_the_bound_at_most(
        self, handed_on, done, room
    ):
        polling = Polling(in_flight=1_000, limit=100, published=published(done))
        assert polling.room("src", handed_on) == room

    def test_nothing_is_held_back_where_nobody_tells_what_is_published(self):
        assert Polling(in_flight=1, limit=100).room("src", 1_000_000) == 100

    def test_a_bound_below_what_a_poll_asks_for_is_kept(self):
        assert Polling(in_flight=7, limit=100, published=published(0)).room("src", 0) == 7

    def test_nobody_is_asked_as_long_as_there_is_room_in_any_case(self):
        def unasked(_):
            raise AssertionError

        assert Polling(in_flight=1_000, published=unasked).room("src", 900) == 100

    def test_a_bound_of_nothing_would_never_begin(self):
        with pytest.raises(ValueError, match="in_flight has to be positive, not 0"):
            Polling(in_flight=0)


class Unasked:
    address = "test://unasked"

    def poll(self, position, limit):
        raise AssertionError


class Tracker(PollTracker):
    waits = None

    def defer_remainder(self, wait):
        self.waits = wait


class Watermark:
    time = None

    def current_watermark(self):
        return self.time

    def set_watermark(self, time):
        self.time = time


def test_while_it_is_held_the_source_is_not_asked_and_yet_the_watermark_goes_on():
    """Else no window would close, and so nothing be published that lets it go on."""
    polls = Polls(position="7", number=7, handed_on=70)
    tracker, watermark = Tracker(polls), Watermark()
    polling = Polling(in_flight=70, published=published(0))
    before = time.time()
    made = list(_Poll(Unasked(), polling).process("", tracker, watermark))
    assert made == []
    assert float(watermark.time) >= before - 0.001
    assert tracker.current_restriction() == polls
    assert tracker.waits.micros > 0


def test_a_stop_ends_it_while_it_is_held(tmp_path):
    (tmp_path / "stop").touch()
    tracker = Tracker(Polls(handed_on=70))
    polling = Polling(in_flight=1, published=published(0), stop=str(tmp_path / "stop"))
    assert list(_Poll(Unasked(), polling).process("", tracker, Watermark())) == []
    assert tracker.check_done()


class Hundred:
    """A source of 100 documents, at most as many at once as it is asked for."""

    address = "test://hundred"

    def __init__(self, stop):
        self._stop = stop

    def poll(self, position, limit):
        place = int(position or 0)
        if place == 100:
            Path(self._stop).touch()
        end = min(100, place + limit)
        found = tuple(document("It rained.", str(each)) for each in range(place, end))
        return PollResult(documents=found, position=str(end), has_more=True)

    def close(self):
        pass


class LateBy:
    """Tells what is published as of some questions ago."""

    def __init__(self, told):
        self._told = told
        self._asked = 0

    def __call__(self, address):
        self._asked += 1
        return self._told * (self._asked // 3)


def test_all_is_read_though_it_was_held_again_and_again(tmp_path):
    stop = str(tmp_path / "stop")
    polling = Polling(every=timedelta(), stop=stop, in_flight=30, limit=20, published=LateBy(20))
    with batch_pipeline() as pipeline:
        read = pipeline | ReadSource(Hundred(stop), polling=polling)
        assert_that(
            read.documents | beam.Map(lambda each: int(each.source.uri)),
            equal_to(list(range(100))),
        )
