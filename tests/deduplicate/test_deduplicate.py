"""Which articles repeat another, and which one is kept."""

import random

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.trigger import AccumulationMode, AfterCount, AfterWatermark
from apache_beam.transforms.window import (
    FixedWindows,
    Sessions,
    TimestampedValue,
)
from hypothesis import given
from hypothesis import strategies as st

from transforms.deduplicate import Criteria, Deduplicate, deduplicate_articles, index_entry, url_key
from transforms.model import content_hash
from transforms.read.index_file import IndexFile
from transforms.testing import article, batch_pipeline, stream_pipeline

RAIN = "It rained all day in Harbor, and the fish market stayed shut."
SNOW = "It snowed all night in Harbor, and the school stayed shut."
URL = "https://a.example/rain"


def check(articles, *, kept, repeated=()):
    """Check the ids that are kept, and (id, id of the kept one, kind, similarity) of the others."""
    with batch_pipeline() as pipeline:
        result = pipeline | beam.Create(articles) | Deduplicate()
        ids = result.articles | "Ids" >> beam.Map(lambda a: a.id)
        others = result.duplicates | "Others" >> beam.Map(
            lambda d: (d.id, d.duplicate_of, str(d.duplicate_kind), d.similarity)
        )
        assert_that(ids, equal_to(kept), label="kept")
        assert_that(others, equal_to(list(repeated)), label="repeated")


class TestWhatIsTheSame:
    def test_articles_that_share_nothing_are_all_kept(self):
        check([article(RAIN, id="1"), article(SNOW, id="2")], kept=["1", "2"])

    def test_the_same_words_in_other_case_spacing_and_punctuation_are_exact_duplicates(self):
        check(
            [article(RAIN, id="1"), article(RAIN.upper().replace(", ", "\n– "), id="2")],
            kept=["2"],
            repeated=[("1", "2", "exact", 1.0)],
        )

    def test_the_same_canonical_url_makes_another_version_with_its_measured_similarity(self):
        check(
            [
                article(RAIN, id="1", url=URL, published_at="2025-01-01"),
                article(RAIN + " Too.", id="2", url=URL),
            ],
            kept=["1"],
            repeated=[("2", "1", "revision", 0.9091)],
        )

    @pytest.mark.parametrize(
        "url", ["http://a.example/rain", "https://www.a.example/rain/?utm_source=x#top"]
    )
    def test_scheme_www_tracking_and_fragment_make_no_other_url(self, url):
        assert (
            url_key(article(RAIN, url=url)) == url_key(article(RAIN, url=URL)) == "a.example/rain"
        )

    def test_a_url_that_the_text_only_cites_is_no_address_of_the_article(self):
        cited = {"source_url": URL, "canonical_url": URL}
        check([article(RAIN, id="1", **cited), article(SNOW, id="2", **cited)], kept=["1", "2"])

    def test_the_same_article_delivered_twice_is_kept_once_and_counted_twice(self):
        check([article(RAIN, id="1")] * 2, kept=["1"], repeated=[("1", "1", "exact", 1.0)])

    def test_a_duplicate_delivered_twice_is_two_duplicates(self):
        check(
            [article(RAIN + "!", id="1"), *[article(RAIN, id="2")] * 2],
            kept=["1"],
            repeated=[("2", "1", "exact", 1.0)] * 2,
        )


class TestWhichIsKept:
    def test_the_fuller(self):
        """What has a quarter more words than another holds more, whenever it was published."""
        check(
            [
                article(STORY, id="1", published_at="2025-01-01"),
                article(f"{STORY} {RAIN} {SNOW}", id="2"),
            ],
            kept=["2"],
            repeated=[("1", "2", "contained", 0.7529)],
        )

    def test_then_the_earliest_published(self):
        check(
            [
                article(RAIN, id="1", published_at="2025-01-02"),
                article(RAIN, id="2", published_at="2025-01-01"),
            ],
            kept=["2"],
            repeated=[("1", "2", "exact", 1.0)],
        )

    def test_a_dated_one_before_an_undated_one(self):
        check(
            [article(RAIN, id="1"), article(RAIN, id="2", published_at="2025-01-01")],
            kept=["2"],
            repeated=[("1", "2", "exact", 1.0)],
        )

    def test_then_the_longest(self):
        check(
            [article(RAIN, id="1"), article(RAIN + "!!", id="2")],
            kept=["2"],
            repeated=[("1", "2", "exact", 1.0)],
        )

    def test_then_the_smallest_id(self):
        check(
            [article(RAIN, id="2"), article(RAIN, id="1")],
            kept=["1"],
            repeated=[("2", "1", "exact", 1.0)],
        )

    def test_every_duplicate_names_an_article_that_is_kept(self):
        """3 has the URL of 2, and 2 the words of 1: both repeat 1."""
        check(
            [
                article(RAIN, id="1", published_at="2025-01-01"),
                article(RAIN, id="2", url=URL, published_at="2025-01-02"),
                article(RAIN + "..", id="3", url=URL, published_at="2025-01-03"),
            ],
            kept=["1"],
            repeated=[("2", "1", "exact", 1.0), ("3", "1", "exact", 1.0)],
        )

    def test_an_article_with_the_words_of_a_duplicate_alone_is_kept(self):
        """3 has the words of 1, which only the URL makes a duplicate of 2: it does not repeat 2."""
        check(
            [
                article(SNOW, id="1", url=URL, published_at="2025-01-01"),
                article(RAIN, id="2", url=URL, published_at="2025-01-02"),
                article(SNOW, id="3", published_at="2025-01-03"),
            ],
            kept=["2", "3"],
            repeated=[("1", "2", "revision", 0.1176)],
        )


