"""Law 2, order and runner do not matter: the whole pipeline gives the same bytes on each of them.

All is compared with what one process writes: names and bytes of all files, ledger and manifest.
"""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet
import pytest
from conftest import RUNNERS

RUN_ID = "2025-04-01"
OTHERS = [name for name in RUNNERS if name != "one process"]
DATA_SETS = ("articles", "duplicates", "failures", "index")


@pytest.fixture(scope="session")
def job(copydesk, crawl, tmp_path_factory):
    """What every runner is to do: read all formats, with what an earlier run has left to know."""
    earlier = tmp_path_factory.mktemp("earlier")
    done = copydesk(
        "one process", ["--input", "seeds/text", "--output", earlier, "--run-id", "2025-03-31"]
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [
        *("--input", "seeds", *crawl),
        *("--index", f"{earlier}/index"),
        *("--run-id", RUN_ID, "--trail", "--repeated-lines", "--shards", "2"),
    ]


@pytest.fixture(scope="session")
def expected(job, copydesk, tmp_path_factory):
    """What one process writes."""
    folder = tmp_path_factory.mktemp("expected")
    done = copydesk("one process", [*job, "--output", folder])
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def records(folder: Path, data_set: str) -> Counter[str]:
    """Return the records of a data set, each as JSON with the partition that it lies in."""
    found: Counter[str] = Counter()
    for path in (folder / data_set).rglob("part-*"):
        rows = (
            map(repr, pyarrow.parquet.ParquetFile(path).read().to_pylist())
            if path.suffix == ".parquet"
            else path.read_text().splitlines()
        )
        found.update(f"{path.parent.relative_to(folder)}: {row}" for row in rows)
    return found


def files(folder: Path) -> dict[str, str]:
    """Return the path of each file → the SHA-256 of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_is_compared_has_something_of_everything(expected):
    """Else runners could agree on nothing at all."""
    ledger = json.loads((expected / "_runs" / RUN_ID / "ledger.json").read_text())
    counts = {name: records(expected, name).total() for name in DATA_SETS}

    assert counts["articles"] > 30
    assert counts["duplicates"] > 5
    assert counts["failures"] > 5
    assert counts["index"] == counts["articles"]
    assert {name: ledger[name]["total"] for name in DATA_SETS[:3]} == {
        name: counts[name] for name in DATA_SETS[:3]
    }


@pytest.mark.parametrize("runner", OTHERS, indirect=True)
def test_the_same_input_gives_the_same_bytes(runner, job, expected, copydesk, tmp_path):
    """And nothing is said, nothing left over."""
    done = copydesk(runner, [*job, "--output", tmp_path])

    assert (done.returncode, done.stderr) == (0, "")
    for data_set in DATA_SETS:  # first what a person can read
        there, here = records(expected, data_set), records(tmp_path, data_set)
        assert (there - here, here - there) == (Counter(), Counter()), data_set
    assert files(tmp_path) == files(expected)


@pytest.mark.parametrize("runner", OTHERS, indirect=True)
def test_a_worker_that_cannot_write_ends_the_run_with_one_line(runner, copydesk, tmp_path):
    """The same everywhere: nothing is published, nothing left over, nothing waits for ever."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "language=en").write_text("A file where a folder has to be.")

    done = copydesk(
        runner,
        ["--input", "seeds/text/deepseek-cost.en.txt", "--output", tmp_path, "--run-id", RUN_ID],
    )

    place = f"{tmp_path}/articles/language=en/date=__HIVE_DEFAULT_PARTITION__"
    assert done.returncode == 1
    assert done.stderr == f"copydesk: [Errno 20] Not a directory: '{place}'\n"
    assert list(files(tmp_path)) == ["articles/language=en"]
