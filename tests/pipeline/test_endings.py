"""How a run ends, and what is said of it: one line where it was foreseen, a traceback if not."""

import logging
import sys
import warnings
from types import ModuleType

import apache_beam as beam
import pytest
from apache_beam.io.filesystem import BeamIOError
from apache_beam.options.pipeline_options import PipelineOptions

from pipeline.__main__ import main
from pipeline.config import LOCAL_RUNNER
from pipeline.errors import Terminated, explanation
from transforms.failures import RefusedDocumentError
from transforms.model import Failure, ReadError, Reason, Source
from transforms.write import LedgerError

RUN = ["run", "--input", "seeds", "--output", "out"]


def refusal():
    return RefusedDocumentError(
        Failure.at(Source(uri="a.txt"), ReadError(Reason.EMPTY, "nothing in it"))
    )


def interrupted_step(interrupt):
    """Return what Beam raises where Ctrl-C or SIGTERM came inside a step."""
    error = RuntimeError("KeyboardInterrupt [while running 'Clean']")
    error.__context__ = interrupt
    return error


def end_with(monkeypatch, ending):
    def run(config):
        raise ending

    module = ModuleType("pipeline.run")
    module.run = run
    monkeypatch.setitem(sys.modules, "pipeline.run", module)


@pytest.mark.parametrize(
    ("ending", "code", "line"),
    [
        (
            LedgerError("run r does not add up"),
            1,
            "run r does not add up",
        ),
        (
            refusal(),
            1,
            (
                "a.txt: read: empty: nothing in it (use with_error_handler to set such documents "
                "aside)"
            ),
        ),
        (
            PermissionError(13, "Permission denied", "out/articles"),
            1,
            (
                "[Errno 13] Permission denied: 'out/articles'; give this user the right to it and "
                "run again"
            ),
        ),
        (interrupted_step(KeyboardInterrupt()), 130, "interrupted; the run is not complete"),
        (KeyboardInterrupt(), 130, "interrupted; the run is not complete"),
        (interrupted_step(Terminated()), 143, "terminated; the run is not complete"),
    ],
)
def test_a_foreseen_end_is_one_line(ending, code, line, desk, monkeypatch, capsys):
    """No traceback: it would hide what is to be done."""
    end_with(monkeypatch, ending)

    assert main(RUN) == code

    assert capsys.readouterr() == ("", f"copydesk: {line}\n")


def test_a_bug_shows_where_it_is(desk, monkeypatch):
    """Its traceback is what whoever mends it needs."""
    end_with(monkeypatch, ZeroDivisionError("division by zero"))

    with pytest.raises(ZeroDivisionError):
        main(RUN)


class RpcError(RuntimeError):
    """Stands in for what gRPC raises, whose text is a page."""

    def details(self):
        return "failed to connect to all addresses"


@pytest.mark.parametrize(
    ("ending", "line"),
    [
        (
            RuntimeError("cannot fetch job-server.jar: 404\n  at Server.java:12"),
            "FlinkRunner: cannot fetch job-server.jar: 404 (--verbose shows all of it)",
        ),
        (
            RuntimeError("job failed: Traceback (most recent call last):\n  x.py\nKeyError: 'a'\n"),
            "FlinkRunner: KeyError: 'a' (--verbose shows all of it)",
        ),
        (
            RpcError("<_InactiveRpcError of RPC that terminated with:\n status = ..."),
            "FlinkRunner: failed to connect to all addresses (--verbose shows all of it)",
        ),
        (RuntimeError(), "FlinkRunner: RuntimeError (--verbose shows all of it)"),
        (TimeoutError(), "TimeoutError"),
        (LedgerError("run r does not add up"), "run r does not add up"),
    ],
)
def test_what_goes_wrong_elsewhere_is_one_line(ending, line, desk, monkeypatch, capsys):
    """A job server that does not start is no bug of ours, and its traceback is for `--verbose`."""
    end_with(monkeypatch, ending)

    assert main([*RUN, "--runner", "FlinkRunner"]) == 1

    assert capsys.readouterr() == ("", f"copydesk: {line}\n")


