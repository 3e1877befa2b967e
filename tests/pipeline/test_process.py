"""What the command is to those who start it: signals, pipes and exit codes."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import nullcontext
from functools import partial
from json import loads
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.__main__ import main
from pipeline.chatter import hush
from pipeline.options import parse
from pipeline.signals import signals_ask

RUN = ["run", "--input", "seeds", "--output", "out"]


@pytest.mark.parametrize(
    ("flags", "hushed"),
    [
        ("--direct_num_workers 2", True),
        ("--direct_num_workers 2 --direct_running_mode multi_processing", True),
        ("--direct_running_mode=multi_processing --quiet", True),
        ("--direct_running_mode multi_processing --verbose", False),
        ("--direct_running_mode multi_threading", False),
    ],
)
def test_worker_processes_are_hushed_however_they_are_asked_for(
    flags, hushed, desk, runs, monkeypatch
):
    """They write to the descriptor of stderr that they inherit."""
    entered = []
    monkeypatch.setattr("pipeline.chatter.workers_hushed", lambda: nullcontext(entered.append(1)))

    assert main([*RUN, *flags.split()]) == 0

    assert bool(entered) == hushed


@pytest.mark.parametrize(
    ("work", "told"), [(partial(loads, "{"), False), (partial(parse, ["--nonsense"]), True)]
)
def test_of_threads_that_fail_only_our_own_are_told_of(work, told, monkeypatch, capsys):
    """Beam's end so when what they were connected to is gone, and may do so after the run."""
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hush(verbose=False)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert ("Traceback" in capsys.readouterr().err) == told


def test_sigterm_ends_a_run_as_ctrl_c_does(desk, monkeypatch, capsys):
    """It is raised inside the run, which cleans up undisturbed, and is not caught for good."""
    before = signal.getsignal(signal.SIGTERM)
    cleaned = []

    def run(config):
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGTERM)  # whoever is in a hurry sends it again
            cleaned.append(config.run_id)

    module = ModuleType("pipeline.run")
    module.run = run
    monkeypatch.setitem(sys.modules, "pipeline.run", module)

    assert main([*RUN, "--run-id", "r"]) == 143

    assert capsys.readouterr() == ("", "copydesk: terminated; the run is not complete\n")
    assert cleaned == ["r"]
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize(
    ("redirection", "code", "line"),
    [
        ("| true", 0, ""),
        (">/dev/full", 1, "copydesk: the output cannot be written: No space left on device\n"),
        (">&-", 0, ""),
    ],
)
@pytest.mark.parametrize("command", ["--help", "run --input seeds --output out"])
def test_a_reader_that_has_enough_is_no_failure(command, redirection, code, line, desk):
    """Nor is one that was never there; a full disk is. Nothing is said at the interpreter's end."""
    program = (
        "import logging, sys; logging.disable(); from types import ModuleType, SimpleNamespace;"
        "from transforms.write import Ledger, Manifest;"
        "module = ModuleType('pipeline.run'); sys.modules['pipeline.run'] = module;"
        "module.run = lambda config: SimpleNamespace(ledger=Ledger(run_id='r'),"
        "manifest=Manifest(run_id='r', files=()), seconds=0.5, others=0);"
        f"from pipeline.__main__ import main; sys.exit(main({command.split()}))"
    )
    shell = f'"$0" -c "$1" {redirection}; exit "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", shell, sys.executable, program],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (code, "", line)


def test_a_signal_that_comes_twice_at_once_is_one(monkeypatch):
    """`timeout` sends each to the process and to its group."""
    moments = iter([10.0, 10.001, 12.0])
    monkeypatch.setattr("time.monotonic", lambda: next(moments))
    asked = []

    with pytest.raises(KeyboardInterrupt), signals_ask(lambda: asked.append(1)):
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        assert asked == [1]
        signal.raise_signal(signal.SIGINT)
