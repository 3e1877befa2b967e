"""A compaction while runs and a watch remember: no story is lost to them, and none known double."""

import os
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from apache_beam.io.filesystems import FileSystems

from pipeline.config import Config
from pipeline.run import run
from pipeline.watch.memory import Memory
from pipeline.watch.places import Places
from pipeline.watch.plan import is_published
from transforms.read import BrokenIndexError
from transforms.read.index import _files
from transforms.read.index_file import IndexFile
from transforms.write.compact import compact, job
from transforms.write.compact import swap as swapping

TEXTS = {
    "a": "The river rose by two metres overnight, and the old bridge was closed to all traffic.",
    "b": "Parliament voted late on Tuesday to keep the tax on sugar for another three years.",
}


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory):
    """Two runs, each of which kept an article."""
    folder = tmp_path_factory.mktemp("desk")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(f"{text}\n\nIt was told by {name}.\n")
        read = (f"{folder}/{name}.txt",)
        run(Config(input=read, output=f"{folder}/out", run_id=name, quiet=True))
    return folder


@pytest.fixture
def desk(two_runs, tmp_path, monkeypatch):
    """A copy of them, as the working folder."""
    shutil.copytree(two_runs, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compacted():
    done = compact("out", older_than=timedelta())
    assert done is not None
    return done


def listed():
    return list(_files("out/index", None))


def entries(paths):
    return sorted(entry.run_id for path in paths for entry in IndexFile(path).entries())


def test_a_file_that_was_listed_before_is_read_where_it_is_kept_aside(desk):
    before = listed()
    compacted()
    assert not set(before) & set(listed())
    assert entries(before) == entries(listed()) == ["a", "b"]


def test_one_that_was_read_before_is_not_read_again_with_the_other(desk):
    first, second = listed()
    found = entries([first])
    compacted()
    assert found + entries([second]) == ["a", "b"]


def test_absolute_paths_lead_there_as_well(desk):
    before = [str(desk / path) for path in listed()]
    compacted()
    assert entries(before) == ["a", "b"]


def test_a_file_that_is_gone_otherwise_ends_the_run(desk):
    before = listed()
    Path(before[0]).unlink()
    with pytest.raises(BrokenIndexError, match="cannot be read"):
        entries(before)


def test_at_no_moment_is_an_entry_missing_from_the_index(desk, monkeypatch):
    seen = []

    def watched(move):
        def moved(moves):
            for each in moves:
                move([each])
                seen.append(set(entries(listed())))

        return moved

    monkeypatch.setattr(job, "move_into_place", watched(job.move_into_place))
    compacted()
    assert len(seen) >= 3
    assert all(each == {"a", "b"} for each in seen)


def test_the_folder_of_an_index_never_changes_place(desk, monkeypatch):
    """What a run puts there meanwhile would be out of sight for a moment, and longer in a crash."""
    swapped = []
    swap = swapping.swap
    monkeypatch.setattr(job, "swap", lambda *given: swapped.append(given[0]) or swap(*given))
    compacted()
    assert swapped
    assert not [folder for folder in swapped if "index" in folder.parts]


@pytest.mark.parametrize("moves", range(5))
def test_broken_off_it_is_ended_and_all_is_there_as_before(desk, monkeypatch, moves):
    before = listed()
    move = job.move_into_place
    left = moves

    def crash(pairs):
        nonlocal left
        for each in pairs:
            if not left:
                raise KeyboardInterrupt
            left -= 1
            move([each])

    monkeypatch.setattr(job, "move_into_place", crash)
    with pytest.raises(KeyboardInterrupt):
        compact("out", older_than=timedelta())
    assert set(entries(listed())) == {"a", "b"}
    assert entries(before) == ["a", "b"]
    monkeypatch.setattr(job, "move_into_place", move)
    compact("out", older_than=timedelta())
    assert entries(listed()) == entries(before) == ["a", "b"]


def test_what_is_kept_aside_goes_after_a_day(desk):
    done = compacted()
    aside, manifest = (
        Path("out/_runs", done.run_id, name) for name in ("replaced", "manifest.json")
    )
    compact("out", older_than=timedelta())
    assert len(list(aside.rglob("*.parquet"))) == 2
    old = manifest.stat().st_mtime - timedelta(days=1).total_seconds()
    os.utime(manifest, (old, old))
    compact("out", older_than=timedelta())
    assert not aside.exists()


def test_an_article_that_is_known_twice_is_known_once(desk):
    """Where a listing finds new files and old, as it does for a moment."""
    before = listed()
    contents = {path: Path(path).read_bytes() for path in before}
    compacted()
    for path, content in contents.items():
        Path(path).write_bytes(content)
    assert Counter(entries(listed())) == {"a": 2, "b": 2}
    Path("c.txt").write_text(Path("a.txt").read_text())
    result = run(
        Config(input=("c.txt",), output="out", run_id="c", index=("out/index",), quiet=True)
    )
    ledger = result.ledger
    assert (ledger.articles.total, ledger.duplicates.total) == (0, 1)


def test_a_run_remembers_what_was_compacted(desk):
    compacted()
    Path("c.txt").write_text(Path("b.txt").read_text())
    result = run(
        Config(input=("c.txt",), output="out", run_id="c", index=("out/index",), quiet=True)
    )
    assert (result.ledger.articles.total, result.ledger.duplicates.total) == (0, 1)


def test_a_watch_remembers_each_once_before_and_after(desk):
    memory = Memory("out", Places("out"))

    def remembered():
        folder = memory.refreshed("c", None)
        return entries(list(_files(folder, None)))

    found = [remembered()]
    compacted()
    assert [*found, remembered()] == [["a", "b"], ["a", "b"]]


def test_a_batch_whose_files_were_compacted_is_published_and_not_done_again(desk):
    """A watch that was killed before it noted that the batch was done."""
    compacted()
    assert is_published("out", "a")
    for path in Path("out/_runs").glob("compact-*/manifest.json"):
        path.unlink()
    assert not is_published("out", "a")


def test_nothing_of_it_is_left_beside_the_data(desk):
    done = compacted()
    names = {path.name for path in Path("out/_runs", done.run_id).iterdir()}
    assert names == {"manifest.json", "replaced"}
    assert FileSystems.exists("out/index")
