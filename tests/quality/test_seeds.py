"""What must come of each document of the seeds, by its label."""

import json
from pathlib import Path

import pytest

from transforms.write import Ledger

SEEDS = Path(__file__).parents[2] / "seeds"
LABELS = [json.loads(line) for line in (SEEDS / "labels.jsonl").read_text().splitlines()]
DATA_SETS = {"article": "articles", "duplicate": "duplicates", "failure": "failures"}


def key(label):
    return label["file"], label["record_id"]


def name(label):
    return "#".join(filter(None, key(label)))


def labels(**wanted):
    return [
        label for label in LABELS if all(label[field] in values for field, values in wanted.items())
    ]


WITH_TEXT = labels(outcome=["article", "duplicate"])


def test_every_document_with_a_label_was_read_and_none_besides(seeds_records):
    assert sorted(map(str, seeds_records)) == sorted(str(key(label)) for label in LABELS)


def test_the_readme_tells_how_the_run_ends(seeds_run):
    ledger = Ledger.model_validate_json((seeds_run / "_runs/seeds/ledger.json").read_bytes())
    assert (
        f"\n{ledger.read.total} read = {ledger.articles.total} articles + "
        f"{ledger.duplicates.total} duplicates + {ledger.failures.total} failures ✓\n"
    ) in (SEEDS.parent / "README.md").read_text()


@pytest.mark.parametrize("label", LABELS, ids=name)
def test_it_ends_as_its_label_says(label, seeds_records):
    data_set, _ = seeds_records[key(label)]
    assert data_set == DATA_SETS[label["outcome"]]


@pytest.mark.parametrize("label", labels(outcome=["failure"]), ids=name)
def test_it_is_refused_for_the_reason_that_its_label_gives(label, seeds_records):
    assert seeds_records[key(label)][1]["reason"] == label["reason"]


@pytest.mark.parametrize("label", labels(outcome=["duplicate"]), ids=name)
def test_a_duplicate_names_the_document_that_its_label_names(label, seeds_records):
    relation = label["relation"]
    _, kept = seeds_records[relation["file"], relation["record_id"]]
    record = seeds_records[key(label)][1]
    assert (record["duplicate_of"], record["duplicate_kind"]) == (kept["id"], relation["kind"])


@pytest.mark.parametrize("label", WITH_TEXT, ids=name)
def test_its_language_is_told(label, seeds_records):
    assert seeds_records[key(label)][1]["language"] == label["language"]


@pytest.mark.parametrize("label", WITH_TEXT, ids=name)
def test_its_title_is_found(label, seeds_records):
    assert seeds_records[key(label)][1]["title"] == label["title"]


@pytest.mark.parametrize("label", [each for each in WITH_TEXT if each["url"]], ids=name)
def test_its_address_is_found(label, seeds_records):
    assert seeds_records[key(label)][1]["canonical_url"] == label["url"]


@pytest.mark.parametrize("label", WITH_TEXT, ids=name)
def test_its_day_is_found(label, seeds_records):
    published = seeds_records[key(label)][1]["published_at"]
    assert (published and published[:10]) == (label["published"] and label["published"][:10])


@pytest.mark.parametrize("label", WITH_TEXT, ids=name)
def test_nothing_of_its_text_is_lost(label, seeds_records):
    text = seeds_records[key(label)][1]["text"]
    assert [part for part in label["must_keep"] if part not in text] == []


@pytest.mark.parametrize("label", WITH_TEXT, ids=name)
def test_no_furniture_stays_in_its_text(label, seeds_records):
    text = seeds_records[key(label)][1]["text"]
    assert [part for part in label["must_drop"] if part in text] == []
