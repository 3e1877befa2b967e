"""`Deduplicate` in the global window of a stream: the first that comes is kept, for some time."""

import copy
import random
from datetime import timedelta

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Timestamp

from transforms.deduplicate import (
    Criteria,
    Deduplicate,
    Deduplicated,
    deduplicate_articles,
    index_entry,
    sign,
)
from transforms.deduplicate.stream.periods import STORES, Periods
from transforms.deduplicate.stream.transform import DecideEach, KeepFirst, signed
from transforms.model import Cluster, Duplicate
from transforms.read.index_file import IndexFile
from transforms.testing import article, batch_pipeline, stream_pipeline

RAIN = "It rained all day in Harbor, and the fish market stayed shut."
SNOW = "It snowed all night in Harbor, and the school stayed shut."
STORY = (
    "The harbor of Nordby opens again on Monday after three years of work, the council said. "
    "Fishing boats will return first, and the ferry to the islands follows in the spring. "
    "The quay is two metres higher than before, so that storms like that of 2019 do no harm. "
    "Shopkeepers in Mill Street hope for summer guests, though the car park is yet to be paved."
)
EDITED = STORY.replace("three years", "almost three years").replace("hope for", "look forward to")
LEAD = STORY.partition(" The quay")[0]
URL = "https://a.example/rain"
EIGHTY = timedelta(seconds=80)  # forgotten in periods of ten seconds


def arrivals(*events):
    """Return a stream of (second, article)s, and of seconds, which the watermark reaches."""
    stream = TestStream().advance_watermark_to(0)
    for event in events:
        if isinstance(event, tuple):
            second, each = event
            stream = stream.add_elements([TimestampedValue(each, second)])
        else:
            stream = stream.advance_watermark_to(event)
    return stream.advance_watermark_to_infinity()


def told(outcome):
    """Return an id, and of a duplicate what it repeats and how."""
    if isinstance(outcome, Duplicate):
        return outcome.id, outcome.duplicate_of, str(outcome.duplicate_kind)
    return outcome.id


def check(result, expected):
    outcomes = (result.articles, result.duplicates) | beam.Flatten() | "Told" >> beam.Map(told)
    assert_that(outcomes, equal_to(expected))


class TestWhatIsKept:
    def test_the_first_to_come_however_far_apart_the_others_are(self):
        stream = arrivals(
            (1, article(STORY, id="3", url=URL, published_at="2025-01-02")),
            (2, article(EDITED, id="1", published_at="2025-01-01")),
            80_000,
            (80_000, article(STORY.upper(), id="2")),
            (80_001, article(f"{LEAD} {RAIN} {SNOW}", id="4", url=URL)),
            (80_002, article(SNOW, id="5", url="https://b.example/")),
        )
        with stream_pipeline() as pipeline:
            check(
                pipeline | stream | Deduplicate(),
                ["3", ("1", "3", "near"), ("2", "3", "exact"), ("4", "3", "revision"), "5"],
            )

    def test_what_is_known_of_it_then_goes_with_it_and_its_time(self):
        """Its cluster is itself: of those that will repeat it nothing is known yet."""
        first, second = article(RAIN, id="1", url=URL), article(RAIN, id="2")
        with stream_pipeline() as pipeline:
            result = pipeline | arrivals((7, first), (9, second)) | Deduplicate()
            times = (result.articles, result.duplicates) | beam.Flatten() | beam.Map(_timed)
            assert_that(times, equal_to([("1", 7), ("2", 9)]), label="times")
            assert_that(
                result.articles,
                equal_to([first.model_copy(update={"cluster": Cluster(id="1", size=1, sites=1)})]),
                label="article",
            )
            named = result.duplicates | "Named" >> beam.Map(
                lambda each: (each.duplicate_of_url, each.duplicate_of_run, each.similarity)
            )
            assert_that(named, equal_to([(URL, None, 1.0)]), label="duplicate")

    def test_what_earlier_runs_kept_is_known_before_the_first_comes_and_never_forgotten(self):
        stream = arrivals((1, article(RAIN, id="1")), 500, (500, article(SNOW, id="2")))
        with stream_pipeline() as pipeline:
            entries = [index_entry(article(each, id="0"), "monday") for each in (RAIN, SNOW)]
            known = pipeline | beam.Create(entries)
            inputs = {"articles": pipeline | stream, "known": known}
            check(inputs | Deduplicate(remember=EIGHTY), [("1", "0", "exact"), ("2", "0", "exact")])

    def test_it_may_come_in_parts(self, tmp_path):
        entry = index_entry(article(RAIN, id="0"), "monday")
        path = tmp_path / "part.parquet"
        pq.write_table(pa.Table.from_pylist([entry.model_dump()]), path)
        with stream_pipeline() as pipeline:
            known = pipeline | beam.Create([IndexFile(str(path)).counted()])
            inputs = {"articles": pipeline | arrivals((1, article(RAIN, id="1"))), "known": known}
            check(inputs | Deduplicate(remember=EIGHTY), [("1", "0", "exact")])

    def test_what_later_runs_know_them_by_comes_with_those_that_are_kept(self):
        first, second = article(RAIN, id="1", url=URL), article(RAIN, id="2")
        with stream_pipeline() as pipeline:
            result = pipeline | arrivals((7, first), (9, second)) | Deduplicate(entries=True)
            assert_that(result.entries, equal_to([index_entry(first)]))

    def test_without_known_articles_that_end_it_is_refused(self):
        pipeline = beam.Pipeline("BundleBasedDirectRunner")
        unbounded = [pipeline | name >> TestStream() for name in ("articles", "known")]
        with pytest.raises(ValueError, match="needs known articles that are bounded"):
            dict(zip(("articles", "known"), unbounded, strict=True)) | Deduplicate()

    @pytest.mark.parametrize("remember", [timedelta(), timedelta(-1)])
    def test_a_time_that_is_none_is_refused_when_the_pipeline_is_built(self, remember):
        with pytest.raises(ValueError, match="articles are remembered for some time"):
            Deduplicate(remember=remember)


