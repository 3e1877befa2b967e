"""No two processes take documents of one source into one output."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.stream.lock import alone
from pipeline.watch.lock import sole_watch
from pipeline.watch.places import Places

HOLD = """
import sys
from contextlib import ExitStack
from pipeline.stream.lock import alone
from pipeline.watch.lock import sole_watch
from pipeline.watch.places import Places
kind, address = sys.argv[1:]
held = alone("out", "live", [address]) if kind == "stream" else None
with held or sole_watch("out", Places("out"), [address]):
    print(flush=True)
    sys.stdin.read()
"""


@contextmanager
def another(kind, address):
    """Another process, which watches or streams."""
    command = [sys.executable, "-c", HOLD, kind, address]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout.readline()
        yield process.pid
        process.stdin.close()


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox" / "late").mkdir(parents=True)
    (tmp_path / "link").symlink_to("inbox")


@pytest.mark.parametrize(
    "address",
    ["inbox", "./inbox", "inbox/", "link", "inbox/*.txt", "inbox/late", "in?ox/*.txt", "*/*"],
)
def test_what_another_stream_reads_is_refused_in_any_spelling(address):
    with another("stream", "inbox"):
        told = "--output out: the stream live is running and reads the same; end it first"
        with pytest.raises(UsageError, match=told), alone("out", "next", [address]):
            pass
        assert not Path("out/_runs/next").exists()


def test_what_a_stream_reads_is_not_watched():
    with another("stream", "inbox"):
        told = "--output out: the stream live is running and reads the same; end it first"
        with pytest.raises(UsageError, match=told), sole_watch("out", Places("out"), ["inbox"]):
            pass


def test_what_is_watched_is_not_streamed():
    with another("watch", "inbox") as process:
        told = f"--output out: process {process} watches and reads the same; end it first"
        with pytest.raises(UsageError, match=told), alone("out", "live", ["inbox"]):
            pass


@pytest.mark.parametrize(
    "address", ["inbox2", "in?ox2/*.txt", "*.txt", "https://news.example/feed.xml"]
)
def test_other_sources_go_into_the_same_output(address):
    with another("watch", "inbox"), alone("out", "live", [address]):
        pass


def test_what_has_ended_is_in_nobodys_way():
    with another("watch", "inbox"):
        pass
    with alone("out", "live", ["inbox"]):
        pass
