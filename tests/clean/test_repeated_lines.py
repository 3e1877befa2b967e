"""What a site says in many articles is no part of any; copies of one article delete nothing."""

import random

import apache_beam as beam
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.trigger import AccumulationMode, AfterCount, AfterWatermark
from apache_beam.transforms.window import (
    FixedWindows,
    GlobalWindows,
    Sessions,
    TimestampedValue,
)
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean import RemoveRepeatedLines, remove_repeated_lines
from transforms.clean.lines.repeated_lines import Standing, line_key, merged, sketch, without_lines
from transforms.model import Edit
from transforms.testing import article, batch_pipeline, stream_pipeline

RAIN = (
    "It rained all day in Harbor, and the fish market stayed shut until the tide came in. "
    "Two of the boats that had left at dawn did not find the pier and lay off the mole till night."
)
SNOW = (
    "Snow fell on the hills above the old mill, where nobody has worked since the bridge closed. "
    "The plough of the county needed four hours for six miles, its driver told this newspaper."
)
WIND = (
    "A strong wind took two roofs from the school, so all its pupils were sent home at noon. "
    "Carpenters hope to have both buildings covered again before lessons begin next Monday."
)
FOG = (
    "No ferry sailed this morning because thick fog hid the sound and both its lighthouses. "
    "Forty passengers spent the hours in a hall of the customs house, with soup from a restaurant."
)
INVITATION = "Write to the desk of the Harbor Herald at any hour."


def published(*texts, site="herald.example"):
    return [
        article(text, f"{number}.html", url=f"https://{site}/{number}")
        for number, text in enumerate(texts)
    ]


def texts(articles):
    return [each.text for each in articles]


class TestWhatGoes:
    def test_a_line_that_three_different_articles_of_a_site_have(self):
        given = published(*(f"{story}\n\n{INVITATION}" for story in (RAIN, SNOW, WIND)))
        assert texts(remove_repeated_lines(given)) == [RAIN, SNOW, WIND]

    def test_wherever_it_stands_and_whatever_its_case(self):
        given = published(
            f"{INVITATION}\n{RAIN}",
            f"{SNOW}\n\n{INVITATION.upper()}\n\n{FOG}",
            f"{WIND}\n{INVITATION}",
        )
        assert texts(remove_repeated_lines(given)) == [RAIN, f"{SNOW}\n\n{FOG}", WIND]

    def test_how_many_articles_must_have_it_can_be_said(self):
        given = published(f"{RAIN}\n{INVITATION}", f"{SNOW}\n{INVITATION}")
        assert texts(remove_repeated_lines(given, stories=2)) == [RAIN, SNOW]

    def test_the_trail_gets_the_rule_and_the_line_s_place_in_the_text_that_was_given(self):
        before = article(f"{RAIN}\n\n{INVITATION}", trail=())
        after = without_lines(before, {line_key(INVITATION)})
        assert after.text == RAIN
        assert after.trail == (Edit(rule="repeated_line", line=2, before=INVITATION),)

    def test_where_no_trail_is_kept_none_begins(self):
        before = article(f"{RAIN}\n{INVITATION}")
        assert without_lines(before, {line_key(INVITATION)}).trail is None


class TestWhatStays:
    def test_a_line_of_two_articles(self):
        given = published(f"{RAIN}\n{INVITATION}", f"{SNOW}\n{INVITATION}", WIND)
        assert remove_repeated_lines(given) == given

    def test_a_line_of_articles_of_several_sites(self):
        given = [
            *published(f"{RAIN}\n{INVITATION}", f"{SNOW}\n{INVITATION}"),
            *published(f"{WIND}\n{INVITATION}", site="courier.example"),
        ]
        assert remove_repeated_lines(given) == given

    def test_all_lines_of_copies_of_one_article_however_many(self):
        """Their lines are repeated, but in one story; a word that was changed makes no other."""
        story = f"{RAIN}\n{SNOW}\n{WIND}"
        days = ("day", "night", "week", "year")
        given = published(*(story.replace("day", other) for other in days))
        assert remove_repeated_lines(given) == given

    def test_a_line_that_a_small_share_of_a_site_s_articles_has(self):
        given = published(f"{RAIN}\n{INVITATION}", f"{SNOW}\n{INVITATION}", f"{WIND}\n{INVITATION}")
        assert remove_repeated_lines([*given, *published(FOG)], share=0.8) == [
            *given,
            *published(FOG),
        ]

    def test_an_article_without_an_address(self):
        given = [article(f"{story}\n{INVITATION}", story) for story in (RAIN, SNOW, WIND, FOG)]
        assert remove_repeated_lines(given) == given

    def test_an_article_that_would_lose_more_than_half_of_its_text(self):
        given = published(INVITATION, *(f"{story}\n{INVITATION}" for story in (RAIN, SNOW, WIND)))
        assert texts(remove_repeated_lines(given)) == [INVITATION, RAIN, SNOW, WIND]

    @pytest.mark.parametrize("line", ["* * *", "-", "|---|---|", "}", "1."])
    def test_a_line_without_words(self, line):
        given = published(*(f"{story}\n{line}" for story in (RAIN, SNOW, WIND)))
        assert remove_repeated_lines(given) == given

    def test_a_long_paragraph_such_as_an_agency_s_background(self):
        background = f"{RAIN} {SNOW} {WIND}"
        given = published(*(f"{story * 500}\n{background}" for story in ("Tin. ", "Ore. ")))
        assert remove_repeated_lines(given, stories=2) == given


