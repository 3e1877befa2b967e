"""What is told of a watch: lines for a person, JSON and metrics for programs, its status."""

import io
import json
import logging
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from rich.console import Console

from pipeline.chatter import hush
from pipeline.log import Log
from pipeline.report.waiting import trouble, waiting
from pipeline.report.watching import print_status, status_json
from pipeline.source_status import source_status
from pipeline.watch.health import Health
from pipeline.watch.metrics import Metrics
from pipeline.watch.plan import Plan
from pipeline.watch.polling import SourceState
from pipeline.watch.request import watch_request
from pipeline.watch.status import RunStatus, SourceStatus, Status
from pipeline.watch.telling import Telling
from pipeline.watch.trouble import Trouble
from transforms.read.sources.feeds.listing import Entry
from transforms.read.sources.feeds.position import Followed, State, Waiting, format_position
from transforms.write import Ledger, Tally

FEED = "https://a.example/feed"
MOMENT = datetime(2025, 4, 1, 10, tzinfo=UTC)
PLAN = Plan(
    run_id="20250401T100000.000Z-3fa2c1",
    moment=MOMENT,
    inputs=("inbox/a.jsonl",),
    positions={"inbox": "1:"},
    files=1,
    arrived=((MOMENT - timedelta(seconds=90)).timestamp(), MOMENT.timestamp()),
)
LEDGER = Ledger(
    run_id=PLAN.run_id,
    read=Tally(total=1_200, by={"media_type": {"text/plain": 1_200}}),
    articles=Tally(total=1_000, by={"language": {"de": 400, "en": 600}}),
    duplicates=Tally(total=199, by={"kind": {"exact": 150, "near": 49}}),
    failures=Tally(total=1, by={"reason": {"empty": 1}}),
)
REQUEST = watch_request(["--input", "inbox", "--output", "out"])


def source(address, **how):
    return SourceState(SimpleNamespace(address=address), **how)


def happen(listener):
    listener.began(REQUEST, PLAN)
    listener.published(PLAN, LEDGER, 4.0, MOMENT)
    listener.source_failed(source("inbox", failures=1, error="inbox: there is no such folder"), 30)
    listener.source_recovered(source("inbox"))
    listener.batch_delayed("no space left", 60)
    listener.put_off("https://a.example/feed", 2, 58.4)
    listener.ended(1)


@pytest.fixture
def memory(monkeypatch):
    monkeypatch.setattr("pipeline.watch.telling.resident_bytes", lambda: 290_500_000)


def test_a_person_reads_a_line_for_each_thing(memory, capsys):
    happen(Telling(Log("text")))
    assert capsys.readouterr().err == (
        "copydesk: watching inbox for out, every 30.0 seconds\n"
        "copydesk: batch 20250401T100000.000Z-3fa2c1 was left undone: done first\n"
        "copydesk: 20250401T100000.000Z-3fa2c1: 1,200 read = 1,000 articles + 199 duplicates + "
        "1 failure in 4.0 seconds, the oldest 1 min 30 s after it came; memory 290.5 MB\n"
        "copydesk: inbox: there is no such folder; tried again in 30.0 seconds\n"
        "copydesk: inbox: can be polled again\n"
        "copydesk: no space left; tried again in 1 min 00 s\n"
        "copydesk: https://a.example/feed: 2 pages could not be had, to be fetched again by "
        "a watch that runs in 58.4 seconds\n"
        "copydesk: ended after 1 batch\n"
    )


def test_quiet_is_told_what_is_wrong_alone(memory, capsys):
    happen(Telling(Log("text", quiet=True)))
    assert capsys.readouterr().err == (
        "copydesk: inbox: there is no such folder; tried again in 30.0 seconds\n"
        "copydesk: no space left; tried again in 1 min 00 s\n"
        "copydesk: https://a.example/feed: 2 pages could not be had, to be fetched again by "
        "a watch that runs in 58.4 seconds\n"
    )


def test_a_program_reads_an_object_a_line(memory, capsys):
    happen(Telling(Log("json", now=lambda: MOMENT)))
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["level"], line["event"]) for line in lines] == [
        ("info", "started"),
        ("info", "resumed"),
        ("info", "published"),
        ("warning", "source_failed"),
        ("info", "source_recovered"),
        ("warning", "batch_delayed"),
        ("warning", "put_off"),
        ("info", "ended"),
    ]
    published = lines[2]
    assert published.pop("message").startswith("20250401T100000.000Z-3fa2c1: 1,200 read")
    assert published == {
        "time": "2025-04-01T10:00:00.000Z",
        "level": "info",
        "event": "published",
        "run_id": "20250401T100000.000Z-3fa2c1",
        "read": 1_200,
        "articles": 1_000,
        "duplicates": 199,
        "failures": 1,
        "failures_by_reason": {"empty": 1},
        "seconds": 4.0,
        "latency_seconds": 90.0,
        "memory_bytes": 290_500_000,
    }


