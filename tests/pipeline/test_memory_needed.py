"""Whether a run fits into memory: what it takes, what there is, what is said if it does not."""

import pytest

from pipeline.__main__ import main
from pipeline.footprint import (
    ARTICLE_BYTES,
    BASE_BYTES,
    BYTES_A_BYTE,
    WORKER_BYTES,
    likely_text_bytes,
    memory_warning,
    run_memory,
)
from pipeline.machine import free_memory

GB = 10**9
RUN = ["run", "--input", "seeds", "--output", "out"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", 1_000),
        ("A.TXT", 1_000),
        ("README", 1_000),
        ("a.jsonl.gz", 4_000),
        ("a.jsonl.xz", 5_000),
        ("a.parquet", 3_000),
        ("a.html", 50),
        ("a.warc", 50),
        ("a.warc.gz", 200),
    ],
)
def test_text_in_a_file_of_a_thousand_bytes(name, text):
    """By its name: what is compressed holds more than its size, and pages hold less."""
    assert likely_text_bytes({f"in/{name}": 1_000}) == text


def test_what_is_taken_grows_with_the_articles_and_their_texts():
    assert run_memory(0, 0) == BASE_BYTES
    assert run_memory(10, 5_000) - BASE_BYTES == 10 * ARTICLE_BYTES + 5_000 * BYTES_A_BYTE
    assert run_memory(0, 0, workers=2) - BASE_BYTES == 2 * WORKER_BYTES


@pytest.mark.parametrize(
    ("free", "warning"),
    [
        (None, None),
        (13 * GB, None),
        (
            8 * GB,
            (
                "this run may need 12.2 GB of memory, and 8.0 GB are free: split the input into "
                "several runs with --index, or take another --runner (copydesk estimate tells more)"
            ),
        ),
    ],
    ids=["it is not known what there is", "it fits", "it does not fit"],
)
def test_a_warning_names_the_way_out(free, warning):
    assert memory_warning({"a.jsonl": GB}, free) == warning


@pytest.mark.parametrize(
    ("flags", "line"),
    [
        (
            "",
            (
                "copydesk: this run may need 398.5 MB of memory, and 1.0 MB are free: split the "
                "input "
                "into several runs with --index, or take another --runner (copydesk estimate tells "
                "more)\n"
            ),
        ),
        ("--quiet", ""),
        ("--runner Flink", ""),
    ],
)
def test_a_run_that_may_not_fit_is_run_all_the_same(flags, line, desk, runs, monkeypatch, capsys):
    """It is an estimate. A quiet run says nothing, and one elsewhere takes no memory here."""
    monkeypatch.setattr("pipeline.machine.free_memory", lambda: 1_000_000)

    assert main([*RUN, *flags.split()]) == 0

    assert capsys.readouterr().err == line
    assert len(runs) == 1


MEMINFO = "MemTotal:  2000 kB\nMemFree:  100 kB\nMemAvailable:  1000 kB\n"


@pytest.mark.parametrize(
    ("files", "free"),
    [
        ({}, None),
        ({"proc/meminfo": MEMINFO}, 1_024_000),
        (
            {
                "proc/meminfo": MEMINFO,
                "proc/self/cgroup": "0::/jobs/one\n",
                "sys/fs/cgroup/jobs/one/memory.max": "max\n",
                "sys/fs/cgroup/jobs/one/memory.current": "900\n",
                "sys/fs/cgroup/jobs/memory.max": "500000\n",
                "sys/fs/cgroup/jobs/memory.current": "300000\n",
                "sys/fs/cgroup/jobs/memory.stat": "anon 5\ninactive_file 100000\n",
            },
            300_000,
        ),
        (
            {
                "proc/meminfo": MEMINFO,
                "proc/self/cgroup": "5:cpu:/a\n4:memory:/a\n",
                "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "500000\n",
                "sys/fs/cgroup/memory/a/memory.usage_in_bytes": "300000\n",
            },
            200_000,
        ),
        (
            {
                "proc/meminfo": MEMINFO,
                "proc/self/cgroup": "0::/\n",
                "sys/fs/cgroup/memory.max": "100\n",
                "sys/fs/cgroup/memory.current": "300\n",
            },
            0,
        ),
    ],
    ids=[
        "nothing is told",
        "the machine's",
        "the least of the groups around",
        "version 1 of control groups",
        "more is used than is allowed",
    ],
)
def test_the_memory_that_is_free(files, free, tmp_path):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)

    assert free_memory(tmp_path) == free
