"""Translations are found, and nothing is taken for one that is another article."""

import gzip
import itertools
import json
import os
from pathlib import Path

import pytest

from transforms.clean import clean_document
from transforms.deduplicate.translation import (
    MIN_SHARED_TERMS,
    TRANSLATED,
    translation_fingerprint,
    translation_likeness,
)
from transforms.language import tag_language
from transforms.testing import article, document

LABELS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "seeds" / "labels.jsonl").read_text().splitlines()
]
LOOKALIKES = {"same_event", "same_pattern", "same_person", "quotes"}


def data(name):
    folder = os.environ.get("COPYDESK_DATA")
    path = Path(folder or "", name)
    if not folder or not path.exists():
        pytest.skip(f"COPYDESK_DATA names no folder with {name}")
    return path


def flagged(articles):
    """Return the pairs that are found and told to be translations, of name → article.

    Articles of one language are no pair, so that of the others all are looked at.
    """
    prints = {name: translation_fingerprint(each) for name, each in articles.items()}
    found = set()
    for (one, first), (other, second) in itertools.combinations(prints.items(), 2):
        if translation_likeness(first.evidence, second.evidence) >= TRANSLATED:
            shared = split(first.terms) & split(second.terms)
            if len(shared) >= MIN_SHARED_TERMS:
                found.add(frozenset({one, other}))
    return found


def split(terms):
    return {terms[start : start + 8] for start in range(0, len(terms), 8)}


@pytest.fixture(scope="module")
def seeds(seeds_records):
    """Return (file, record id) → article, of all that came of the seeds."""
    return {
        key: article(record["text"], language=record["language"], source_url=record["source_url"])
        for key, (data_set, record) in seeds_records.items()
        if data_set != "failures"
    }


def related(*kinds):
    """Return (document, named document) of each label with such a relation."""
    return [
        ((label["file"], label["record_id"]), (named["file"], named["record_id"]))
        for label in LABELS
        if (named := label["relation"]) and named["kind"] in kinds
    ]


def translations():
    """Return the pairs of the labels: translations of one are translations of each other."""
    groups = {}
    for member, original in related("translation"):
        groups.setdefault(original, {original}).add(member)
    return {
        frozenset(pair) for group in groups.values() for pair in itertools.combinations(group, 2)
    }


def test_the_seeds_have_translations_in_many_languages(seeds):
    """As many as the floors below were measured on."""
    pairs = translations()
    languages = {seeds[name].language.tag.split("-")[0] for pair in pairs for name in pair}
    assert len(pairs) == 35
    assert len(languages) == 14
    assert len(related(*LOOKALIKES)) >= 9


def test_all_translations_of_the_seeds_are_found_and_nothing_besides(seeds):
    """Measured: 35 of 35 pairs, and none false among some 2,500 in two languages."""
    assert flagged(seeds) == translations()


def test_the_likeness_of_translations_is_far_from_that_of_lookalikes(seeds):
    """Measured: at least 0.81 and at most 0.37."""
    evidence = {name: translation_fingerprint(each).evidence for name, each in seeds.items()}
    pairs = translations()
    likenesses = {
        frozenset({one, other}): translation_likeness(first, second)
        for (one, first), (other, second) in itertools.combinations(evidence.items(), 2)
    }
    assert min(likenesses[pair] for pair in pairs) >= 0.75
    assert max(value for pair, value in likenesses.items() if pair not in pairs) <= 0.4


def test_of_collected_articles_the_one_pair_is_found():
    """Two of five articles on one subject are one in two languages; all five came as plain text."""
    folder = data("seeds")
    articles = {
        path.name[:3]: tag_language(clean_document(document(path.read_bytes(), uri=path.name)))
        for path in sorted(folder.glob("*.txt"))
    }
    assert len(articles) == 5
    assert flagged(articles) == {frozenset({"000", "001"})}


def test_of_collected_articles_the_pair_is_found_without_the_address_of_its_source():
    folder = data("seeds")
    first, second = (
        translation_fingerprint(
            tag_language(article(path.read_text().rpartition("http")[0], uri=path.name))
        )
        for path in sorted(folder.glob("00[01]_*.txt"))
    )
    assert translation_likeness(first.evidence, second.evidence) >= 0.75
    assert len(split(first.terms) & split(second.terms)) >= 4


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("language.news", "text"),
        ("language.news_silver", "text"),
        ("extraction.publishers", "gold_text"),
        ("extraction.scrapinghub", "gold_text"),
        ("plaintext", "gold_text"),
    ],
)
def test_among_articles_on_anything_no_pair_is_false(name, field):
    """Measured: of all pairs in two languages, none has a likeness of 0.3."""
    content = gzip.decompress(data(f"data/{name}.jsonl.gz").read_bytes())
    rows = [json.loads(line) for line in content.splitlines()]
    evidence = [translation_fingerprint(tag_language(article(row[field]))).evidence for row in rows]
    pairs = itertools.combinations(evidence, 2)
    assert max(itertools.starmap(translation_likeness, pairs)) < 0.3
