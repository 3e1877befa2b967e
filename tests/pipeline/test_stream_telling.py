"""What is told of a stream while it runs, by the files that it writes: metrics and lines."""

import json
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from pipeline.__main__ import main
from pipeline.log import Log
from pipeline.stream.following import Following, Telling
from pipeline.stream.metrics import Metrics
from pipeline.watch.metrics import Metrics as WatchMetrics
from transforms.write import Ledger, NewPane, Pane, PaneTotals, Span, Tally, TellPolls
from transforms.write.panes import publish_pane

RUN = "live"
TEN = datetime(2025, 4, 1, 10, tzinfo=UTC)


def pane(minute, handed_on):
    return Pane(
        run_id=RUN,
        window=TEN + timedelta(minutes=minute),
        index=0,
        read=Tally(total=4, by={"media_type": {"text/plain": 4}}),
        articles=Tally(total=2, by={"language": {"de": 1, "en": 1}}),
        duplicates=Tally(total=1, by={"kind": {"exact": 1}}),
        failures=Tally(total=1, by={"reason": {"empty": 1}}),
        spans=(
            Span(
                address="inbox",
                first=minute,
                last=minute,
                position=str(minute),
                handed_on=handed_on,
                began=TEN + timedelta(minutes=minute, seconds=-60),
            ),
        ),
    )


def samples(metrics):
    families = text_string_to_metric_families(generate_latest(metrics.registry).decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
        if sample.name.startswith("copydesk_") and not sample.name.endswith(("_bucket", "_created"))
    }


def test_metrics_are_those_of_what_is_published(tmp_path):
    metrics = Metrics()
    following = Following(str(tmp_path), RUN, [metrics])
    TellPolls(str(tmp_path), RUN)("inbox", 11, has_more=True)
    publish_pane(str(tmp_path), pane(0, 4))
    following.look()
    publish_pane(str(tmp_path), pane(1, 8))
    following.look()
    following.look()
    found = samples(metrics)
    assert found["copydesk_documents_read_total", "text/plain"] == 8
    assert found["copydesk_articles_total", "de"] == 2
    assert found["copydesk_duplicates_total", "exact"] == 2
    assert found["copydesk_failures_total", "empty"] == 2
    assert found["copydesk_windows_total",] == 2
    assert found["copydesk_latency_seconds_count",] == 2
    assert found["copydesk_in_flight", "inbox"] == 3
    assert found["copydesk_source_has_more", "inbox"] == 1
    assert found["copydesk_window_end_timestamp_seconds",] == TEN.timestamp() + 60


def test_now_and_then_and_at_the_end_it_is_added_up_for_who_asks(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.stream.following._PANES", 2)
    totals = tmp_path / "_runs" / RUN / "totals.json"
    following = Following(str(tmp_path), RUN, [Metrics()])
    with following.followed():
        publish_pane(str(tmp_path), pane(0, 4))
        following.look()
        assert not totals.exists()
        publish_pane(str(tmp_path), pane(1, 8))
        following.look()
        assert PaneTotals.decoded(totals.read_bytes()).read.total == 8
        publish_pane(str(tmp_path), pane(2, 12))
    assert PaneTotals.decoded(totals.read_bytes()).read.total == 12


def test_latency_is_that_of_what_came_first_in_a_window():
    metrics = Metrics()
    metrics.published(NewPane(pane(0, 4), TEN + timedelta(seconds=5)))
    found = samples(metrics)
    assert found["copydesk_latency_seconds_sum",] == 65
    assert found["copydesk_lag_seconds",] == 65
    assert found["copydesk_last_success_timestamp_seconds",] == TEN.timestamp() + 5


def test_what_is_published_before_its_polls_are_told_is_not_in_flight(tmp_path):
    metrics = Metrics()
    TellPolls(str(tmp_path), RUN)("inbox", 3, has_more=False)
    publish_pane(str(tmp_path), pane(0, 4))
    Following(str(tmp_path), RUN, [metrics]).look()
    assert samples(metrics)["copydesk_in_flight", "inbox"] == 0


def test_a_stream_and_a_watch_call_the_same_thing_by_the_same_name():
    streams, watches = (
        {family.name for family in each().registry.collect()} for each in (Metrics, WatchMetrics)
    )
    assert {
        "copydesk_documents_read",
        "copydesk_articles",
        "copydesk_duplicates",
        "copydesk_failures",
        "copydesk_latency_seconds",
        "copydesk_lag_seconds",
        "copydesk_last_success_timestamp_seconds",
        "copydesk_source_has_more",
    } <= streams & watches


def test_the_end_is_told(capsys):
    ledger = Ledger(run_id=RUN, read=Tally(total=4), articles=Tally(total=4))
    Telling(Log("json", now=lambda: TEN)).ended(ledger)
    assert json.loads(capsys.readouterr().err) == {
        "time": "2025-04-01T10:00:00.000Z",
        "level": "info",
        "event": "ended",
        "message": "ended after 4 documents",
        "run_id": RUN,
        "read": 4,
        "articles": 4,
        "duplicates": 0,
        "failures": 0,
    }


def test_they_are_served(tmp_path):
    metrics = Metrics()
    metrics.serve("127.0.0.1", 19464)
    with Following(str(tmp_path), RUN, [metrics]).followed():
        publish_pane(str(tmp_path), pane(0, 4))
    with urlopen("http://127.0.0.1:19464/metrics") as answer:
        assert 'copydesk_articles_total{language="de"} 1.0' in answer.read().decode()


def test_a_program_reads_an_object_for_each_window(tmp_path, capsys):
    publish_pane(str(tmp_path), pane(0, 4))
    Following(str(tmp_path), RUN, [Telling(Log("json"))]).look()
    line = json.loads(capsys.readouterr().err)
    assert line.pop("latency_seconds") > 60
    assert line.pop("time")
    assert line.pop("message").startswith(
        "window to 2025-04-01T10:00:00Z: 4 read = 2 articles + 1 duplicate + 1 failure, the oldest "
    )
    assert line == {
        "level": "info",
        "event": "published",
        "run_id": RUN,
        "window": "2025-04-01T10:00:00Z",
        "pane": 0,
        "read": 4,
        "articles": 2,
        "duplicates": 1,
        "failures": 1,
        "failures_by_reason": {"empty": 1},
    }


BATCH = "run --input seeds --output out"
STREAM = f"{BATCH} --streaming --runner PrismRunner"


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (
            f"{BATCH} --metrics-port 9464",
            "--metrics-port is for a stream; add --streaming, or leave it out",
        ),
        (
            f"{BATCH} --log-format json",
            "--log-format is for a stream; add --streaming, or leave it out",
        ),
        (
            f"{BATCH} --in-flight 5",
            "--in-flight is for a stream; add --streaming, or leave it out",
        ),
        (f"{STREAM} --in-flight 0", "--in-flight needs a whole number of 1 or more, not '0'"),
        (
            f"{STREAM} --metrics-port 70000",
            "--metrics-port needs a whole number from 1 to 65535, not '70000'",
        ),
        (f"{STREAM} --metrics-host ::1", "--metrics-host needs --metrics-port"),
        (f"{STREAM} --log-format xml", "--log-format: no such value: xml (text, json)"),
    ],
)
def test_what_cannot_be_told_is_refused_in_one_line(command, line, capsys):
    assert main(command.split()) == 2
    assert capsys.readouterr().err == f"copydesk: {line}\n"
