"""Runs remember what earlier runs kept: no story is stored twice, and none is lost."""

import json
from datetime import date
from pathlib import Path

import pyarrow.dataset
import pyarrow.parquet
import pytest

from pipeline import run as run_module
from pipeline.checks import check_storage
from pipeline.config import Config
from pipeline.errors import UsageError
from pipeline.memory import days_of, first_day, run_day
from pipeline.run import run
from transforms.write import publish

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted(
    str(path)
    for folder in ("text", "html", "records", "web")
    for path in (SEEDS / folder).iterdir()
    for folder in ("text", "html", "records", "web")
    for path in (SEEDS / folder).iterdir()
)
STORY = (
    "The harbor of Nordby opens again on Monday after three years of work, the council said. "
    "Fishing boats will return first, and the ferry to the islands follows in the spring. "
    "The quay is two metres higher than before, so that storms like that of 2019 do no harm."
)


def run_into(output, files, run_id, **options):
    options = {"index": [f"{output}/index"]} | options
    config = Config(input=list(map(str, files)), output=str(output), run_id=run_id, **options)
    return run(config)


def records(output, data_set):
    return [
        json.loads(line)
        for path in sorted((output / data_set).rglob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]


def stories(output):
    """Return the documents of each story as sets of ids."""
    found = {}
    for data_set in ("articles", "duplicates"):
        for record in records(output, data_set):
            found.setdefault(record["cluster_id"], set()).add(record["id"])
    return {frozenset(ids) for ids in found.values()}


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_runs_over_halves_keep_the_stories_that_one_run_over_the_whole_keeps(tmp_path):
    run_into(tmp_path / "whole", FILES, "2025-04-01")
    run_into(tmp_path / "halves", FILES[::2], "2025-04-01")
    second = run_into(tmp_path / "halves", FILES[1::2], "2025-04-02")
    assert second.ledger.known == len(records(tmp_path / "halves", "articles")) - (
        second.ledger.articles.total
    )
    assert stories(tmp_path / "halves") == stories(tmp_path / "whole")
    assert any(record["duplicate_of_run"] for record in records(tmp_path / "halves", "duplicates"))


@pytest.fixture
def wire(tmp_path):
    """Two files with the same story, a day apart."""
    for name in ("monday", "tuesday"):
        record = {"text": STORY, "url": f"https://{name}.example/a", "date": "2025-03-31"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(record))
    return tmp_path


def test_a_duplicate_names_the_old_article_with_its_address_its_day_and_its_run(wire):
    out = wire / "out"
    run_into(out, [wire / "monday.jsonl"], "2025-04-01")
    run_into(out, [wire / "tuesday.jsonl"], "2025-04-02")
    (article,), (duplicate,) = records(out, "articles"), records(out, "duplicates")
    assert {name: duplicate[name] for name in duplicate if name.startswith("duplicate_of")} == {
        "duplicate_of": article["id"],
        "duplicate_of_url": "https://monday.example/a",
        "duplicate_of_published_at": "2025-03-31T00:00:00Z",
        "duplicate_of_run": "2025-04-01",
    }


def test_what_was_kept_longer_ago_is_forgotten(wire):
    out = wire / "out"
    run_into(out, [wire / "monday.jsonl"], "2025-04-01")
    run_into(out, [wire / "tuesday.jsonl"], "2025-04-11", remember="9d")
    assert len(records(out, "articles")) == 2


def test_without_an_index_nothing_is_remembered(wire):
    out = wire / "out"
    run_into(out, [wire / "monday.jsonl"], "2025-04-01")
    run_into(out, [wire / "tuesday.jsonl"], "2025-04-02", index=[])
    assert len(records(out, "articles")) == 2


def test_the_index_is_parquet_that_anybody_reads(wire):
    run_into(wire / "out", [wire / "monday.jsonl"], "2025-04-01")
    table = pyarrow.dataset.dataset(wire / "out/index", partitioning="hive").to_table()
    (row,) = table.select(["url", "site", "language", "run_id", "kept"]).to_pylist()
    assert row == {
        "url": "https://monday.example/a",
        "site": "monday.example",
        "language": "en",
        "run_id": "2025-04-01",
        "kept": "2025-04-01",
    }


def test_the_same_run_again_changes_not_a_byte(wire):
    out = wire / "out"
    run_into(out, [wire / "monday.jsonl"], "2025-04-01")
    run_into(out, [wire / "tuesday.jsonl"], "2025-04-02")
    before = contents(out)
    run_into(out, [wire / "monday.jsonl"], "2025-04-01")
    run_into(out, [wire / "tuesday.jsonl"], "2025-04-02")
    assert contents(out) == before


def test_a_run_that_fails_leaves_the_index_as_it_was(wire, monkeypatch):
    out = wire / "out"
    run_into(out, [wire / "monday.jsonl"], "2025-04-01")
    before = contents(out)

    def fail(*_):
        raise OSError("the network is gone")

    monkeypatch.setattr(publish, "move_into_place", fail)
    with pytest.raises(Exception, match="the network is gone"):
        run_into(out, [wire / "tuesday.jsonl"], "2025-04-02", index=[])
    assert contents(out) == before
    assert run_module.withdraw is publish.withdraw


def test_several_indexes_are_remembered_together_and_may_be_named_by_a_glob(wire):
    run_into(wire / "out/a", [wire / "monday.jsonl"], "2025-04-01")
    result = run_into(
        wire / "out/b", [wire / "tuesday.jsonl"], "2025-04-02", index=[f"{wire}/out/*/index"]
    )
    assert (result.ledger.known, result.ledger.articles.total) == (1, 0)


def test_a_run_of_another_output_is_remembered_though_it_has_the_same_id(wire):
    run_into(wire / "out/a", [wire / "monday.jsonl"], "2025-04-01")
    again = {"index": [f"{wire}/out/*/index"]}
    run_into(wire / "out/b", [wire / "tuesday.jsonl"], "2025-04-01", **again)
    (duplicate,) = records(wire / "out/b", "duplicates")
    assert duplicate["duplicate_of_url"] == "https://monday.example/a"


@pytest.mark.parametrize(
    ("run_id", "day"),
    [
        ("2025-04-01", date(2025, 4, 1)),
        ("2025-04-01T10", date(2025, 4, 1)),
        ("20250401T101500Z-3fa2c1", date(2025, 4, 1)),
        ("nightly", None),
        ("2025-02-31", None),
        ("202504011", None),
    ],
)
def test_the_day_of_a_run_is_that_with_which_its_id_begins(run_id, day):
    assert run_day(run_id) == day


def test_the_first_day_is_counted_back_from_that_of_the_run():
    assert first_day("2025-04-01", 30) == date(2025, 3, 2)
    assert first_day("2025-04-01", None) is None


@pytest.mark.parametrize("text", ["", "30", "0d", "-1d", "3 months", "1.5d"])
def test_what_is_no_span_of_days_is_refused(text):
    with pytest.raises(ValueError, match="is no span of days; give 30d or 4w"):
        days_of(text)


def test_an_old_run_done_again_after_newer_ones_remembers_what_it_remembered_then(wire):
    """Else it would give up what it kept for what a newer run kept, to which others refer."""
    out = wire / "out"
    run_into(out, [wire / "monday.jsonl"], "2025-04-01")
    run_into(out, [wire / "tuesday.jsonl"], "2025-05-11", remember="30d")
    before = contents(out)
    run_into(out, [wire / "monday.jsonl"], "2025-04-01")
    assert contents(out) == before
    assert len(records(out, "articles")) == 2


def test_a_run_for_an_old_day_that_was_never_done_knows_what_newer_ones_kept(wire):
    out = wire / "out"
    run_into(out, [wire / "tuesday.jsonl"], "2025-04-02")
    run_into(out, [wire / "monday.jsonl"], "2025-04-01")
    assert len(records(out, "articles")) == 1


@pytest.mark.parametrize(
    ("index", "why"),
    [
        ("out", "did you mean {desk}/out/index?"),
        ("notes", "is no index of what runs kept"),
        ("foreign", "has no column content_key, id, length, size, sketch, terms"),
    ],
)
def test_what_is_no_index_is_refused_before_the_run_starts(wire, index, why):
    run_into(wire / "out", [wire / "monday.jsonl"], "2025-04-01")
    (wire / "notes").mkdir()
    (wire / "notes" / "a.txt").write_text("Not an index.")
    (wire / "foreign").mkdir()
    pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), wire / "foreign" / "a.parquet")
    config = Config(
        input=[str(wire / "tuesday.jsonl")],
        output=str(wire / "out"),
        index=[str(wire / index)],
    )
    with pytest.raises(UsageError) as refused:
        check_storage(config)
    assert why.format(desk=wire) in str(refused.value)
    assert "\n" not in str(refused.value)


def reading(wire, index):
    return Config(
        input=[str(wire / "tuesday.jsonl")], output=str(wire / "out"), index=[str(wire / index)]
    )


@pytest.mark.parametrize("index", ["out/index", "out/../out/index", "o*/index"])
def test_the_index_of_the_output_itself_need_not_be_there_yet(wire, index):
    check_storage(reading(wire, index))


@pytest.mark.parametrize(
    ("index", "line"),
    [
        ("absent/index", "--index {}: no such file or folder"),
        ("absent*/index", "--index {}: there is nothing to remember"),
    ],
)
def test_another_index_that_is_not_there_is_refused(wire, index, line):
    """A run without memory would keep stories again."""
    with pytest.raises(UsageError) as refused:
        check_storage(reading(wire, index))
    assert str(refused.value) == line.format(wire / index)


def test_another_index_may_be_a_folder_that_is_empty_yet(wire):
    (wire / "other").mkdir()
    check_storage(reading(wire, "other"))
