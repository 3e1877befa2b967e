"""The benchmarks measure what is there: whatever they import of Copydesk, it has."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = sorted((Path(__file__).parent / "benchmarks").glob("bench_*.py"))


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_what_a_benchmark_imports_of_copydesk_is_there(path):
    named = [
        (node.module, alias.name)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").split(".")[0] in {"transforms", "pipeline"}
        for alias in node.names
    ]
    assert named
    assert [each for each in named if not hasattr(import_module(each[0]), each[1])] == []