def test_what_goes_wrong_elsewhere_is_shown_whole_to_who_asks(desk, monkeypatch):
    """Whoever mends the server needs it."""
    end_with(monkeypatch, RuntimeError("cannot fetch job-server.jar"))

    with pytest.raises(RuntimeError, match=r"^cannot fetch job-server\.jar$"):
        main([*RUN, "--runner", "FlinkRunner", "--verbose"])


def test_a_quiet_run_says_nothing(desk, runs, capsys):
    """For schedules, whose mail is read when there is something in it."""
    assert main([*RUN, "--quiet"]) == 0

    assert capsys.readouterr() == ("", "")


def test_a_run_shows_its_summary(desk, runs, capsys):
    """On stdout, and nothing on stderr."""
    assert main(RUN) == 0

    out, err = capsys.readouterr()
    assert "0 read = 0 articles + 0 duplicates + 0 failures" in out
    assert err == ""


def chatter(config):
    logging.getLogger("apache_beam.runners").warning("worker has 3 threads")
    logging.getLogger("lxml.html").error("discarding data")
    logging.getLogger().warning("apitools not found")
    warnings.warn("soon to go", FutureWarning, stacklevel=1)
    logging.getLogger("transforms.read").warning("a.warc holds no responses")
    raise LedgerError("run r does not add up")


@pytest.mark.parametrize(
    ("flags", "lines"),
    [
        ([], ["copydesk: a.warc holds no responses", "copydesk: run r does not add up"]),
        (
            ["--verbose"],
            [
                "WARNING apache_beam.runners: worker has 3 threads",
                "ERROR lxml.html: discarding data",
                "WARNING root: apitools not found",
                "WARNING transforms.read: a.warc holds no responses",
                "copydesk: run r does not add up",
            ],
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_only_our_own_warnings_are_shown(flags, lines, desk, monkeypatch, capsys):
    """What Beam and the libraries say is for those who ask for it."""
    module = ModuleType("pipeline.run")
    module.run = chatter
    monkeypatch.setitem(sys.modules, "pipeline.run", module)

    assert main([*RUN, *flags]) == 1

    shown = capsys.readouterr().err.splitlines()
    assert [line for line in shown if not line.startswith(("INFO", "DEBUG"))] == lines


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (LedgerError("run r does not add up"), "run r does not add up"),
        (
            PermissionError(13, "Permission denied", "/x"),
            "[Errno 13] Permission denied: '/x'; give this user the right to it and run again",
        ),
        (
            OSError(30, "Read-only file system", "/x"),
            "[Errno 30] Read-only file system: '/x'; it can only be read: choose another --output",
        ),
        (
            BeamIOError("Rename failed", {("a", "b"): OSError("No space left")}),
            "Rename failed with exceptions {('a', 'b'): OSError('No space left')}",
        ),
        (ZeroDivisionError("division by zero"), None),
        (RuntimeError("Traceback of nothing"), None),
    ],
)
def test_what_beam_makes_of_an_error_is_seen_through(error, line):
    """Raised inside a step, it arrives as itself or inside a `RuntimeError`."""

    def fail(element):
        raise error

    with pytest.raises(Exception) as caught:  # noqa: PT011, SIM117  of several kinds
        with beam.Pipeline(options=PipelineOptions([f"--runner={LOCAL_RUNNER}"])) as pipeline:
            _ = pipeline | beam.Create([1]) | "Fail" >> beam.Map(fail)

    assert explanation(error) == line
    assert explanation(caught.value) == line


@pytest.mark.parametrize(
    ("last", "line"),
    [
        ("transforms.write.ledger.LedgerError: run r does not add up", "run r does not add up"),
        (
            "OSError: [Errno 28] No space left on device: 'out/a'",
            "[Errno 28] No space left on device: 'out/a'; make room and run again",
        ),
        (
            "RuntimeError: RuntimeError: OSError: [Errno 20] Not a directory: 'out/a'",
            "[Errno 20] Not a directory: 'out/a'",
        ),
        ("ValueError: no such thing", None),
        ("RuntimeError: no such thing", None),
    ],
)
def test_a_traceback_from_another_process_is_seen_through(last, line):
    """Workers in processes of their own send what was raised as text."""
    text = f"Traceback (most recent call last):\n  File 'a.py'\n{last} [while running 'Publish']\n"

    assert explanation(RuntimeError(text)) == line
