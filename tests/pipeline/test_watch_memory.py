"""What is remembered is read from few files, and is what the index has."""

import os
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.watch.memory import WIDTH, Memory
from pipeline.watch.places import Places

NEXT = "20250401T120000.000Z-ffffff"


@pytest.fixture
def memory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Memory("out", Places("out"))


def keep(run, *ids, day="2025-04-01"):
    path = Path(f"out/index/kept={day}/part-{run}-0.parquet")
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"id": list(ids)}), path)
    return path


def remembered(folder):
    files = sorted(Path(folder).rglob("*.parquet"))
    ids = [each for file in files for each in pq.read_table(file, partitioning=None)["id"]]
    return sorted(each.as_py() for each in ids), len(files)


def test_all_that_the_index_has_is_in_few_files(memory):
    for number in range(3 * WIDTH):
        keep(f"r{number:03}", f"{number:03}")
        found, files = remembered(memory.refreshed(NEXT, None))
        assert found == [f"{each:03}" for each in range(number + 1)]
        assert files < 2 * WIDTH
    assert files == 3


def test_files_that_were_merged_are_merged_again(memory):
    for number in range(WIDTH * WIDTH):
        keep(f"r{number:03}", f"{number:03}")
    assert remembered(memory.refreshed(NEXT, None)) == (
        [f"{each:03}" for each in range(WIDTH * WIDTH)],
        1,
    )


def test_what_a_run_withdrew_or_wrote_anew_is_forgotten(memory):
    paths = [keep(f"r{number:03}", f"{number:03}") for number in range(WIDTH)]
    assert remembered(memory.refreshed(NEXT, None))[1] == 1
    paths[3].unlink()
    assert remembered(memory.refreshed(NEXT, None))[0] == [
        f"{each:03}" for each in range(WIDTH) if each != 3
    ]


def test_a_day_that_is_too_long_ago_is_left_out_and_one_that_is_not_known_is_not(memory):
    keep("a", "old", day="2025-03-01")
    keep("b", "young", day="2025-03-02")
    keep("c", "undated", day="__HIVE_DEFAULT_PARTITION__")
    folder = memory.refreshed(NEXT, date(2025, 3, 2))
    assert remembered(folder) == (["undated", "young"], 2)


def test_what_the_run_itself_kept_is_left_out(memory):
    keep(NEXT, "own")
    keep("r", "other")
    assert remembered(memory.refreshed(NEXT, None)) == (["other"], 1)


def test_days_are_kept_apart(memory):
    """By their folders it is told what is too old."""
    for number in range(WIDTH):
        keep(f"r{number}", f"{number}", day=f"2025-04-0{1 + number % 2}")
    folder = memory.refreshed(NEXT, None)
    assert {path.name for path in Path(folder).iterdir()} == {"kept=2025-04-01", "kept=2025-04-02"}


@pytest.mark.parametrize("broken", ["", "{", '{"files": 3}'])
def test_it_can_be_thrown_away(broken, memory):
    for number in range(WIDTH + 1):
        keep(f"r{number:03}", f"{number:03}")
    before = remembered(memory.refreshed(NEXT, None))
    Path("out/_watch/known.json").write_text(broken)
    assert remembered(memory.refreshed(NEXT, None)) == before


def test_a_file_that_cannot_be_read_is_handed_on_as_it_is(memory):
    """The run tells of it: going on without it would keep its stories again."""
    for number in range(WIDTH):
        keep(f"r{number:03}", f"{number:03}")
    Path("out/index/kept=2025-04-01/part-r003-0.parquet").write_text("no table")
    folder = memory.refreshed(NEXT, None)
    assert Path(folder, "kept=2025-04-01/part-r003-0.parquet").read_text() == "no table"


def test_an_output_elsewhere_is_read_as_it_is():
    assert (
        Memory("gs://b/out", SimpleNamespace(known="gs://b/out/_watch/known")).refreshed(NEXT, None)
        == "gs://b/out/index"
    )


def test_what_is_compacted_while_it_is_listed_is_listed_again(memory, monkeypatch):
    """A compaction between the listing and the link of a file: what replaced it has all of it."""
    first, second = keep("r1", "a"), keep("r2", "b")
    link = os.link

    def compacted_meanwhile(origin, target):
        if first.exists():
            keep("compacted", "a", "b")
            first.unlink()
            second.unlink()
        link(origin, target)

    monkeypatch.setattr(os, "link", compacted_meanwhile)
    assert remembered(memory.refreshed(NEXT, None)) == (["a", "b"], 1)
