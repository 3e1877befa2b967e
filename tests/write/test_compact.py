"""Small files become few: the same records, each once at every moment, and the accounts hold."""

import hashlib
import json
import os
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.write import Manifest, WrittenFile
from transforms.write.compact import CompactError, compact, compacted_by, job, listed_files, plan
from transforms.write.compact import swap as swapping
from transforms.write.formats import compressed
from transforms.write.publish import to_json

NOW = timedelta()
EN = "articles/language=en/date=2025-04-01"
FR = "articles/language=fr/date=2025-04-01"


def lines(*ids):
    return b"".join(
        json.dumps({"id": each, "text": f"Text {each}"}).encode() + b"\n" for each in ids
    )


def a_run(root: Path, run_id: str, files: dict[str, bytes], rows: int | None = None) -> None:
    """Write files as a run does that is complete."""
    written = []
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        count = content.count(b"\n") if rows is None else rows
        sha256 = hashlib.sha256(content).hexdigest()
        written.append(WrittenFile(path=path, rows=count, bytes=len(content), sha256=sha256))
    folder = root / "_runs" / run_id
    folder.mkdir(parents=True)
    manifest = Manifest(run_id=run_id, files=tuple(sorted(written, key=lambda file: file.path)))
    (folder / "manifest.json").write_bytes(to_json(manifest))
    (folder / "ledger.json").write_text("{}")


def three_runs(root: Path) -> None:
    a_run(root, "r1", {f"{EN}/part-r1.jsonl": lines("c", "a"), f"{FR}/part-r1.jsonl": lines("x")})
    a_run(root, "r2", {f"{EN}/part-r2.jsonl": lines("b"), f"{FR}/part-r2.jsonl": lines("y")})
    a_run(root, "r3", {f"{EN}/part-r3.jsonl": lines("d")})


def there(root: Path) -> list[str]:
    """Return the ids of all records that a reader finds, in order."""
    found = (root / "articles").rglob("part-*.jsonl")
    return sorted(json.loads(line)["id"] for path in found for line in path.open())


def accounted(root: Path) -> bool:
    """Whether the files that are there are those of the manifests, byte by byte."""
    files = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and "_runs" not in path.parts
    }
    return files == {path: file.sha256 for path, (file, _) in listed_files(str(root)).items()}


