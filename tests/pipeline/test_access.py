"""What is named but cannot be opened or written to is told before a run starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.__main__ import main


def refuse(monkeypatch, method, name):
    """Let a method of `Path` refuse what is called so: the modes of files do not bind root."""
    real = getattr(Path, method)

    def refusing(path, *args, **kwargs):
        if name in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, method, refusing)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("closed/*", "--input closed/*: closed cannot be opened: permission denied"),
        ("closed/in/*", "--input closed/in/*: closed/in cannot be opened: permission denied"),
        ("closed", "--input closed: cannot be opened: permission denied"),
        ("closed/a.txt", "--input closed/a.txt: cannot be opened: permission denied"),
    ],
)
def test_a_folder_without_permission(path, line, desk, runs, capsys, monkeypatch):
    """What is in it cannot be told, so no one is said to be missing."""
    (desk / "closed" / "in").mkdir(parents=True)
    (desk / "closed" / "a.txt").write_text("An article.")
    refuse(monkeypatch, "stat", "closed")

    assert main(["run", "--input", path, "--output", "out"]) == 2

    assert capsys.readouterr() == ("", f"copydesk: {line}\n")
    assert runs == []


def test_a_file_without_permission(desk, runs, capsys, monkeypatch):
    """A run whose one file is refused would end well, with nothing."""
    refuse(monkeypatch, "open", "b.txt")

    assert main(["run", "--input", "seeds/a.txt", "seeds/b.txt", "--output", "out"]) == 2

    assert capsys.readouterr() == (
        "",
        "copydesk: --input seeds/b.txt: cannot be opened: permission denied\n",
    )


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("nowhere.txt", "--input link: links to what is not there"),
        ("link", "--input link: cannot be opened: too many levels of symbolic links"),
    ],
)
def test_a_link_to_nothing(target, line, desk, runs, capsys):
    """It is there, and yet it is not."""
    (desk / "link").symlink_to(target)

    assert main(["run", "--input", "link", "--output", "out"]) == 2

    assert capsys.readouterr() == ("", f"copydesk: {line}\n")


def test_files_that_are_found_may_be_closed(desk, runs, monkeypatch):
    """Who names a folder is told of them after the run, beside the others that were refused."""
    refuse(monkeypatch, "open", "b.txt")

    assert main(["run", "--input", "seeds", "seeds/*", "--output", "out", "--quiet"]) == 0


def test_a_pipe_is_left_to_the_run(desk, runs):
    """To open it would take what it holds, or wait for ever."""
    os.mkfifo(desk / "pipe")

    assert main(["run", "--input", "pipe", "--output", "out", "--quiet"]) == 0


@pytest.mark.parametrize("name", ["_runs", "articles", "duplicates", "failures"])
def test_an_output_with_a_file_where_a_folder_goes(name, desk, runs, capsys):
    """It is told before hours have been spent."""
    (desk / "out").mkdir()
    (desk / "out" / name).write_text("")

    assert main(["run", "--input", "seeds", "--output", "out", "--run-id", "r"]) == 2

    reason = f"out/{name} is a file, not a folder"
    assert capsys.readouterr().err == f"copydesk: --output out: {reason}\n"
    assert [path.name for path in (desk / "out").iterdir()] == [name]


@pytest.mark.parametrize("there", ["", "out", "out/_runs/r"])
def test_trying_leaves_nothing_behind(there, desk, runs, capsys, monkeypatch):
    """A file is really written, whether it succeeds or not; what was there before stays."""
    if there:
        (desk / there).mkdir(parents=True)
    before = sorted(desk.rglob("*"))

    assert main(["run", "--input", "seeds", "--output", "out", "--run-id", "r", "--quiet"]) == 0

    assert sorted(desk.rglob("*")) == before

    def full(path, content):
        raise OSError(28, "No space left on device", path.rpartition("/")[0])

    monkeypatch.setattr("transforms.write.storage.write_whole", full)

    assert main(["run", "--input", "seeds", "--output", "out", "--run-id", "r"]) == 2

    assert capsys.readouterr().err == (
        "copydesk: --output out: cannot be written to: No space left on device: 'out/_runs/r'\n"
    )
    assert sorted(desk.rglob("*")) == before


@pytest.mark.parametrize("given", ["--input", "--output", "--config"])
def test_a_locale_without_letters(given, desk):
    """The name is right, and the locale is what has to change."""
    (desk / "café").mkdir()
    (desk / "desk.yaml").write_text("input: café\n", encoding="utf-8")
    words = {
        "--input": "--input café --output out",
        "--output": "--input seeds --output café",
        "--config": "--config desk.yaml --output out",
    }[given]

    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", *words.split()],
        capture_output=True,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )

    flag = "--output" if given == "--output" else "--input"
    name = "caf\\xe9" if given == "--config" else "caf\\udcc3\\udca9"
    assert (done.returncode, done.stderr.decode()) == (
        2,
        f"copydesk: {flag} {name}: cannot be named in this locale (ascii); set PYTHONUTF8=1\n",
    )