def _timed(outcome, time=beam.DoFn.TimestampParam):
    return outcome.id, float(time)


class TestForHowLong:
    """The clock is the event time: that of articles, and of the watermark."""

    def test_until_the_watermark_has_passed_it_by_the_time_and_an_eighth_at_most(self):
        stream = arrivals(
            (9, article(RAIN, id="1")),
            89,
            (9, article(RAIN, id="2")),
            90,
            (90, article(RAIN, id="3")),
        )
        with stream_pipeline() as pipeline:
            check(pipeline | stream | Deduplicate(remember=EIGHTY), ["1", ("2", "1", "exact"), "3"])

    def test_what_repeats_it_is_another_sighting_and_prolongs_it(self):
        stream = arrivals(
            (1, article(RAIN, id="1")),
            60,
            (60, article(RAIN, id="2")),
            140,
            (140, article(RAIN, id="3")),
            240,
            (240, article(RAIN, id="4")),
        )
        with stream_pipeline() as pipeline:
            check(
                pipeline | stream | Deduplicate(remember=EIGHTY),
                ["1", ("2", "1", "exact"), ("3", "1", "exact"), "4"],
            )

    def test_late_data_are_decided_about_as_all_others_and_never_lost(self):
        """2 is late but repeats what is remembered; 3 and 4 are too late to be remembered."""
        stream = arrivals(
            (100, article(RAIN, id="1")),
            170,
            (20, article(RAIN, id="2")),
            (20, article(SNOW, id="3")),
            171,
            (20, article(SNOW, id="4")),
        )
        with stream_pipeline() as pipeline:
            check(
                pipeline | stream | Deduplicate(remember=EIGHTY),
                ["1", ("2", "1", "exact"), "3", "4"],
            )


class Forgetful(DecideEach):
    """Loses its memory with each bundle, as if the worker were started again."""

    def start_bundle(self):
        self.__init__(self._criteria, self._periods)


def shuffled(seed):
    """Return (second, article)s with many duplicates of all kinds, one text at each address."""
    draw = random.Random(seed)
    texts = [RAIN, SNOW, STORY, EDITED, LEAD, f"{STORY} {RAIN} {SNOW}"]
    picked = [(number, draw.randrange(len(texts)), draw.choice("ab")) for number in range(40)]
    articles = [
        article(texts[text], id=f"{number:02}", url=f"https://{site}.example/{text}")
        for number, text, site in picked
    ]
    draw.shuffle(articles)
    return list(enumerate(articles))