def test_warnings_of_our_modules_are_objects_too(capsys):
    hush(verbose=False)
    Log("json").takes_warnings()
    logging.getLogger("transforms.read").warning("a.warc holds no responses")
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["event"]) == ("warning", "transforms.read")
    assert line["message"] == "a.warc holds no responses"


def samples(metrics):
    families = text_string_to_metric_families(generate_latest(metrics.registry).decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_metrics_are_open_metrics():
    metrics = Metrics()
    happen(metrics)
    metrics.polled([source("inbox", failures=2, has_more=False)], MOMENT)
    found = samples(metrics)
    assert {
        name: value
        for name, value in found.items()
        if name[0].startswith("copydesk_")
        and "_bucket" not in name[0]
        and "_created" not in name[0]
    } == {
        ("copydesk_documents_read_total", "text/plain"): 1_200,
        ("copydesk_articles_total", "de"): 400,
        ("copydesk_articles_total", "en"): 600,
        ("copydesk_duplicates_total", "exact"): 150,
        ("copydesk_duplicates_total", "near"): 49,
        ("copydesk_failures_total", "empty"): 1,
        ("copydesk_batch_seconds_count",): 1,
        ("copydesk_batch_seconds_sum",): 4,
        ("copydesk_latency_seconds_count",): 2,
        ("copydesk_latency_seconds_sum",): 90,
        ("copydesk_lag_seconds",): 90,
        ("copydesk_last_success_timestamp_seconds",): MOMENT.timestamp(),
        ("copydesk_batch_delays_total",): 1,
        ("copydesk_batch_failures",): 1,
        ("copydesk_source_failures", "inbox"): 2,
        ("copydesk_source_has_more", "inbox"): 0,
    }
    assert found["copydesk_latency_seconds_bucket", "60.0"] == 1
    assert found["process_resident_memory_bytes",] > 1_000_000


def test_nothing_lags_where_nothing_waits():
    metrics = Metrics()
    happen(metrics)
    metrics.polled([source("inbox", has_more=False)], MOMENT + timedelta(minutes=5))
    found = samples(metrics)
    assert found["copydesk_lag_seconds",] == 0
    assert found["copydesk_last_success_timestamp_seconds",] == MOMENT.timestamp() + 300


STATUS = Status(
    output="out",
    asked=MOMENT,
    is_running=True,
    health=Health(
        pid=4711,
        started=MOMENT - timedelta(hours=3),
        polled=MOMENT - timedelta(seconds=12),
        every=30,
        batches=41,
        published=MOMENT - timedelta(seconds=80),
        memory=290_500_000,
    ),
    under_way=None,
    sources=(
        SourceStatus(
            address="inbox",
            taken=1_200,
            waiting_files=3,
            waiting_bytes=33_000,
            waiting_since=MOMENT - timedelta(seconds=20),
        ),
        SourceStatus(address="https://a.example/feed", position="offset 7"),
        SourceStatus(
            address="kafka://broker/news",
            error="kafka://broker/news: no broker answers",
            failures=4,
            has_more=True,
        ),
    ),
    runs=(
        RunStatus(
            run_id=PLAN.run_id,
            published=MOMENT - timedelta(seconds=80),
            read=1_200,
            articles=1_000,
            duplicates=199,
            failures=1,
        ),
    ),
    runs_counted=1,
    failures={"empty": 1},
    duplicates={"exact": 150, "near": 49},
)


def shown(status):
    console = Console(file=io.StringIO(), width=100, highlight=False)
    print_status(console, status)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("inbox", "inbox: there is no such folder"),
        ("kafka://one/news?group=desk", "kafka://one/news: there is no such folder"),
        ("inbox", "there is no such folder"),
    ],
)
def test_beneath_its_address_the_trouble_of_a_source_does_not_name_it_again(address, error):
    assert trouble(SourceStatus(address=address, error=error)) == "there is no such folder"


