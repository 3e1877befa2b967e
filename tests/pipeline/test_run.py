"""The whole job: accounted for, the same in any order and on any number of workers, readable."""

import json
import random
from pathlib import Path

import apache_beam as beam
import duckdb
import pandas as pd
import pyarrow.dataset
import pytest

from pipeline import stages
from pipeline.config import LOCAL_RUNNER, Config
from pipeline.run import run
from transforms.deduplicate import Deduplicate
from transforms.write import publish
from transforms.write.records import ARTICLE

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted(
    str(path)
    for folder in ("text", "html", "records", "web", "broken")
    for path in (SEEDS / folder).iterdir()
)


def run_into(output, **options):
    options = {"input": FILES, "run_id": "r", "output": str(output)} | options
    return run(Config(**options))


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    folder = tmp_path_factory.mktemp("once")
    run_into(folder)
    return folder


def test_what_was_read_is_articles_and_duplicates_and_failures(output):
    ledger = json.loads((output / "_runs/r/ledger.json").read_text())
    rows = {
        data_set: sum(
            len(path.read_text().splitlines()) for path in (output / data_set).rglob("*.jsonl")
        )
        for data_set in ("articles", "duplicates", "failures")
    }
    assert rows == {data_set: ledger[data_set]["total"] for data_set in rows}
    assert ledger["read"]["total"] == sum(rows.values())
    assert all(rows.values())


def test_the_order_of_input_changes_not_a_byte(output, tmp_path):
    shuffled = random.Random(7).sample(FILES, len(FILES))
    run_into(tmp_path, input=shuffled)
    assert contents(tmp_path) == contents(output)


def test_several_worker_processes_change_not_a_byte(output, tmp_path):
    workers = (
        f"--runner={LOCAL_RUNNER}",
        "--direct_num_workers=2",
        "--direct_running_mode=multi_processing",
    )
    run_into(tmp_path, beam_options=workers)
    assert contents(tmp_path) == contents(output)


def test_the_same_run_again_changes_not_a_byte(output, tmp_path):
    run_into(tmp_path)
    run_into(tmp_path)
    assert contents(tmp_path) == contents(output)


def test_a_file_named_twice_is_read_once(output, tmp_path):
    run_into(tmp_path, input=[*FILES, FILES[0], str(Path(FILES[0]).parent / "*")])
    assert contents(tmp_path) == contents(output)


def test_another_run_adds_its_files_and_leaves_the_others_alone(output, tmp_path):
    run_into(tmp_path)
    run_into(tmp_path, run_id="s")
    both = contents(tmp_path)
    assert contents(output).items() <= both.items()
    assert len(both) == 2 * len(contents(output))


def test_a_run_that_loses_an_article_fails_and_publishes_nothing(tmp_path, monkeypatch):
    class Lossy(Deduplicate):
        def expand(self, articles):
            stories = super().expand(articles)
            kept = stories.articles | beam.Filter(lambda each: each.language.tag != "vi")
            return stories._replace(articles=kept)

    monkeypatch.setattr(stages, "Deduplicate", Lossy)
    with pytest.raises(Exception, match="run r does not add up"):
        run_into(tmp_path)
    assert contents(tmp_path) == {}


def test_a_run_that_is_stopped_while_it_publishes_is_taken_back(output, tmp_path, monkeypatch):
    run_into(tmp_path, run_id="before")
    before = contents(tmp_path)

    def move_one_and_fail(moves):
        source, target = next(iter(moves))
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        Path(source).rename(target)
        raise OSError("the network is gone")

    with monkeypatch.context() as broken:
        broken.setattr(publish, "move_into_place", move_one_and_fail)
        with pytest.raises(Exception, match="the network is gone"):
            run_into(tmp_path)
    assert contents(tmp_path) == before
    run_into(tmp_path)
    assert contents(output).items() <= contents(tmp_path).items()


def test_failures_can_be_read_again_as_the_documents_that_they_were(output, tmp_path):
    run_into(tmp_path, input=[str(output / "failures")])

    def failures(folder):
        return sorted(
            (record["id"], record["uri"], record["reason"])
            for path in (folder / "failures").rglob("*.jsonl")
            for record in map(json.loads, path.read_text().splitlines())
        )

    assert failures(tmp_path) == failures(output)
    assert not (tmp_path / "articles").exists()