STORY = (
    "The harbor of Nordby opens again on Monday after three years of work, the council said. "
    "Fishing boats will return first, and the ferry to the islands follows in the spring. "
    "The quay is two metres higher than before, so that storms like that of 2019 do no harm. "
    "Shopkeepers in Mill Street hope for summer guests, though the car park is yet to be paved."
)
EDITED = STORY.replace("three years", "almost three years").replace("hope for", "look forward to")
LEAD = STORY.partition(" Shopkeepers")[0].partition(" The quay")[0]
ROUND_UP = " ".join(
    f"In village number {number} the fair was held in rain and wind." for number in range(60)
)


class TestTextsThatAreAlike:
    def test_an_edited_copy_is_a_near_duplicate(self):
        check(
            [article(STORY, id="1", published_at="2025-01-01"), article(EDITED, id="2")],
            kept=["1"],
            repeated=[("2", "1", "near", 0.8056)],
        )

    def test_a_shortened_copy_is_contained(self):
        check(
            [article(STORY, id="1"), article(LEAD, id="2")],
            kept=["1"],
            repeated=[("2", "1", "contained", 0.4531)],
        )

    def test_a_story_that_is_quoted_whole_is_contained(self):
        check(
            [article(f"{ROUND_UP} {STORY}", id="1"), article(STORY, id="2")],
            kept=["1"],
            repeated=[("2", "1", "contained", 0.251)],
        )

    def test_a_quotation_makes_no_duplicate(self):
        sentence = STORY.partition(" Fishing")[0]
        check([article(STORY, id="1"), article(f"{ROUND_UP} {sentence}", id="2")], kept=["1", "2"])

    def test_it_works_in_scripts_without_spaces(self):
        story = (
            "市议会周一宣布，经过三年的施工，北港将重新开放。渔船将首先返回，前往各岛的渡轮将于春季恢复。"
            "码头比以前高出两米，可以抵御像二零一九年那样的风暴。"
        )
        check(
            [article(story, id="1"), article(story.replace("北港", "新港"), id="2")],
            kept=["1"],
            repeated=[("2", "1", "near", 0.8182)],
        )

    def test_who_is_alike_to_a_duplicate_only_is_kept(self):
        """3 has most of 2 and 2 most of 1, but 3 little of 1: no chain forms."""
        sentences = [f"On day {number} somebody saw ship {number}." for number in range(40)]
        texts = [" ".join(sentences[start : start + 20]) for start in (0, 7, 14)]
        check(
            [
                article(text, id=str(number), published_at=f"2025-01-0{number}")
                for number, text in enumerate(texts, 1)
            ],
            kept=["1", "3"],
            repeated=[("2", "1", "near", 0.4783)],
        )

    def test_kinds_that_are_not_wanted_are_not_looked_for(self):
        with batch_pipeline() as pipeline:
            articles = pipeline | beam.Create(
                [article(STORY, id="1"), article(EDITED, id="2"), article(STORY, id="3")]
            )
            result = articles | Deduplicate(kinds=["url", "exact"])
            assert_that(result.articles | beam.Map(lambda a: a.id), equal_to(["1", "2"]))

    def test_what_later_runs_know_those_by_that_are_kept_comes_if_asked_for(self):
        with batch_pipeline() as pipeline:
            articles = [article(STORY, id="1", url=URL, title="Open"), article(STORY, id="2")]
            result = pipeline | beam.Create(articles) | Deduplicate(entries=True)
            assert_that(result.entries, equal_to([index_entry(articles[0])]))

    def test_wrong_criteria_are_refused_when_the_pipeline_is_built(self):
        with pytest.raises(ValueError, match="no such kind of duplicate: same"):
            Deduplicate(kinds=["same"])
        with pytest.raises(ValueError, match="alike is a share above 0 and at most 1, not 50"):
            Deduplicate(alike=50)
        with pytest.raises(TypeError, match=r"alike is a share above 0 and at most 1, not '0\.5'"):
            Deduplicate(alike="0.5")
        with pytest.raises(TypeError, match=r"remember is a datetime\.timedelta, not 7"):
            Deduplicate(remember=7)

    def test_an_input_of_another_name_is_refused_when_the_pipeline_is_built(self):
        pipeline = beam.Pipeline("FnApiRunner")
        inputs = {
            name: pipeline | name >> beam.Create([article(STORY)]) for name in ("articles", "knwon")
        }
        with pytest.raises(ValueError, match="takes articles and known, not knwon"):
            inputs | Deduplicate()


