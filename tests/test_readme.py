"""What the README says is true: its examples run, its tables are the real schemas."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from transforms.write.records import ARTICLE, DUPLICATE, FAILURE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def tables(first_header):
    """Return the rows of each table whose header begins with the given cell."""
    found = re.findall(rf"^\| {first_header} \|.*\n\|[ -|]+\n((?:\|.*\n)*)", README, re.MULTILINE)
    return [
        [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()]
        for table in found
    ]


def rows(columns):
    return [[f"`{column.name}`", str(column.type), column.meaning] for column in columns]


@pytest.mark.parametrize(
    ("position", "columns"),
    [
        (0, ARTICLE.columns),
        (1, DUPLICATE.columns[len(ARTICLE.columns) :]),
        (2, FAILURE.columns),
    ],
    ids=["articles", "duplicates", "failures"],
)
def test_the_tables_of_columns_are_the_schemas(position, columns):
    expected = "\n".join(f"| {' | '.join(row)} |" for row in rows(columns))
    assert tables("Column")[position] == rows(columns), f"put this in the README:\n{expected}"


def examples():
    return re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_pipeline_of_ten_lines_runs_as_it_stands(tmp_path):
    (example,) = [code for code in examples() if "with beam.Pipeline" in code]
    assert len(example.strip().splitlines()) <= 10
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    finished = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert list((tmp_path / "out-beam/articles/language=vi").glob("part-*.jsonl"))
    (line,) = finished.stdout.splitlines()
    assert re.fullmatch(r"[0-9a-f]{32} repeats [0-9a-f]{32}", line)


def test_the_commands_that_run_write_each_format_to_a_folder_of_its_own():
    """Typed in order, none writes beside files of another format: a run would be refused."""
    runs = re.findall(r"copydesk (?:run|watch) .*?--output (\S+)([^`]*?)\n(?! )", README)
    formats = {}
    for output, rest in runs:
        given = re.search(r"--format (\w+)", rest)
        formats.setdefault(output, set()).add(given[1] if given else "jsonl")
    assert formats == {"out": {"jsonl"}, "out-parquet": {"parquet"}}
    assert 'dataset("out-parquet/articles"' in README


def explanations():
    """Return the commands that explain, each with the lines that it says."""
    return re.findall(
        r"^```console\ncopydesk (explain .*)\n```\n\n```\n((?:.*\n)*?)```", README, re.MULTILINE
    )


@pytest.mark.parametrize(("command", "lines"), explanations(), ids=["cleaning", "duplicate"])
def test_the_explanations_are_what_the_command_says(command, lines, tmp_path, monkeypatch, capsys):
    """Line by line, after `make run`; those that are left out are dots."""
    from pipeline.__main__ import main

    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    assert main(["run", "--input", "seeds/records", "seeds/web", "--output", "out", "--quiet"]) == 0
    assert main(command.split()) == 0
    said = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    following = iter(said)
    assert [line for line in lines.splitlines() if line != "…" and line not in following] == []


def test_every_link_to_a_file_leads_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
