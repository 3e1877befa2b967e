"""Facts about an article: words, reading time, excerpt, site, content hash."""

import re

import apache_beam as beam
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from hypothesis import given
from hypothesis import strategies as st

from transforms.enrich import Enrich, count_words, enrich_article, excerpt, reading_seconds
from transforms.model import Duplicate, Facts
from transforms.testing import article, batch_pipeline, stream_pipeline


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("— … ***", 0),
        ("It rained all day.", 4),
        ("DeepSeek's R1 costs $5.6m", 4),
        ("the race—still open—goes on", 6),
        ("深度求索发布新模型", 9),
        ("東京でRainが降った", 8),
        ("हिन्दी में समाचार", 3),
        ("أسعار الذكاء الاصطناعي", 3),
        ("mô hình trí tuệ nhân tạo", 6),
        ("모델 비용", 2),
    ],
)
def test_words_are_counted_as_the_script_has_them(text, words):
    assert count_words(text) == words


@given(st.text("aé1字あ-_'./–—… \t\n\x1c\u00a0\ud800"))
def test_words_are_what_stands_between_spaces_and_dashes_and_has_a_letter_or_digit(text):
    parts = re.split("[\\s/–—…字あ]+", text)
    spaced = sum(any(map(str.isalnum, part)) for part in parts)
    assert count_words(text) == spaced + text.count("字") + text.count("あ")


def test_reading_time_is_238_words_a_minute():
    assert reading_seconds("word " * 238) == 60


def test_reading_time_is_255_characters_a_minute_in_scripts_without_spaces():
    assert reading_seconds("字" * 255) == 60


def test_an_excerpt_is_the_whole_of_a_short_text_on_one_line():
    assert excerpt("A heading\n\nIt rained.") == "A heading It rained."


def test_an_excerpt_ends_at_the_last_sentence_that_fits():
    assert excerpt("It rained. Then it snowed. Then it thawed.", 30) == "It rained. Then it snowed."


def test_an_excerpt_of_one_long_sentence_ends_at_a_word():
    assert excerpt("It rained, and rained, and rained on", 24) == "It rained, and rained…"


def test_an_excerpt_ends_at_a_chinese_full_stop():
    assert (
        excerpt("雨下了一整天。后来又下了一整夜。然后停了", 18)
        == "雨下了一整天。后来又下了一整夜。"
    )


@given(st.text(), st.integers(20, 300))
def test_an_excerpt_is_never_longer_than_asked(text, length):
    assert len(excerpt(text, length)) <= length


def test_an_enriched_article_has_its_facts_and_is_otherwise_the_same():
    plain = article("It rained.", url="https://www.a.example/rain")
    enriched = enrich_article(plain)
    assert enriched.facts == Facts(
        site="a.example",
        word_count=2,
        reading_seconds=1,
        excerpt="It rained.",
        content_hash="83b3cd352ae43591302cac8c7f31dde94ef41ffcd3bf0d4a695cc18afe0940b4",
    )
    assert enriched.model_copy(update={"facts": None}) == plain


def test_enrich_keeps_duplicates_duplicates():
    duplicate = Duplicate(
        **dict(article("It rained.")),
        duplicate_of="0",
        duplicate_kind="exact",
        similarity=1.0,
    )
    with batch_pipeline() as pipeline:
        enriched = (
            pipeline
            | beam.Create([duplicate]).with_output_types(Duplicate)
            | Enrich()
            | beam.Map(lambda each: (type(each).__name__, each.facts.word_count))
        )
        assert_that(enriched, equal_to([("Duplicate", 2)]))


def test_duplicates_of_no_declared_type_stay_duplicates_across_a_shuffle():
    duplicate = Duplicate(
        **dict(article("It rained.")), duplicate_of="0", duplicate_kind="exact", similarity=1.0
    )
    with batch_pipeline() as pipeline:
        again = (
            pipeline
            | beam.Create([duplicate])
            | beam.Map(lambda each: each)
            | Enrich()
            | beam.Reshuffle()
            | "Of" >> beam.Map(lambda each: each.duplicate_of)
        )
        assert_that(again, equal_to(["0"]))


def test_enrich_works_on_a_stream():
    stream = (
        TestStream().add_elements([article("It rained all day.")]).advance_watermark_to_infinity()
    )
    with stream_pipeline() as pipeline:
        words = pipeline | stream | Enrich() | beam.Map(lambda each: each.facts.word_count)
        assert_that(words, equal_to([4]))