def files_of(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.json*")}


class TestWhatIsWritten:
    def test_files_of_a_partition_become_one_in_order_of_ids_line_by_line_as_they_were(
        self, tmp_path
    ):
        three_runs(tmp_path)
        compact(str(tmp_path), older_than=NOW)
        (english,) = (tmp_path / EN).iterdir()
        assert english.read_bytes() == lines("a", "b", "c", "d")
        (french,) = (tmp_path / FR).iterdir()
        assert french.read_bytes() == lines("x", "y")
        assert accounted(tmp_path)

    def test_the_same_files_give_the_same_names_and_bytes(self, tmp_path):
        for each in ("1", "2"):
            three_runs(tmp_path / each)
            compact(str(tmp_path / each), older_than=NOW)
        first, second = (
            {
                p.relative_to(tmp_path / each): p.read_bytes()
                for p in (tmp_path / each).rglob("*.json*")
            }
            for each in ("1", "2")
        )
        assert first == second

    def test_again_it_has_nothing_to_do(self, tmp_path):
        three_runs(tmp_path)
        assert compact(str(tmp_path), older_than=NOW)
        assert compact(str(tmp_path), older_than=NOW) is None

    def test_what_was_compacted_goes_with_what_comes(self, tmp_path):
        three_runs(tmp_path)
        compact(str(tmp_path), older_than=NOW)
        a_run(tmp_path, "r4", {f"{EN}/part-r4.jsonl": lines("e")})
        done = compact(str(tmp_path), older_than=NOW)
        assert there(tmp_path) == ["a", "b", "c", "d", "e", "x", "y"]
        assert done.runs == ("r1", "r2", "r3", "r4")
        assert accounted(tmp_path)

    @pytest.mark.parametrize(
        ("form", "compression"),
        [("bz2", "bzip2"), ("gz", "gzip"), ("xz", "xz"), ("zst", "zstd")],
    )
    def test_compressed_files_stay_compressed(self, tmp_path, form, compression):
        for number, each in enumerate("ba"):
            path = tmp_path / "packed"
            with path.open("wb") as file, compressed(file, compression) as stream:
                stream.write(lines(each))
            a_run(
                tmp_path, f"r{number}", {f"{EN}/part-{number}.jsonl.{form}": path.read_bytes()}, 1
            )
            path.unlink()
        compact(str(tmp_path), older_than=NOW)
        (one,) = (tmp_path / EN).iterdir()
        assert one.name.endswith(f".jsonl.{form}")
        assert accounted(tmp_path)
        if form in ("gz", "zst"):
            assert duckdb.sql(f"select id from '{one}'").fetchall() == [("a",), ("b",)]

    def test_parquet_with_columns_that_older_files_lack_has_them_empty_there(self, tmp_path):
        newer = pa.table({"id": ["a"], "tags": [["x"]]})
        older = pa.table({"id": ["b"]})
        for number, table in enumerate((older, newer)):
            pq.write_table(table, tmp_path / "table", compression="zstd")
            content = (tmp_path / "table").read_bytes()
            a_run(tmp_path, f"r{number}", {f"{EN}/part-{number}.parquet": content}, 1)
        compact(str(tmp_path), older_than=NOW)
        (one,) = (tmp_path / EN).iterdir()
        assert pq.ParquetFile(one).read().to_pylist() == [
            {"id": "a", "tags": ["x"]},
            {"id": "b", "tags": None},
        ]
        assert pq.ParquetFile(one).metadata.row_group(0).column(0).compression == "ZSTD"


class TestWhatIsLeftAlone:
    def test_files_in_no_manifest_and_of_runs_that_are_not_complete(self, tmp_path):
        three_runs(tmp_path)
        (tmp_path / EN / "foreign.jsonl").write_bytes(lines("f"))
        (tmp_path / "_runs" / "r3" / "ledger.json").unlink()
        compact(str(tmp_path), older_than=NOW)
        names = sorted(path.name for path in (tmp_path / EN).iterdir())
        assert [name for name in names if "compacted" not in name] == [
            "foreign.jsonl",
            "part-r3.jsonl",
        ]

    def test_files_that_were_written_lately(self, tmp_path):
        three_runs(tmp_path)
        for path in (tmp_path / EN).iterdir():
            os.utime(path, (0, 0))
        compact(str(tmp_path))
        assert len(list((tmp_path / EN).iterdir())) == 1
        assert len(list((tmp_path / FR).iterdir())) == 2

    def test_files_as_large_as_the_target(self, tmp_path):
        three_runs(tmp_path)
        compact(str(tmp_path), older_than=NOW, target_bytes=len(lines("a", "b")))
        assert (tmp_path / EN / "part-r1.jsonl").exists()
        assert len(list((tmp_path / EN).iterdir())) == 2

    def test_everything_where_a_file_is_not_what_its_manifest_says(self, tmp_path):
        three_runs(tmp_path)
        (tmp_path / EN / "part-r2.jsonl").write_bytes(lines("B"))
        before = there(tmp_path)
        with pytest.raises(CompactError, match="is not what its manifest says"):
            compact(str(tmp_path), older_than=NOW)
        assert there(tmp_path) == before

    def test_everything_while_another_compaction_is_at_work(self, tmp_path):
        three_runs(tmp_path)
        with job._alone(str(tmp_path)), pytest.raises(CompactError, match="another compaction"):  # noqa: SLF001
            compact(str(tmp_path), older_than=NOW)


class Killed(BaseException):
    """Nobody catches it."""


STEPS = [
    (os, "link"),
    (Path, "rename"),
    (Path, "unlink"),
    (Path, "rmdir"),
    (swapping, "_renamed"),
    (job, "write_whole"),
    (job, "write_aside"),
    (job, "move_into_place"),
    (job, "delete"),
    (job, "swap"),
]
"""All that changes what is there."""


def die_after(monkeypatch, steps: int) -> None:
    """Let the process die after so many steps."""
    left = [steps]

    def dying(function):
        def step(*arguments, **keywords):
            if not left[0]:
                raise Killed
            left[0] -= 1
            return function(*arguments, **keywords)

        return step

    for owner, name in STEPS:
        monkeypatch.setattr(owner, name, dying(getattr(owner, name)))


@pytest.mark.parametrize("can_exchange", [True, False])
def test_killed_after_any_step_every_record_is_there_once_and_the_next_time_ends_it(
    tmp_path, monkeypatch, can_exchange
):
    """Where folders cannot change places, some are there twice until then; none is missing."""
    whole = ["a", "b", "c", "d", "x", "y"]
    steps = 0
    while True:
        root = tmp_path / str(steps)
        three_runs(root)
        (root / EN / "foreign.jsonl").write_bytes(b"")
        with monkeypatch.context() as patched:
            if not can_exchange:
                patched.setattr(swapping, "_renamed", lambda *_: False)
            die_after(patched, steps)
            try:
                compact(str(root), older_than=NOW)
                died = False
            except Killed:
                died = True
        assert sorted(set(there(root))) == whole, steps
        if can_exchange:
            assert there(root) == whole, steps

        compact(str(root), older_than=NOW)
        assert there(root) == whole, steps
        (root / EN / "foreign.jsonl").unlink()
        assert accounted(root), steps
        assert len(list((root / EN).iterdir())) == 1, steps
        assert {p.name for p in (root / "_runs").glob("compact-*/*")} == {"manifest.json"}, steps
        if not died:
            break
        steps += 1
    assert steps > 15


def test_a_file_that_comes_while_folders_change_places_is_not_lost(tmp_path, monkeypatch):
    three_runs(tmp_path)
    exchange = swapping._renamed  # noqa: SLF001

    def late(first, second):
        (second / "part-late.jsonl").write_bytes(lines("z"))
        return exchange(first, second)

    monkeypatch.setattr(swapping, "_renamed", late)
    compact(str(tmp_path), older_than=NOW)
    assert there(tmp_path).count("z") == 2  # it came in both partitions
    assert (tmp_path / EN / "part-late.jsonl").read_bytes() == lines("z")


def test_it_is_known_which_runs_cannot_be_done_again(tmp_path):
    three_runs(tmp_path)
    a_run(tmp_path, "r4", {"articles/language=de/date=2025-04-01/part-r4.jsonl": lines("w")})
    done = compact(str(tmp_path), older_than=NOW)
    assert compacted_by(str(tmp_path), "r1") == done.run_id
    assert compacted_by(str(tmp_path), "r4") is None


def file(path, size=1):
    return WrittenFile(path=path, rows=1, bytes=size, sha256="")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], []),
        ([file("a/1.jsonl")], []),
        ([file("a/2.jsonl"), file("a/1.jsonl")], [["a/1.jsonl", "a/2.jsonl"]]),
        ([file("a/1.jsonl"), file("b/1.jsonl")], []),
        ([file("a/1.jsonl"), file("a/1.jsonl.gz"), file("a/2.parquet")], []),
        ([file("a/1.txt"), file("a/2.txt")], []),
        (
            [
                file("a/1.jsonl", 6),
                file("a/2.jsonl", 6),
                file("a/3.jsonl", 6),
                file("a/4.jsonl", 10),
            ],
            [["a/1.jsonl", "a/2.jsonl"]],
        ),
    ],
)
def test_files_of_a_folder_and_a_form_go_together_up_to_the_target(files, expected):
    assert [[each.path for each in group.files] for group in plan(files, 10)] == expected
