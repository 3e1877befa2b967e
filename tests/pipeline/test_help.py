"""Help comes at once, and tells of every flag."""

import subprocess
import sys

import pytest

from pipeline.__main__ import main
from pipeline.compaction import COMPACT_FLAGS
from pipeline.estimate.request import ESTIMATE_FLAGS
from pipeline.manual import COMPACT_HELP, ESTIMATE_HELP, EXPLAIN_HELP, HELP
from pipeline.options import FLAGS
from pipeline.question import EXPLAIN_FLAGS
from pipeline.watch.manual import STATUS_HELP, WATCH_HELP
from pipeline.watch.request import WATCH_FLAGS
from pipeline.watch.status_request import STATUS_FLAGS

HEAVY = ("apache_beam", "pyarrow", "trafilatura", "langdetect", "pydantic", "rich", "transforms")


@pytest.mark.parametrize("command", ["--help", "-h", "help", "run --help", "run --input a -h", ""])
def test_help_is_for_whoever_asks(command, capsys):
    """Wherever it stands in the command, and for the bare command too."""
    assert main(command.split()) == 0
    assert capsys.readouterr() == (HELP, "")


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("help explain", EXPLAIN_HELP),
        ("explain --help", EXPLAIN_HELP),
        ("explain a.txt -h", EXPLAIN_HELP),
        ("help compact", COMPACT_HELP),
        ("compact --output a -h", COMPACT_HELP),
        ("help estimate", ESTIMATE_HELP),
        ("estimate --input a -h", ESTIMATE_HELP),
        ("watch --help", WATCH_HELP),
        ("help watch", WATCH_HELP),
        ("status --help", STATUS_HELP),
    ],
)
def test_each_command_has_its_own(command, text, capsys):
    assert main(command.split()) == 0
    assert capsys.readouterr() == (text, "")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("help wach", "no such command: wach; did you mean watch?"),
        (
            "help foo",
            "no such command: foo; there are run, watch, status, explain, estimate and compact",
        ),
    ],
)
def test_there_is_no_help_for_what_is_no_command(command, line, capsys):
    assert main(command.split()) == 2
    assert capsys.readouterr() == ("", f"copydesk: {line}\n")


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        *((flag, HELP) for flag in FLAGS),
        *((flag, EXPLAIN_HELP) for flag in EXPLAIN_FLAGS),
        *((flag, ESTIMATE_HELP) for flag in ESTIMATE_FLAGS),
        *((flag, COMPACT_HELP) for flag in COMPACT_FLAGS),
        *((flag, WATCH_HELP) for flag in WATCH_FLAGS),
        *((flag, STATUS_HELP) for flag in STATUS_FLAGS),
    ],
)
def test_every_flag_is_told_of(flag, text):
    """None is known to the source alone."""
    assert f"\n  {flag}" in text


HELPS = [HELP, EXPLAIN_HELP, ESTIMATE_HELP, WATCH_HELP, STATUS_HELP, COMPACT_HELP]


@pytest.mark.parametrize("text", HELPS)
def test_help_fits_a_terminal(text):
    """And nothing in it needs more than ASCII."""
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 96


@pytest.mark.parametrize(
    ("words", "text"),
    [("--help", HELP), ("help explain", EXPLAIN_HELP), ("watch --help", WATCH_HELP)],
)
def test_help_imports_nothing_heavy(words, text):
    """Beam alone takes two seconds."""
    program = (
        f"import sys; from pipeline.__main__ import main; main({words.split()});"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == text + "[]\n"


def test_our_own_mistakes_are_told_without_beam():
    """A wrong value of a flag of ours needs nobody else to be asked."""
    program = (
        "import sys; from pipeline.__main__ import main;"
        "code = main(['run', '--input', 'a', '--output', 'b', '--format', 'parket']);"
        "print(code, 'apache_beam' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "2 False\n"


def test_version(capsys):
    """Ours, with those of what the behaviour hangs on."""
    assert main(["--version"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("copydesk ")
    assert "(Apache Beam 2." in out
    assert f"Python 3.{sys.version_info.minor}." in out