def test_a_person_sees_how_the_watch_does():
    assert shown(STATUS) == (
        "running, process 4711, for 3 h\n"
        "sources looked at 12 s ago, every 30.0 seconds\n"
        "last published 1 min ago\n"
        "41 batches since it began, memory 290.5 MB\n"
        "\n"
        "Sources\n"
        "  inbox                   3 files waiting (33.0 KB), the oldest written 20 s ago,"
        " 1,200 files taken\n"
        "  https://a.example/feed  nothing more when last asked, at offset 7\n"
        "  kafka://broker/news     cannot be asked\n"
        "                          no broker answers (4 times in a row)\n"
        "\n"
        "Last runs\n"
        "                                read  articles  duplicates  failures\n"
        "  20250401T100000.000Z-3fa2c1  1,200     1,000         199         1  1 min ago\n"
        "\n"
        "Refused in that run\n"
        "  1  nothing in it (empty)\n"
        "\n"
        "Duplicates in that run\n"
        "  150  same words (exact)\n"
        "   49  mostly the same words (near)\n"
        "\n"
    )


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (
            {"waiting_pages": 2, "asked_at": MOMENT + timedelta(seconds=58)},
            "nothing more when last asked; 2 pages to be fetched again, the next in 58 s",
        ),
        (
            {"waiting_pages": 1, "asked_at": MOMENT - timedelta(seconds=8), "has_more": True},
            "more is there; 1 page to be fetched again, the next with the next poll",
        ),
        (
            {"waiting_pages": 0, "asked_at": MOMENT + timedelta(minutes=3), "error": "status 500"},
            "cannot be asked, and is asked again in 3 min",
        ),
    ],
)
def test_of_a_feed_it_is_told_what_is_fetched_again_and_when(how, told):
    assert waiting(SourceStatus(address="https://a.example/feed", **how), MOMENT).plain == told


def test_what_a_feed_is_waiting_for_is_known_from_its_position_alone():
    """Though the last watch did not name it."""
    entry = Entry(key="k", version=1, url="https://a.example/1")
    state = State(
        followed={FEED: Followed(troubles=3, trouble="served with status 500", next_at=60)},
        waiting={"k": Waiting(entry, 1, 90)},
    )
    found = source_status(SourceStatus(address=FEED), format_position(state))
    assert (found.waiting_pages, found.asked_at.timestamp()) == (1, 60)
    assert (found.error, found.failures) == (f"{FEED}: served with status 500", 3)


def test_that_batches_fail_is_told_first_with_the_reason_and_since_when():
    trouble = Trouble(
        error="[Errno 28] No space left on device; make room and run again",
        since=MOMENT - timedelta(minutes=20),
        last=MOMENT - timedelta(seconds=50),
        tries=6,
    )
    assert shown(STATUS.model_copy(update={"trouble": trouble})).splitlines()[:3] == [
        "running, process 4711, for 3 h",
        "batches fail for 20 min (6 times in a row, the last 50 s ago):",
        "[Errno 28] No space left on device; make room and run again",
    ]


def test_what_does_not_run_is_told_first():
    status = STATUS.model_copy(update={"is_running": False, "under_way": PLAN.run_id})
    lines = shown(status).splitlines()
    assert lines[0] == "not running: no watch writes to out"
    assert lines[3] == (f"under way: {PLAN.run_id}, which is done first when a watch starts again")


def test_a_program_reads_all_fields():
    assert Status.model_validate_json(status_json(STATUS)) == STATUS


def test_metrics_are_served(unused_port):
    metrics = Metrics()
    happen(metrics)
    metrics.serve("127.0.0.1", unused_port)
    with urlopen(f"http://127.0.0.1:{unused_port}/metrics") as answer:
        assert b'copydesk_failures_total{reason="empty"} 1.0' in answer.read()


def test_no_other_path_has_metrics(unused_port):
    Metrics().serve("127.0.0.1", unused_port)
    with pytest.raises(HTTPError) as refused:
        urlopen(f"http://127.0.0.1:{unused_port}/nope")
    assert refused.value.code == 404


def test_head_tells_what_get_would(unused_port):
    Metrics().serve("127.0.0.1", unused_port)
    address = f"http://127.0.0.1:{unused_port}/metrics?name[]=copydesk_batch_delays_total"
    with urlopen(address) as got, urlopen(Request(address, method="HEAD")) as told:
        assert told.headers["Content-Type"] == got.headers["Content-Type"]
        assert int(told.headers["Content-Length"]) == len(got.read())
        assert told.read() == b""


@pytest.fixture
def unused_port():
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