def test_edited_copies_have_sketches_in_common_and_different_articles_do_not():
    edited = RAIN.replace("shut", "closed") + " " + SNOW
    assert len({*sketch(f"{RAIN} {SNOW}")} & {*sketch(edited)}) >= 2
    assert not {*sketch(RAIN)} & {*sketch(WIND)}


def test_in_scripts_without_spaces_characters_are_words():
    rain = "昨天港口下了一整天的雨，鱼市一直关到晚上涨潮的时候才开门。"
    assert len({*sketch(rain)} & {*sketch(rain.replace("晚上", "傍晚"))}) >= 2


STANDINGS = st.lists(
    st.builds(
        Standing,
        st.integers(1, 5),
        st.lists(st.tuples(st.integers(0, 400)), max_size=90).map(tuple),
    ),
    max_size=6,
)


@given(STANDINGS, st.integers(0, 6))
def test_parts_may_be_merged_in_any_grouping_and_order(standings, cut):
    whole = merged(standings)
    assert merged([merged(standings[cut:]), merged(standings[:cut])]) == whole
    assert merged(reversed(standings)) == whole


SITES = st.lists(
    st.tuples(
        st.sampled_from(["a.example", "b.example"]),
        st.lists(st.sampled_from([RAIN, SNOW, WIND, FOG, INVITATION, "", "-"]), min_size=1),
    ),
    max_size=9,
).map(
    lambda written: [
        article("\n".join(lines), f"{number}.html", url=f"https://{site}/{number}")
        for number, (site, lines) in enumerate(written)
    ]
)


@given(SITES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_nothing(articles, shuffling):
    order = shuffling.sample(range(len(articles)), len(articles))
    cleaned = remove_repeated_lines(articles, stories=2)
    shuffled = remove_repeated_lines([articles[i] for i in order], stories=2)
    assert shuffled == [cleaned[i] for i in order]


@given(SITES)
def test_nothing_disappears_and_no_text_becomes_empty(articles):
    cleaned = remove_repeated_lines(articles, stories=2)
    assert [each.id for each in cleaned] == [each.id for each in articles]
    assert all(
        after.text or not before.text for before, after in zip(articles, cleaned, strict=True)
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_transform_does_what_the_plain_function_does(seed):
    draw = random.Random(seed)
    given = published(
        *(
            "\n".join(draw.sample([RAIN, SNOW, WIND, FOG, INVITATION, "Tides", "Ferries"], k=4))
            for _ in range(30)
        )
    )
    with batch_pipeline() as pipeline:
        cleaned = pipeline | beam.Create(given) | RemoveRepeatedLines(stories=2, share=0.1)
        assert_that(cleaned, equal_to(remove_repeated_lines(given, stories=2, share=0.1)))


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"stories": 1}, "at least 2 stories"), ({"share": 1.5}, "from 0 to 1")],
)
def test_what_makes_no_sense_is_refused_at_construction(fields, message):
    with pytest.raises(ValueError, match=message):
        RemoveRepeatedLines(**fields)


class TestOnAStream:
    def test_lines_are_counted_within_each_window(self):
        first = published(*(f"{story}\n{INVITATION}" for story in (RAIN, SNOW, WIND)))
        (later,) = published(f"{FOG}\n{INVITATION}")
        stream = (
            TestStream()
            .advance_watermark_to(0)
            .add_elements([TimestampedValue(each, 1) for each in first])
            .add_elements([TimestampedValue(later, 61)])
            .advance_watermark_to_infinity()
        )
        with stream_pipeline() as pipeline:
            windowed = pipeline | stream | beam.WindowInto(FixedWindows(60))
            cleaned = windowed | RemoveRepeatedLines() | beam.Map(lambda each: each.text)
            assert_that(cleaned, equal_to([RAIN, SNOW, WIND, f"{FOG}\n{INVITATION}"]))

    def test_a_late_article_is_neither_lost_nor_breaks_the_pipeline(self):
        first = published(*(f"{story}\n{INVITATION}" for story in (RAIN, SNOW, WIND)))
        late = article(f"{FOG}\n{INVITATION}", "late.html", url="https://herald.example/late")
        stream = (
            TestStream()
            .advance_watermark_to(0)
            .add_elements([TimestampedValue(each, 1) for each in first])
            .advance_watermark_to(20)
            .add_elements([TimestampedValue(late, 2)])
            .advance_watermark_to_infinity()
        )
        with stream_pipeline() as pipeline:
            windowed = pipeline | stream | beam.WindowInto(FixedWindows(10), allowed_lateness=100)
            cleaned = windowed | RemoveRepeatedLines() | beam.Map(lambda each: each.text)
            assert_that(cleaned, equal_to([RAIN, SNOW, WIND, FOG]))

    @pytest.mark.parametrize(
        "windows",
        [
            beam.WindowInto(GlobalWindows()),
            beam.WindowInto(Sessions(6)),
            beam.WindowInto(
                FixedWindows(60),
                trigger=AfterWatermark(early=AfterCount(1)),
                accumulation_mode=AccumulationMode.DISCARDING,
            ),
        ],
        ids=["global", "merging", "early"],
    )
    def test_windows_that_do_not_close_once_are_refused_when_the_pipeline_is_built(self, windows):
        with pytest.raises(ValueError, match="RemoveRepeatedLines needs windows that do not merge"):
            (
                beam.Pipeline("BundleBasedDirectRunner")
                | TestStream()
                | windows
                | RemoveRepeatedLines()
            )
