"""How many workers there are: by what is to be read, or as asked for, in each runner's words."""

import sys

import pytest

from pipeline.__main__ import main
from pipeline.config import LOCAL_RUNNER
from pipeline.workers import BYTES_A_WORKER, workers_for

RUN = ["run", "--quiet", "--input", "seeds", "--output", "out"]
MANY = BYTES_A_WORKER * 100


def count_for(sizes, cores, can_split):
    return workers_for({f"{n}": size for n, size in enumerate(sizes)}, cores, can_split)


def never(path, size):
    return False


@pytest.mark.parametrize(
    ("sizes", "cores", "count"),
    [
        ([], 8, 1),
        ([2 * BYTES_A_WORKER - 2, 1], 8, 1),
        ([BYTES_A_WORKER, BYTES_A_WORKER], 8, 2),
        ([BYTES_A_WORKER, BYTES_A_WORKER], 1, 1),
        ([1_000_000] * 1_000, 4, 4),
        # One worker reads such a file: the others would wait for it.
        ([MANY], 8, 1),
        ([MANY, MANY, 1], 8, 2),
        ([MANY, 1_000_000], 8, 1),
    ],
)
def test_as_many_as_the_input_is_worth(sizes, cores, count):
    assert count_for(sizes, cores, never) == count


@pytest.mark.parametrize(
    ("sizes", "cores", "count"),
    [
        ([MANY], 8, 8),
        ([3 * BYTES_A_WORKER], 8, 3),
        ([MANY, MANY - 1, 1], 8, 8),
        # The largest that cannot be split counts, here the one of an even size.
        ([MANY + 1, BYTES_A_WORKER * 50], 8, 3),
    ],
)
def test_a_file_that_can_be_split_is_worth_as_many_as_its_size(sizes, cores, count):
    def can_split(path, size):
        return size % 2 == 1 or size in (MANY, 3 * BYTES_A_WORKER)

    assert count_for(sizes, cores, can_split) == count


def test_files_are_opened_only_where_the_answer_depends_on_it():
    asked = []

    def can_split(path, size):
        asked.append(path)
        return True

    assert count_for([MANY] * 8 + [1] * 1_000, 8, can_split) == 8
    assert asked == []
    assert count_for([BYTES_A_WORKER], 8, can_split) == 1
    assert asked == []


def test_one_large_file_of_json_lines_has_as_many_as_there_are_cores(desk, runs, monkeypatch):
    line = b'{"text": "%s"}\n' % (b"It rained. " * 10_000)
    (desk / "seeds" / "wire.jsonl").write_bytes(line * (2 * BYTES_A_WORKER // len(line) + 1))
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    assert main(RUN) == 0

    assert "--direct_num_workers=2" in runs[0].beam_options


def large_input(desk):
    for name in ("a.txt", "b.txt", "c.txt"):
        with (desk / "seeds" / name).open("wb") as file:
            file.truncate(BYTES_A_WORKER)


def test_a_small_input_has_one_worker(desk, runs):
    assert main(RUN) == 0

    assert runs[0].beam_options == (f"--runner={LOCAL_RUNNER}",)
    assert runs[0].workers == 1


def test_a_large_input_has_as_many_as_there_are_cores(desk, runs, monkeypatch):
    large_input(desk)
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    assert main(RUN) == 0

    assert runs[0].beam_options[1:] == (
        "--direct_num_workers=2",
        "--direct_running_mode=multi_processing",
    )


@pytest.mark.parametrize(
    ("flags", "added"),
    [
        ("--workers 1", ()),
        ("--workers 3", ("--direct_num_workers=3", "--direct_running_mode=multi_processing")),
        ("--runner Flink", ()),
        ("--runner Flink --workers 3", ("--parallelism=3",)),
        ("--runner Spark --workers 3", ("--spark_master_url=local[3]",)),
    ],
)
def test_each_runner_is_told_in_its_own_words(flags, added, desk, runs):
    """And only if it was asked for: elsewhere the input is not all that counts."""
    large_input(desk)

    assert main([*RUN, *flags.split()]) == 0

    assert runs[0].beam_options[1:] == added


def test_who_speaks_to_beam_is_left_alone(desk, runs):
    large_input(desk)

    assert main([*RUN, "--direct_num_workers", "1"]) == 0

    assert runs[0].beam_options[1:] == ("--direct_num_workers", "1")


@pytest.mark.parametrize(
    ("flags", "line"),
    [
        ("--workers 0", "--workers needs a whole number of 1 or more, not '0'"),
        ("--workers many", "--workers needs a whole number of 1 or more, not 'many'"),
        (
            "--workers 2 --direct_num_workers 3",
            "--workers and --direct_num_workers say the same; give one of them",
        ),
        (
            "--workers 2 --direct_running_mode multi_threading",
            "--workers and --direct_running_mode say the same; give one of them",
        ),
        (
            "--workers 2 --runner Flink --parallelism=3",
            "--workers and --parallelism say the same; give one of them",
        ),
        (
            "--workers 2 --runner Spark --spark_master_url local[3]",
            "--workers and --spark_master_url say the same; give one of them",
        ),
        (
            "--workers 2 --runner Spark --spark_master_url spark://host:7077",
            "--workers: a Spark cluster is told where it is set up (spark.executor.instances)",
        ),
        ("--workers 2 --runner Prism", "--workers: PrismRunner decides itself how many there are"),
    ],
)
def test_what_cannot_be_told_is_refused(flags, line, desk, runs, capsys):
    """Before the run, in one line."""
    assert main([*RUN, *flags.split()]) == 2

    assert capsys.readouterr() == ("", f"copydesk: {line}\n")
    assert runs == []


def test_a_python_whose_path_has_a_space_has_one_worker(desk, runs, monkeypatch, capsys):
    """Beam cannot start processes of it."""
    large_input(desk)
    monkeypatch.setattr(sys, "executable", "/my python/bin/python")

    assert main(RUN) == 0
    assert runs[0].beam_options == (f"--runner={LOCAL_RUNNER}",)

    assert main([*RUN, "--workers", "2"]) == 2
    assert capsys.readouterr().err == (
        "copydesk: --workers 2: Beam cannot start processes of /my python/bin/python, since its "
        "path has a space or such\n"
    )