class TestAcrossRuns:
    """What earlier runs kept is given as `known`; it is never given up for what comes later."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path):
        self.path = str(tmp_path / "part.parquet")

    def part(self, entries):
        """Return a file of an index that has these entries, and many of others."""
        others = [index_entry(article(f"In {year} it rained.", id=str(year))) for year in range(99)]
        rows = [each.model_dump() for each in (*others[:50], *entries, *others[50:])]
        pq.write_table(pa.Table.from_pylist(rows), self.path, row_group_size=20)
        return IndexFile(self.path).counted()

    def outcome(self, articles, known):
        """Return the ids that are kept, and (id, kept id, its URL, its run, kind) of the others."""
        entries = [index_entry(each, "monday") for each in known]
        kept, repeated = deduplicate_articles(articles, known=entries)
        with batch_pipeline() as pipeline:
            inputs = {
                "articles": pipeline | "Articles" >> beam.Create(articles),
                "known": pipeline | "Known" >> beam.Create(entries),
            }
            result = inputs | Deduplicate()
            assert_that(result.articles, equal_to(kept), label="kept")
            assert_that(result.duplicates, equal_to(repeated), label="repeated")
            parts = inputs | {"known": pipeline | "Parts" >> beam.Create([self.part(entries)])}
            result = parts | "OfParts" >> Deduplicate()
            assert_that(result.articles, equal_to(kept), label="keptOfParts")
            assert_that(result.duplicates, equal_to(repeated), label="repeatedOfParts")
        return [each.id for each in kept], [
            (
                each.id,
                each.duplicate_of,
                each.duplicate_of_url,
                each.duplicate_of_run,
                str(each.duplicate_kind),
            )
            for each in repeated
        ]

    @pytest.mark.parametrize(
        ("text", "kind"),
        [(STORY, "exact"), (EDITED, "near"), (f"{STORY} {RAIN} {SNOW}", "contained")],
    )
    def test_a_copy_of_what_was_kept_names_it_with_its_address_and_run(self, text, kind):
        assert self.outcome(
            [article(text, id="2", published_at="2024-12-31")],
            known=[article(STORY, id="1", url=URL, published_at="2025-01-01")],
        ) == ([], [("2", "1", URL, "monday", kind)])

    def test_the_same_document_read_again_repeats_itself(self):
        assert self.outcome([article(STORY, id="1")], known=[article(STORY, id="1")]) == (
            [],
            [("1", "1", None, "monday", "exact")],
        )

    def test_what_was_kept_stays_known_even_if_it_repeats_something(self):
        """2 and 3 were kept by two runs at once: what repeats either is a duplicate."""
        assert self.outcome(
            [article(EDITED, id="1", url=URL)],
            known=[article(RAIN, id="2", url=URL), article(STORY, id="3", url=URL)],
        ) == ([], [("1", "3", URL, "monday", "revision")])

    def test_copies_that_came_at_once_all_name_what_was_kept(self):
        assert self.outcome(
            [article(STORY, id="2"), article(STORY + "!", id="3")], known=[article(STORY, id="1")]
        ) == ([], [("2", "1", None, "monday", "exact"), ("3", "1", None, "monday", "exact")])


ARTICLES = st.lists(
    st.builds(
        lambda id_, text, url, day: article(text, id=id_, url=url, published_at=day),
        st.sampled_from("123456"),
        st.sampled_from([RAIN, SNOW, RAIN + "!", STORY, EDITED, LEAD]),
        st.sampled_from([None, URL, "https://b.example/snow"]),
        st.sampled_from([None, "2025-01-01", "2025-01-02"]),
    ),
    max_size=12,
    unique_by=lambda each: each.id,
)


@given(ARTICLES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_nothing(articles, shuffling):
    shuffled = shuffling.sample(articles, len(articles))
    assert deduplicate_articles(shuffled) == deduplicate_articles(articles)


@given(ARTICLES)
def test_nothing_disappears_and_each_duplicate_names_an_article_that_is_kept(articles):
    kept, repeated = deduplicate_articles(articles)
    assert sorted(each.id for each in [*kept, *repeated]) == sorted(each.id for each in articles)
    assert {each.duplicate_of for each in repeated} <= {each.id for each in kept}


@given(ARTICLES)
def test_no_two_that_are_kept_are_the_same(articles):
    kept, _ = deduplicate_articles(articles)
    texts = [content_hash(each.text) for each in kept]
    assert len(set(texts)) == len(texts)
    assert deduplicate_articles(kept)[1] == []


@given(ARTICLES, st.integers(0, 12))
def test_two_runs_keep_what_one_keeps_but_for_which_of_a_story_came_first(articles, cut):
    """Each article is kept by one of the two, or repeats one that is; none is kept twice."""
    first, _ = deduplicate_articles(articles[:cut])
    entries = [index_entry(each, "1") for each in first]
    second, repeated = deduplicate_articles(articles[cut:], known=entries)
    assert {each.duplicate_of for each in repeated} <= {each.id for each in [*first, *second]}
    assert deduplicate_articles([*first, *second], Criteria.of(["url", "exact"]))[1] == []


@pytest.mark.parametrize("seed", range(3))
def test_the_transform_does_what_the_plain_function_does(seed):
    draw = random.Random(seed)
    articles = [
        article(
            draw.choice(
                [RAIN, SNOW, f"Text {number}.", STORY, EDITED, LEAD, f"{ROUND_UP} {STORY}"]
            ),
            id=f"{number:02}",
            url=draw.choice([None, URL, f"https://b.example/{number % 9}"]),
            published_at=draw.choice([None, "2025-01-01", "2025-01-02"]),
        )
        for number in range(40)
    ]
    kept, repeated = deduplicate_articles(articles)
    check(
        articles,
        kept=[each.id for each in kept],
        repeated=[
            (each.id, each.duplicate_of, str(each.duplicate_kind), each.similarity)
            for each in repeated
        ],
    )


class TestOnAStream:
    def test_articles_of_one_window_are_deduplicated(self):
        stream = (
            TestStream()
            .advance_watermark_to(0)
            .add_elements([TimestampedValue(article(RAIN, id="2"), 1)])
            .add_elements([TimestampedValue(article(RAIN, id="1"), 50)])
            .add_elements([TimestampedValue(article(RAIN, id="3"), 61)])
            .advance_watermark_to_infinity()
        )
        with stream_pipeline() as pipeline:
            result = pipeline | stream | beam.WindowInto(FixedWindows(60)) | Deduplicate()
            assert_that(
                result.articles | "Ids" >> beam.Map(lambda a: a.id), equal_to(["1", "3"]), label="a"
            )
            assert_that(
                result.duplicates | "Others" >> beam.Map(lambda d: (d.id, d.duplicate_of)),
                equal_to([("2", "1")]),
                label="d",
            )

    def test_late_copies_never_break_the_pipeline_and_are_never_lost(self):
        window = FixedWindows(10)
        stream = (
            TestStream()
            .advance_watermark_to(0)
            .add_elements([TimestampedValue(article(RAIN, id="1"), 1)])
            .advance_watermark_to(20)
            .add_elements([TimestampedValue(article(RAIN, id=name), 2) for name in ("2", "3")])
            .advance_watermark_to_infinity()
        )
        with stream_pipeline() as pipeline:
            windowed = pipeline | stream | beam.WindowInto(window, allowed_lateness=100)
            result = windowed | Deduplicate()
            ids = (result.articles, result.duplicates) | beam.Flatten() | beam.Map(lambda a: a.id)
            assert_that(ids | beam.Distinct(), equal_to(["1", "2", "3"]))

    @pytest.mark.parametrize(
        "windows",
        [
            beam.WindowInto(Sessions(6)),
            beam.WindowInto(
                FixedWindows(60),
                trigger=AfterWatermark(early=AfterCount(1)),
                accumulation_mode=AccumulationMode.DISCARDING,
            ),
        ],
        ids=["merging", "early"],
    )
    def test_windows_that_do_not_close_once_are_refused_when_the_pipeline_is_built(self, windows):
        with pytest.raises(ValueError, match="Deduplicate needs windows that do not merge"):
            beam.Pipeline("BundleBasedDirectRunner") | TestStream() | windows | Deduplicate()
