import logging
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from transforms.write import Ledger, Manifest


@pytest.fixture(autouse=True)
def _logging_as_it_was():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder to work in, with two articles in `seeds` and a file `notes`."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("An article.")
    (tmp_path / "seeds" / "b.txt").write_text("Another one.")
    (tmp_path / "notes").write_text("A file.")
    monkeypatch.chdir(tmp_path)
    return Path(tmp_path)


@pytest.fixture
def runs(monkeypatch):
    """Stands in for the run itself: the configurations that it was given, in order."""
    given = []

    def run(config):
        given.append(config)
        return SimpleNamespace(
            ledger=Ledger(run_id=config.run_id),
            manifest=Manifest(run_id=config.run_id, files=()),
            seconds=0.5,
            others=0,
        )

    module = ModuleType("pipeline.run")
    module.run = run
    monkeypatch.setitem(sys.modules, "pipeline.run", module)
    return given
