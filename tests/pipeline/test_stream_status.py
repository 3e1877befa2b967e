"""What is told of streams that run, that were broken off and that ended."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from pipeline.__main__ import main
from pipeline.report.watching import print_status, status_json
from pipeline.source_status import SourceStatus
from pipeline.stream.lock import alone
from pipeline.stream.status import StreamSource, StreamStatus
from pipeline.watch.status import Status, status_of
from transforms.write import (
    Pane,
    Span,
    Tally,
    TellPolls,
    WrittenFile,
    close_run,
    open_run,
)
from transforms.write.compact import Compaction
from transforms.write.panes import publish_pane
from transforms.write.publish import run_folder, to_json
from transforms.write.storage import write_whole

TEN = datetime(2025, 4, 1, 10, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    return tmp_path


def publish(run_id, *, minute=0, handed_on=4):
    pane = Pane(
        run_id=run_id,
        window=TEN + timedelta(minutes=minute),
        index=0,
        read=Tally(total=4),
        articles=Tally(total=2),
        duplicates=Tally(total=1, by={"kind": {"exact": 1}}),
        failures=Tally(total=1, by={"reason": {"empty": 1}}),
        spans=(Span(address="inbox", first=minute, last=minute, position="", handed_on=handed_on),),
    )
    publish_pane("out", pane)


class TestWhatIsKnown:
    def test_a_stream_runs_while_its_lock_is_held(self, desk):
        with alone("out", "live", ["inbox"]):
            open_run("out", "live", ["inbox"])
            (stream,) = status_of("out").streams
            assert (stream.is_running, stream.is_closed) == (True, False)
        (stream,) = status_of("out").streams
        assert (stream.is_running, stream.is_closed) == (False, False)

    def test_it_is_told_what_was_published_and_what_waits(self, desk):
        open_run("out", "live", ["inbox"])
        publish("live")
        publish("live", minute=1, handed_on=9)
        TellPolls("out", "live")("inbox", 12, has_more=True)
        (desk / "inbox" / "a.txt").write_text("It rained.")
        (stream,) = status_of("out").streams
        assert (stream.read, stream.articles, stream.duplicates, stream.failures) == (8, 4, 2, 2)
        assert stream.window == TEN + timedelta(minutes=1)
        assert stream.windows == 2
        assert stream.failures_by_reason == {"empty": 2}
        (source,) = stream.sources
        assert source.in_flight == 3
        assert (source.source.address, source.source.waiting_files) == ("inbox", 1)
        assert source.source.has_more

    def test_of_one_that_ended_the_accounts_are_left(self, desk):
        open_run("out", "live", ["inbox"])
        publish("live")
        close_run("out", "live")
        (stream,) = status_of("out").streams
        assert stream.is_closed
        assert stream.read == 4
        assert stream.sources == ()

    def test_streams_are_told_the_last_first_whatever_their_names(self, desk):
        for run_id in ("b", "c", "a"):
            open_run("out", run_id, ["inbox"])
        assert [stream.run_id for stream in status_of("out").streams] == ["a", "c", "b"]

    def test_neither_streams_nor_compactions_are_runs_of_batches(self, desk):
        open_run("out", "live", ["inbox"])
        close_run("out", "live")
        files = (WrittenFile(path="articles/part-a.jsonl", rows=1, bytes=1, sha256=""),)
        done = Compaction(run_id="compact-1", files=files, runs=("live",))
        write_whole(f"{run_folder('out', 'compact-1')}/manifest.json", to_json(done))
        assert status_of("out").runs == ()
        assert [stream.run_id for stream in status_of("out").streams] == ["live"]


def status(*streams):
    return Status(
        output="out",
        asked=TEN + timedelta(minutes=2),
        is_running=False,
        health=None,
        under_way=None,
        sources=(),
        runs=(),
        runs_counted=0,
        failures={},
        duplicates={},
        streams=streams,
    )


LIVE = StreamStatus(
    run_id="live",
    is_running=True,
    is_closed=False,
    window=TEN,
    published=TEN + timedelta(seconds=5),
    windows=3,
    read=1_200,
    articles=1_000,
    duplicates=199,
    failures=1,
    failures_by_reason={"empty": 1},
    duplicates_by_kind={"exact": 199},
    sources=(
        StreamSource(
            source=SourceStatus(address="inbox", taken=1_200, waiting_files=0),
            polled=TEN + timedelta(seconds=110),
            in_flight=30,
        ),
    ),
)


def shown(told):
    console = Console(file=io.StringIO(), width=100, highlight=False)
    print_status(console, told)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


class TestWhatIsShown:
    def test_a_person_sees_how_a_stream_does(self):
        assert shown(status(LIVE)) == (
            "stream live: running\n"
            "  last published 1 min ago, the window to 2025-04-01T10:00:00Z; 3 windows\n"
            "  1,200 read = 1,000 articles + 199 duplicates + 1 failure\n"
            "  Sources\n"
            "    inbox  nothing waits, 1,200 files taken; 30 in flight, polled 10 s ago\n"
            "  Refused\n"
            "    1  nothing in it (empty)\n"
            "  Duplicates\n"
            "    199  same words (exact)\n"
            "\n"
        )

    @pytest.mark.parametrize(
        ("changed", "line"),
        [
            ({"is_running": False, "is_closed": True}, "ended"),
            (
                {"is_running": False},
                "broken off; the next stream of its sources goes on behind it",
            ),
            ({"is_running": None}, "not ended, as far as can be seen from here"),
        ],
    )
    def test_one_that_does_not_run_is_told_so(self, changed, line):
        first, *_ = shown(status(LIVE.model_copy(update=changed))).splitlines()
        assert first == f"stream live: {line}"

    def test_one_that_published_nothing_is_told_so(self):
        stream = StreamStatus(run_id="live", is_running=True, is_closed=False)
        assert shown(status(stream)) == "stream live: running\n  nothing published\n\n"

    def test_a_program_reads_all_fields(self):
        told = status(LIVE)
        assert Status.model_validate_json(status_json(told)) == told

    def test_the_command_tells_of_streams(self, desk, capsys):
        open_run("out", "live", ["inbox"])
        publish("live")
        assert main(["status", "--format", "json"]) == 0
        told = Status.model_validate_json(capsys.readouterr().out)
        assert [stream.read for stream in told.streams] == [4]