class TestRestart:
    def test_a_worker_that_starts_again_with_each_bundle_knows_what_it_knew(self):
        """2 repeats what it knew, 3 what it knew of for longer; 4 what it had forgotten."""
        stream = arrivals(
            (1, article(RAIN, id="1")),
            (31, article(RAIN, id="2")),
            90,
            (90, article(RAIN, id="3")),
            180,
            (180, article(RAIN, id="4")),
        )
        with stream_pipeline() as pipeline:
            decided = (
                pipeline
                | stream
                | "Sign" >> beam.Map(signed)
                | beam.ParDo(Forgetful(Criteria(), Periods(EIGHTY))).with_outputs(main="kept")
            )
            result = Deduplicated(decided.kept, decided.duplicates)
            check(result, ["1", ("2", "1", "exact"), ("3", "1", "exact"), "4"])

    def test_workers_that_take_turns_and_bundles_that_fail_change_nothing(self):
        state, (one, other) = State(), (DecideEach(Criteria(), Periods(EIGHTY)) for _ in range(2))
        alone, own = DecideEach(Criteria(), Periods(EIGHTY)), State()
        draw = random.Random(1)
        for second, each in shuffled(1):
            worker = draw.choice([one, other])
            if draw.random() < 0.3:  # what a failed bundle wrote is gone, what it remembers is not
                state.copy().process(worker, article(SNOW + each.text, id="failed"), second)
                state.copy().process(worker, each, second)
            assert state.process(worker, each, second) == own.process(alone, each, second)
            if second % 7 == 6:
                state.expire(worker, 3 * second)
                own.expire(alone, 3 * second)

    def test_what_is_over_is_taken_out_of_the_state(self):
        worker, state = DecideEach(Criteria(), Periods(EIGHTY)), State()
        for second, text in ((1, RAIN), (99, SNOW)):
            state.process(worker, article(text), second)
        assert [len(each.values) for each in state.stores] == [1, 1, 0]
        assert state.timer.value == Timestamp(90)
        state.expire(worker, 90)
        assert [len(each.values) for each in state.stores] == [0, 1, 0]
        assert state.timer.value == Timestamp(180)
        state.expire(worker, 180)
        assert [len(each.values) for each in state.stores] == [0, 0, 0]


class State:
    """The state of the one key, as a runner holds it."""

    def __init__(self):
        self.progress, self.timer = Cell(), Cell()
        self.stores = [Bag() for _ in range(STORES)]

    @property
    def cells(self):
        return self.progress, *self.stores, self.timer

    def copy(self):
        return copy.deepcopy(self)

    def process(self, worker, each, second):
        outcomes = worker.process(signed(each), Timestamp(second), *self.cells)
        return [told(getattr(outcome, "value", outcome)) for outcome in outcomes]

    def expire(self, worker, second):
        worker.expire(Timestamp(second), *self.cells)


class Cell:
    """A value, or a timer."""

    def __init__(self):
        self.value = None

    def read(self):
        return self.value

    def write(self, value):
        self.value = value

    set = write


class Bag:
    """What is added, read in another order."""

    def __init__(self):
        self.values = []

    def read(self):
        return self.values[::-1]

    def add(self, value):
        self.values.append(value)

    def clear(self):
        self.values.clear()


class TestBesideABatch:
    """Which of a story is kept is told by the order of arrival here, and by the articles there."""

    def test_in_any_order_there_are_the_same_stories_by_address_and_words(self):
        articles = [each for _, each in shuffled(2)][:20]
        kinds = ["url", "revision", "exact"]
        stream = TestStream().add_elements(articles).advance_watermark_to_infinity()
        texts = [each.text for each in deduplicate_articles(articles, Criteria.of(kinds))[0]]
        for make, source in ((batch_pipeline, beam.Create(articles)), (stream_pipeline, stream)):
            with make() as pipeline:
                result = pipeline | source | Deduplicate(kinds)
                assert_that(result.articles | beam.Map(lambda each: each.text), equal_to(texts))

    def test_in_the_total_order_the_same_are_kept_and_the_others_repeat_the_same(self):
        articles = [each for _, each in shuffled(3)][:12]
        in_order = sorted(articles, key=lambda each: sign(each)[0].order)
        kept, repeated = deduplicate_articles(articles)
        stream = arrivals(*enumerate(in_order))
        for make, source in ((batch_pipeline, beam.Create(articles)), (stream_pipeline, stream)):
            with make() as pipeline:
                result = pipeline | source | Deduplicate()
                check(result, [told(each) for each in (*kept, *repeated)])

    def test_it_runs_on_another_runner_and_on_what_ends_as_well(self):
        articles = [each for _, each in shuffled(4)]
        with batch_pipeline() as pipeline:
            inputs = {"articles": pipeline | beam.Create(articles)}
            result = inputs | KeepFirst(Criteria.of(["exact"]), EIGHTY)
            texts = result.articles | beam.Map(lambda each: each.text)
            assert_that(texts, equal_to(sorted({each.text for each in articles})))