def test_with_a_trail_each_removed_line_has_its_rule(tmp_path):
    run_into(tmp_path, input=[str(SEEDS / "text/deepseek-cost.en.txt")], trail=True)
    (path,) = (tmp_path / "articles").rglob("*.jsonl")
    trail = json.loads(path.read_text())["trail"]
    assert trail
    assert all(removal["rule"] and removal["before"] for removal in trail)


@pytest.fixture(scope="module")
def parquet(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parquet")
    run_into(folder, format="parquet")
    return folder


COUNT = "select count(*), count(distinct language), count(date) from"


class TestReaders:
    def test_duckdb_reads_json_lines(self, output):
        ((rows, languages, dated),) = duckdb.sql(
            f"{COUNT} read_json('{output}/articles/**/*.jsonl')"
        ).fetchall()
        ledger = json.loads((output / "_runs/r/ledger.json").read_text())["articles"]
        assert rows == ledger["total"]
        assert languages == len(ledger["by"]["language"])
        assert 0 < dated < rows

    def test_duckdb_reads_the_same_from_parquet(self, output, parquet):
        from_json = duckdb.sql(f"{COUNT} read_json('{output}/articles/**/*.jsonl')").fetchall()
        from_parquet = duckdb.sql(f"{COUNT} '{parquet}/articles/**/*.parquet'").fetchall()
        assert from_parquet == from_json

    def test_pyarrow_reads_parquet(self, parquet):
        data_set = pyarrow.dataset.dataset(parquet / "articles", partitioning="hive")
        frame = data_set.to_table().to_pandas()
        assert {"vi", "de", "en"} <= set(frame["language"])
        assert frame["date"].isna().any()
        assert set(frame["date"].dropna().str.len()) == {10}

    def test_pyarrow_reads_json_lines_when_told_the_schema(self, output):
        schema = ARTICLE.arrow().append(pyarrow.field("date", pyarrow.string()))
        data_set = pyarrow.dataset.dataset(
            output / "articles", format="json", partitioning="hive", schema=schema
        )
        assert {"vi", "de", "en"} <= set(data_set.to_table()["language"].to_pylist())

    def test_pandas_reads_parquet_when_told_that_it_is_hive(self, parquet):
        hive = pyarrow.dataset.partitioning(flavor="hive")
        frame = pd.read_parquet(parquet / "articles", partitioning=hive)
        assert {"language", "date", "title", "text"} <= set(frame.columns)

    @pytest.mark.parametrize("data_set", ["duplicates", "failures"])
    def test_what_was_set_aside_reads_as_well(self, parquet, data_set):
        ledger = json.loads((parquet / "_runs/r/ledger.json").read_text())
        ((count,),) = duckdb.sql(
            f"select count(*) from '{parquet}/{data_set}/**/*.parquet'"
        ).fetchall()
        assert count == ledger[data_set]["total"]


def test_a_document_over_the_limit_is_refused_and_the_others_are_read(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/long.txt").write_text("It rained all day in Harbor. " * 100)
    (tmp_path / "in/short.txt").write_text("It rained all day in Harbor.")
    result = run_into(tmp_path / "out", input=[str(tmp_path / "in")], max_document_bytes=1000)
    assert result.ledger.articles.total == 1
    assert result.ledger.failures.by["reason"] == {"too_large": 1}


def test_lines_that_a_site_repeats_go_where_that_is_asked_for(tmp_path):
    """And the ledger adds up as before."""
    invitation = "Write to the desk of the Harbor Herald at any hour."
    records = [
        {"url": f"https://herald.example/{word}", "text": f"{story}\n\n{invitation}"}
        for word in ("tide", "wind", "snow", "frost")
        for story in [" ".join(f"{word}{number}" for number in range(50)) + "."]
    ]
    source = tmp_path / "herald.jsonl"
    source.write_text("\n".join(map(json.dumps, records)))
    texts = {}
    for asked in (True, False):
        output = tmp_path / str(asked)
        ledger = run_into(output, input=[str(source)], repeated_lines=asked).ledger
        assert ledger.read.total == ledger.articles.total == 4
        texts[asked] = [
            json.loads(line)["text"]
            for path in (output / "articles").rglob("*.jsonl")
            for line in path.read_text().splitlines()
        ]
    assert not any(invitation in text for text in texts[True])
    assert all(text.endswith(invitation) for text in texts[False])
